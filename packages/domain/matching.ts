/**
 * Which component prices a dimension at an instant: the first element in list order that has the dimension and whose
 * restrictions all hold (OCPI mod_tariffs, Tariff elements). Restrictions of elements without the dimension are not asked.
 */
import type { LocalTime } from "./boundary.ts";
import { needsClock } from "./boundary.ts";
import type { Piece } from "./cut.ts";
import { isMeanBelow } from "./cut.ts";
import type { Instant } from "./instant.ts";
import type { LocalClock } from "./legal-time.ts";
import type { Restrictions } from "./restriction.ts";
import { isInWindow } from "./restriction.ts";
import type { Component, Dimension, Tariff } from "./tariff.ts";
import type { Profile } from "./usage.ts";

export interface Candidate {
  readonly element: number;
  readonly component: Component;
  readonly restrictions: Restrictions | null;
}

/** What could not be tested for want of a measurement, or only with a substitute. */
export type Gap = "power_from_energy" | "current_missing" | "period_too_coarse";

/** Elements that can price a dimension, in order, up to the first that always holds. */
function candidatesFor(
  { elements }: Tariff,
  dimension: Dimension,
  isTaken: (restrictions: Restrictions | null) => boolean,
): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const [n, element] of elements.entries()) {
    const component = element.components.find((each) => each.dimension === dimension);
    if (!component || !isTaken(element.restrictions)) continue;
    found.push({ element: n, component, restrictions: element.restrictions });
    if (element.restrictions === null) break;
  }
  return found;
}

/** Those for the session itself, dimension by dimension. */
export const sessionCandidates = (tariff: Tariff, dimension: Dimension): readonly Candidate[] =>
  candidatesFor(tariff, dimension, (restrictions) => (restrictions?.reservation ?? null) === null);

/** What a session asks candidates for: its four dimensions, and what its reservation costs. */
export type Asked = Dimension | "RESERVATION_TIME" | "RESERVATION_FLAT";

const candidatesOf = (tariff: Tariff, isExpired: boolean): ReadonlyMap<Asked, readonly Candidate[]> =>
  new Map<Asked, readonly Candidate[]>([
    ["ENERGY", sessionCandidates(tariff, "ENERGY")],
    ["TIME", sessionCandidates(tariff, "TIME")],
    ["PARKING_TIME", sessionCandidates(tariff, "PARKING_TIME")],
    ["FLAT", sessionCandidates(tariff, "FLAT")],
    ["RESERVATION_TIME", reservationCandidates(tariff, "TIME", isExpired)],
    ["RESERVATION_FLAT", reservationCandidates(tariff, "FLAT", isExpired)],
  ]);

interface Asking {
  /** the reservation was never used */
  readonly isExpired: boolean;
  /** ages count from here */
  readonly startedAt: Instant;
  readonly local: () => LocalTime;
}

/**
 * Asks the candidates of a session piece by piece. What hangs on the clock and on the session's age is asked once in a span,
 * for nothing of it changes before the next boundary; energy, power and current are asked of every piece.
 */
export class Matcher {
  readonly #all: ReadonlyMap<Asked, readonly Candidate[]>;
  readonly #local: () => LocalTime;
  readonly #startedAt: Instant;
  readonly #needsClock: boolean;
  #open: ReadonlyMap<Asked, readonly Candidate[]>;
  #span = -1;
  readonly gaps = new Map<Gap, number>();
  constructor(tariff: Tariff, { isExpired, startedAt, local }: Asking) {
    this.#all = candidatesOf(tariff, isExpired);
    this.#open = this.#all;
    this.#local = local;
    this.#startedAt = startedAt;
    this.#needsClock = tariff.elements.some(({ restrictions }) => restrictions && needsClock(restrictions));
  }

  /** Must be called at every piece, in order, before it is asked about. */
  enter({ from, span }: Piece): void {
    if (span === this.#span) return;
    this.#span = span;
    const clock = this.#needsClock ? this.#local().clockAt(from) : null;
    const age = from - this.#startedAt;
    const isOpen = ({ restrictions }: Candidate): boolean =>
      restrictions === null || (isOnTheClock(restrictions, clock) && isOfAge(restrictions, age));
    this.#open = new Map([...this.#all].map(([asked, candidates]) => [asked, candidates.filter(isOpen)]));
  }

  /**
   * The first candidate that holds, of those before an element where one is named. Nothing inside a piece changes, so what
   * holds at its start holds to its end.
   */
  first(asked: Asked, piece: Piece, before = Number.POSITIVE_INFINITY): Candidate | undefined {
    for (const candidate of this.#open.get(asked) ?? []) {
      if (candidate.element >= before) return undefined;
      if (candidate.restrictions === null || this.#holds(candidate.restrictions, piece)) return candidate;
    }
    return undefined;
  }

  #holds(restrictions: Restrictions, piece: Piece): boolean {
    const { minMwh, maxMwh } = restrictions;
    if (minMwh !== null && piece.beforeMwh < minMwh) return false;
    if (maxMwh !== null && piece.beforeMwh >= maxMwh) return false;
    return this.#hasPower(restrictions, piece) && this.#hasCurrent(restrictions, piece);
  }

  #hasPower({ minMilliW, maxMilliW }: Restrictions, piece: Piece): boolean {
    if (minMilliW === null && maxMilliW === null) return true;
    const profile = piece.stretch.powerMilliW;
    if (profile) return this.#isBetween(profile, minMilliW, maxMilliW, piece);
    // The mean power stands for what was not measured (pricing case 45).
    if (piece.stretch.to > piece.stretch.from) this.gaps.set("power_from_energy", piece.index);
    return (
      (minMilliW === null || !isMeanBelow(piece.stretch, minMilliW)) &&
      (maxMilliW === null || isMeanBelow(piece.stretch, maxMilliW))
    );
  }

  #hasCurrent({ minTenthMa, maxTenthMa }: Restrictions, piece: Piece): boolean {
    if (minTenthMa === null && maxTenthMa === null) return true;
    const profile = piece.stretch.currentTenthMa;
    if (profile) return this.#isBetween(profile, minTenthMa, maxTenthMa, piece);
    // Nothing says how many phases carried the power: a person decides (pricing case 45).
    this.gaps.set("current_missing", piece.index);
    return false;
  }

  #isBetween(profile: Profile, least: number | null, most: number | null, piece: Piece): boolean {
    if (profile.kind === "range") {
      const [low, high] = [profile.least ?? profile.most, profile.most ?? profile.least];
      if (low === null || high === null) return false;
      const isSure = (level: number | null): boolean => level === null || high < level || low >= level;
      if (!isSure(least) || !isSure(most)) this.gaps.set("period_too_coarse", piece.index);
      return (least === null || low >= least) && (most === null || high < most);
    }
    // The middle of the piece: its ends lie on thresholds, and their instants are rounded to whole ms.
    const { from, to } = piece.stretch;
    const part = to === from ? 0 : ((piece.from + piece.to) / 2 - from) / (to - from);
    const value = profile.from + (profile.to - profile.from) * part;
    return (least === null || value >= least) && (most === null || value < most);
  }
}

function isOfAge({ minMs, maxMs }: Restrictions, age: number): boolean {
  return (minMs === null || age >= minMs) && (maxMs === null || age < maxMs);
}

/** Whether the days and times of the wall that a restriction names hold. Without a clock nothing asks for one. */
export function isOnTheClock(restrictions: Restrictions, clock: LocalClock | null): boolean {
  if (!clock) return true;
  const { window, weekdays, startDay, endDay } = restrictions;
  if (window && !isInWindow(window, clock.minuteOfDay)) return false;
  // The weekday is that of the instant: a Friday's window over midnight stops at midnight (pricing case 34).
  if (weekdays && !weekdays.has(clock.weekday)) return false;
  return (startDay === null || clock.dayNumber >= startDay) && (endDay === null || clock.dayNumber < endDay);
}

/**
 * Elements that may price a reservation's dimension: one that was used pays RESERVATION alone; one that expired pays
 * RESERVATION_EXPIRES where the tariff has that for the dimension, else RESERVATION (OCPI, ReservationRestrictionType).
 */
function reservationCandidates(
  tariff: Tariff,
  dimension: Dimension,
  isExpired: boolean,
): readonly Candidate[] {
  const of = (kind: NonNullable<Restrictions["reservation"]>): readonly Candidate[] =>
    candidatesFor(tariff, dimension, (restrictions) => restrictions?.reservation === kind);
  const expired = isExpired ? of("RESERVATION_EXPIRES") : [];
  return expired.length > 0 ? expired : of("RESERVATION");
}
