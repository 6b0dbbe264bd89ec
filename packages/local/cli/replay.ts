/** `barq replay FILE`: recorded sessions through the whole product in a folder of their own, with a table of what it came to. */
import { existsSync, readdirSync } from "node:fs";
import { parseAmount } from "@barq/domain/money";
import type { OcpiTariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import { tariffBody } from "@barq/functions/api/bodies/tariff";
import * as v from "valibot";
import { holdClock } from "../clock.ts";
import { startProduct } from "../product.ts";
import { plainTariff } from "../replay/network.ts";
import { readRecords } from "../replay/record.ts";
import { reportOn, reportText } from "../replay/report.ts";
import { replay } from "../replay/run.ts";
import { readRunning } from "../running.ts";
import { settingsOf } from "../settings.ts";
import type { Command } from "./command.ts";
import { dataFolder, readNamed, readNamedJson, readWords, UsageError } from "./command.ts";

/** So much that no record is stopped by it: more than 55 hours at full power cost by any ordinary tariff. */
const largeHold = "50000.00";

const options = {
  tariff: { type: "string", value: "FILE", says: "an OCPI tariff; without it, one of replay's own" },
  hold: { type: "string", value: "AMOUNT", default: largeHold, says: "what is held for a session" },
  every: { type: "string", value: "SECONDS", default: "900", says: "the time between two readings" },
  power: { type: "string", value: "WATTS", says: "what a vehicle takes until it is full" },
} as const;

export const replayCommand: Command = {
  name: "replay",
  usage: "replay FILE [--tariff FILE] [--hold AMOUNT] [--every SECONDS] [--power WATTS]",
  says: "drives recorded sessions through the product in a new BARQ_DATA, and reconciles what comes out",
  options,
  more: [
    "The file has a session a line; BARQ_DATA names a folder that is not there yet, or empty:",
    '  {"session": "S1", "location": "L1", "station": "ST1", "connector": 1, "start": "2026-05-04T09:00:00Z",',
    '   "end": "2026-05-04T10:00:00Z", "energy_kwh": "7.5"}',
  ],
  async run(words) {
    const { values, positionals } = readWords(words, options, 1);
    const [file] = positionals;
    if (file === undefined) throw new UsageError("Say which file holds the sessions.");
    const everyS = Number(values.every);
    if (!Number.isSafeInteger(everyS) || everyS < 1)
      throw new UsageError("--every is a number of seconds, 1 or more.");
    const powerW = values.power === undefined ? null : Number(values.power);
    if (powerW !== null && !(Number.isSafeInteger(powerW) && powerW >= 100))
      throw new UsageError("--power is what a vehicle takes until it is full, in watts, 100 or more.");
    const data = dataFolder();
    if (readRunning(data))
      throw new Error(`A product runs on ${data}; a replay needs a folder of its own (BARQ_DATA).`);
    if (existsSync(data) && readdirSync(data).length > 0)
      throw new Error(`${data} is not empty; a replay needs a new folder (BARQ_DATA).`);
    const records = readRecords(readNamed(file), file);
    const tariff = values.tariff === undefined ? plainTariff : readTariffFile(values.tariff);
    const hold = parseAmount(values.hold, tariff.currency);
    const clock = holdClock(data, records[0]?.startAt ?? 0);
    const settings = settingsOf({ PORT: "0", BARQ_DATA: data, BARQ_SEED: "empty", BARQ_CLOCK: "manual" });
    const product = await startProduct(settings, { clock, sweepEveryMs: 5000 });
    try {
      const replayed = await replay({
        product,
        clock,
        records,
        tariff,
        hold: { amount: values.hold, currency: hold.currency },
        everyMs: everyS * 1000,
        powerW,
        onProgress: progressBar(),
      });
      const stripe = readRunning(data)?.stripe ?? "";
      const report = await reportOn(product, replayed, stripe);
      console.log(values.json ? JSON.stringify(report) : `\n${reportText(report)}`);
      return report.good ? 0 : 1;
    } finally {
      await product.close();
    }
  },
};

function readTariffFile(file: string): OcpiTariff {
  const tariff = v.parse(tariffBody, readNamedJson(file));
  readTariff(tariff);
  return tariff;
}

/** A bar on a terminal, a line every tenth elsewhere. */
function progressBar(): (done: number, of: number) => void {
  const width = 40;
  let tenth = -1;
  return (done, of) => {
    const full = Math.floor((done * width) / of);
    if (process.stderr.isTTY) {
      process.stderr.write(`\r${"█".repeat(full)}${"░".repeat(width - full)} ${done}/${of} sessions`);
      if (done === of) process.stderr.write("\n");
    } else if (Math.floor((done * 10) / of) > tenth) {
      tenth = Math.floor((done * 10) / of);
      process.stderr.write(`${done}/${of} sessions\n`);
    }
  };
}
