/**
 * How much of each component a session used: pieces are given to the component that prices them, flat fees are found once,
 * and step_size is applied once for the session (OCPI mod_cdrs, "step_size").
 */

import { LocalTime } from "./boundary.ts";
import type { Piece } from "./cut.ts";
import { cutUsage, extentOf, sessionStart, withIdleThreshold } from "./cut.ts";
import type { Instant } from "./instant.ts";
import type { Asked, Candidate, Gap } from "./matching.ts";
import { Matcher } from "./matching.ts";
import { isInWindow } from "./restriction.ts";
import type { Component, Dimension, IdleTerms, Tariff } from "./tariff.ts";
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

export function quantitiesOf(tariff: Tariff, usage: Usage, zone: string): Quantities {
  const used = withIdleThreshold(usage, tariff.idle);
  let made: LocalTime | undefined;
  const local = (): LocalTime => {
    made ??= new LocalTime(zone, ...extentOf(used));
    return made;
  };
  const count = new Count(tariff, used, local);
  const { uncut } = cutUsage(tariff, used, local, (piece) => count.take(piece));
  return count.quantities(uncut);
}

/** Pieces counted one after the other; what was counted of none of them depends on those that follow. */
class Count {
  readonly #matcher: Matcher;
  readonly #idle: IdleTerms | null;
  readonly #local: () => LocalTime;
  readonly #energy = new Dimensioned();
  readonly #time = new Dimensioned();
  readonly #parking = new Dimensioned();
  readonly #reserved = new Dimensioned();
  #flat: Candidate | undefined;
  #reservationFlat: Candidate | undefined;
  readonly #periods = new Periods();
  readonly #cuts: number[] = [];
  /** whether idle time is priced in a span of the clock */
  #hours = { span: -1, isPriced: true };

  constructor(tariff: Tariff, used: Usage, local: () => LocalTime) {
    const isExpired = used.isExpiredReservation === true;
    this.#matcher = new Matcher(tariff, { isExpired, startedAt: sessionStart(used), local });
    this.#idle = tariff.idle;
    this.#local = local;
  }

  take(piece: Piece): void {
    this.#matcher.enter(piece);
    const { kind } = piece.stretch;
    let byEnergy: Candidate | undefined;
    let byTime: Candidate | undefined;
    if (kind === "reserved") {
      byTime = this.#give(this.#reserved, "RESERVATION_TIME", piece, BigInt(piece.ms));
      this.#reservationFlat = this.#earlier(this.#reservationFlat, "RESERVATION_FLAT", piece);
    } else {
      byEnergy = this.#give(this.#energy, "ENERGY", piece, piece.energyMwh);
      if (kind === "parking") {
        if (!this.#isGivenAway(piece))
          byTime = this.#give(this.#parking, "PARKING_TIME", piece, BigInt(piece.ms));
      } else if (kind !== "unsaid") byTime = this.#give(this.#time, "TIME", piece, BigInt(piece.ms));
      this.#flat = this.#earlier(this.#flat, "FLAT", piece);
    }
    this.#periods.push(piece, byEnergy, byTime);
    if (piece.isCut) this.#cuts.push(piece.index);
  }

  /** To the component that prices it, if it is anything. */
  #give(to: Dimensioned, asked: Asked, piece: Piece, amount: bigint): Candidate | undefined {
    if (amount <= 0n) return undefined;
    const candidate = this.#matcher.first(asked, piece);
    if (candidate) to.add(candidate, amount, piece.isCut);
    return candidate;
  }

  /** A flat fee comes from the first element in list order that holds in any period, once (pricing 2.5). */
  #earlier(found: Candidate | undefined, asked: Asked, piece: Piece): Candidate | undefined {
    return found?.element === 0 ? found : (this.#matcher.first(asked, piece, found?.element) ?? found);
  }

  /** Idle time that our extension does not price: its grace, and the hours outside its own. */
  #isGivenAway({ isGrace, span, from }: Piece): boolean {
    if (isGrace) return true;
    const hours = this.#idle?.hours;
    if (!hours) return false;
    if (span !== this.#hours.span) {
      const { minuteOfDay } = this.#local().clockAt(from);
      this.#hours = { span, isPriced: hours.some((window) => isInWindow(window, minuteOfDay)) };
    }
    return !this.#hours.isPriced;
  }

  quantities(uncut: readonly number[]): Quantities {
    const [energy, time, parking, reserved] = [this.#energy, this.#time, this.#parking, this.#reserved];
    return {
      quantities: [
        ...stepped(energy, "ENERGY", 1000n, energy.last),
        ...stepped(time, "TIME", 1000n, parking.last ? undefined : time.last),
        ...stepped(parking, "PARKING_TIME", 1000n, parking.last),
        ...stepped(reserved, "RESERVATION_TIME", 1000n, reserved.last),
        ...[this.#reservationFlat, this.#flat].flatMap((found) => (found ? [once(found)] : [])),
      ],
      periods: this.#periods.all,
      notes: [
        ...uncut.map((stretch) => ({ code: "period_not_cut" as const, stretch })),
        ...this.#cuts.map((stretch) => ({ code: "period_cut" as const, stretch })),
        ...[...this.#matcher.gaps].map(([code, stretch]) => ({ code, stretch })),
      ],
    };
  }
}

/** Charging periods as they grow: a piece that nothing tells apart from the one before it makes that one longer. */
class Periods {
  readonly all: Growing[] = [];
  #last: { kind: StretchKind; byEnergy: Candidate | undefined; byTime: Candidate | undefined } | undefined;

  push(piece: Piece, byEnergy: Candidate | undefined, byTime: Candidate | undefined): void {
    const { from, to, energyMwh, ms, isCut, stretch } = piece;
    const [last, before] = [this.#last, this.all.at(-1)];
    const isSame = last?.kind === stretch.kind && last.byEnergy === byEnergy && last.byTime === byTime;
    if (isSame && before?.to === from && stretch.statedMs === undefined) {
      before.to = to;
      before.energyMwh += energyMwh;
      before.ms += ms;
      return;
    }
    this.all.push({ from, to, kind: stretch.kind, energyMwh, ms, isCut });
    if (!isSame) this.#last = { kind: stretch.kind, byEnergy, byTime };
  }
}

type Growing = { -readonly [Name in keyof Period]: Period[Name] };

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
  const wanted = step > 0n ? ((whole + step - 1n) / step) * step - total : 0n;
  // Of the ms that begin no step no more is forgiven than that component has: nothing costs less than nothing.
  const least = -(rounding?.amount ?? 0n);
  const surplus = wanted < least ? least : wanted;
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
