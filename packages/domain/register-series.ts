/**
 * The register over time: readings of a session put in order, repeats dropped, phases added, and what cannot be read left
 * out with its reason (pricing reference 14 and 17). Pure: any order and any number of repeats give the same series.
 */
import { energyOf, intervalMeasurand, registerMeasurand } from "./energy-reading.ts";
import type { Instant } from "./instant.ts";
import { day, minute } from "./instant.ts";
import type { Reading } from "./reading.ts";

export interface Point {
  readonly at: Instant;
  readonly registerMwh: bigint;
  readonly context: string;
  /** what it was read from: one reading, or one of each phase */
  readonly readings: readonly Reading[];
}

export interface Rejected {
  readonly reading: Reading;
  readonly why: string;
}

interface Series {
  /** in order of time; at one instant Transaction.Begin first and Transaction.End last */
  readonly points: readonly Point[];
  /** sum of Interval values; null where there are none or where one of them is missing */
  readonly intervalsMwh: bigint | null;
  readonly rejected: readonly Rejected[];
  readonly unitUnknown: boolean;
}

type Arrived = Reading & { readonly arrivedAt: Instant };

/** A value in its place: an instant of the session, a context and a phase. */
interface Placed {
  readonly at: Instant;
  readonly energyMwh: bigint;
  readonly context: string;
  readonly phase: string | null;
  readonly reading: Reading;
}

const notBilled = new Set(["Trigger", "Other"]);
const isEnd = (context: string): boolean => context === "Transaction.Begin" || context === "Transaction.End";
const contextRank = (context: string): number =>
  context === "Transaction.Begin" ? 0 : context === "Transaction.End" ? 2 : 1;

export function seriesOf(readings: readonly Arrived[], from: Instant, to: Instant): Series {
  const rejected: Rejected[] = [];
  const registers: Placed[] = [];
  const intervals: Placed[] = [];
  let unitUnknown = false;
  for (const reading of distinct(readings)) {
    const { measurand, context, phase } = reading;
    // Not billing input: other quantities and places, values asked for by hand, signed records (pricing case 13, 15).
    if (reading.location !== "Outlet" || notBilled.has(context)) continue;
    const read = energyOf(reading, measurand === intervalMeasurand ? measurand : registerMeasurand);
    if (read.kind === "other") continue;
    const drop = (why: string): void => void rejected.push({ reading: plain(reading), why });
    const at = timeOf(reading, from, to);
    if (at === "outside") drop(at);
    else if (at === "drift") continue;
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
  return {
    points,
    intervalsMwh: wholeIntervals(pointsOf(intervals, rejected), from, to),
    rejected,
    unitUnknown,
  };
}

const plain = ({ arrivedAt: _, ...reading }: Arrived): Reading => reading;

/** Each reading once, in an order that depends on nothing but what the readings say. */
function distinct(readings: readonly Arrived[]): readonly Arrived[] {
  const bySaying = new Map<string, Arrived>();
  for (const reading of readings) {
    const {
      at,
      measurand,
      value,
      unit,
      multiplier = 0,
      context,
      phase,
      location,
      format,
      arrivedAt,
    } = reading;
    const saying = JSON.stringify([
      measurand,
      context,
      phase,
      location,
      unit,
      value,
      format,
      at ?? "",
      at ?? arrivedAt,
      multiplier,
    ]);
    const known = bySaying.get(saying);
    if (!known || arrivedAt < known.arrivedAt) bySaying.set(saying, reading);
  }
  return [...bySaying]
    .map(([saying, reading]) => ({ saying, reading, at: reading.at ?? reading.arrivedAt }))
    .sort((a, b) => a.at - b.at || (a.saying < b.saying ? -1 : 1))
    .map(({ reading }) => reading);
}

/** No message waits so long in a station: a clock that says so was never set, and the arrival stands in (case 25). */
const oldestMs = 365 * day;

/**
 * Where in the session a reading lies. Only what marks an end of the transaction, and what has no time but its arrival, may
 * lie a little outside: another reading of after the stop may be another driver's (cases 6 and 27).
 */
function timeOf(reading: Arrived, from: Instant, to: Instant): Instant | "outside" | "drift" {
  const own = reading.at !== null && reading.at >= from - oldestMs ? reading.at : null;
  const at = own ?? reading.arrivedAt;
  if (at < from - minute || at > to + minute) return "outside";
  const isInside = at >= from && at <= to;
  return isInside || own === null || isEnd(reading.context) ? Math.min(Math.max(at, from), to) : "drift";
}

/**
 * Totals, else the phases added up; values that follow the session, else those that follow the clock. Never two kinds
 * together: a total holds its phases, and a clock-aligned interval overlaps the others.
 */
function pointsOf(placed: readonly Placed[], rejected: Rejected[]): readonly Point[] {
  const kinds = [
    placed.filter(({ context }) => context !== "Sample.Clock"),
    placed.filter(({ context }) => context === "Sample.Clock"),
  ];
  for (const kind of kinds) {
    const totals = kind.filter(({ phase }) => phase === null);
    const points = totals.length > 0 ? once(totals, rejected).map(pointOf) : phasePoints(kind, rejected);
    if (points.length > 0) {
      return points.sort(
        (a, b) =>
          a.at - b.at ||
          contextRank(a.context) - contextRank(b.context) ||
          (a.registerMwh < b.registerMwh ? -1 : a.registerMwh > b.registerMwh ? 1 : 0),
      );
    }
  }
  return [];
}

const pointOf = ({ at, energyMwh, context, reading }: Placed): Point => ({
  at,
  registerMwh: energyMwh,
  context,
  readings: [reading],
});

/** One value for an instant and a context: where two contradict each other the smaller, whichever came first. */
function once(placed: readonly Placed[], rejected: Rejected[]): Placed[] {
  const kept = new Map<string, Placed>();
  for (const value of placed) {
    const key = `${value.at} ${value.context} ${value.phase}`;
    const known = kept.get(key);
    const isLess = known === undefined || value.energyMwh < known.energyMwh;
    if (isLess) kept.set(key, value);
    if (known && known.energyMwh !== value.energyMwh)
      rejected.push({ reading: isLess ? known.reading : value.reading, why: "contradicts" });
  }
  return [...kept.values()];
}

/** L1, L2 and L3 added where all are there; a station that has only one phase is complete with it (case 11). */
function phasePoints(placed: readonly Placed[], rejected: Rejected[]): Point[] {
  const phases = new Set(placed.map(({ phase }) => phase));
  const wanted = phases.size === 1 ? [...phases] : ["L1", "L2", "L3"];
  const moments = Map.groupBy(once(placed, rejected), ({ at, context }) => `${at} ${context}`);
  return [...moments.values()].flatMap((own): Point[] => {
    const parts = wanted.flatMap((phase) => own.find((value) => value.phase === phase) ?? []);
    const [first] = parts;
    if (!first || parts.length < wanted.length) return [];
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
  const [first, last] = [ends[0], ends.at(-1)];
  if (first === undefined || last === undefined || ends.length < 2) return null;
  const gaps = ends.slice(1).map((end, n) => end - (ends[n] ?? end));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const isWhole = [first - from, ...gaps, to - last].every((gap) => gap * 2 <= usual * 3);
  return isWhole ? points.reduce((all, point) => all + point.registerMwh, 0n) : null;
}
