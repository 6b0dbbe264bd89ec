/**
 * What a driver may agree to before the hold: if the price passes what can be captured, the rest is taken from the same card,
 * once, and never more than the sum that was named. Nobody agrees by saying nothing, and to words that changed nobody agreed.
 */
import type { Instant } from "./instant.ts";

/** Agreed to at the session's start, and never changed afterwards. */
export interface Consent {
  /** which wording the driver read (packages/pages/consent-words.ts keeps them all) */
  readonly wording: number;
  /** minor units of the session's currency */
  readonly mostMinor: bigint;
  readonly at: Instant;
}

export const consentWordings = [1] as const;

/** Null where nothing may be taken: no consent, or an amount of nothing. */
export function collectableMinor(consent: Consent | null, owedMinor: bigint): bigint | null {
  if (consent === null) return null;
  const minor = owedMinor < consent.mostMinor ? owedMinor : consent.mostMinor;
  return minor > 0n ? minor : null;
}

/** Never more than the driver's words named, and never more than could be offered beside what is held: it is no second hold. */
export function consentTo(
  wording: number,
  namedMinor: bigint,
  offeredMinor: bigint,
  at: Instant,
): Consent | null {
  const mostMinor = namedMinor < offeredMinor ? namedMinor : offeredMinor;
  return mostMinor > 0n ? { wording, mostMinor, at } : null;
}
