/**
 * What Stripe's objects say of a hold, in our words. Enums at Stripe are open: a value nobody knows is `unknown` and goes
 * to a person in the end, never to a default branch.
 */
import { second } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type Stripe from "stripe";
import type { HoldRef, HoldTruth } from "./port.ts";
import { fromStripeAmount } from "./stripe-amount.ts";

const unknown = (why: string): HoldTruth => ({ kind: "unknown", why });

/** Of something that may be expanded. */
export const idOf = (value: string | { readonly id: string } | null | undefined): string | null =>
  typeof value === "string" ? value : (value?.id ?? null);

export const refOf = (page: Stripe.Checkout.Session): HoldRef => ({
  page: page.id,
  intent: idOf(page.payment_intent),
});

/** Of a Checkout Session whose `payment_intent.latest_charge` is expanded: the intent is the truth once it holds anything. */
export function pageTruth(page: Stripe.Checkout.Session): HoldTruth {
  const ref = refOf(page);
  const intent = typeof page.payment_intent === "object" ? page.payment_intent : null;
  if (intent && ["requires_capture", "succeeded"].includes(intent.status)) return intentTruth(intent, ref);
  switch (page.status) {
    case "open":
      return page.url ? { kind: "open", ref, url: page.url } : unknown("open_without_url");
    case "expired":
      return { kind: "gone", ref, why: "expired", declinedCard: intent && declinedCard(intent) };
    case "complete":
      return intent ? intentTruth(intent, ref) : unknown("complete_without_intent");
    default:
      return unknown(`page_${String(page.status)}`);
  }
}

/** Of an intent whose `latest_charge` is expanded. */
export function intentTruth(intent: Stripe.PaymentIntent, ref: HoldRef): HoldTruth {
  switch (intent.status) {
    case "requires_capture":
      return heldTruth(intent, ref);
    case "succeeded": {
      const capturedAmount = capturedOf(intent);
      return capturedAmount ? { kind: "captured", ref, capturedAmount } : unknown("capture_unreadable");
    }
    case "canceled":
      return {
        kind: "gone",
        ref,
        why: lapsed(intent) ? "lapsed" : "released",
        declinedCard: declinedCard(intent),
      };
    default:
      return unknown(`intent_${String(intent.status)}`);
  }
}

/**
 * What was captured, once nothing more can be: only then is the rest of the hold released, and said to be. Never told from the
 * charge's amount_refunded, where a released rest may be shown too.
 */
export const capturedOf = (intent: Stripe.PaymentIntent): Money | undefined =>
  intent.status === "succeeded" && intent.amount_capturable === 0
    ? fromStripeAmount(intent.amount_received, intent.currency)
    : undefined;

function heldTruth(intent: Stripe.PaymentIntent, ref: HoldRef): HoldTruth {
  const charge = intent.latest_charge;
  const card = typeof charge === "object" ? charge?.payment_method_details?.card : undefined;
  const heldAmount = fromStripeAmount(intent.amount_capturable, intent.currency);
  if (!card || !heldAmount) return unknown("hold_unreadable");
  const { capture_before: captureBeforeS } = card;
  const most =
    card.overcapture?.status === "available"
      ? fromStripeAmount(card.overcapture.maximum_amount_capturable, intent.currency)
      : null;
  return {
    kind: "held",
    ref,
    heldAmount,
    captureBefore: Number.isSafeInteger(captureBeforeS) && captureBeforeS ? captureBeforeS * second : null,
    mayBeRaised: card.incremental_authorization?.status === "available",
    mostCaptured: most && most.minor > heldAmount.minor ? most : heldAmount,
    card: {
      brand: card.brand ?? "unknown",
      last4: card.last4 ?? "",
      fingerprint: card.fingerprint ?? null,
    },
  };
}

function declinedCard({ latest_charge: charge }: Stripe.PaymentIntent): string | null {
  if (typeof charge !== "object" || charge?.status !== "failed") return null;
  return charge.payment_method_details?.card?.fingerprint ?? null;
}

function lapsed(intent: Stripe.PaymentIntent): boolean {
  if (intent.cancellation_reason === "automatic" || intent.cancellation_reason === "expired") return true;
  const charge = typeof intent.latest_charge === "object" ? intent.latest_charge : null;
  const captureBeforeS = charge?.payment_method_details?.card?.capture_before;
  return Boolean(captureBeforeS && intent.canceled_at && intent.canceled_at >= captureBeforeS);
}
