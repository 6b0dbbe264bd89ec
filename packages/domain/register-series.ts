/**
 * The register over time: readings of a session put in order, phases added, and what cannot be used left out with its
 * reason. Pure: any order and any number of repeats give the same series.
 */
import { energyOf, intervalMeasurand, registerMeasurand } from "./energy-reading.ts";
import type { Instant } from "./instant.ts";
import type { Reading } from "./reading.ts";
import { noiseMwh } from "./register-line.ts";
import type { Arrived } from "./session-readings.ts";
import { isAskedFor, timeOf } from "./session-readings.ts";

export interface Point {
  readonly at: Instant;
  readonly registerMwh: bigint;
  readonly context: string;
  /** what it was read from: one reading, or one of each phase */
  readonly readings: readonly Reading[];
}

export interface Rejected {
  readonly reading: Reading;
  /**
   * outside, drift (a clock's minute at most), value, unit ..., negative, time, contradicts, outlier, phase_missing, no_line;
   * and what is right but says the same again: phase (beside a total), clock (beside the session's own), interval (beside a
   * register), incomplete (registers beside intervals), other_register (than Start and Stop speak of), begin_repeated (quirk-profiles.ts)
   */
  readonly why: string;
}

const harmless = new Set([
  "drift",
  "phase",
  "clock",
  "interval",
  "incomplete",
  "other_register",
  "begin_repeated",
]);
/** Whether a reading was set aside because something is wrong with it, and not because another says the same. */
export const isWrong = ({ why }: Rejected): boolean => !harmless.has(why);

/** The readings of points, each with the one reason for which they were set aside. */
export const setAside = (points: readonly Point[], why: string): readonly Rejected[] =>
  points.flatMap((point) => point.readings.map((reading) => ({ reading, why })));

interface Series {
  /** in order of time; at one instant Transaction.Begin first and Transaction.End last */
  readonly points: readonly Point[];
  readonly intervals: readonly Point[];
  /** sum of Interval values; null where there are none or where one of them is missing */
  readonly intervalsMwh: bigint | null;
  readonly rejected: readonly Rejected[];
  readonly unitUnknown: boolean;
  /** energy flowed out of the vehicle, for which there is no rule (case 14) */
  readonly isExporting: boolean;
}

/** A value in its place: an instant of the session, a context and a phase. */
interface Placed {
  readonly at: Instant;
  readonly energyMwh: bigint;
  readonly context: string;
  readonly phase: string | null;
  readonly reading: Reading;
}

const contextRank = (context: string): number =>
  context === "Transaction.Begin" ? 0 : context === "Transaction.End" ? 2 : 1;

/** From readings in order (session-readings.ts). */
export function seriesOf(readings: readonly Arrived[], from: Instant, to: Instant): Series {
  const rejected: Rejected[] = [];
  const registers: Placed[] = [];
  const intervals: Placed[] = [];
  let unitUnknown = false;
  for (const reading of readings) {
    const { measurand, context, phase } = reading;
    // Not billing input: other quantities and places, values asked for by hand, signed records (pricing case 13, 15).
    if (reading.location !== "Outlet" || isAskedFor(reading)) continue;
    const read = energyOf(reading, measurand === intervalMeasurand ? measurand : registerMeasurand);
    if (read.kind === "other") continue;
    const drop = (why: string): void => void rejected.push({ reading: plain(reading), why });
    const at = timeOf(reading, from, to);
    if (at === "outside" || at === "drift") drop(at);
    else if (read.kind === "unreadable") {
      unitUnknown ||= read.why.startsWith("unit");
      drop(read.why);
    } else if (read.energyMwh < 0n) drop("negative");
    else if (measurand === intervalMeasurand && reading.at === null) drop("time");
    else {
      const placed = { at, energyMwh: read.energyMwh, context, phase, reading: plain(reading) };
      if (measurand === registerMeasurand) registers.push(placed);
      // An interval is told apart by its end alone: the last one may come as Periodic and as Transaction.End.
      else intervals.push({ ...placed, context: context === "Sample.Clock" ? context : "" });
    }
  }
  const points = pointsOf(registers, rejected);
  const ends = pointsOf(intervals, rejected);
  return {
    points,
    intervals: ends,
    intervalsMwh: wholeIntervals(ends, from, to),
    rejected,
    unitUnknown,
    isExporting: isExporting(readings, from, to),
  };
}

const plain = ({ arrivedAt: _, ...reading }: Arrived): Reading => reading;

/** Whether an export register moved in the session, or an export interval says that it would have. */
function isExporting(readings: readonly Arrived[], from: Instant, to: Instant): boolean {
  const lowest = new Map<string, bigint>();
  return readings.some((reading) => {
    const { measurand, location, phase } = reading;
    if (!measurand.startsWith("Energy.Active.Export.") || location !== "Outlet" || isAskedFor(reading))
      return false;
    const read = energyOf(reading, measurand);
    if (read.kind !== "energy" || typeof timeOf(reading, from, to) === "string") return false;
    const key = `${measurand} ${phase}`;
    // Readings come in order of time, and a register only rises.
    const least = measurand.endsWith(".Interval") ? 0n : (lowest.get(key) ?? read.energyMwh);
    lowest.set(key, read.energyMwh < least ? read.energyMwh : least);
    return read.energyMwh - least > noiseMwh;
  });
}

/**
 * Totals, else the phases added up; values that follow the session, else those that follow the clock. Never two kinds
 * together: a total holds its phases, and a clock-aligned interval overlaps the others.
 */
function pointsOf(placed: readonly Placed[], rejected: Rejected[]): readonly Point[] {
  const own = kindPoints(
    placed.filter(({ context }) => context !== "Sample.Clock"),
    rejected,
  );
  const aligned = placed.filter(({ context }) => context === "Sample.Clock");
  if (own.length === 0) return kindPoints(aligned, rejected);
  rejected.push(...aligned.map(({ reading }) => ({ reading, why: "clock" })));
  return own;
}

function kindPoints(kind: readonly Placed[], rejected: Rejected[]): readonly Point[] {
  const totals = kind.filter(({ phase }) => phase === null);
  const phases = kind.filter(({ phase }) => phase !== null);
  if (totals.length > 0) rejected.push(...phases.map(({ reading }) => ({ reading, why: "phase" })));
  const points =
    totals.length > 0 ? once(totals, rejected).map(pointOf) : phasePoints(once(phases, rejected), rejected);
  return points.sort(
    (a, b) =>
      a.at - b.at ||
      contextRank(a.context) - contextRank(b.context) ||
      (a.registerMwh < b.registerMwh ? -1 : a.registerMwh > b.registerMwh ? 1 : 0),
  );
}

const pointOf = ({ at, energyMwh, context, reading }: Placed): Point => ({
  at,
  registerMwh: energyMwh,
  context,
  readings: [reading],
});

/** One value for an instant and a context: where two contradict each other the smaller, whichever came first. */
function once(placed: readonly Placed[], rejected: Rejected[]): Placed[] {
  const kept: Placed[] = [];
  for (const value of placed.toSorted(byPlace)) {
    const known = kept.at(-1);
    if (!known || byPlace(known, value) !== 0) kept.push(value);
    else {
      const isLess = value.energyMwh < known.energyMwh;
      if (isLess) kept[kept.length - 1] = value;
      if (known.energyMwh !== value.energyMwh)
        rejected.push({ reading: isLess ? known.reading : value.reading, why: "contradicts" });
    }
  }
  return kept;
}

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** What speaks of one thing at one instant stands together, whatever contexts a station makes up. */
const byPlace = (a: Placed, b: Placed): number =>
  a.at - b.at || compareText(a.context, b.context) || compareText(a.phase ?? "", b.phase ?? "");

/** L1, L2 and L3 added where all are there; a station that has only one phase is complete with it (case 11). */
function phasePoints(placed: readonly Placed[], rejected: Rejected[]): Point[] {
  const phases = new Set(placed.map(({ phase }) => phase));
  const wanted = phases.size === 1 ? [...phases] : ["L1", "L2", "L3"];
  const moments = Map.groupBy(placed, ({ at, context }) => `${at} ${context}`);
  return [...moments.values()].flatMap((own): Point[] => {
    const parts = wanted.flatMap((phase) => own.find((value) => value.phase === phase) ?? []);
    const [first] = parts;
    if (!first || parts.length < wanted.length) {
      rejected.push(...own.map(({ reading }) => ({ reading, why: "phase_missing" })));
      return [];
    }
    // A neutral's or a line-to-line value beside the three says nothing more.
    const others = own.filter((value) => !parts.includes(value));
    rejected.push(...others.map(({ reading }) => ({ reading, why: "phase" })));
    return [
      {
        at: first.at,
        registerMwh: parts.reduce((all, part) => all + part.energyMwh, 0n),
        context: first.context,
        readings: parts.map((part) => part.reading),
      },
    ];
  });
}

/** Intervals prove the energy only where none is missing: each ends about as long after the one before as the others do. */
function wholeIntervals(points: readonly Point[], from: Instant, to: Instant): bigint | null {
  const ends = [...new Set(points.map((point) => point.at))];
  if (ends.length < 2) return null;
  const edges = [from, ...ends, to];
  const gaps = edges.slice(1).map((end, n) => end - (edges[n] ?? end));
  // What lies between two ends is known to be an interval; what lies before the first and after the last is held against it.
  const between = gaps.slice(1, -1).sort((a, b) => a - b);
  const usual = between[Math.floor(between.length / 2)] ?? 0;
  return gaps.every((gap) => gap * 2 <= usual * 3)
    ? points.reduce((all, point) => all + point.registerMwh, 0n)
    : null;
}
