/**
 * What a session used, as the price engine takes it: stretches in order of time, each with one state and energy on a
 * straight line. Who cuts, classifies and interpolates readings is metering.ts; what a stretch costs is price.ts.
 */
import type { Instant } from "./instant.ts";

/**
 * `charging` is TIME; `parking` is PARKING_TIME (the vehicle asks for no power); `withheld` is TIME that the station or a
 * vehicle that has not begun yet keeps without energy, and never idle; `reserved` is before the session; `unsaid` is a
 * period of somebody's CDR that names no time at all.
 */
export type StretchKind = "charging" | "parking" | "withheld" | "reserved" | "unsaid";

/**
 * A quantity over a stretch: on a straight line between two readings, somewhere between two bounds (a period of
 * somebody's CDR), or the mean that the energy of a longer interval gives.
 */
export type Profile =
  | { readonly kind: "line"; readonly from: number; readonly to: number }
  | { readonly kind: "range"; readonly least: number | null; readonly most: number | null };

export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly kind: StretchKind;
  /** what flowed between its ends, on a straight line */
  readonly energyMwh: bigint;
  /** whole milliwatts; null: not measured, and the mean power of the stretch stands for it */
  readonly powerMilliW: Profile | null;
  /** tenths of a milliampere, the sum over the phases; null: not measured, and nothing stands for it */
  readonly currentTenthMa: Profile | null;
  /**
   * what is billed as time where that is not `to - from`: a period of somebody's CDR whose volume and boundaries do not
   * agree. Such a stretch cannot be cut and is priced at the state of its start.
   */
  readonly statedMs?: number;
}

/** A session's use. Stretches follow each other; a `reserved` one comes before all others. */
export interface Usage {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly stretches: readonly Stretch[];
  /** true: the reservation was never used, so RESERVATION_EXPIRES applies (OCPI mod_tariffs, ReservationRestrictionType) */
  readonly isExpiredReservation?: boolean;
}

/** A stretch of one state with nothing measured but its energy. */
export const stretch = (from: Instant, to: Instant, kind: StretchKind, energyMwh = 0n): Stretch => ({
  from,
  to,
  kind,
  energyMwh,
  powerMilliW: null,
  currentTenthMa: null,
});
