/**
 * A refund: money that was captured and goes back to the driver. It has a life of its own beside its session, because it
 * may be asked for months later, wait for a second person, and fail weeks after it succeeded.
 */
import type { Instant } from "./instant.ts";
import { day } from "./instant.ts";
import type { Money } from "./money.ts";

export const refundStates = [
  /** waits for a second person */
  "asked",
  /** may be sent; nothing has been sent yet */
  "approved",
  /** under way at the provider: what became of it is not on record yet */
  "sending",
  /** the provider has taken the order and the bank has not answered */
  "pending",
  /** the provider has sent it to the driver's bank */
  "given",
  /** the bank did not take it: what was put on the books is undone */
  "failed",
  /** nothing was given back: the provider would not, or nobody agreed in time */
  "refused",
] as const;
export type RefundState = (typeof refundStates)[number];

const followers: Readonly<Record<RefundState, readonly RefundState[]>> = {
  asked: ["approved", "refused"],
  approved: ["sending", "refused"],
  sending: ["pending", "given", "failed", "refused"],
  pending: ["given", "failed"],
  given: ["failed"],
  failed: [],
  refused: [],
};

/** Why money is given back: a code, so that reports can count them and nothing personal is told to a provider. */
export const refundReasons = [
  "station_fault",
  "wrong_price",
  "meter_fault",
  "duplicate",
  "fraud_warning",
  "correction",
  "goodwill",
  "other",
] as const;

/** With what no person asks for: a deposit, or the part of a hold that was taken beyond the price. It is no revenue. */
export const everyRefundReason = [...refundReasons, "deposit"] as const;
export type RefundReason = (typeof everyRefundReason)[number];

export const isOfDeposit = ({ reason }: Pick<Refund, "reason">): boolean => reason === "deposit";

/** What its document will say. The number is gapless, and given in the commit that put the refund on the books. */
interface CreditNote {
  readonly number: string;
  readonly issuedAt: Instant;
  /** the receipt whose amount it takes back in part or whole */
  readonly receipt: string | null;
  readonly beforeTax: bigint;
  readonly tax: bigint;
}

export interface Refund {
  readonly tenant: string;
  readonly session: string;
  readonly id: string;
  readonly version: number;
  readonly state: RefundState;
  /** when the state was entered */
  readonly since: Instant;
  readonly due: Instant | null;
  readonly tries: number;
  readonly refundAmount: Money;
  /** the hold it was captured from: 1 is the session's own (further-hold.ts) */
  readonly hold: number;
  /** where one request is given back of several holds: the id of the first of its refunds, on each of them; else null */
  readonly group: string | null;
  /** the part of it that is VAT, where a correction has computed it; null: its share of the whole */
  readonly tax: bigint | null;
  readonly reason: RefundReason;
  /** of the body that asked for it: tells a repeat from a key used twice */
  readonly fingerprint: string;
  readonly askedAt: Instant;
  /** opaque: who asked, and who agreed where a second person had to */
  readonly askedBy: string;
  readonly approvedBy: string | null;
  /** counts the keys that were used at the provider, from 1; 0 while none was */
  readonly attempt: number;
  /** when the last call under the last key was about to be made */
  readonly calledAt: Instant | null;
  /** the provider's name for it */
  readonly providerId: string | null;
  /** why it was refused or failed: a stable code, the provider's where it is the provider's no */
  readonly why: string | null;
  readonly creditNote: CreditNote | null;
  /** the place of its entry in the session's journal */
  readonly entry: number | null;
}

/** Counts against what was captured: asked for, on its way, or given. */
export const countsAsRefunded = ({ state }: Pick<Refund, "state">): boolean =>
  state !== "failed" && state !== "refused";

/** On the books: the provider has taken the order, and nobody has sent it back. */
export const isOnBooks = ({ state }: Pick<Refund, "state">): boolean =>
  state === "pending" || state === "given";

/** The sum of refunds in one currency: what one request comes to. */
export const sumOfRefunds = (first: Refund, group: readonly Refund[]): Money => ({
  ...first.refundAmount,
  minor: group.reduce((sum, { refundAmount }) => sum + refundAmount.minor, 0n),
});

/** The effect's name in the key at the provider (`effectKey` in session.ts). */
export const refundEffect = ({ id, attempt }: Pick<Refund, "id" | "attempt">) => ({
  name: `refund.${id}`,
  attempt,
});

/**
 * The refund in its next state, with what changes beside it. A step that keeps the state keeps `since` too.
 * @throws Error (a bug) when the state may not follow
 */
export function enterRefund(
  refund: Refund,
  state: RefundState,
  at: Instant,
  changes: Partial<Omit<Refund, "tenant" | "session" | "id" | "version" | "state" | "since">>,
): Refund {
  if (state === refund.state) return { ...refund, ...changes };
  if (!followers[refund.state].includes(state))
    throw new Error(`a refund that is ${refund.state} is never ${state} next`);
  return { ...refund, tries: 0, ...changes, state, since: at };
}

/** A refund fails at the latest so long after it was made; then a pending one is a person's too. */
export const longestDoubtMs = 30 * day;

/** Daily while it is pending; given, every week for as long as it may still come back; else never. */
export function lookAgainAt({ state, since }: Pick<Refund, "state" | "since">, now: Instant): Instant | null {
  if (state === "given") {
    const last = since + longestDoubtMs;
    return now >= last ? null : Math.min(now + 7 * day, last);
  }
  return state === "pending" || state === "sending" ? now + day : null;
}
