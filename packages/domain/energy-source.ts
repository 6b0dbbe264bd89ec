/**
 * The ladder of evidence: a verified signed pair, the registers of begin and end, meterStart and
 * meterStop, the series inside the session, the sum of intervals. The first that is complete counts; what lies below it
 * and contradicts it is a person's.
 */
import type { Instant } from "./instant.ts";
import { minute } from "./instant.ts";
import type { Registers } from "./one-register.ts";
import type { Point } from "./register-series.ts";
import type { SignedVerdict } from "./signed-verdict.ts";

/** `decided`: by a person, where what the station sent proves nothing (decision.ts). */
export type EvidenceKind = "signed" | "begin_end" | "start_stop" | "series" | "intervals" | "decided";

export interface Chosen {
  readonly source: EvidenceKind;
  readonly start: bigint;
  readonly stop: bigint;
  /** the start in the count of the points; null where they cannot say how the energy lies in time */
  readonly pointsStart: bigint | null;
  /** an end was taken from the reading nearest to it */
  readonly isEstimated: boolean;
}

interface SessionTime {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly stopReason: string | null;
}

/** Shorter sessions without energy were over at once (refused, unplugged): no reading is missed and nothing is owed (case 30). */
export const briefMs = 2 * minute;
/** A reading stands for an end no further away than the slowest stations report, a quarter of an hour, or half the session. */
const freshMs = 16 * minute;
/** How far two sources may differ before a person looks: 1 % of the energy, at least 100 Wh. */
export const toleranceMwh = (energyMwh: bigint): bigint =>
  energyMwh / 100n > 100_000n ? energyMwh / 100n : 100_000n;

/** A stop by which the station lost its power, so that nobody knows what the vehicle did then. */
export const isLoss = (stopReason: string | null): boolean =>
  stopReason === "PowerLoss" || stopReason === "Reboot";

/** Further from each other than two sources may be. */
export const apart = (a: bigint, b: bigint): boolean => (a > b ? a - b : b - a) > toleranceMwh(a < b ? a : b);
/** About a thousand times: kWh taken for Wh, or the other way round (failure case 31). */
export const isThousand = (a: bigint, b: bigint): boolean => {
  const [small, large] = a < b ? [a, b] : [b, a];
  return small > 0n && large >= small * 900n && large <= small * 1100n;
};

/** What counts, or why a person has to look: meter_missing, meter_backwards, meter_unit, meter_contradicts. */
export function energyOfSession(
  time: SessionTime,
  registers: Registers,
  intervalsMwh: bigint | null,
  signed: SignedVerdict,
): Chosen | string {
  const raw = chooseRaw(time, registers, intervalsMwh);
  return signed.kind === "good" ? chooseSigned(time, signed, registers, raw) : raw;
}

/**
 * The signed number is not the protocol's: it may count in kWh and from the session's begin, while meterStop is a register
 * of the meter's life. So differences are compared, never registers.
 */
function chooseSigned(
  { startedAt, endedAt }: SessionTime,
  signed: Extract<SignedVerdict, { kind: "good" }>,
  registers: Registers,
  raw: Chosen | string,
): Chosen | string {
  const energyMwh = signed.stopMwh - signed.startMwh;
  if (energyMwh < 0n) return "meter_backwards";
  for (const other of [endsOf(registers.points), namedOf(registers)]) {
    const otherMwh = other && other.stop - other.start;
    if (otherMwh === undefined || otherMwh < 0n || !apart(otherMwh, energyMwh)) continue;
    return isThousand(otherMwh, energyMwh) ? "meter_unit" : "meter_contradicts";
  }
  // A lawful clock that stood elsewhere signed another session.
  const isElsewhere = (signedAt: Instant | null, at: Instant): boolean =>
    signed.isTimeLawful && signedAt !== null && Math.abs(signedAt - at) > freshMs;
  if (isElsewhere(signed.beginAt, startedAt) || isElsewhere(signed.endAt, Math.max(startedAt, endedAt)))
    return "meter_contradicts";
  const pointsStart = typeof raw === "string" ? null : raw.pointsStart;
  return { source: "signed", start: signed.startMwh, stop: signed.stopMwh, pointsStart, isEstimated: false };
}

interface Pair {
  readonly start: bigint;
  readonly stop: bigint;
}

/** The registers of Transaction.Begin and Transaction.End, where both are there and in order. */
function endsOf(points: readonly Point[]): Pair | undefined {
  const start = points.find((point) => point.context === "Transaction.Begin")?.registerMwh;
  const stop = points.findLast((point) => point.context === "Transaction.End")?.registerMwh;
  return start !== undefined && stop !== undefined && stop >= start ? { start, stop } : undefined;
}

const namedOf = ({ start, stop }: Registers): Pair | undefined =>
  start !== null && stop !== null ? { start, stop } : undefined;

/** Every pair of registers that is complete in itself and in order, whatever it contradicts. */
export const completePairs = (registers: Registers, signed: SignedVerdict): readonly Pair[] => {
  const named = namedOf(registers);
  const ends = endsOf(registers.points);
  return [
    ...(signed.kind === "good" ? [{ start: signed.startMwh, stop: signed.stopMwh }] : []),
    ...(ends ? [ends] : []),
    ...(named ? [named] : []),
  ].filter(({ start, stop }) => stop >= start);
};

function chooseRaw(time: SessionTime, registers: Registers, intervalsMwh: bigint | null): Chosen | string {
  const { points, isOne } = registers;
  const [ends, named] = [endsOf(points), namedOf(registers)];
  if (ends) {
    const between = ends.stop - ends.start;
    // meterStop is whole Wh and may differ by less than one from what is in transactionData (pricing case 12).
    if (named && named.stop >= named.start && apart(named.stop - named.start, between)) {
      return isThousand(named.stop - named.start, between) ? "meter_unit" : "meter_contradicts";
    }
    return { source: "begin_end", ...ends, pointsStart: ends.start, isEstimated: false };
  }
  if (named) {
    return named.stop >= named.start
      ? { source: "start_stop", ...named, pointsStart: isOne ? named.start : null, isEstimated: false }
      : "meter_backwards";
  }
  // One of the two is not known: a reading near that end stands for it, in the same register.
  const start = isOne ? registers.start : null;
  const stop = isOne ? registers.stop : null;
  const begin = points.find((point) => point.context === "Transaction.Begin")?.registerMwh;
  const end = points.findLast((point) => point.context === "Transaction.End")?.registerMwh;
  const first = start ?? begin ?? nearest(points[0], time.startedAt, time);
  // Without power nothing flows: after a loss the last register stands, however long nobody spoke (case 29).
  const lost = isLoss(time.stopReason) ? points.at(-1)?.registerMwh : undefined;
  const last = stop ?? end ?? nearest(points.at(-1), time.endedAt, time) ?? lost;
  const isTwo = points.length + (start === null && stop === null ? 0 : 1) > 1;
  if (first !== undefined && last !== undefined && isTwo && last >= first) {
    return { source: "series", start: first, stop: last, pointsStart: first, isEstimated: true };
  }
  return intervalsMwh === null
    ? "meter_missing"
    : { source: "intervals", start: 0n, stop: intervalsMwh, pointsStart: null, isEstimated: false };
}

/** A register near enough to an end of the session to stand for it. */
function nearest(point: Point | undefined, end: Instant, time: SessionTime): bigint | undefined {
  const farthest = Math.min(freshMs, Math.max(briefMs, (time.endedAt - time.startedAt) / 2));
  return point && Math.abs(point.at - end) <= farthest ? point.registerMwh : undefined;
}
