/** What an audit finds: an invariant that does not hold, whose it is, and by how much where it is money. */
import type { Money } from "./money.ts";
import { amountText, isCurrency } from "./money.ts";

export const invariants = {
  I1: "what was captured at the provider is what the ledger says came in",
  I2: "every intent of ours has its session, every session with an intent has it",
  I3: "entries are numbered without a gap, chained, and sum to nothing",
  I4: "a sealed CDR is its archived bytes, and its price follows from the readings",
  I5: "every hold ends: captured, released, or lapsed with a receivable",
  I6: "no hold gave more than it held, no refund more than was taken, and the parts are the CDR's total",
  I7: "a connector has at most one session, none that is pending, none that is over",
  I9: "receipts have no gap in their numbers, and dates that never fall",
} as const;
export type Invariant = keyof typeof invariants;

export interface Finding {
  readonly invariant: Invariant;
  /** a session's reference, a series, a connector, an intent */
  readonly about: string;
  readonly session: string | null;
  readonly what: string;
  /** how much does not fit; null where it is no amount */
  readonly apart: Money | null;
}

/** An amount in words of a finding. */
export const said = (minor: bigint, currency: string): string =>
  `${isCurrency(currency) ? amountText({ minor, currency }) : minor} ${currency}`;

export const apartOf = (one: bigint, other: bigint, currency: string): Money => ({
  minor: one > other ? one - other : other - one,
  currency,
});

/** The first cent that does not fit, in one sentence; null where nothing is found. Money first, then in the order of invariants. */
export function firstOf(findings: readonly Finding[]): string | null {
  const found = findings.find(({ apart }) => apart !== null && apart.minor > 0n) ?? findings[0];
  if (!found) return null;
  const { invariant, about, what, apart } = found;
  return `${invariant} ${about}: ${what}${apart === null ? "" : `; ${said(apart.minor, apart.currency)} does not fit`}`;
}
