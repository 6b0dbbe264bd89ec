/** The provider's own books, read as lists: what a reconciliation holds against sessions and ledger, and events that never arrived. */
import type { Instant } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type { ProviderNews } from "./port.ts";

interface Labelled {
  readonly id: string;
  readonly createdAt: Instant;
  /** from metadata; null on objects that are none of ours */
  readonly tenant: string | null;
  readonly session: string | null;
  readonly environment: string | null;
}

export interface IntentRow extends Labelled {
  readonly kind: "intent";
  readonly standing: "unpaid" | "held" | "captured" | "gone" | "unknown";
  readonly authorisedAmount: Money;
  readonly capturedAmount: Money;
  /** which hold of the session, counted from 1; null where no label says so */
  readonly hold: number | null;
  /** the movement of its capture; null while nothing has moved */
  readonly movement: string | null;
}

export interface RefundRow extends Labelled {
  readonly kind: "refund";
  readonly standing: "pending" | "succeeded" | "failed" | "unknown";
  /** our own id; null for one made elsewhere, or for the released rest of a partial capture */
  readonly refund: string | null;
  readonly intent: string | null;
  readonly refundAmount: Money;
  /** the provider shows the rest that it released as a refund: no money of ours moved */
  readonly isReleasedRest: boolean;
}

export interface DisputeRow extends Labelled {
  readonly kind: "dispute";
  readonly standing: string;
  readonly intent: string | null;
  readonly disputedAmount: Money;
}

/** A movement on the account at the provider, in the currency it settles in; labelled as the intent behind it is. */
export interface MovementRow extends Labelled {
  readonly kind: "movement";
  readonly type: "charge" | "refund" | "refund_failure" | "dispute" | "payout" | "fee" | "other";
  /** the charge, refund, dispute or payout that moved it */
  readonly source: string | null;
  readonly intent: string | null;
  /** our own id of the refund behind it */
  readonly refund: string | null;
  /** its source names another movement as its own: the same thing has moved twice */
  readonly isRepeated: boolean;
  /** what the driver's side of it says, in their currency and without a sign; null where there is no driver */
  readonly presentedAmount: Money | null;
  /** with its sign: what goes out is negative */
  readonly gross: Money;
  readonly fee: Money;
  readonly net: Money;
  /** settlement units for one presented unit, as the provider wrote it; null where nothing was exchanged */
  readonly rateText: string | null;
}

export interface PayoutRow {
  readonly kind: "payout";
  readonly id: string;
  readonly createdAt: Instant;
  readonly arrivesAt: Instant;
  readonly standing: "pending" | "paid" | "failed" | "unknown";
  readonly payoutAmount: Money;
  /** whether the list of what it carries is whole; `never` for one that was made by hand */
  readonly itemised: "yes" | "not_yet" | "never";
}

/** An event as the provider keeps it for 30 days, of the types that our hook is told of. */
export interface EventRow {
  readonly kind: "event";
  readonly id: string;
  readonly createdAt: Instant;
  /** what the hook would have been told */
  readonly news: ProviderNews;
}

export interface BookRows {
  readonly intents: IntentRow;
  readonly refunds: RefundRow;
  readonly disputes: DisputeRow;
  readonly movements: MovementRow;
  readonly payouts: PayoutRow;
  readonly events: EventRow;
}

export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/** Whose an object at the provider is, by the labels of the hold behind it: believed only after our session says the same. */
export type Whose =
  | {
      readonly kind: "labelled";
      readonly tenant: string;
      readonly session: string;
      readonly environment: string | null;
      readonly intent: string | null;
    }
  /** there is no such object, or nothing of ours on it */
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly why: string };

/** A provider keeps all books; who only needs some is handed no others. */
export interface ProviderBooks<Kept extends keyof BookRows = keyof BookRows> {
  /**
   * Every row of a book that was created in [from, to), in any order, paged to the end.
   * @throws Error when the provider does not answer: a list that is not whole proves nothing
   */
  list<B extends Kept>(book: B, period: Period): AsyncIterable<BookRows[B]>;
  /** Of anything that an event can name: an intent, a page, a charge, a refund, a dispute, a warning. */
  whose(object: string): Promise<Whose>;
}

/** All books of the account, and what its payouts carry. */
export interface AccountBooks extends ProviderBooks {
  /** What an automatic payout carries to the bank, itself left out. @throws Error when the provider does not answer */
  carriedBy(payout: string): AsyncIterable<MovementRow>;
}
