/**
 * The provider's books held against ours, object by object: matched, missing there, missing here, or the same thing with
 * another amount or standing. Every verdict names what it is about, both amounts, and what a person does next.
 */
import { fraction, isLess, minus, roundHalfAway } from "./fraction.ts";
import type { JournalKind } from "./ledger.ts";
import type { Money } from "./money.ts";
import type { SessionState } from "./session.ts";
import { isTerminal } from "./session.ts";

/** The provider's books, and our own journal beside them. */
export const bookNames = ["intents", "refunds", "disputes", "journal", "movements", "payouts"] as const;
export type BookName = (typeof bookNames)[number];
export const matchStates = ["matched", "missing_there", "missing_here", "differs"] as const;
export type MatchState = (typeof matchStates)[number];

/** What we know of one session's money. */
export interface SessionBooks {
  readonly session: string;
  readonly reference: string;
  readonly state: SessionState;
  readonly currency: string;
  /**
   * its holds whose intents are known, and what each gave; null where that is not written down yet. What was collected later
   * from a kept card is an intent of its own, and the last of them
   */
  readonly holds: readonly { readonly intent: string; readonly capturedMinor: bigint | null }[];
  /** what was collected later from a kept card; null while nothing was */
  readonly collectedMinor?: bigint | null;
  /** a kept card is being asked: what the provider has of that may not be here yet */
  readonly isCollecting?: boolean;
  /** over all its holds; null while nothing is settled */
  readonly captured: bigint | null;
  readonly refunds: readonly OwnRefund[];
  readonly disputes: readonly { readonly id: string; readonly disputedMinor: bigint }[];
  readonly entries: readonly OwnEntry[];
}

export interface OwnRefund {
  readonly id: string;
  readonly refundMinor: bigint;
  /** what was taken and never owed (refund.ts): it counts apart from what was captured */
  readonly isOfDeposit?: boolean;
  /** `unsent`: nothing is known to be at the provider, so nothing is missing there */
  readonly standing: "unsent" | "pending" | "succeeded" | "failed";
}

export interface OwnEntry {
  readonly n: number;
  readonly kind: JournalKind;
  /** what it moves into the account at the provider (negative: out of it) */
  readonly clearingMinor: bigint;
}

export interface Verdict {
  readonly state: MatchState;
  readonly book: BookName;
  /** the provider's name where it has the object, else ours */
  readonly id: string;
  readonly session: string | null;
  readonly reference: string | null;
  readonly there: Money;
  readonly here: Money;
  /** a stable code; null where it matches */
  readonly why: string | null;
}

export interface IntentThere {
  readonly id: string;
  readonly session: string | null;
  readonly standing: "unpaid" | "held" | "captured" | "gone" | "unknown";
  readonly authorisedAmount: Money;
  readonly capturedAmount: Money;
  readonly movement: string | null;
}

const judged = (
  book: BookName,
  id: string,
  own: Pick<SessionBooks, "session" | "reference"> | null,
  there: Money,
  hereMinor: bigint,
  state: MatchState,
  why: string | null,
): Verdict => ({
  state,
  book,
  id,
  session: own?.session ?? null,
  reference: own?.reference ?? null,
  there,
  here: { ...there, minor: hereMinor },
  why,
});

/** An intent with our labels, and the session that they name. What counts is what was captured, or is still held. */
export function judgeIntent(there: IntentThere, own: SessionBooks | null): Verdict {
  const { id, standing, capturedAmount } = there;
  const money = standing === "held" ? there.authorisedAmount : capturedAmount;
  const hold = own?.holds.find(({ intent }) => intent === id);
  const captured = hold?.capturedMinor ?? 0n;
  const say = (state: MatchState, why: string | null, hereMinor = captured): Verdict =>
    judged("intents", id, own, money, hereMinor, state, why);
  if (standing === "unknown") return say("differs", "standing_unknown");
  if (!own || !hold) {
    // A page on which nobody paid in the end owes nothing to anybody, whoever remembers it.
    const moves = standing === "held" || standing === "captured";
    if (moves && own?.isCollecting) return say("missing_here", "not_yet_here");
    return moves ? say("missing_here", own ? "hold_unknown" : "no_session") : say("matched", null);
  }
  if (standing === "held")
    return isTerminal(own.state) ? say("differs", "hold_stands") : say("matched", null, money.minor);
  if (standing !== "captured")
    return captured > 0n ? say("missing_there", "capture_not_there") : say("matched", null);
  if (there.movement === null) return say("missing_there", "no_movement");
  if (captured === 0n)
    return say("missing_here", own.state === "settling" ? "not_yet_here" : "captured_elsewhere");
  return captured === money.minor && money.currency === own.currency
    ? say("matched", null)
    : say("differs", "captured_differs");
}

/** A hold of ours that the provider's lists do not have, nor the provider itself when it is asked by name. */
export const intentNotThere = (
  own: SessionBooks,
  hold: SessionBooks["holds"][number],
  why: "intent_not_there" | "intent_not_listed" | "standing_unknown",
): Verdict =>
  judged(
    "intents",
    hold.intent,
    own,
    { minor: 0n, currency: own.currency },
    hold.capturedMinor ?? 0n,
    why === "standing_unknown" ? "differs" : "missing_there",
    why,
  );

const clearingOf = (own: SessionBooks, ...kinds: readonly JournalKind[]): bigint =>
  own.entries.reduce(
    (sum, { kind, clearingMinor }) => (kinds.includes(kind) ? sum + clearingMinor : sum),
    0n,
  );

/**
 * The journal of a session that is over, against what the session says was captured and given back; null where they agree.
 * This is where an entry that was written twice, or a cent that was lost between session and ledger, is found.
 */
export function judgeLedger(own: SessionBooks): Verdict | null {
  if (!isTerminal(own.state)) return null;
  const captured = own.captured ?? 0n;
  // What was taken and is not the session's: whether it has gone back or not, it is no part of what was captured.
  const deposits = own.refunds.reduce(
    (sum, { isOfDeposit, refundMinor }) => (isOfDeposit ? sum + refundMinor : sum),
    0n,
  );
  const booked = clearingOf(own, "capture", "receivable", "write_off", "deposit") - deposits;
  const say = (why: string, thereMinor: bigint, hereMinor: bigint): Verdict =>
    judged(
      "journal",
      own.session,
      own,
      { minor: thereMinor, currency: own.currency },
      hereMinor,
      "differs",
      why,
    );
  if (booked !== captured) return say("ledger_differs", captured, booked);
  // A person's word that it was paid otherwise is an entry of the same kind, of money that is not this provider's.
  const collected = clearingOf(own, "collected");
  if (collected < (own.collectedMinor ?? 0n))
    return say("collection_ledger_differs", own.collectedMinor ?? 0n, collected);
  const given = own.refunds.reduce(
    (sum, { standing, refundMinor }) =>
      standing === "pending" || standing === "succeeded" ? sum + refundMinor : sum,
    0n,
  );
  const out = -clearingOf(own, "refund", "refund_failed", "deposit_returned", "deposit_return_failed");
  return out === given ? null : say("refund_ledger_differs", given, out);
}

export interface RefundThere {
  readonly id: string;
  readonly standing: "pending" | "succeeded" | "failed" | "unknown";
  readonly refund: string | null;
  readonly refundAmount: Money;
}

/** A refund on an intent of ours; the released rest of a partial capture is none and is not handed in. */
export function judgeRefund(there: RefundThere, own: SessionBooks | null): Verdict {
  const mine = own?.refunds.find(({ id }) => id === there.refund);
  const say = (state: MatchState, why: string | null): Verdict =>
    judged("refunds", there.id, own, there.refundAmount, mine?.refundMinor ?? 0n, state, why);
  if (there.standing === "unknown") return say("differs", "standing_unknown");
  if (!own) return say("missing_here", "no_session");
  if (there.refund === null)
    return there.standing === "failed" ? say("matched", null) : say("missing_here", "refund_elsewhere");
  if (!mine) return say("missing_here", "refund_without_record");
  if (mine.refundMinor !== there.refundAmount.minor) return say("differs", "refund_differs");
  if (mine.standing === "unsent") return say("missing_here", "not_yet_here");
  const isFailed = there.standing === "failed";
  return isFailed === (mine.standing === "failed")
    ? say("matched", null)
    : say("differs", "refund_standing_differs");
}

export const refundNotThere = (
  own: SessionBooks,
  refund: OwnRefund,
  why: "refund_not_there" | "standing_unknown",
): Verdict =>
  judged(
    "refunds",
    refund.id,
    own,
    { minor: 0n, currency: own.currency },
    refund.refundMinor,
    why === "standing_unknown" ? "differs" : "missing_there",
    why,
  );

export function judgeDispute(
  there: { readonly id: string; readonly disputedAmount: Money },
  own: SessionBooks | null,
): Verdict {
  const mine = own?.disputes.find(({ id }) => id === there.id);
  const say = (state: MatchState, why: string | null): Verdict =>
    judged("disputes", there.id, own, there.disputedAmount, mine?.disputedMinor ?? 0n, state, why);
  if (!own) return say("missing_here", "no_session");
  if (!mine) return say("missing_here", "dispute_without_record");
  return mine.disputedMinor === there.disputedAmount.minor
    ? say("matched", null)
    : say("differs", "dispute_differs");
}

export const disputeNotThere = (
  own: SessionBooks,
  dispute: { readonly id: string; readonly disputedMinor: bigint },
): Verdict =>
  judged(
    "disputes",
    dispute.id,
    own,
    { minor: 0n, currency: own.currency },
    dispute.disputedMinor,
    "missing_there",
    "dispute_not_there",
  );

export interface MovementThere {
  readonly id: string;
  readonly type: "charge" | "refund" | "refund_failure" | "dispute" | "payout" | "fee" | "other";
  readonly intent: string | null;
  readonly refund: string | null;
  /** its source names another movement as its own */
  readonly isRepeated: boolean;
  readonly presentedAmount: Money | null;
  readonly gross: Money;
  readonly rateText: string | null;
}

/** A movement behind an intent of ours. */
export function judgeMovement(there: MovementThere, own: SessionBooks | null): Verdict {
  const presented = there.presentedAmount ?? there.gross;
  const mine = own === null ? 0n : ownMinor(there, own, presented.minor);
  const say = (state: MatchState, why: string | null): Verdict =>
    judged("movements", there.id, own, presented, mine, state, why);
  if (there.type === "other") return say("differs", "movement_unknown");
  if (!own) return say("missing_here", "no_session");
  if (there.isRepeated) return say("differs", "moved_twice");
  if (mine === 0n)
    return say(
      "missing_here",
      own.state === "settling" || own.isCollecting ? "not_yet_here" : "movement_without_record",
    );
  if (mine !== presented.minor) return say("differs", "movement_differs");
  return isExchangedRightly(there) ? say("matched", null) : say("differs", "exchange_differs");
}

/** What our side says of the thing that moved, in the driver's currency. */
function ownMinor(
  { type, intent, refund }: MovementThere,
  own: SessionBooks,
  presentedMinor: bigint,
): bigint {
  if (type === "charge") return own.holds.find((hold) => hold.intent === intent)?.capturedMinor ?? 0n;
  if (type === "refund" || type === "refund_failure")
    return own.refunds.find(({ id }) => id === refund)?.refundMinor ?? 0n;
  return own.disputes.length > 0 ? presentedMinor : 0n;
}

/** The settled amount is the presented one at the rate that is named, as exactly as the rate's digits can say it. */
function isExchangedRightly({ presentedAmount, gross, rateText }: MovementThere): boolean {
  if (presentedAmount === null) return true;
  const settled = gross.minor < 0n ? -gross.minor : gross.minor;
  if (rateText === null)
    return presentedAmount.currency !== gross.currency || settled === presentedAmount.minor;
  const [, whole = "0", digits = ""] = /^(\d+)(?:\.(\d+))?$/.exec(rateText) ?? [];
  const scale = 10n ** BigInt(digits.length);
  const exact = fraction(presentedAmount.minor * BigInt(`${whole}${digits}`), scale);
  if (roundHalfAway(exact) === settled) return true;
  const off = minus(fraction(settled), exact);
  const size = off.numerator < 0n ? { ...off, numerator: -off.numerator } : off;
  // Half a unit of the rate's last digit, and half a cent of its own rounding.
  return isLess(size, fraction(presentedAmount.minor + scale, 2n * scale));
}

/** A payout against the sum of what it carries. */
export function judgePayout(
  payout: {
    readonly id: string;
    readonly standing: "pending" | "paid" | "failed" | "unknown";
    readonly payoutAmount: Money;
    readonly itemised: "yes" | "not_yet" | "never";
  },
  carriedMinor: bigint,
): Verdict {
  const say = (state: MatchState, why: string | null): Verdict =>
    judged("payouts", payout.id, null, payout.payoutAmount, carriedMinor, state, why);
  if (payout.standing === "unknown") return say("differs", "standing_unknown");
  if (payout.standing === "failed") return say("differs", "payout_failed");
  if (payout.itemised === "never") return say("missing_here", "payout_by_hand");
  if (payout.itemised === "not_yet") return say("missing_there", "payout_not_itemised");
  return carriedMinor === payout.payoutAmount.minor ? say("matched", null) : say("differs", "payout_differs");
}
