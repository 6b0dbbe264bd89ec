/**
 * Which of Start, Stop and the readings speak of one register. Where the register began anew in the session, and a boot or
 * an interruption says so, its counts are joined: what rose before and after the fall is added, what it forgot is nobody's
 * (pricing case 3). A fall without evidence is a person's.
 */
import { meterMwh } from "./energy-reading.ts";
import type { Instant } from "./instant.ts";
import { lineOf, noiseMwh } from "./register-line.ts";
import type { Point } from "./register-series.ts";

interface RegisterFacts {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly meterStart: string | null;
  readonly meterStop: string | null;
  readonly stopReason: string | null;
  /** when the station booted, as far as it is known */
  readonly boots?: readonly Instant[];
}

export interface Registers {
  readonly kind: "registers";
  readonly points: readonly Point[];
  /** Start and Stop in mWh; null where they are not known */
  readonly start: bigint | null;
  readonly stop: bigint | null;
  /** whether Start, Stop and the points count in one register */
  readonly isOne: boolean;
  /** the register began anew: everything after the fall is counted on from before it */
  readonly wasReset: boolean;
  readonly outliers: readonly Point[];
}

type RegistersRead =
  | Registers
  | {
      readonly kind: "broken";
      readonly why: "meter_backwards" | "meter_unit";
      readonly points: readonly Point[];
    };

export function registersOf(facts: RegisterFacts, points: readonly Point[]): RegistersRead {
  const [start, stop] = [meterMwh(facts.meterStart), meterMwh(facts.meterStop)];
  const isBelow = start !== null && stop !== null && stop < start;
  const read = (line: { readonly points: readonly Point[]; readonly outliers: readonly Point[] }) =>
    ({ ...line, kind: "registers", start, stop, isOne: true, wasReset: false }) as const;
  const anchored = lineOf(points, start, isBelow ? null : stop);
  if (anchored.kind === "broken" && anchored.why === "meter_unit") return { ...anchored, points };
  if (anchored.kind === "line" && (!isBelow || hasEnds(points))) return read(anchored);
  // Start and Stop may speak of another register than the readings do: then each is used with its own kind alone.
  const alone = lineOf(points, null, null);
  if (alone.kind === "line" && !isBelow) return { ...read(alone), isOne: false };
  const joined = points.length > 0 ? joinedOf(facts, points, start, stop) : undefined;
  if (joined) return joined;
  if (anchored.kind === "line") return read(anchored);
  return alone.kind === "line" ? { ...read(alone), isOne: false } : { ...alone, points };
}

const hasEnds = (points: readonly Point[]): boolean =>
  points.some(({ context }) => context === "Transaction.Begin") &&
  points.some(({ context }) => context === "Transaction.End");

interface Entry {
  readonly at: Instant;
  readonly registerMwh: bigint;
  readonly context: string;
}

/** The counts of a register that began anew as one, or undefined where a fall has no evidence. */
function joinedOf(
  facts: RegisterFacts,
  points: readonly Point[],
  start: bigint | null,
  stop: bigint | null,
): Registers | undefined {
  const ends = (at: Instant, registerMwh: bigint | null, context: string): readonly Entry[] =>
    registerMwh === null ? [] : [{ at, registerMwh, context }];
  const entries: readonly Entry[] = [
    ...ends(facts.startedAt, start, "Transaction.Begin"),
    ...points,
    ...ends(Math.max(facts.startedAt, facts.endedAt), stop, "Transaction.End"),
  ];
  let before: Entry | undefined;
  let [highest, forgotten] = [0n, 0n];
  const joined: bigint[] = [];
  for (const entry of entries) {
    if (before && entry.registerMwh + forgotten + noiseMwh < highest) {
      if (!isEvident(facts, before, entry)) return undefined;
      forgotten = highest - entry.registerMwh;
    }
    joined.push(entry.registerMwh + forgotten);
    if (entry.registerMwh + forgotten > highest) highest = entry.registerMwh + forgotten;
    before = entry;
  }
  const shift = start === null ? 0 : 1;
  return {
    kind: "registers",
    points: points.map((point, n) => ({ ...point, registerMwh: joined[n + shift] ?? point.registerMwh })),
    start,
    stop: stop === null ? null : (joined.at(-1) ?? stop),
    isOne: true,
    wasReset: true,
    outliers: [],
  };
}

/** Reasons of a stop that are a boot of their own (OCPP 1.6 7.36). */
const boots = new Set(["PowerLoss", "Reboot", "HardReset", "SoftReset"]);

/** A boot between the two, a reading of the interruption itself, or a stop that was a boot. */
function isEvident(facts: RegisterFacts, before: Entry, after: Entry): boolean {
  const isBooted = (facts.boots ?? []).some((at) => at >= before.at && at <= after.at);
  const isInterrupted = before.context === "Interruption.Begin" || after.context === "Interruption.End";
  const isLast = after.context === "Transaction.End" && boots.has(facts.stopReason ?? "");
  return isBooted || isInterrupted || isLast;
}
