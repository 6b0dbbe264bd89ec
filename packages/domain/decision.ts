/**
 * What a person decided where a session's evidence was missing or contradicted itself: the two registers and the times that
 * count. A decision is one more fact beside what the station said, so that a proof shows both and is computed again from them.
 */
import type { CurvePoint } from "./energy-curve.ts";
import { curveOf } from "./energy-curve.ts";
import { meterMwh } from "./energy-reading.ts";
import type { Chosen } from "./energy-source.ts";
import { apart, completePairs, isThousand } from "./energy-source.ts";
import type { Instant } from "./instant.ts";
import type { Registers } from "./one-register.ts";
import { strongestW, tooMuch } from "./plausibility.ts";
import { noiseMwh } from "./register-line.ts";
import type { Point } from "./register-series.ts";
import type { SignedVerdict } from "./signed-verdict.ts";

/** By what a person decided; each is a word on the receipt. */
export const decisionReasons = ["meter_read", "station_log", "driver_agreed", "last_trusted"] as const;
export type DecisionReason = (typeof decisionReasons)[number];

export interface Decision {
  /** registers in Wh as text, as a station would send them */
  readonly meterStart: string;
  readonly meterStop: string;
  /** only where the person states it: the station's own time was missing or wrong */
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly reason: DecisionReason;
}

/** The same as plain JSON, for a proof. */
export interface DecisionJson {
  readonly meter_start: string;
  readonly meter_stop: string;
  readonly started_at?: Instant;
  readonly ended_at?: Instant;
  readonly reason: string;
}

export const decisionJson = (decision: Decision): DecisionJson => ({
  meter_start: decision.meterStart,
  meter_stop: decision.meterStop,
  ...(decision.startedAt === null ? {} : { started_at: decision.startedAt }),
  ...(decision.endedAt === null ? {} : { ended_at: decision.endedAt }),
  reason: decision.reason,
});

/** @throws Error for a reason that was never one of ours */
export function readDecision(json: DecisionJson): Decision {
  const reason = decisionReasons.find((known) => known === json.reason);
  if (reason === undefined) throw new Error("unknown reason of a decision");
  return {
    meterStart: json.meter_start,
    meterStop: json.meter_stop,
    startedAt: json.started_at ?? null,
    endedAt: json.ended_at ?? null,
    reason,
  };
}

interface Times {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly decision?: Decision;
}

/** The times that count: a session is never made longer than the station said it was. Null where nobody said one. */
export function decidedTimes(
  said: { readonly startedAt: Instant | null; readonly endedAt: Instant | null },
  { startedAt, endedAt }: Pick<Decision, "startedAt" | "endedAt">,
): { readonly startedAt: Instant | null; readonly endedAt: Instant | null } {
  return {
    startedAt:
      said.startedAt === null || startedAt === null
        ? (startedAt ?? said.startedAt)
        : Math.max(startedAt, said.startedAt),
    endedAt:
      said.endedAt === null || endedAt === null ? (endedAt ?? said.endedAt) : Math.min(endedAt, said.endedAt),
  };
}

/** The facts with the times that were decided. Doing it twice changes nothing more. */
export function asDecided<F extends Times>(facts: F): F {
  if (facts.decision === undefined) return facts;
  const { startedAt, endedAt } = decidedTimes(facts, facts.decision);
  return { ...facts, startedAt: startedAt ?? facts.startedAt, endedAt: endedAt ?? facts.endedAt };
}

/** Whether the station's own times were shorter than those that were stated. */
const isShorter = ({ startedAt, endedAt, decision }: Times): boolean =>
  (decision?.startedAt ?? startedAt) < startedAt || (decision?.endedAt ?? endedAt) > endedAt;

/** What counts, and what the receipt has to say of it; a text is why the decision cannot be taken. */
type Decided = { readonly found: Chosen; readonly flags: readonly string[] } | string;

/**
 * The registers that were decided, unless what the session itself has is complete, contradicts them and is lower: the driver
 * wins. What is a thousand times off is a unit, and a zero that nothing proves is no evidence.
 */
export function decidedEnergy(
  facts: Times & { readonly decision: Decision },
  registers: Registers,
  signed: SignedVerdict,
): Decided {
  const { decision } = facts;
  const [start, stop] = [meterMwh(decision.meterStart), meterMwh(decision.meterStop)];
  if (start === null || stop === null) return "meter_missing";
  if (stop < start) return "meter_backwards";
  const energyMwh = stop - start;
  const others = completePairs(registers, signed).filter((pair) => {
    const otherMwh = pair.stop - pair.start;
    return otherMwh > 0n && apart(otherMwh, energyMwh) && !isThousand(otherMwh, energyMwh);
  });
  const least = others.reduce((a, b) => (b.stop - b.start < a.stop - a.start ? b : a), { start, stop });
  return {
    found: { source: "decided", ...least, pointsStart: least.start, isEstimated: false },
    flags: [`decided_${decision.reason}`, ...(others.length > 0 || isShorter(facts) ? ["driver_wins"] : [])],
  };
}

/**
 * The energy over time: through the readings that lie between the registers, where that is possible at the connector; else
 * straight. `meter_too_much` where even that is more than the connector can deliver in the time.
 */
export function decidedCurve(
  facts: Times & { readonly maxPowerW: number | null },
  { points }: Registers,
  { start, stop }: Chosen,
): readonly CurvePoint[] | "meter_too_much" {
  const mostW = facts.maxPowerW ?? strongestW;
  const straight = curveOf(facts, [], null, stop - start);
  if (facts.endedAt <= facts.startedAt ? stop > start : tooMuch(mostW, straight)) return "meter_too_much";
  const inside = points.filter(({ registerMwh }) => registerMwh >= start && registerMwh <= stop);
  const curve = curveOf(facts, inside, start, stop - start);
  return tooMuch(mostW, curve) ? straight : curve;
}

/**
 * The last register that can be trusted: readings in order, up to the first that falls, or that rises faster than the
 * connector can deliver. Undefined where not even the first says anything.
 */
export function lastTrusted(
  { startedAt, maxPowerW }: { readonly startedAt: Instant; readonly maxPowerW: number | null },
  points: readonly Point[],
  startMwh: bigint | null,
): { readonly startMwh: bigint; readonly stopMwh: bigint; readonly at: Instant } | undefined {
  const [first] = points;
  if (!first) return undefined;
  const mostW = maxPowerW ?? strongestW;
  const follows = (before: Trusted, { at, registerMwh }: Trusted): boolean =>
    registerMwh + noiseMwh >= before.registerMwh &&
    !tooMuch(mostW, [
      { at: before.at, energyMwh: 0n },
      { at, energyMwh: registerMwh - before.registerMwh },
    ]);
  const start = startMwh === null ? first : { at: startedAt, registerMwh: startMwh };
  // Where the readings count in another register than Start does, they are looked at alone.
  const from = follows(start, first) ? start : first;
  let last = from;
  for (const point of points) {
    if (!follows(last, point)) break;
    if (point.registerMwh >= last.registerMwh) last = point;
  }
  return { startMwh: from.registerMwh, stopMwh: last.registerMwh, at: last.at };
}

type Trusted = Pick<Point, "at" | "registerMwh">;
