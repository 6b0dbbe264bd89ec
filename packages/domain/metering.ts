/**
 * What the meter proves: the energy of a session by the first complete evidence (pricing reference 14). Missing or
 * contradictory data is review: never free, never a guess, never negative. How the time divides is segments.ts.
 */
import { meterMwh } from "./energy-reading.ts";
import { hasGap } from "./event-numbers.ts";
import type { Instant } from "./instant.ts";
import { minute } from "./instant.ts";
import type { Reading } from "./reading.ts";
import { scaledValue } from "./reading.ts";
import { isOtherUnit, lineOf, noiseMwh } from "./register-line.ts";
import type { Point, Rejected } from "./register-series.ts";
import { seriesOf } from "./register-series.ts";
import type { CurvePoint, Segment, StatusAt } from "./segments.ts";
import { segmentsOf } from "./segments.ts";

export type { StatusAt } from "./segments.ts";

export interface MeterFacts {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly meterStart: string | null;
  readonly meterStop: string | null;
  /** why the station stopped, in OCPP's word; null where it did not say */
  readonly stopReason: string | null;
  readonly readings: readonly (Reading & { readonly arrivedAt: Instant })[];
  /** in the order in which they arrived: of two at one instant the later one holds */
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
      /** none where the session was over at once without energy: then there is nothing to price, a flat fee included */
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

/** Shorter sessions without energy were over at once (refused, unplugged): no reading is missed and nothing is owed (case 30). */
const briefMs = 2 * minute;
/** A reading stands for an end no further away than the slowest stations report, a quarter of an hour, or half the session. */
const freshMs = 16 * minute;
/** How far two sources may differ before a person looks: 1 % of the energy, at least 100 Wh. */
const toleranceMwh = (energyMwh: bigint): bigint =>
  energyMwh / 100n > 100_000n ? energyMwh / 100n : 100_000n;

export function settleMeter(facts: MeterFacts): Metered {
  const series = seriesOf(facts.readings, facts.startedAt, facts.endedAt);
  const start = meterMwh(facts.meterStart);
  const stop = meterMwh(facts.meterStop);
  const isBelow = start !== null && stop !== null && stop < start;
  const anchored = lineOf(series.points, start, isBelow ? null : stop);
  // Start and Stop may speak of another register than the readings do: then each is used with its own kind alone.
  const isOne = anchored.kind === "line";
  const line = isOne || anchored.why === "meter_unit" ? anchored : lineOf(series.points, null, null);
  const outliers = line.kind === "line" ? line.outliers : [];
  const rejected = [
    ...series.rejected,
    ...outliers.flatMap((point) => point.readings.map((reading) => ({ reading, why: "outlier" }))),
  ];
  const flags = [
    ...(facts.meterStop !== null && stop === null ? ["meter_stop_unknown"] : []),
    ...(isBelow ? ["meter_stop_below_start"] : []),
    ...(rejected.length > 0 ? ["readings_rejected"] : []),
    ...(hasGap(facts.readings) ? ["seq_gap"] : []),
  ];
  const review = (why: string): Metered => ({ kind: "review", why, flags, rejected });
  if (series.unitUnknown) return review("meter_unit");
  if (line.kind === "broken") return review(line.why);
  const { points } = line;
  const found = choose(facts, points, { start, stop, isOne }, series.intervalsMwh);
  if (typeof found === "string") return review(found);
  const energyMwh = found.stop - found.start;
  const moved = movedMwh(points);
  const isScaled = !isOne && moved < noiseMwh && areScaled(points, start, stop);
  if (isScaled || looksLikeAnotherUnit(energyMwh, moved)) return review("meter_unit");
  if (energyMwh === 0n && !provesNothingFlowed(facts, points, found.source)) return review("meter_still");
  if (moved > energyMwh + toleranceMwh(energyMwh)) return review("meter_contradicts");
  const isSameRegister = found.source === "start_stop" ? isOne : found.source !== "intervals";
  const curve = curveOf(facts, isSameRegister ? points : [], found);
  if (tooMuch(facts.maxPowerW, curve)) return review("meter_too_much");
  if (found.isEstimated) flags.push("estimated");
  return {
    kind: "metered",
    energyMwh,
    registerStartMwh: found.start,
    registerStopMwh: found.stop,
    source: found.source,
    segments: energyMwh === 0n && lengthOf(facts) < briefMs ? [] : segmentsOf(facts, curve),
    flags,
    rejected,
  };
}

const lengthOf = ({ startedAt, endedAt }: MeterFacts): number => endedAt - startedAt;

interface Chosen {
  readonly source: EvidenceKind;
  readonly start: bigint;
  readonly stop: bigint;
  /** an end was taken from the reading nearest to it */
  readonly isEstimated: boolean;
}

/** The ladder: begin and end registers, meterStart and meterStop, the series inside the session, the sum of intervals. */
function choose(
  facts: MeterFacts,
  points: readonly Point[],
  named: { readonly start: bigint | null; readonly stop: bigint | null; readonly isOne: boolean },
  intervalsMwh: bigint | null,
): Chosen | string {
  const { start, stop } = named;
  const isKnown = start !== null && stop !== null;
  const begin = points.find((point) => point.context === "Transaction.Begin")?.registerMwh;
  const end = points.findLast((point) => point.context === "Transaction.End")?.registerMwh;
  if (begin !== undefined && end !== undefined && end >= begin) {
    const between = end - begin;
    // meterStop is whole Wh and may differ by less than one from what is in transactionData (pricing case 12).
    if (isKnown && stop >= start && apart(stop - start, between)) {
      return isThousand(stop - start, between) ? "meter_unit" : "meter_contradicts";
    }
    return { source: "begin_end", start: begin, stop: end, isEstimated: false };
  }
  if (isKnown) {
    return stop >= start ? { source: "start_stop", start, stop, isEstimated: false } : "meter_backwards";
  }
  // One of the two is not known: a reading near that end stands for it, in the same register.
  const [namedStart, namedStop] = named.isOne ? [start, stop] : [null, null];
  const first = namedStart ?? begin ?? nearest(points[0], facts.startedAt, facts);
  const last = namedStop ?? end ?? nearest(points.at(-1), facts.endedAt, facts);
  const isTwo = points.length + (namedStart === null && namedStop === null ? 0 : 1) > 1;
  if (first !== undefined && last !== undefined && isTwo && last >= first) {
    return { source: "series", start: first, stop: last, isEstimated: true };
  }
  if (intervalsMwh !== null)
    return { source: "intervals", start: 0n, stop: intervalsMwh, isEstimated: false };
  return "meter_missing";
}

/** A register near enough to an end of the session to stand for it. */
function nearest(point: Point | undefined, end: Instant, facts: MeterFacts): bigint | undefined {
  const farthest = Math.min(freshMs, Math.max(briefMs, lengthOf(facts) / 2));
  return point && Math.abs(point.at - end) <= farthest ? point.registerMwh : undefined;
}

const apart = (a: bigint, b: bigint): boolean => (a > b ? a - b : b - a) > toleranceMwh(a < b ? a : b);
const isThousand = (a: bigint, b: bigint): boolean => {
  const [small, large] = a < b ? [a, b] : [b, a];
  return small > 0n && large >= small * 900n && large <= small * 1100n;
};

/** How far the register moved in the readings. */
function movedMwh(points: readonly Point[]): bigint {
  const registers = points.map((point) => point.registerMwh);
  const [first = 0n] = registers;
  const lowest = registers.reduce((a, b) => (a < b ? a : b), first);
  return registers.reduce((a, b) => (a > b ? a : b), first) - lowest;
}

/** The readings moved a thousand times as far as the stop says, or the other way round (failure case 31). */
const looksLikeAnotherUnit = (energyMwh: bigint, moved: bigint): boolean =>
  moved >= noiseMwh && energyMwh >= noiseMwh && isThousand(energyMwh, moved);

/** Every reading a thousandth or a thousandfold of what Start and Stop say, where too little moved to tell by it. */
const areScaled = (points: readonly Point[], start: bigint | null, stop: bigint | null): boolean =>
  start !== null &&
  stop !== null &&
  points.length > 0 &&
  points.every((point) => isOtherUnit(point.registerMwh, start, stop));

/**
 * A zero needs proof (failure case 34): a register that is seen to stand still after the begin while no power flows, or a
 * session that was over at once with both its registers.
 */
function provesNothingFlowed(facts: MeterFacts, points: readonly Point[], source: EvidenceKind): boolean {
  if (movedMwh(points) > noiseMwh) return false;
  const flows = facts.readings.filter(showsPower).map((reading) => reading.at ?? reading.arrivedAt);
  if (new Set(flows).size > 1) return false;
  if (source === "intervals" || (source !== "series" && lengthOf(facts) < briefMs)) return true;
  return points.some((point) => point.context !== "Transaction.Begin" && point.at > facts.startedAt);
}

/** A power that no vehicle takes to keep itself awake: more than a kilowatt. */
function showsPower(reading: Reading): boolean {
  const { measurand, unit, location, format } = reading;
  if (measurand !== "Power.Active.Import" || location !== "Outlet" || format !== "Raw") return false;
  return (scaledValue(reading, unit === "kW" ? 6 : 3) ?? 0n) > 1_000_000n;
}

/** The energy since the start over time, its ends pinned to the chosen begin and end; noise is levelled, so it never falls. */
function curveOf(facts: MeterFacts, points: readonly Point[], found: Chosen): readonly CurvePoint[] {
  const total = found.stop - found.start;
  const curve: CurvePoint[] = [{ at: facts.startedAt, energyMwh: 0n }];
  let highest = 0n;
  for (const point of found.source === "intervals" ? [] : points) {
    const energyMwh = point.registerMwh - found.start;
    if (point.at <= facts.startedAt || point.at >= facts.endedAt) continue;
    if (energyMwh > highest) highest = energyMwh < total ? energyMwh : total;
    curve.push({ at: point.at, energyMwh: highest });
  }
  return [...curve, { at: Math.max(facts.startedAt, facts.endedAt), energyMwh: total }];
}

/** Somewhere more than the connector can deliver in the time, with a tenth for the meter and a minute for clocks. */
function tooMuch(maxPowerW: number | null, curve: readonly CurvePoint[]): boolean {
  if (maxPowerW === null || maxPowerW <= 0) return false;
  return curve.some((point, n) => {
    const before = curve[n - 1];
    if (!before) return false;
    const mostTenfold = BigInt(maxPowerW) * BigInt(point.at - before.at + minute) * 11n;
    return (point.energyMwh - before.energyMwh) * 3600n * 10n > mostTenfold;
  });
}
