/**
 * What the meter proves: the energy of a session by the first complete evidence, and how its time
 * divides. Missing or contradictory data is review: never free, never a guess, never negative.
 */
import type { StatusAt } from "./connector-states.ts";
import { kindsOf, wasLeft } from "./connector-states.ts";
import type { Decision } from "./decision.ts";
import { asDecided, decidedCurve, decidedEnergy, lastTrusted } from "./decision.ts";
import { begunAt, curveOf } from "./energy-curve.ts";
import { meterMwh } from "./energy-reading.ts";
import type { Chosen, EvidenceKind } from "./energy-source.ts";
import { briefMs, energyOfSession } from "./energy-source.ts";
import { hasGap } from "./event-numbers.ts";
import type { Instant } from "./instant.ts";
import { currentLine, powerLine } from "./measured-line.ts";
import type { Registers } from "./one-register.ts";
import { registersOf } from "./one-register.ts";
import { implausible } from "./plausibility.ts";
import type { Quirks } from "./quirk-profiles.ts";
import { withProfile } from "./quirk-profiles.ts";
import type { Point, Rejected } from "./register-series.ts";
import { isWrong, seriesOf, setAside } from "./register-series.ts";
import type { Arrived } from "./session-readings.ts";
import { inOrder, isClockUnset } from "./session-readings.ts";
import type { SignedVerdict } from "./signed-verdict.ts";
import { stretchesOf } from "./stretches.ts";
import type { Stretch } from "./usage.ts";

export type { StatusAt } from "./connector-states.ts";
export type { EvidenceKind } from "./energy-source.ts";

export interface MeterFacts {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly meterStart: string | null;
  readonly meterStop: string | null;
  /** why the station stopped, in OCPP's word; null where it did not say */
  readonly stopReason: string | null;
  readonly readings: readonly Arrived[];
  /** in the order in which they arrived: of two at one instant the later one holds */
  readonly statuses: readonly StatusAt[];
  readonly maxPowerW: number | null;
  /** how many phases the connector has, 1 for direct current; absent where nobody said */
  readonly phases?: number;
  /** what the session's signed records prove; absent: there are none */
  readonly signed?: SignedVerdict;
  /** when the station booted in or about the session: evidence for a register that began anew */
  readonly boots?: readonly Instant[];
  /** what the station's model is known to do wrong, as it was known when the session was sealed */
  readonly quirks?: Quirks;
  /** what a person decided, where all of this proves nothing */
  readonly decision?: Decision;
}

export type Metered =
  | {
      readonly kind: "metered";
      readonly energyMwh: bigint;
      readonly registerStartMwh: bigint;
      /** where the register began anew in the session (flag `register_reset`), counted on from before it */
      readonly registerStopMwh: bigint;
      readonly source: EvidenceKind;
      /** none where the session was over at once without energy: then there is nothing to price, a flat fee included */
      readonly stretches: readonly Stretch[];
      readonly flags: readonly string[];
      readonly rejected: readonly Rejected[];
    }
  | {
      readonly kind: "review";
      /**
       * meter_missing, meter_backwards, meter_unit, meter_too_much, meter_above_power, meter_below_power, meter_still,
       * meter_contradicts, meter_export, meter_unusable
       */
      readonly why: string;
      readonly flags: readonly string[];
      readonly rejected: readonly Rejected[];
    };

/** Why a verdict is bad where the meter itself says that its energy is none, signed or not (OCMF tables 7 and 10, case 15). */
const unusable = new Set(["energy_unusable", "meter_status", "exception"]);

/** @throws never: what cannot be priced is a review */
export function settleMeter(given: MeterFacts): Metered {
  const profiled = withProfile(asDecided(given));
  const { facts } = profiled;
  const readings = inOrder(facts.readings);
  const series = seriesOf(readings, facts.startedAt, facts.endedAt);
  const signed = facts.signed ?? { kind: "none" };
  const read = registersOf(facts, series.points);
  const registers = read.kind === "registers" ? read : noRegisters;
  // A verified pair needs no register beside it; what jumps a thousandfold is never mixed with anything (case 7).
  const isEnough = read.kind === "registers" || (signed.kind === "good" && read.why !== "meter_unit");
  const { decision } = facts;
  const decided = decision && decidedEnergy({ ...facts, decision }, registers, signed);
  const evident = isEnough ? energyOfSession(facts, registers, series.intervalsMwh, signed) : read.why;
  const found = decided === undefined ? evident : typeof decided === "string" ? decided : decided.found;
  const rejected = [
    ...profiled.rejected,
    ...series.rejected,
    ...setAside(registers.outliers, "outlier"),
    ...(read.kind === "broken" && isEnough ? setAside(read.points, "no_line") : []),
    ...(typeof found === "string" ? [] : unused(registers, found, series.intervals)),
  ];
  const flags = [
    ...profiled.flags,
    ...flagsOf(facts, signed, registers, rejected),
    ...(typeof decided === "object" ? decided.flags : []),
  ];
  const review = (why: string): Metered => ({ kind: "review", why, flags, rejected });
  if (decided === undefined && series.unitUnknown) return review("meter_unit");
  if (decided === undefined && series.isExporting) return review("meter_export");
  if (decided === undefined && signed.kind === "bad" && unusable.has(signed.why))
    return review("meter_unusable");
  if (typeof found === "string") return review(found);
  const energyMwh = found.stop - found.start;
  const curve =
    decided === undefined
      ? curveOf(facts, registers.points, found.pointsStart, energyMwh)
      : decidedCurve(facts, registers, found);
  if (typeof curve === "string") return review(curve);
  const power = powerLine(readings, facts);
  // Whether a decision can be true is asked of the connector alone: what the readings say has been weighed already.
  const why = decided === undefined ? implausible(facts, { registers, found, curve, power }) : null;
  if (why !== null) return review(why);
  const isTimed = isTimePriced(asDecided(given), readings);
  const begun = begunAt(curve);
  const current = currentLine(readings, facts, facts.phases ?? null);
  // Over at once without energy: there is nothing to price (case 30).
  const isNothing = energyMwh === 0n && facts.endedAt - facts.startedAt < briefMs;
  const stretches = isNothing
    ? []
    : stretchesOf({ ...facts, curve, kinds: kindsOf(facts, begun), power, current });
  return {
    kind: "metered",
    energyMwh,
    registerStartMwh: found.start,
    registerStopMwh: found.stop,
    source: found.source,
    stretches: isTimed ? stretches : stretches.map((stretch) => ({ ...stretch, statedMs: 0 })),
    flags: [
      ...flags,
      ...(found.isEstimated ? ["estimated"] : []),
      ...(isTimed || isNothing ? [] : ["time_not_priced"]),
      ...(wasLeft(facts, begun) ? ["second_vehicle"] : []),
    ],
    rejected,
  };
}

/** Where a session can be priced to by its readings alone, whatever else contradicts them; undefined where they say nothing. */
export function lastTrustedIn(given: MeterFacts): ReturnType<typeof lastTrusted> {
  const { facts } = withProfile(given);
  const { points } = seriesOf(inOrder(facts.readings), facts.startedAt, facts.endedAt);
  return lastTrusted(facts, points, meterMwh(facts.meterStart));
}

const noRegisters: Registers = {
  kind: "registers",
  points: [],
  start: null,
  stop: null,
  isOne: false,
  wasReset: false,
  outliers: [],
};

/** What was right and is not used all the same, because another reading says it better. */
function unused(registers: Registers, found: Chosen, intervals: readonly Point[]): readonly Rejected[] {
  if (found.source === "intervals") return setAside(registers.points, "incomplete");
  return [
    ...setAside(intervals, "interval"),
    ...(found.pointsStart === null ? setAside(registers.points, "other_register") : []),
  ];
}

function flagsOf(
  facts: MeterFacts,
  signed: SignedVerdict,
  { wasReset }: Registers,
  rejected: readonly Rejected[],
): readonly string[] {
  const [start, stop] = [meterMwh(facts.meterStart), meterMwh(facts.meterStop)];
  return [
    ...(facts.meterStop !== null && stop === null ? ["meter_stop_unknown"] : []),
    ...(start !== null && stop !== null && stop < start && !wasReset ? ["meter_stop_below_start"] : []),
    ...(wasReset ? ["register_reset"] : []),
    ...(rejected.some(isWrong) ? ["readings_rejected"] : []),
    ...(hasGap(facts.readings) ? ["seq_gap"] : []),
    ...(signed.kind === "bad" ? ["signature_bad"] : []),
    ...(signed.kind === "unverifiable" ? ["signature_unchecked"] : []),
  ];
}

/**
 * Time is priced only by a clock that is right: not by one that was never set, nor by a signed record whose meter says that
 * its own time is not lawful (cases 24 and 25). The energy is none the worse for it.
 */
const isTimePriced = (facts: MeterFacts, readings: readonly Arrived[]): boolean =>
  facts.endedAt > facts.startedAt &&
  // A verified pair is what counts wherever anything is priced beside it.
  !(facts.signed?.kind === "good" && !facts.signed.isTimeLawful) &&
  facts.quirks?.clock !== "unset" &&
  !isClockUnset(readings, facts.startedAt);
