/** The hands of a technician at a simulated station: a car in each connector, one after the other, and a look at the displays. */
import { setTimeout as pause } from "node:timers/promises";
import { decimalText } from "@barq/domain/decimal";
import { listStations, stationCommand } from "../stations/control.ts";
import { dataFolder } from "./command.ts";
import type { Calls, Looked } from "./commission-calls.ts";
import { sayOf } from "./commission-calls.ts";

const enoughWh = 200;
const patienceMs = 180_000;
const lookEveryMs = 250;

async function displaysWh(station: string): Promise<ReadonlyMap<number, number>> {
  const found = (await listStations(dataFolder())).find(({ id }) => id === station);
  if (!found) throw new Error(`There is no simulated station ${station}.`);
  return new Map(found.connectors.map(({ number, displayWh }) => [number, displayWh]));
}

const typed = (shown: ReadonlyMap<number, number>): Record<string, string> =>
  Object.fromEntries([...shown].map(([number, wh]) => [`${number}`, decimalText(BigInt(wh), 3)]));

/** Tests every connector that is not good yet. */
export async function testSimulated(
  calls: Calls,
  seen: Looked,
  progress: (line: string) => void,
): Promise<Looked> {
  let last = seen;
  if (seen.technician === null) return seen;
  for (const { number } of seen.connectors) {
    const isGood = last.steps.some(
      (each) => each.step === "test" && each.connector === number && each.state === "good",
    );
    if (!isGood) last = await testOne(calls, number, progress);
  }
  return last;
}

async function testOne(calls: Calls, connector: number, progress: (line: string) => void): Promise<Looked> {
  const { station } = calls;
  const before = await displaysWh(station);
  progress(`Connector ${connector}: a car is plugged in and charges ...`);
  await calls.test(connector, typed(before));
  await stationCommand(dataFolder(), station, "plug", connector);
  let seen = await calls.until((now) => sayOf(now, connector) !== "plug_in");
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    const shown = await displaysWh(station);
    if ((shown.get(connector) ?? 0) - (before.get(connector) ?? 0) >= enoughWh) break;
    seen = await calls.look();
    if (sayOf(seen, connector) !== "let_charge") break;
    await pause(lookEveryMs);
  }
  seen = await calls.stop(connector);
  await stationCommand(dataFolder(), station, "unplug", connector);
  if (sayOf(seen, connector) !== "type_display") return seen;
  const after = await displaysWh(station);
  await calls.display(connector, typed(after));
  // The registers that were asked for come after the answer.
  await pause(1000);
  return calls.look();
}
