/** The addresses of Stripe's v1 API that this product needs: what each takes, and what it does. */
import { assertAmount } from "./amounts.ts";
import type { Card } from "./cards.ts";
import { cardOfMethod } from "./cards.ts";
import { createCheckout, expireCheckout } from "./checkout-sessions.ts";
import { acceptDispute, updateDispute } from "./disputes.ts";
import type { Form } from "./form.ts";
import { increment } from "./increments.ts";
import { createdRange, createdRule, listOf, listRules } from "./listing.ts";
import type { PaymentIntent, ShelfName } from "./objects.ts";
import type { Rules } from "./parameters.ts";
import { exclusive, metadataAt, textAt, textsAt, wholeAt } from "./parameters.ts";
import { authorise, cancel, capture, challenge, makeIntent } from "./payment-intents.ts";
import { listMovements, listPayouts } from "./payouts.ts";
import { refund } from "./refunds.ts";
import { invalid } from "./refusal.ts";
import {
  checkoutRules,
  disputeRules,
  expandRule,
  incrementRules,
  intentRules,
  methodRules,
} from "./rules.ts";
import { keptCardOf, payWithKept } from "./saved-cards.ts";
import type { World } from "./world.ts";

export interface Route {
  /** `POST /v1/payment_intents/:id/capture`: also the name by which faults are ordered */
  readonly name: string;
  readonly rules: Rules;
  /** what is answered: one object of a kind, or a list of them */
  readonly kind: ShelfName;
  readonly isList: boolean;
  readonly act: (world: World, form: Form, id: string) => object;
}

const route = (name: string, rules: Rules, act: Route["act"]): Route => ({
  name,
  rules: { ...expandRule, ...rules },
  kind: kindOf(name),
  isList: name.startsWith("GET ") && !name.includes(":id"),
  act,
});

const kinds: readonly (readonly [string, ShelfName])[] = [
  ["checkout/sessions", "checkout_session"],
  ["payment_intents", "payment_intent"],
  ["customers", "customer"],
  ["charges", "charge"],
  ["refunds", "refund"],
  ["disputes", "dispute"],
  ["radar/early_fraud_warnings", "early_fraud_warning"],
  ["events", "event"],
  ["payouts", "payout"],
];

const kindOf = (name: string): ShelfName =>
  kinds.find(([noun]) => name.includes(`/v1/${noun}`))?.[1] ?? "balance_transaction";

const cancelReasons = ["abandoned", "duplicate", "fraudulent", "requested_by_customer"];
const refundReasons = ["duplicate", "fraudulent", "requested_by_customer"];

const ofCharge: Rules = { charge: { is: "text" }, payment_intent: { is: "text" } };
const isOfCharge = (form: Form): ((one: OfCharge) => boolean) => {
  const charge = textAt(form, "charge");
  const intent = textAt(form, "payment_intent");
  return (one) =>
    (charge === null || one.charge === charge) && (intent === null || one.payment_intent === intent);
};
interface OfCharge {
  readonly charge: string;
  readonly payment_intent: string;
}

export const routes: readonly Route[] = [
  route("POST /v1/checkout/sessions", checkoutRules, (world, form) => createCheckout(world, form)),
  route(
    "GET /v1/checkout/sessions",
    {
      ...listRules,
      ...createdRule,
      payment_intent: { is: "text" },
      status: { is: "one_of", values: ["open", "complete", "expired"] },
    },
    ({ books }, form) => {
      const status = textAt(form, "status");
      const intent = textAt(form, "payment_intent");
      return listOf(
        books.shelf("checkout_session"),
        form,
        "/v1/checkout/sessions",
        (page) =>
          (status === null || page.status === status) && (intent === null || page.payment_intent === intent),
      );
    },
  ),
  route("GET /v1/checkout/sessions/:id", {}, ({ books }, _, id) => books.need("checkout_session", id)),
  route("POST /v1/checkout/sessions/:id/expire", {}, (world, _, id) => expireCheckout(world, id)),
  route("POST /v1/payment_intents", intentRules, createIntent),
  route(
    "GET /v1/payment_intents",
    { ...listRules, ...createdRule, customer: { is: "text" } },
    ({ books }, form) => {
      const customer = textAt(form, "customer");
      return listOf(
        books.shelf("payment_intent"),
        form,
        "/v1/payment_intents",
        (intent) => customer === null || intent.customer === customer,
      );
    },
  ),
  route("GET /v1/payment_intents/:id", { client_secret: { is: "text" } }, ({ books }, _, id) =>
    books.need("payment_intent", id),
  ),
  route(
    "POST /v1/payment_intents/:id",
    { metadata: { is: "metadata" }, description: { is: "text" } },
    updateIntent,
  ),
  route("POST /v1/payment_intents/:id/confirm", methodRules, (world, form, id) =>
    confirm(world, world.books.need("payment_intent", id), form),
  ),
  route(
    "POST /v1/payment_intents/:id/capture",
    {
      amount_to_capture: { is: "whole", least: 1 },
      final_capture: { is: "flag" },
      metadata: { is: "metadata" },
      statement_descriptor_suffix: { is: "text", most: 22 },
    },
    (world, form, id) => capture(world, id, form),
  ),
  route("POST /v1/payment_intents/:id/increment_authorization", incrementRules, (world, form, id) =>
    increment(world, id, form),
  ),
  route(
    "POST /v1/payment_intents/:id/cancel",
    { cancellation_reason: { is: "one_of", values: cancelReasons } },
    (world, form, id) => cancel(world, id, form),
  ),
  route("GET /v1/customers/:id", {}, ({ books }, _, id) => books.need("customer", id)),
  route("GET /v1/charges/:id", {}, ({ books }, _, id) => books.need("charge", id)),
  route(
    "POST /v1/refunds",
    {
      amount: { is: "whole", least: 1 },
      charge: { is: "text" },
      payment_intent: { is: "text" },
      metadata: { is: "metadata" },
      reason: { is: "one_of", values: refundReasons },
    },
    (world, form) => {
      exclusive(form, "charge", ["payment_intent"]);
      return refund(world, form);
    },
  ),
  route(
    "GET /v1/refunds",
    { ...listRules, ...createdRule, charge: { is: "text" }, payment_intent: { is: "text" } },
    ({ books }, form) => {
      const charge = textAt(form, "charge");
      const intent = textAt(form, "payment_intent");
      return listOf(
        books.shelf("refund"),
        form,
        "/v1/refunds",
        (one) =>
          (charge === null || one.charge === charge) && (intent === null || one.payment_intent === intent),
      );
    },
  ),
  route("GET /v1/refunds/:id", {}, ({ books }, _, id) => books.need("refund", id)),
  route("GET /v1/disputes", { ...listRules, ...createdRule, ...ofCharge }, ({ books }, form) =>
    listOf(books.shelf("dispute"), form, "/v1/disputes", isOfCharge(form)),
  ),
  route("GET /v1/disputes/:id", {}, ({ books }, _, id) => books.need("dispute", id)),
  route("POST /v1/disputes/:id", disputeRules, (world, form, id) => updateDispute(world, id, form)),
  route("POST /v1/disputes/:id/close", {}, (world, _, id) => acceptDispute(world, id)),
  route(
    "GET /v1/radar/early_fraud_warnings",
    { ...listRules, ...createdRule, ...ofCharge },
    ({ books }, form) =>
      listOf(books.shelf("early_fraud_warning"), form, "/v1/radar/early_fraud_warnings", isOfCharge(form)),
  ),
  route("GET /v1/radar/early_fraud_warnings/:id", {}, ({ books }, _, id) =>
    books.need("early_fraud_warning", id),
  ),
  route(
    "GET /v1/events",
    {
      ...listRules,
      ...createdRule,
      delivery_success: { is: "flag" },
      type: { is: "text" },
      types: { is: "list", of: { is: "text" } },
    },
    ({ books }, form) => {
      exclusive(form, "type", ["types"]);
      const type = textAt(form, "type");
      const types = type === null ? textsAt(form, "types") : [type];
      const delivered = textAt(form, "delivery_success");
      const listedFrom = books.nowS() - 30 * 86_400;
      return listOf(
        books.shelf("event"),
        form,
        "/v1/events",
        (event) =>
          event.created >= listedFrom &&
          (types.length === 0 || types.some((wish) => matches(wish, event.type))) &&
          (delivered === null || (event.pending_webhooks === 0) === (delivered === "true")),
      );
    },
  ),
  route("GET /v1/events/:id", {}, ({ books }, _, id) => books.need("event", id)),
  route(
    "GET /v1/balance_transactions",
    {
      ...listRules,
      ...createdRule,
      currency: { is: "text", most: 3 },
      payout: { is: "text" },
      source: { is: "text" },
      type: { is: "text" },
    },
    listMovements,
  ),
  route("GET /v1/balance_transactions/:id", {}, ({ books }, _, id) => books.need("balance_transaction", id)),
  route(
    "GET /v1/payouts",
    { ...listRules, ...createdRule, arrival_date: createdRange, status: { is: "text" } },
    listPayouts,
  ),
  route("GET /v1/payouts/:id", {}, ({ books }, _, id) => books.need("payout", id)),
];

const patterns = routes.map((one) => ({
  one,
  pattern: new RegExp(`^${one.name.replace(":id", "([\\w-]+)")}$`),
}));

/** The route of a request, and the id in its address. */
export function routeOf(
  method: string,
  path: string,
): { readonly route: Route; readonly id: string } | undefined {
  for (const { one, pattern } of patterns) {
    const match = pattern.exec(`${method} ${path}`);
    if (match) return { route: one, id: match[1] ?? "" };
  }
  return undefined;
}

/** `payment_intent.*` stands for the whole family. */
const matches = (wish: string, type: string): boolean =>
  wish.endsWith(".*") ? type.startsWith(wish.slice(0, -1)) : wish === type;

function createIntent(world: World, form: Form): PaymentIntent {
  exclusive(form, "allowed_payment_method_types", [
    "excluded_payment_method_types",
    "automatic_payment_methods",
    "payment_method_configuration",
  ]);
  const amount = wholeAt(form, "amount") ?? 0;
  const currency = (textAt(form, "currency") ?? "").toLowerCase();
  assertAmount(amount, currency, "amount");
  const wish = {
    amount,
    currency,
    captureMethod: textAt(form, "capture_method") === "manual" ? ("manual" as const) : ("automatic" as const),
    metadata: metadataAt(form, "metadata"),
    description: textAt(form, "description"),
  };
  const kept = keptCardOf(world, form);
  if (kept) return payWithKept(world, makeIntent(world, { ...wish, customer: kept.customer }), kept);
  if (textAt(form, "confirm") === "true") methodOf(form);
  const intent = makeIntent(world, wish);
  return textAt(form, "confirm") === "true" ? confirm(world, intent, form) : intent;
}

function updateIntent({ books }: World, form: Form, id: string): PaymentIntent {
  const intent = books.need("payment_intent", id);
  const updated: PaymentIntent = {
    ...intent,
    metadata: { ...intent.metadata, ...metadataAt(form, "metadata") },
    description: textAt(form, "description") ?? intent.description,
  };
  books.put("payment_intent", updated);
  return updated;
}

function confirm(world: World, intent: PaymentIntent, form: Form): PaymentIntent {
  if (!["requires_payment_method", "requires_confirmation"].includes(intent.status)) {
    throw invalid(
      "payment_intent_unexpected_state",
      `This PaymentIntent could not be confirmed because it has a status of ${intent.status}.`,
    );
  }
  const card = methodOf(form);
  return card.challenges ? challenge(world, intent) : authorise(world, intent, card, false);
}

function methodOf(form: Form): Card {
  const method = textAt(form, "payment_method");
  const card = method === null ? undefined : cardOfMethod(method);
  if (!card) throw invalid("resource_missing", `No such PaymentMethod: '${method}'`, "payment_method");
  return card;
}
