/**
 * Moving money. The provider's answers are unions: unknown is not no, the state stays and the next try first reads the
 * provider's own truth. Keys are made from our ids and the environment (`effectKey` in packages/domain/session.ts).
 */
import type { Instant } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";

/** Facts of the adapter, and the core goes by them, never by a name; what holds for one payment alone is read with its hold. */
export interface PaymentCapabilities {
  /** false: what reads as `held` is a deposit that was taken; nothing is captured, and what is not owed goes back as a refund */
  readonly hold: boolean;
  /** false: a capture takes the whole hold, and what is not owed goes back as a refund */
  readonly partialCapture: boolean;
  readonly overcapture: boolean;
  readonly increment: boolean;
  /** false: nobody says when a hold lapses, and the policy's cautious life is taken for it */
  readonly expiryKnown: boolean;
  /** false: a repeat acts again, so that the provider's own word is asked for before every repeat */
  readonly idempotencyKeys: boolean;
  /** a card can be kept with its hold, and asked once more without its holder (collecting.ts) */
  readonly savedCard: boolean;
  readonly refunds: boolean;
}

/** What the provider is told of a session: opaque ids alone, nothing personal. */
export interface HoldLabels {
  readonly tenant: string;
  readonly session: string;
  readonly reference: string;
  readonly hold: number;
  readonly attempt: number;
  readonly environment: string;
}

export interface OpenHold {
  readonly key: string;
  readonly labels: HoldLabels;
  readonly holdAmount: Money;
  readonly locale: "ar" | "fr" | "en";
  readonly description: string;
  /** what the bank prints behind the account's own name, so that a driver finds the session again; at most 10 letters and digits */
  readonly statement: string;
  /** the driver agreed to a later collection: the provider keeps the card, and this only then */
  readonly savesCard?: boolean;
  /** where the payment page sends the driver back to, paid or not */
  readonly paidUrl: string;
  readonly abandonedUrl: string;
  /** computed once, from the stored start, so that a repeat sends the same parameters */
  readonly expiresAt: Instant;
}

/** The provider's names for a hold: the payment page's object, and the intent once there is one. */
export interface HoldRef {
  readonly page: string | null;
  readonly intent: string | null;
}

/** What the provider says of a hold when it is read. */
export type HoldTruth =
  | { readonly kind: "open"; readonly ref: HoldRef; readonly url: string }
  | {
      readonly kind: "held";
      readonly ref: HoldRef;
      readonly heldAmount: Money;
      readonly captureBefore: Instant | null;
      /** Whether the charge of this payment says that its hold may be raised; a bonus, and never a plan. */
      readonly mayBeRaised: boolean;
      /** what it says can be captured at most: the hold, or more */
      readonly mostCaptured: Money;
      readonly card: { readonly brand: string; readonly last4: string; readonly fingerprint: string | null };
    }
  | { readonly kind: "captured"; readonly ref: HoldRef; readonly capturedAmount: Money }
  /** cancelled by us, lapsed, or the page expired before anybody paid */
  | {
      readonly kind: "gone";
      readonly ref: HoldRef;
      readonly why: "released" | "lapsed" | "expired";
      /** the fingerprint of the last card that was declined on its page, where one was */
      readonly declinedCard: string | null;
    }
  | { readonly kind: "unknown"; readonly why: string };

export type Opened =
  | { readonly kind: "opened"; readonly ref: HoldRef; readonly url: string }
  | { readonly kind: "refused"; readonly code: string; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

export type Captured =
  | { readonly kind: "captured"; readonly capturedAmount: Money }
  /** the provider will not: the hold lapsed, was cancelled, or is in a state we must look at */
  | { readonly kind: "refused"; readonly code: string; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

export type Raised =
  | { readonly kind: "raised"; readonly heldAmount: Money }
  /** the bank said no to more, and the hold stands as it was */
  | { readonly kind: "declined"; readonly code: string }
  | { readonly kind: "refused"; readonly code: string; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

export type Released =
  | { readonly kind: "released" }
  | { readonly kind: "refused"; readonly code: string; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

/**
 * A hint from the provider to go and look; tenant and session are believed only after our session says the same. `nothing`
 * is known and asks for no step of ours; `other` is what nobody here knows: kept and shown, never guessed at.
 */
export interface ProviderNews {
  readonly event: string;
  /** the provider's own word, such as `charge.dispute.created` */
  readonly type: string;
  readonly kind: "hold" | "refund" | "dispute" | "warning" | "nothing" | "other";
  /** of a hold: it says that the hold has ended, by a capture, a release or a lapse */
  readonly isOver: boolean;
  /** the provider's name for what it is about: an intent, a page, a refund, a dispute, a warning */
  readonly object: string | null;
  /** of the hold behind it, where the event says so */
  readonly intent: string | null;
  readonly tenant: string | null;
  readonly session: string | null;
  readonly at: Instant;
}

export type VerifiedNews =
  | { readonly kind: "news"; readonly news: ProviderNews }
  | { readonly kind: "forged"; readonly why: string }
  | { readonly kind: "old"; readonly why: string };

/** Holding, taking and giving back, without hearing the provider's news: what a door needs that holds money. */
export interface Holding {
  readonly capabilities: PaymentCapabilities;
  /** Smallest amount the provider captures, in the currency asked. */
  least(currency: string): Money;
  open(request: OpenHold): Promise<Opened>;
  read(ref: HoldRef): Promise<HoldTruth>;
  /** By our own labels, where the provider's id was never learnt (an answer that was lost). Looks back to `since`. */
  find(
    labels: Pick<HoldLabels, "tenant" | "session" | "hold" | "environment">,
    since: Instant,
  ): Promise<HoldTruth | { readonly kind: "none" }>;
  capture(request: {
    readonly key: string;
    readonly ref: HoldRef;
    readonly captureAmount: Money;
  }): Promise<Captured>;
  /** Holds more on the same card, where the charge allows it. `holdAmount` is the new total; nobody is asked at a page. */
  raise(request: {
    readonly key: string;
    readonly ref: HoldRef;
    readonly holdAmount: Money;
  }): Promise<Raised>;
  /**
   * Expires the page before the hold stands, cancels the intent from then on. `pageOnly`: a hold that stands by then is
   * refused (`hold_stands`) and left alone, because somebody else may be recording it at this moment.
   */
  release(request: {
    readonly key: string;
    readonly ref: HoldRef;
    readonly pageOnly?: boolean;
  }): Promise<Released>;
}

/** The ear of the door that the provider's news come in by. */
export interface Hearing {
  /** Verifies the signature over the raw body; never throws. */
  verifyNews(body: string, signature: string | null): Promise<VerifiedNews>;
}

export interface Payments extends Holding, Hearing {}
