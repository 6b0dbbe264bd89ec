/**
 * A session walked in small steps, asking at each which component prices what. Nothing is cut at boundaries and no boundary is
 * computed: every single question a tariff asks (this power, that hour) changes its answer at most once in so short a step, so a step
 * whose first and last millisecond answer all of them alike holds no change, and any other is walked in smaller ones, down to one
 * millisecond. The one thing that is finer than a millisecond is energy, which is shared exactly at an energy mark.
 */
import type { Component, Element, Moment, Tariff } from "./conditions.ts";
import type { Exact } from "./exact.ts";
import { compare, exact, minus, nearest, plus } from "./exact.ts";
import type { OcpiComponent, OnALine, UsedSession, UsedStretch } from "./ocpi.ts";
import { wallAt } from "./wall.ts";

/** Two readings of what the rules leave open; see second-evaluator.ts. */
export interface Conventions {
  readonly crossing: "nearest_ms" | "first_ms";
  readonly boundaryEnergy: "exact" | "whole_mwh";
}

export type Dimension = OcpiComponent["type"] | "RESERVATION_TIME";

export interface Quantity {
  readonly element: number;
  readonly dimension: Dimension;
  readonly component: Component;
  /** mWh, ms, or 1 for FLAT */
  amount: Exact;
}

export interface Walked {
  readonly quantities: readonly Quantity[];
  /** the quantity that was added to last, per dimension */
  readonly last: ReadonlyMap<Dimension, Quantity>;
  /** a restriction asked for a current that nobody measured */
  readonly isCurrentMissing: boolean;
}

/** A stretch with what went before it. */
interface Piece {
  readonly stretch: UsedStretch;
  readonly kind: UsedStretch["kind"];
  readonly lengthMs: bigint;
  readonly energyBefore: bigint;
  readonly parkedBeforeMs: number;
}

const wholeMs = 1;
const unmeasured: OnALine = { from: 0, to: 0 };

export class Walk {
  readonly #tariff: Tariff;
  readonly #zone: string;
  readonly #session: UsedSession;
  readonly #conventions: Conventions;
  readonly #quantities = new Map<string, Quantity>();
  readonly #last = new Map<Dimension, Quantity>();
  readonly #flats = new Map<boolean, Element>();
  readonly #began: number;
  #isCurrentMissing = false;

  constructor(tariff: Tariff, zone: string, session: UsedSession, conventions: Conventions) {
    this.#tariff = tariff;
    this.#zone = zone;
    this.#session = session;
    this.#conventions = conventions;
    this.#began = session.stretches.find(({ kind }) => kind !== "reserved")?.from ?? session.end;
  }

  /** @param grainsMs lengths of steps, each a multiple of the next; a last one of 1 ms is added */
  walk(grainsMs: readonly number[]): Walked {
    let [energyBefore, parkedBeforeMs] = [0n, 0];
    for (const stretch of inOrder(this.#session)) {
      const lengthMs = BigInt(stretch.to - stretch.from);
      const kind = this.#kindOf(stretch);
      this.#steps(
        { stretch, kind, lengthMs, energyBefore, parkedBeforeMs },
        stretch.from,
        stretch.to,
        grainsMs,
      );
      energyBefore += stretch.energy_mwh;
      if (kind === "parking") parkedBeforeMs += Number(lengthMs);
    }
    for (const [, element] of this.#flats) this.#add(element, "FLAT", "FLAT", exact(1n));
    return {
      quantities: [...this.#quantities.values()],
      last: this.#last,
      isCurrentMissing: this.#isCurrentMissing,
    };
  }

  /** Charging with less than the threshold's mean power is idling (the tariff's own extension). */
  #kindOf(stretch: UsedStretch): UsedStretch["kind"] {
    const threshold = this.#tariff.thresholdMilliW;
    if (stretch.kind !== "charging" || threshold === null) return stretch.kind;
    const isBelow = stretch.energy_mwh * 3_600_000n < threshold * BigInt(stretch.to - stretch.from);
    return isBelow ? "parking" : "charging";
  }

  #steps(piece: Piece, from: number, to: number, [grain = wholeMs, ...finer]: readonly number[]): void {
    for (let at = from; at < to; ) {
      const next = Math.min((Math.floor(at / grain) + 1) * grain, to);
      if (next - at === wholeMs) this.#millisecond(piece, at);
      else if (this.#isQuiet(piece, at, next)) this.#take(piece, at, next);
      else this.#steps(piece, at, next, finer);
      at = next;
    }
  }

  #isQuiet(piece: Piece, from: number, to: number): boolean {
    return (
      this.#answers(piece, from) === this.#answers(piece, to - 1) &&
      this.#marksInside(piece, from, to).length === 0
    );
  }

  /** All that the tariff can ask, answered for the millisecond that begins at an instant. */
  #answers(piece: Piece, at: number): string {
    const moment = this.#momentOf(piece, at);
    let answers = this.#isIdleDue(piece, at, moment) ? "1" : "0";
    for (const { conditions } of this.#tariff.elements) {
      for (const condition of conditions) answers += condition(moment) ? "1" : "0";
    }
    return answers;
  }

  #take(piece: Piece, from: number, to: number): void {
    const moment = this.#momentOf(piece, from);
    this.#flat(piece, moment);
    this.#time(piece, moment, from, to);
    this.#energy(piece, moment, this.#usedAt(piece, from), this.#usedAt(piece, to));
  }

  /** Time goes whole to one side of an energy mark; energy is shared at the mark. */
  #millisecond(piece: Piece, at: number): void {
    const moment = this.#momentOf(piece, at);
    this.#flat(piece, moment);
    this.#time(piece, moment, at, at + wholeMs);
    const marks = this.#marksInside(piece, at, at + wholeMs).map((mark) => exact(mark));
    const ends = [...marks, this.#usedAt(piece, at + wholeMs)];
    let used = this.#usedAt(piece, at);
    for (const end of ends) {
      this.#energy(piece, moment, used, end);
      used = end;
    }
  }

  #flat(piece: Piece, moment: Moment): void {
    const isReserved = piece.kind === "reserved";
    const element = this.#first("FLAT", isReserved, moment);
    const known = this.#flats.get(isReserved);
    // The first in the list's order, not the first in time.
    if (element && (!known || element.index < known.index)) this.#flats.set(isReserved, element);
  }

  #time(piece: Piece, moment: Moment, from: number, to: number): void {
    if (piece.kind === "unsaid" || (piece.kind === "parking" && !this.#isIdleDue(piece, from, moment)))
      return;
    const isReserved = piece.kind === "reserved";
    const type = piece.kind === "parking" ? "PARKING_TIME" : "TIME";
    const element = this.#first(type, isReserved, moment);
    if (element) this.#add(element, type, isReserved ? "RESERVATION_TIME" : type, exact(to - from));
  }

  #energy(piece: Piece, moment: Moment, used: Exact, end: Exact): void {
    if (piece.kind === "reserved" || compare(used, end) === 0) return;
    const atUsed = { ...moment, usedAtLeast: (mark: bigint) => used.n >= mark * used.d };
    const element = this.#first("ENERGY", false, atUsed);
    if (element) this.#add(element, "ENERGY", "ENERGY", minus(end, used));
    this.#flat(piece, atUsed);
  }

  /** The first element in the list's order that has the dimension and whose restrictions all hold. */
  #first(type: OcpiComponent["type"], isReserved: boolean, moment: Moment): Element | undefined {
    const reservation = isReserved ? this.#reservationOf(type) : null;
    for (const element of this.#tariff.elements) {
      if (!element.components.has(type) || element.reservation !== reservation) continue;
      if (element.asksCurrent && moment.currentAtLeast(0n) === undefined) this.#isCurrentMissing = true;
      if (element.conditions.every((condition) => condition(moment))) return element;
    }
    return undefined;
  }

  /** Per dimension, an expired reservation pays RESERVATION_EXPIRES if the tariff has it there, otherwise RESERVATION. */
  #reservationOf(type: OcpiComponent["type"]): Element["reservation"] {
    const hasOwn = this.#tariff.elements.some(
      ({ reservation, components }) => reservation === "RESERVATION_EXPIRES" && components.has(type),
    );
    return this.#session.expired_reservation === true && hasOwn ? "RESERVATION_EXPIRES" : "RESERVATION";
  }

  #isIdleDue(piece: Piece, at: number, moment: Moment): boolean {
    const parkedMs = piece.parkedBeforeMs + (at - piece.stretch.from);
    return parkedMs >= this.#tariff.graceMs && this.#tariff.isIdlePriced(moment);
  }

  #add(element: Element, type: OcpiComponent["type"], dimension: Dimension, amount: Exact): void {
    const component = element.components.get(type);
    if (!component) throw new Error(`element ${element.index} has no ${type}`);
    const key = `${element.index} ${dimension}`;
    const quantity = this.#quantities.get(key) ?? {
      element: element.index,
      dimension,
      component,
      amount: exact(0n),
    };
    quantity.amount = plus(quantity.amount, amount);
    this.#quantities.set(key, quantity);
    this.#last.set(dimension, quantity);
  }

  /** Energy since the session began, at a whole millisecond. */
  #usedAt({ stretch, lengthMs, energyBefore }: Piece, at: number): Exact {
    const used = exact(energyBefore * lengthMs + stretch.energy_mwh * BigInt(at - stretch.from), lengthMs);
    return this.#conventions.boundaryEnergy === "exact" ? used : exact(nearest(used));
  }

  #marksInside(piece: Piece, from: number, to: number): readonly bigint[] {
    if (piece.stretch.energy_mwh === 0n || this.#tariff.energyMarks.length === 0) return [];
    const [low, high] = [this.#usedAt(piece, from), this.#usedAt(piece, to)];
    return this.#tariff.energyMarks.filter((mark) => mark * low.d > low.n && mark * high.d < high.n);
  }

  #momentOf(piece: Piece, at: number): Moment {
    const { stretch, lengthMs, energyBefore } = piece;
    const isReserved = piece.kind === "reserved";
    const power = stretch.power_mw ?? null;
    const current = stretch.current_tenth_ma ?? null;
    const onLine = (line: OnALine, mark: bigint): boolean => this.#isAtLeast(line, piece, at, mark);
    return {
      wall: wallAt(this.#zone, at),
      ageMs: Math.max(0, at - this.#began),
      usedAtLeast: (mark) => {
        const missing = mark - energyBefore;
        if (missing <= 0n) return true;
        if (this.#conventions.crossing === "first_ms")
          return stretch.energy_mwh * BigInt(at - stretch.from) >= missing * lengthMs;
        // Later than the crossing rounded to a millisecond is: the middle of this one is past it.
        return stretch.energy_mwh * BigInt(2 * (at - stretch.from) + 1) > missing * 2n * lengthMs;
      },
      powerAtLeast: (mark) =>
        isReserved
          ? onLine(unmeasured, mark)
          : power === null
            ? stretch.energy_mwh * 3_600_000n >= mark * lengthMs
            : onLine(power, mark),
      currentAtLeast: (mark) => (current === null ? undefined : onLine(current, mark)),
    };
  }

  /** Is a straight line at a mark or above it, for the millisecond that begins at an instant? */
  #isAtLeast({ from, to }: OnALine, { stretch, lengthMs }: Piece, at: number, mark: bigint): boolean {
    if (from === to) return BigInt(from) >= mark;
    const half = this.#conventions.crossing === "first_ms" ? 0 : 1;
    const twice = BigInt(2 * (at - stretch.from) + half);
    const value = BigInt(from) * 2n * lengthMs + BigInt(to - from) * twice;
    const wanted = mark * 2n * lengthMs;
    // Half a millisecond is rounded up: the one in whose middle the line crosses still belongs to what was before.
    return half === 1 && to > from ? value > wanted : value >= wanted;
  }
}

function inOrder({ stretches, start, end }: UsedSession): readonly UsedStretch[] {
  let at = stretches[0]?.from ?? start;
  let isBegun = false;
  for (const { from, to, kind, energy_mwh } of stretches) {
    const isReserved = kind === "reserved";
    if (from !== at || to <= from || to > end)
      throw new Error("stretches follow each other, and each has a length");
    if (energy_mwh < 0n || (isReserved && (isBegun || energy_mwh > 0n)))
      throw new Error("a stretch that cannot be");
    isBegun ||= !isReserved;
    at = to;
  }
  if (stretches.length > 0 && at !== end) throw new Error("the last stretch ends with the session");
  return stretches;
}
