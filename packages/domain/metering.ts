/**
 * What the meter proves: the energy of a session by the first complete evidence (pricing reference 14), and how its time
 * divides into charging and parking. Missing or contradictory data is review: never free, never a guess, never negative.
 */
import { meterMwh } from "./energy-reading.ts";
import type { Instant } from "./instant.ts";
import { hour } from "./instant.ts";
import type { Segment } from "./price.ts";
import type { Reading } from "./reading.ts";
import type { Point, Rejected, Series } from "./register-series.ts";
import { seriesOf } from "./register-series.ts";

export { registerMwh } from "./energy-reading.ts";

export interface StatusAt {
  readonly at: Instant;
  readonly status: string;
}

export interface MeterFacts {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly meterStart: string | null;
  readonly meterStop: string | null;
  readonly readings: readonly (Reading & { readonly arrivedAt: Instant })[];
  readonly statuses: readonly StatusAt[];
  readonly maxPowerW: number | null;
}

export type EvidenceKind = "begin_end" | "start_stop" | "series" | "intervals";

export type Metered =
  | {
      readonly kind: "metered";
      readonly energyMwh: bigint;
      readonly registerStartMwh: bigint;
      readonly registerStopMwh: bigint;
      readonly source: EvidenceKind;
      readonly segments: readonly Segment[];
      readonly flags: readonly string[];
      readonly rejected: readonly Rejected[];
    }
  | {
      readonly kind: "review";
      /** meter_missing, meter_backwards, meter_unit, meter_too_much, meter_still, meter_contradicts */
      readonly why: string;
      readonly flags: readonly string[];
      readonly rejected: readonly Rejected[];
    };

/** A drop below this is a meter's noise, above it something happened (pricing case 3). */
const noiseMwh = 10_000n;
/** How far two sources may differ before a person looks: 1 % of the energy, at least 100 Wh. */
const toleranceMwh = (energyMwh: bigint): bigint =>
  energyMwh / 100n > 100_000n ? energyMwh / 100n : 100_000n;

export function settleMeter(facts: MeterFacts): Metered {
  const series = seriesOf(facts.readings, facts.startedAt, facts.endedAt);
  const flags: string[] = [];
  const review = (why: string): Metered => ({ kind: "review", why, flags, rejected: series.rejected });
  if (series.unitUnknown) return review("meter_unit");
  const found = choose(facts, series, flags);
  if (typeof found === "string") return review(found);
  const energyMwh = found.stop - found.start;
  if (energyMwh < 0n) return review("meter_backwards");
  const moved = spread(series.points);
  if (energyMwh === 0n && moved > noiseMwh) return review("meter_still");
  if (looksLikeAnotherUnit(energyMwh, moved)) return review("meter_unit");
  if (moved > energyMwh + toleranceMwh(energyMwh) && found.source !== "series")
    return review("meter_contradicts");
  if (tooMuch(facts, energyMwh)) return review("meter_too_much");
  const points = curve(facts, series.points, found.start, found.stop);
  if (points === undefined) return review("meter_backwards");
  if (series.rejected.length > 0) flags.push("readings_rejected");
  if (facts.meterStop === null) flags.push("estimated");
  return {
    kind: "metered",
    energyMwh,
    registerStartMwh: found.start,
    registerStopMwh: found.stop,
    source: found.source,
    segments: segmentsOf(facts, points),
    flags,
    rejected: series.rejected,
  };
}

interface Chosen {
  readonly source: EvidenceKind;
  readonly start: bigint;
  readonly stop: bigint;
}

/** The ladder: begin and end registers, meterStart and meterStop, the series inside the session, the sum of intervals. */
function choose(facts: MeterFacts, series: Series, flags: string[]): Chosen | string {
  const start = meterMwh(facts.meterStart);
  const stop = meterMwh(facts.meterStop);
  const first = series.points[0]?.registerMwh ?? null;
  const last = series.points.at(-1)?.registerMwh ?? null;
  if (facts.meterStop !== null && stop === null) flags.push("meter_stop_unknown");
  if (series.begin !== null && series.end !== null && series.end >= series.begin) {
    const chosen: Chosen = { source: "begin_end", start: series.begin, stop: series.end };
    // meterStop is whole Wh and may differ by less than one from what is in transactionData (pricing case 12).
    if (start !== null && stop !== null && stop >= start && apart(stop - start, chosen.stop - chosen.start)) {
      return isThousand(stop - start, chosen.stop - chosen.start) ? "meter_unit" : "meter_contradicts";
    }
    if (start !== null && stop !== null && stop < start) flags.push("meter_stop_below_start");
    return chosen;
  }
  if (start !== null && stop !== null && stop >= start) return { source: "start_stop", start, stop };
  if (start !== null && stop !== null) return "meter_backwards";
  if (start !== null && last !== null && last >= start) return { source: "series", start, stop: last };
  if (first !== null && last !== null && series.points.length > 1 && last >= first) {
    return { source: "series", start: first, stop: last };
  }
  if (series.intervalsMwh !== null) return { source: "intervals", start: 0n, stop: series.intervalsMwh };
  return "meter_missing";
}

const apart = (a: bigint, b: bigint): boolean => (a > b ? a - b : b - a) > toleranceMwh(a < b ? a : b);
const isThousand = (a: bigint, b: bigint): boolean => {
  const [small, large] = a < b ? [a, b] : [b, a];
  return small > 0n && large >= small * 900n && large <= small * 1100n;
};

/** How far the register moved in the readings. */
function spread(points: readonly Point[]): bigint {
  if (points.length < 2) return 0n;
  const registers = points.map((point) => point.registerMwh);
  const lowest = registers.reduce((a, b) => (a < b ? a : b));
  const highest = registers.reduce((a, b) => (a > b ? a : b));
  return highest - lowest;
}

/** The readings moved a thousand times as far as the stop says, or the other way round (failure case 31). */
const looksLikeAnotherUnit = (energyMwh: bigint, moved: bigint): boolean =>
  moved > noiseMwh && energyMwh > noiseMwh && isThousand(energyMwh, moved);

/** More than the connector can deliver in the time, with a tenth for the meter and a minute for clocks. */
function tooMuch(facts: MeterFacts, energyMwh: bigint): boolean {
  if (facts.maxPowerW === null) return false;
  const ms = BigInt(facts.endedAt - facts.startedAt + 60_000);
  return energyMwh * 10n * BigInt(hour) > BigInt(facts.maxPowerW) * 1000n * ms * 11n;
}

/** The register as energy since the start, its ends pinned to the chosen begin and end; undefined when it falls. */
function curve(
  facts: MeterFacts,
  points: readonly Point[],
  start: bigint,
  stop: bigint,
): Point[] | undefined {
  const inside: Point[] = [];
  let highest = start;
  for (const point of points) {
    if (point.registerMwh < start || point.registerMwh > stop) continue;
    if (point.registerMwh + noiseMwh < highest) return undefined;
    if (point.registerMwh > highest) highest = point.registerMwh;
    inside.push({ ...point, registerMwh: highest - start });
  }
  const begin = { at: facts.startedAt, registerMwh: 0n, context: "Transaction.Begin" };
  const end = { at: facts.endedAt, registerMwh: stop - start, context: "Transaction.End" };
  return [begin, ...inside.filter((point) => point.at > begin.at && point.at < end.at), end];
}

/** SuspendedEV, and Finishing before the session ends, are parking; what the station withholds never is (pricing 4). */
const parks = (status: string): boolean => status === "SuspendedEV" || status === "Finishing";

function segmentsOf(facts: MeterFacts, points: readonly Point[]): Segment[] {
  const { startedAt, endedAt } = facts;
  const changes = [...facts.statuses]
    .filter((change) => change.at < endedAt)
    .sort((a, b) => a.at - b.at || (a.status < b.status ? -1 : 1));
  const cuts: { at: Instant; kind: Segment["kind"] }[] = [{ at: startedAt, kind: "charging" }];
  for (const change of changes) {
    const kind = parks(change.status) ? "parking" : "charging";
    const at = Math.max(change.at, startedAt);
    const last = cuts.at(-1);
    if (last && last.at === at) last.kind = kind;
    else if (last?.kind !== kind) cuts.push({ at, kind });
  }
  const total = points.at(-1)?.registerMwh ?? 0n;
  if (endedAt <= startedAt) return [{ from: startedAt, to: startedAt, kind: "charging", energyMwh: total }];
  return cuts.flatMap((cut, n) => {
    const to = cuts[n + 1]?.at ?? endedAt;
    if (to <= cut.at) return [];
    return [{ from: cut.at, to, kind: cut.kind, energyMwh: energyAt(points, to) - energyAt(points, cut.at) }];
  });
}

/** The register at an instant, on the straight line between the readings before and after, in whole mWh. */
function energyAt(points: readonly Point[], at: Instant): bigint {
  const after = points.find((point) => point.at >= at) ?? points.at(-1);
  const before = points.findLast((point) => point.at <= at) ?? points[0];
  if (!after || !before) return 0n;
  if (after.at === before.at) return at >= before.at ? before.registerMwh : after.registerMwh;
  const rise = after.registerMwh - before.registerMwh;
  const part = BigInt(at - before.at);
  const whole = BigInt(after.at - before.at);
  return before.registerMwh + (2n * rise * part + whole) / (2n * whole);
}
