/**
 * Taking what a hold did not cover from the card that paid it, without its holder, because the driver agreed to that at the
 * start. Our own labels lie in the payment's metadata: whoever repeats an old call looks for what an earlier one came to first.
 */
import type { Money } from "@barq/domain/money";
import type { HoldLabels, HoldRef } from "./port.ts";

export interface CollectRequest {
  /** `<environment>#<session>#collect.1#<attempt>` */
  readonly key: string;
  readonly labels: Omit<HoldLabels, "hold">;
  /** the hold whose card is asked: what the provider kept is read there, and stored nowhere else */
  readonly ref: HoldRef;
  readonly collectAmount: Money;
  /** as with a hold (port.ts) */
  readonly statement: string;
}

/** What the provider says of a collection of ours. */
export type CollectionTruth =
  | { readonly kind: "collected"; readonly intent: string; readonly collectedAmount: Money }
  /** the card was asked and nothing was taken: `authentication_required` where its holder would have to be there */
  | { readonly kind: "declined"; readonly code: string; readonly why: string }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly why: string };

export type Collected =
  | Extract<CollectionTruth, { kind: "collected" | "declined" | "unknown" }>
  /** nobody was asked: no card is kept, or the amount cannot be said */
  | { readonly kind: "refused"; readonly code: string; readonly why: string };

export interface Collecting {
  collect(request: CollectRequest): Promise<Collected>;
  /** What became of the session's collection, whatever the age of its key: of several tries the one that took money. */
  findCollection(of: {
    readonly labels: Pick<HoldLabels, "tenant" | "session" | "environment">;
    readonly ref: HoldRef;
  }): Promise<CollectionTruth>;
}
