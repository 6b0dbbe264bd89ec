/**
 * How much of each component a session used: pieces are given to the component that prices them, flat fees are found once,
 * and step_size is applied once for the session (OCPI mod_cdrs, "step_size"; pricing reference 5).
 */

import type { Cut, Piece } from "./cut.ts";
import { cutUsage, sessionStart, withIdleThreshold } from "./cut.ts";
import type { Instant } from "./instant.ts";
import type { Candidate, Gap } from "./matching.ts";
import { Matcher, reservationCandidates, sessionCandidates } from "./matching.ts";
import { isInWindow } from "./restriction.ts";
import type { Component, Dimension, Tariff } from "./tariff.ts";
import type { StretchKind, Usage } from "./usage.ts";

/** What a line prices; a reservation's time is told apart from the session's. */
export type PricedDimension = Dimension | "RESERVATION_TIME";

/** What was measured of a component: mWh, ms or times; `billed` is what step_size made of it. */
export interface Quantity {
  readonly element: number;
  readonly dimension: PricedDimension;
  readonly component: Component;
  readonly measured: bigint;
  readonly billed: bigint;
  /** pieces whose start was interpolated */
  readonly cuts: number;
}

/** Neighbouring pieces that nothing tells apart, as a charging period of the CDR. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
  readonly kind: StretchKind;
  readonly energyMwh: bigint;
  readonly ms: number;
  readonly isCut: boolean;
}

export type NoteCode = Gap | "period_cut" | "period_not_cut";

export interface Quantities {
  readonly quantities: readonly Quantity[];
  readonly periods: readonly Period[];
  /** with the number of the stretch each was first seen at */
  readonly notes: readonly { readonly code: NoteCode; readonly stretch: number }[];
}

interface Tally {
  readonly candidate: Candidate;
  amount: bigint;
  cuts: number;
}

/** The tallies of one dimension in the order of their elements, and the one that priced its last period. */
class Dimensioned {
  readonly tallies = new Map<number, Tally>();
  last: Tally | undefined;
  add(candidate: Candidate, amount: bigint, isCut: boolean): void {
    let tally = this.tallies.get(candidate.element);
    if (!tally) {
      tally = { candidate, amount: 0n, cuts: 0 };
      this.tallies.set(candidate.element, tally);
    }
    tally.amount += amount;
    if (isCut) tally.cuts++;
    this.last = tally;
  }
  get total(): bigint {
    let all = 0n;
    for (const { amount } of this.tallies.values()) all += amount;
    return all;
  }
}

const hourlyOf = { parking: "PARKING_TIME", charging: "TIME", withheld: "TIME" } as const;

export function quantitiesOf(tariff: Tariff, usage: Usage, zone: string): Quantities {
  const used = withIdleThreshold(usage, tariff.idle);
  const cut = cutUsage(tariff, used, zone);
  const matcher = new Matcher(tariff, cut.local, sessionStart(used));
  const isExpired = used.isExpiredReservation === true;
  const candidates = {
    ENERGY: sessionCandidates(tariff, "ENERGY"),
    TIME: sessionCandidates(tariff, "TIME"),
    PARKING_TIME: sessionCandidates(tariff, "PARKING_TIME"),
    FLAT: sessionCandidates(tariff, "FLAT"),
    RESERVATION_TIME: reservationCandidates(tariff, "TIME", isExpired),
    reservationFlat: reservationCandidates(tariff, "FLAT", isExpired),
  };
  const [energy, time, parking, reserved] = [1, 2, 3, 4].map(() => new Dimensioned());
  if (!energy || !time || !parking || !reserved) throw new Error("four dimensions are four");
  const hourly = { TIME: time, PARKING_TIME: parking };
  let flat: Candidate | undefined;
  let reservationFlat: Candidate | undefined;
  const periods: Period[] = [];
  let signature = "";
  for (const piece of cut.pieces) {
    const clock = matcher.clockOf(piece);
    const { kind } = piece.stretch;
    let byTime: Candidate | undefined;
    let byEnergy: Candidate | undefined;
    if (kind === "reserved") {
      byTime = matcher.first(candidates.RESERVATION_TIME, piece, clock);
      if (byTime && piece.ms > 0) reserved.add(byTime, BigInt(piece.ms), piece.isCut);
      reservationFlat = earlier(reservationFlat, candidates.reservationFlat, matcher, piece, clock);
    } else {
      if (piece.energyMwh > 0n) {
        byEnergy = matcher.first(candidates.ENERGY, piece, clock);
        if (byEnergy) energy.add(byEnergy, piece.energyMwh, piece.isCut);
      }
      if (kind !== "unsaid" && piece.ms > 0 && !isGivenAway(tariff, cut, piece)) {
        const dimension = hourlyOf[kind];
        byTime = matcher.first(candidates[dimension], piece, clock);
        if (byTime) hourly[dimension].add(byTime, BigInt(piece.ms), piece.isCut);
      }
      flat = earlier(flat, candidates.FLAT, matcher, piece, clock);
    }
    const told = `${kind}|${byEnergy?.element}|${byTime?.element}`;
    pushPeriod(periods, piece, told === signature);
    signature = told;
  }
  return {
    quantities: [
      ...stepped(energy, "ENERGY", 1000n, energy.last),
      ...stepped(time, "TIME", 1000n, parking.last ? undefined : time.last),
      ...stepped(parking, "PARKING_TIME", 1000n, parking.last),
      ...stepped(reserved, "RESERVATION_TIME", 1000n, reserved.last),
      ...[reservationFlat, flat].flatMap((found) => (found ? [once(found)] : [])),
    ],
    periods,
    notes: [
      ...cut.uncut.map((stretch) => ({ code: "period_not_cut" as const, stretch })),
      ...cut.pieces.flatMap(({ isCut, index }) =>
        isCut ? [{ code: "period_cut" as const, stretch: index }] : [],
      ),
      ...[...matcher.gaps].map(([code, stretch]) => ({ code, stretch })),
    ],
  };
}

/** A flat fee comes from the first element in list order that holds in any period, once (pricing 2.5). */
function earlier(
  found: Candidate | undefined,
  candidates: readonly Candidate[],
  matcher: Matcher,
  piece: Piece,
  clock: ReturnType<Matcher["clockOf"]>,
): Candidate | undefined {
  if (found === candidates[0]) return found;
  const before = found ? candidates.filter(({ element }) => element < found.element) : candidates;
  return matcher.first(before, piece, clock) ?? found;
}

/** Idle time that our extension does not price: its grace, and the hours outside its own. */
function isGivenAway({ idle }: Tariff, { local }: Cut, piece: Piece): boolean {
  if (!idle || piece.stretch.kind !== "parking") return false;
  if (piece.isGrace) return true;
  if (!idle.hours) return false;
  const { minuteOfDay } = local().clockAt(piece.from);
  return !idle.hours.some((window) => isInWindow(window, minuteOfDay));
}

function pushPeriod(periods: Period[], piece: Piece, isSame: boolean): void {
  const before = periods.at(-1);
  if (before && isSame && before.to === piece.from && piece.stretch.statedMs === undefined) {
    periods[periods.length - 1] = {
      ...before,
      to: piece.to,
      energyMwh: before.energyMwh + piece.energyMwh,
      ms: before.ms + piece.ms,
    };
    return;
  }
  periods.push({
    from: piece.from,
    to: piece.to,
    kind: piece.stretch.kind,
    energyMwh: piece.energyMwh,
    ms: piece.ms,
    isCut: piece.isCut,
  });
}

const once = ({ element, component }: Candidate): Quantity => ({
  element,
  dimension: "FLAT",
  component,
  measured: 1n,
  billed: 1n,
  cuts: 0,
});

/**
 * The session's total of a dimension, counting what had a component, up to the next multiple of the step of the component
 * that priced its last period; the surplus is that component's (pricing 5.2, 5.3). `rounding` undefined: no step applies.
 */
function stepped(
  { tallies, total }: Dimensioned,
  dimension: Exclude<PricedDimension, "FLAT">,
  perStepUnit: bigint,
  rounding: Tally | undefined,
): readonly Quantity[] {
  const isTime = dimension !== "ENERGY";
  const step = (rounding?.candidate.component.stepSize ?? 0n) * perStepUnit;
  // Clocks of stations are not good to a second: a few hundred ms begin no new step.
  const whole = isTime && step > 0n ? ((total + 500n) / 1000n) * 1000n : total;
  const surplus = step > 0n ? ((whole + step - 1n) / step) * step - total : 0n;
  return [...tallies.values()]
    .sort((a, b) => a.candidate.element - b.candidate.element)
    .map((tally) => ({
      element: tally.candidate.element,
      dimension,
      component: tally.candidate.component,
      measured: tally.amount,
      billed: tally.amount + (tally === rounding ? surplus : 0n),
      cuts: tally.cuts,
    }));
}
