/**
 * A process that takes in records until it is killed. Standard output is a file: `ack STATION N` after each append that
 * resolved, `took STATION N` before each take that answers, `refused CODE` when an append is refused.
 *
 *     node intake-child.ts FOLDER append|drain FIRST
 */
import { writeSync } from "node:fs";
import { createFileIntake } from "@barq/intake/file";
import { record } from "./intake-records.ts";

const [, , folder = "", mode = "", first = "1"] = process.argv;
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};
const intake = await createFileIntake({ folder, renewAtBytes: 2_000 });

const drain = async (): Promise<void> => {
  await intake.drain(async (station, waiting) => {
    const taken = waiting.slice(0, Math.ceil(waiting.length / 2));
    for (const { arrivedAt } of taken) say(`took ${station} ${arrivedAt}`);
    return taken.length;
  });
  setImmediate(drain);
};
if (mode === "drain") void drain();

for (let n = Number(first); ; n += 10) {
  const burst = ["A", "B"].flatMap((station) => Array.from({ length: 10 }, (_, m) => record(station, n + m)));
  const results = await Promise.allSettled(
    burst.map(async (one) => {
      await intake.append(one);
      say(`ack ${one.station} ${one.arrivedAt}`);
    }),
  );
  const refused = results.find((result) => result.status === "rejected");
  if (refused?.status === "rejected") {
    say(`refused ${refused.reason instanceof Error && "code" in refused.reason ? refused.reason.code : "?"}`);
    break;
  }
}
