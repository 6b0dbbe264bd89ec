/**
 * `npm run replay -- FILE`: recorded sessions driven through the whole product under three tariffs (by kWh; by minute with idle;
 * by time of day), and every sealed total held against the second evaluator, which starts from the readings as they were sent.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSealed } from "@barq/actions/sealed-session";
import { findSession } from "@barq/actions/session-store";
import { hour } from "@barq/domain/instant";
import type { Proof } from "@barq/domain/proof";
import { holdClock } from "@barq/local/clock";
import { localTenant, startProduct } from "@barq/local/product";
import { readRecords } from "@barq/local/replay/record";
import { reportOn } from "@barq/local/replay/report";
import { replay } from "@barq/local/replay/run";
import { readRunning } from "@barq/local/running";
import { settingsOf } from "@barq/local/settings";
import type { OcpiTariff, UsedSession, UsedStretch } from "../oracle/ocpi.ts";
import { evaluateCoarse } from "../oracle/second-evaluator.ts";

const tariffs = {
  "by-kwh": null,
  "by-minute-with-idle": 7400,
  "by-time-of-day": null,
} as const;
type TariffName = keyof typeof tariffs;
const isName = (text: string): text is TariffName => text in tariffs;

const { values, positionals } = parseArgs({
  options: { tariff: { type: "string", multiple: true }, every: { type: "string", default: "900" } },
  allowPositionals: true,
});
const [file] = positionals;
if (file === undefined) {
  console.error("Usage: npm run replay -- FILE [--tariff NAME]... [--every SECONDS]");
  process.exit(2);
}
const records = readRecords(readFileSync(file, "utf8"), file);
const asked = (values.tariff ?? Object.keys(tariffs)).filter(isName);

/** Between two readings the register rises evenly; a status holds until the next one. Nothing of the product's own curve is used. */
function usedOf({ facts }: Proof): UsedSession {
  const wh = (text: string | null): bigint => BigInt(text ?? "0");
  const begin = wh(facts.meter_start);
  const periodic = facts.readings
    .filter(({ context }) => context === "Sample.Periodic")
    .map(({ at, value }) => ({ at: at ?? 0, mwh: (wh(value) - begin) * 1000n }));
  const points = [
    { at: facts.started_at, mwh: 0n },
    ...periodic,
    { at: facts.ended_at, mwh: (wh(facts.meter_stop) - begin) * 1000n },
  ].sort((a, b) => a.at - b.at);
  const parkedFrom = facts.statuses.find(({ status }) => status === "SuspendedEV")?.at ?? facts.ended_at;
  const stretches = points.slice(1).flatMap((point, n): UsedStretch[] => {
    const before = points[n] ?? point;
    if (before.at === point.at) return [];
    const kind = before.at >= parkedFrom && point.mwh > 0n ? "parking" : "charging";
    return [{ from: before.at, to: point.at, kind, energy_mwh: point.mwh - before.mwh }];
  });
  return { start: facts.started_at, end: facts.ended_at, stretches };
}

/** A register that is read unmoved two hours after the start: we end such a session, and its driver owes nothing. */
const wasUnused = ({ facts }: Proof, { start, stretches }: UsedSession): boolean =>
  stretches.every(({ energy_mwh }) => energy_mwh === 0n) &&
  facts.readings.some(({ at, context }) => context === "Sample.Periodic" && (at ?? 0) >= start + 2 * hour);

async function run(name: TariffName): Promise<boolean> {
  const tariff: OcpiTariff = JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), "utf8"));
  const data = mkdtempSync(join(tmpdir(), "barq-replay-"));
  const clock = holdClock(data, records[0]?.startAt ?? 0);
  const settings = settingsOf({ PORT: "0", BARQ_DATA: data, BARQ_SEED: "empty", BARQ_CLOCK: "manual" });
  const product = await startProduct(settings, { clock, sweepEveryMs: 5000 });
  try {
    const replayed = await replay({
      product,
      clock,
      records,
      tariff,
      hold: { amount: "50000.00", currency: "MAD" },
      everyMs: Number(values.every) * 1000,
      powerW: tariffs[name],
      onProgress: (done, of) => {
        if (done % Math.ceil(of / 20) === 0) process.stderr.write(`${name}: ${done} of ${of}\n`);
      },
    });
    const report = await reportOn(product, replayed, readRunning(data)?.stripe ?? "");
    let [compared, same, minor, parked, unused] = [0, 0, 0n, 0, 0];
    for (const { record, started } of replayed) {
      const session = await findSession(product.ports, localTenant, started.id, { strong: true });
      if (!session?.sealed) continue;
      const proof: Proof = JSON.parse(
        new TextDecoder().decode(await readSealed(product.ports, session, "proof")),
      );
      const used = usedOf(proof);
      const isOverAtOnce = used.end - used.start < 120_000 && session.sealed.energyMwh === 0n;
      const isUnused = wasUnused(proof, used);
      if (isUnused) unused++;
      const second =
        isOverAtOnce || isUnused ? 0n : evaluateCoarse(tariff, proof.time_zone, used).rounded.afterTax;
      compared++;
      minor += session.sealed.total;
      if (used.stretches.some(({ kind }) => kind === "parking")) parked++;
      if (second === session.sealed.total) same++;
      else
        console.log(
          `${name}: ${record.session} ${session.reference} sealed ${session.sealed.total}, second ${second}`,
        );
    }
    const reviews = report.reviews.length;
    console.log(
      `${name}: ${compared} sealed of ${replayed.length}, ${same} agree to the cent, ${reviews} in review, ${parked} with idle time, ${unused} ended for want of energy, ${minor} minor units in all, books ${report.good ? "balance" : "DO NOT BALANCE"}`,
    );
    for (const review of report.reviews)
      console.log(`  review ${review.record} ${review.reference}: ${review.why}`);
    return same === compared && report.good;
  } finally {
    await product.close();
    rmSync(data, { recursive: true, force: true });
  }
}

let good = true;
for (const name of asked) good = (await run(name)) && good;
process.exitCode = good ? 0 : 1;
