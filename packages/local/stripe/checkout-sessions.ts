/** Checkout Sessions: made, paid on, expired. The page's metadata is not the intent's. */
import { assertAmount } from "./amounts.ts";
import type { Card } from "./cards.ts";
import { genericDecline } from "./cards.ts";
import type { Form } from "./form.ts";
import type { CheckoutSession, PageMemory, PaymentIntent } from "./objects.ts";
import { branchAt, exclusive, metadataAt, textAt, wholeAt } from "./parameters.ts";
import { authorise, challenge, decline, end, failAuthentication, makeIntent } from "./payment-intents.ts";
import { invalid } from "./refusal.ts";
import { keepCard } from "./saved-cards.ts";
import type { World } from "./world.ts";
import { announce } from "./world.ts";

const shortestS = 30 * 60;
const longestS = 24 * 3600;

/** @throws StripeRefusal for expiry, address, amount or currency */
export function createCheckout(world: World, form: Form): CheckoutSession {
  const { books } = world;
  exclusive(form, "allowed_payment_method_types", [
    "excluded_payment_method_types",
    "payment_method_configuration",
  ]);
  const created = books.nowS();
  const expiresAt = wholeAt(form, "expires_at") ?? created + longestS;
  if (expiresAt < created + shortestS || expiresAt > created + longestS) {
    throw invalid(
      null,
      "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
      "expires_at",
    );
  }
  for (const name of ["success_url", "cancel_url"]) {
    const text = textAt(form, name);
    if (text !== null && !URL.canParse(text)) throw invalid("url_invalid", "Not a valid URL", name);
  }
  const { amount, currency, name } = lineTotal(form);
  const data = branchAt(form, "payment_intent_data");
  const cardOptions = branchAt(branchAt(form, "payment_method_options"), "card");
  // Stripe, "Statement descriptors": Latin signs alone, and none of these.
  if (/[<>\\'"*]|[^\x20-\x7e]/.test(textAt(data, "statement_descriptor_suffix") ?? ""))
    throw invalid(
      "parameter_invalid_string",
      "The statement descriptor suffix has a sign that cannot be printed.",
      "payment_intent_data[statement_descriptor_suffix]",
    );
  const id = books.newId("cs_test");
  const page: CheckoutSession = {
    id,
    object: "checkout.session",
    amount_subtotal: amount,
    amount_total: amount,
    cancel_url: textAt(form, "cancel_url"),
    client_reference_id: textAt(form, "client_reference_id"),
    created,
    currency,
    customer: null,
    expires_at: expiresAt,
    livemode: false,
    locale: textAt(form, "locale"),
    metadata: metadataAt(form, "metadata"),
    mode: "payment",
    payment_intent: null,
    payment_method_collection: "if_required",
    payment_method_types: ["card"],
    payment_status: "unpaid",
    status: "open",
    success_url: textAt(form, "success_url") ?? "",
    ui_mode: "hosted_page",
    url: `${world.payBase}/c/pay/${id}`,
  };
  books.put("page_memory", {
    id,
    name,
    captureMethod: textAt(data, "capture_method") === "manual" ? "manual" : "automatic",
    beyond: {
      increments: textAt(cardOptions, "request_incremental_authorization") === "if_available",
      overcapture: textAt(cardOptions, "request_overcapture") === "if_available",
      tried: 0,
    },
    intentMetadata: metadataAt(data, "metadata"),
    intentDescription: textAt(data, "description"),
    savesCard: textAt(data, "setup_future_usage") === "off_session",
    challenged: null,
  });
  books.put("checkout_session", page);
  world.deadlines.add({ at: expiresAt, kind: "page_expires", id });
  return page;
}

function lineTotal(form: Form): { amount: number; currency: string; name: string } {
  let amount = 0;
  let currency = "";
  let name = "";
  for (const line of branchAt(form, "line_items").values()) {
    if (typeof line === "string") continue;
    const price = branchAt(line, "price_data");
    const own = (textAt(price, "currency") ?? "").toLowerCase();
    if (currency !== "" && own !== currency) {
      throw invalid(null, "All prices on a Checkout Session must be in one currency.", "line_items");
    }
    currency = own;
    name ||= textAt(branchAt(price, "product_data"), "name") ?? "";
    amount += (wholeAt(price, "unit_amount") ?? 0) * (wholeAt(line, "quantity") ?? 1);
  }
  assertAmount(amount, currency, "line_items[0][price_data][unit_amount]");
  return { amount, currency, name };
}

/** @throws StripeRefusal unless it is open */
export function expireCheckout(world: World, id: string): CheckoutSession {
  const page = world.books.need("checkout_session", id);
  if (page.status !== "open") {
    throw invalid(
      null,
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${page.status}.`,
    );
  }
  return close(world, page);
}

/** By us or by time; an intent that never held anything ends with its page. */
export function close(world: World, page: CheckoutSession): CheckoutSession {
  const { books } = world;
  const intent = page.payment_intent === null ? undefined : books.find("payment_intent", page.payment_intent);
  if (intent && intent.status !== "canceled") end(world, intent, "abandoned");
  const expired: CheckoutSession = { ...page, status: "expired", url: null };
  books.put("checkout_session", expired);
  announce(world, "checkout.session.expired", expired);
  return expired;
}

export type PageStep = "complete" | "declined" | "challenged" | "challenge_failed";

/** What a driver does on an open page. `approve` and `fail` answer a challenge. */
export function payOnPage(
  world: World,
  page: CheckoutSession,
  outcome: "pay" | "decline" | "challenge" | "approve" | "fail",
  card: Card,
): PageStep {
  const { books } = world;
  const memory = books.need("page_memory", page.id);
  const intent = intentOfPage(world, page, memory);
  const now = books.need("checkout_session", page.id);
  if (outcome === "decline") {
    decline(world, intent, card, card.decline ?? genericDecline);
    return "declined";
  }
  if (outcome === "fail") {
    books.put("page_memory", { ...memory, challenged: null });
    failAuthentication(world, intent);
    return "challenge_failed";
  }
  if (outcome === "challenge" || (outcome === "pay" && card.challenges)) {
    books.put("page_memory", { ...memory, challenged: card.number });
    challenge(world, intent);
    return "challenged";
  }
  if (memory.challenged !== null) books.put("page_memory", { ...memory, challenged: null });
  const after = authorise(world, intent, card, outcome === "approve");
  if (after.status === "requires_payment_method") return "declined";
  const customer = memory.savesCard ? keepCard(world, after, card) : null;
  const complete: CheckoutSession = {
    ...now,
    status: "complete",
    customer,
    payment_status: after.status === "succeeded" ? "paid" : "unpaid",
    url: null,
  };
  books.put("checkout_session", complete);
  announce(world, "checkout.session.completed", complete);
  return "complete";
}

/** The page names an intent from the first try on. */
function intentOfPage(world: World, page: CheckoutSession, memory: PageMemory): PaymentIntent {
  const { books } = world;
  if (page.payment_intent !== null) return books.need("payment_intent", page.payment_intent);
  const intent = makeIntent(world, {
    amount: page.amount_total,
    currency: page.currency,
    captureMethod: memory.captureMethod,
    metadata: memory.intentMetadata,
    description: memory.intentDescription,
  });
  books.put("checkout_session", { ...page, payment_intent: intent.id });
  // The intent's own memory says that a page made it: until it holds, only its page can end it.
  books.put("page_memory", { ...memory, id: intent.id });
  return intent;
}
