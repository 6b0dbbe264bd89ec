/**
 * What a session owes and nothing could be taken for: open until it is paid, or nobody will pay it any more. Where the driver
 * agreed at the start, the card that paid is asked once before a person is.
 */
import type { Instant } from "./instant.ts";
import type { Money } from "./money.ts";

export const receivableStates = ["open", "collected", "given_up"] as const;
export type ReceivableState = (typeof receivableStates)[number];

export const collectionStates = ["asking", "collected", "declined"] as const;

export interface Collection {
  readonly state: (typeof collectionStates)[number];
  /** what is asked of the card, or was taken from it: never more than the driver agreed to */
  readonly minor: bigint;
  /** of the key; 0 while nobody was asked. It rises only when the key before it is forgotten and is known to have done nothing */
  readonly attempt: number;
  /** when the call of this attempt was first made */
  readonly calledAt: Instant | null;
  readonly tries: number;
  /** the provider's name for the payment, once it is known */
  readonly intent: string | null;
  readonly collectedAt: Instant | null;
  /** the provider's code, where nothing was taken */
  readonly why: string | null;
}

export interface Receivable {
  readonly tenant: string;
  readonly session: string;
  readonly version: number;
  readonly state: ReceivableState;
  /** what is still open, or was when it ended */
  readonly owed: Money;
  /** when it was opened, or ended */
  readonly at: Instant;
  readonly giveUpAt: Instant;
  readonly due: Instant | null;
  readonly collection: Collection | null;
}

/** A call of a machine is under way, or soon will be: nobody else ends the receivable meanwhile. */
export const isAsking = ({ state, collection }: Receivable): boolean =>
  state === "open" && collection?.state === "asking";
