/** The intent's machine: from a card that is asked to money that is held, captured, cancelled or lapsed. */
import { assertAmount } from "./amounts.ts";
import { settle } from "./balance.ts";
import type { Card, Decline } from "./cards.ts";
import { troubleOf } from "./cards.ts";
import { bankActsAfterS } from "./disputes.ts";
import type { Form } from "./form.ts";
import { raises } from "./increments.ts";
import type { Charge, IntentStatus, Metadata, PaymentIntent } from "./objects.ts";
import { metadataAt, textAt, wholeAt } from "./parameters.ts";
import { releasedRest } from "./refunds.ts";
import { invalid } from "./refusal.ts";
import type { World } from "./world.ts";
import { announce } from "./world.ts";

const windowS = 7 * 86_400;

/** Stripe, "Overcapture": 15 % in most categories with Visa, and none for EV charging with the others. */
const overcaptures = (brand: string): boolean => brand === "visa";
const most = (amount: number): number => Math.floor((amount * 23) / 20);

export function makeIntent(
  world: World,
  wish: {
    readonly amount: number;
    readonly currency: string;
    readonly captureMethod: "manual" | "automatic";
    readonly metadata: Metadata;
    readonly description: string | null;
    /** whose kept card will pay it */
    readonly customer?: string;
  },
): PaymentIntent {
  const { books } = world;
  const id = books.newId("pi");
  const intent: PaymentIntent = {
    id,
    object: "payment_intent",
    amount: wish.amount,
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: wish.captureMethod,
    client_secret: `${id}_secret`,
    confirmation_method: "automatic",
    created: books.nowS(),
    currency: wish.currency,
    customer: wish.customer ?? null,
    description: wish.description,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: wish.metadata,
    next_action: null,
    payment_method: null,
    payment_method_types: ["card"],
    setup_future_usage: null,
    status: "requires_payment_method",
  };
  books.put("payment_intent", intent);
  announce(world, "payment_intent.created", intent);
  return intent;
}

/** A page's intent before it holds anything belongs to the page: it ends with it. */
const pageOf = (world: World, intent: PaymentIntent): boolean =>
  intent.status !== "requires_capture" && world.books.find("page_memory", intent.id) !== undefined;

/** The issuer is asked: the amount is held, or the card is declined and another may be tried. */
export function authorise(
  world: World,
  intent: PaymentIntent,
  card: Card,
  authenticated: boolean,
): PaymentIntent {
  if (card.decline) return decline(world, intent, card, card.decline);
  const { books } = world;
  const charge = makeCharge(world, intent, card, authenticated, null);
  const held: PaymentIntent = {
    ...intent,
    status: "requires_capture",
    amount_capturable: intent.amount,
    latest_charge: charge.id,
    last_payment_error: null,
    next_action: null,
    payment_method: charge.payment_method,
  };
  books.put("payment_intent", held);
  if (intent.capture_method === "automatic") return take(world, held, charge, intent.amount);
  const before = charge.payment_method_details.card.capture_before;
  if (before !== undefined) world.deadlines.add({ at: before, kind: "hold_lapses", id: held.id });
  announce(world, "payment_intent.amount_capturable_updated", held);
  return held;
}

export function decline(world: World, intent: PaymentIntent, card: Card, why: Decline): PaymentIntent {
  const charge = makeCharge(world, intent, card, false, why);
  return failed(world, intent, charge.id, { type: "card_error", ...why });
}

export function failAuthentication(world: World, intent: PaymentIntent): PaymentIntent {
  return failed(world, intent, intent.latest_charge, {
    type: "invalid_request_error",
    code: "payment_intent_authentication_failure",
    message: "The provided PaymentMethod has failed authentication.",
  });
}

function failed(
  world: World,
  intent: PaymentIntent,
  charge: string | null,
  last_payment_error: NonNullable<PaymentIntent["last_payment_error"]>,
): PaymentIntent {
  const open: PaymentIntent = {
    ...intent,
    status: "requires_payment_method",
    latest_charge: charge,
    last_payment_error,
    next_action: null,
    payment_method: null,
  };
  world.books.put("payment_intent", open);
  announce(world, "payment_intent.payment_failed", open);
  return open;
}

export function challenge(world: World, intent: PaymentIntent): PaymentIntent {
  if (intent.status === "requires_action") return intent;
  const waiting: PaymentIntent = {
    ...intent,
    status: "requires_action",
    next_action: { type: "use_stripe_sdk" },
  };
  world.books.put("payment_intent", waiting);
  announce(world, "payment_intent.requires_action", waiting);
  return waiting;
}

function makeCharge(
  world: World,
  intent: PaymentIntent,
  card: Card,
  authenticated: boolean,
  declined: Decline | null,
): Charge {
  const { books } = world;
  const now = books.nowS();
  const beyond = books.find("page_memory", intent.id)?.beyond;
  const raisable = beyond?.increments === true && raises(card.brand);
  const over = beyond?.overcapture === true && overcaptures(card.brand);
  const charge: Charge = {
    id: books.newId("ch"),
    object: "charge",
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    balance_transaction: null,
    captured: false,
    created: now,
    currency: intent.currency,
    disputed: false,
    failure_code: declined?.code ?? null,
    failure_message: declined?.message ?? null,
    livemode: false,
    metadata: intent.metadata,
    paid: declined === null,
    payment_intent: intent.id,
    payment_method: intent.payment_method ?? `pm_${card.fingerprint}`,
    payment_method_details: {
      type: "card",
      card: {
        amount_authorized: declined ? null : intent.amount,
        brand: card.brand,
        ...(!declined &&
          intent.capture_method === "manual" && {
            capture_before: now + (world.captureWindowS[card.brand] ?? windowS),
          }),
        country: "MA",
        exp_month: 12,
        exp_year: 2034,
        extended_authorization: { status: "disabled" },
        fingerprint: card.fingerprint,
        funding: "credit",
        incremental_authorization: { status: raisable && !declined ? "available" : "unavailable" },
        last4: card.last4,
        multicapture: { status: "unavailable" },
        network: card.brand,
        overcapture: {
          status: over && !declined ? "available" : "unavailable",
          maximum_amount_capturable: over && !declined ? most(intent.amount) : intent.amount,
        },
        three_d_secure: authenticated ? { result: "authenticated" } : null,
        wallet: null,
      },
    },
    refunded: false,
    status: declined ? "failed" : "succeeded",
  };
  books.put("charge", charge);
  return charge;
}

const inWrongState = (intent: PaymentIntent, verb: string, allowed: readonly IntentStatus[]): Error =>
  invalid(
    "payment_intent_unexpected_state",
    `This PaymentIntent could not be ${verb} because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be ${verb}: ${allowed.join(", ")}.`,
  );

/** @throws StripeRefusal payment_intent_unexpected_state, charge_expired_for_capture, amount_too_large, amount_too_small */
export function capture(world: World, id: string, form: Form): PaymentIntent {
  const { books } = world;
  const intent = books.need("payment_intent", id);
  if (intent.status === "canceled" && intent.cancellation_reason === "expired") {
    throw invalid("charge_expired_for_capture", "The authorization of this charge has expired.");
  }
  if (intent.status !== "requires_capture") throw inWrongState(intent, "captured", ["requires_capture"]);
  const amount = wholeAt(form, "amount_to_capture") ?? intent.amount_capturable;
  const charge = books.need("charge", intent.latest_charge ?? "");
  const { overcapture } = charge.payment_method_details.card;
  if (amount > Math.max(intent.amount_capturable, overcapture.maximum_amount_capturable)) {
    throw invalid("amount_too_large", "The amount is more than can be captured.", "amount_to_capture");
  }
  assertAmount(amount, intent.currency, "amount_to_capture");
  const metadata = { ...intent.metadata, ...metadataAt(form, "metadata") };
  // What is captured beyond the hold becomes the intent's own amount.
  const whole = Math.max(intent.amount, amount);
  return take(world, { ...intent, metadata, amount: whole }, charge, amount);
}

function take(world: World, intent: PaymentIntent, charge: Charge, amount: number): PaymentIntent {
  const { books } = world;
  const rest = intent.amount - amount;
  const captured: Charge = {
    ...charge,
    amount_captured: amount,
    captured: true,
    balance_transaction: settle(world, { charge }, amount),
    amount_refunded: world.captureShape === "released_as_refund" ? rest : 0,
  };
  books.put("charge", captured);
  if (world.captureShape === "released_as_refund" && rest > 0) releasedRest(world, captured, rest);
  const succeeded: PaymentIntent = {
    ...intent,
    status: "succeeded",
    amount_capturable: 0,
    amount_received: amount,
  };
  books.put("payment_intent", succeeded);
  announce(world, "payment_intent.succeeded", succeeded);
  if (troubleOf(charge.payment_method_details.card.last4) !== null) {
    world.deadlines.add({ at: books.nowS() + bankActsAfterS, kind: "bank_acts", id: charge.id });
  }
  return succeeded;
}

const cancellable: readonly IntentStatus[] = [
  "requires_payment_method",
  "requires_capture",
  "requires_confirmation",
  "requires_action",
];

/** An intent that Checkout made can be cancelled only when it holds. @throws StripeRefusal payment_intent_unexpected_state */
export function cancel(world: World, id: string, form: Form): PaymentIntent {
  const intent = world.books.need("payment_intent", id);
  if (!cancellable.includes(intent.status)) throw inWrongState(intent, "canceled", cancellable);
  if (pageOf(world, intent)) throw inWrongState(intent, "canceled", ["requires_capture"]);
  return end(world, intent, textAt(form, "cancellation_reason"));
}

/** Cancelled for a reason: by us, with its page, or because the window is over. */
export function end(world: World, intent: PaymentIntent, reason: string | null): PaymentIntent {
  const canceled: PaymentIntent = {
    ...intent,
    status: "canceled",
    amount_capturable: 0,
    canceled_at: world.books.nowS(),
    cancellation_reason: reason,
    next_action: null,
  };
  world.books.put("payment_intent", canceled);
  announce(world, "payment_intent.canceled", canceled);
  return canceled;
}

/** The window of a hold is over: the funds go back. */
export function lapse(world: World, id: string): void {
  const intent = world.books.find("payment_intent", id);
  if (intent?.status !== "requires_capture" || !intent.latest_charge) return;
  announce(world, "charge.expired", world.books.need("charge", intent.latest_charge));
  end(world, intent, "expired");
}
