/**
 * Cards that are kept for a payment without their holder: a page with `setup_future_usage` makes a customer once it is paid,
 * and an intent that is confirmed off the session is paid, or declined with 402, at once (Stripe, "Save and reuse").
 */
import type { Card } from "./cards.ts";
import { readCard } from "./cards.ts";
import type { Form } from "./form.ts";
import type { PaymentIntent } from "./objects.ts";
import { textAt } from "./parameters.ts";
import { authorise, decline } from "./payment-intents.ts";
import { cardRefused, invalid } from "./refusal.ts";
import type { World } from "./world.ts";

interface KeptCard {
  readonly customer: string;
  readonly method: string;
  readonly card: Card;
  readonly isOffSession: boolean;
}

/** The page was paid: its intent names the customer and the method from now on. Answers the customer. */
export function keepCard({ books }: World, intent: PaymentIntent, card: Card): string {
  const customer = books.newId("cus");
  const method = books.newId("pm");
  books.put("customer", {
    id: customer,
    object: "customer",
    created: books.nowS(),
    email: null,
    livemode: false,
    metadata: {},
  });
  books.put("saved_card", { id: method, customer, number: card.number });
  books.put("payment_intent", {
    ...intent,
    customer,
    payment_method: method,
    setup_future_usage: "off_session",
  });
  return customer;
}

/** The kept card that an intent is to be paid with; undefined where it names none. @throws StripeRefusal */
export function keptCardOf({ books }: World, form: Form): KeptCard | undefined {
  const offSession = textAt(form, "off_session");
  const isOffSession = offSession !== null && offSession !== "false";
  const confirms = textAt(form, "confirm") === "true";
  if (isOffSession && !confirms)
    throw invalid(null, "`off_session` can only be used when `confirm` is true.", "off_session");
  const customer = textAt(form, "customer");
  if (customer !== null) books.need("customer", customer);
  const saved = books.find("saved_card", textAt(form, "payment_method") ?? "");
  const card = saved && readCard(saved.number);
  if (!saved || !card) {
    if (customer !== null && confirms) throw invalid("resource_missing", noMethod, "payment_method");
    return undefined;
  }
  if (saved.customer !== customer) throw invalid(null, othersMethod, "payment_method");
  if (!confirms) throw invalid(null, "A kept card is confirmed at once here.", "confirm");
  return { customer, method: saved.id, card, isOffSession };
}

const noMethod = "The customer does not have a payment method with this ID.";
const othersMethod = "The provided PaymentMethod belongs to a Customer: that Customer must be given with it.";

/** @throws StripeRefusal 402 with the intent, which stays without payment, where the issuer says no */
export function payWithKept(world: World, intent: PaymentIntent, kept: KeptCard): PaymentIntent {
  const { card, method, isOffSession } = kept;
  const why = card.decline ?? (isOffSession ? card.declineLater : null);
  if (why) throw cardRefused(why, decline(world, intent, card, why));
  return authorise(world, { ...intent, payment_method: method }, card, false);
}
