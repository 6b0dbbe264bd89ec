/** The contract of a provider's books on the twin, and on the Stripe adapter against our stand-in over HTTP. */
import type { Instant } from "@barq/domain/instant";
import { hour } from "@barq/domain/instant";
import { money } from "@barq/domain/money";
import { startStripeStandIn } from "@barq/local/stripe/server";
import { createMemoryPayments } from "@barq/payments/memory";
import { createStripeAccount } from "@barq/payments/stripe-account";
import { describeProviderBooks } from "./provider-books.ts";

const startAt: Instant = Date.parse("2026-11-24T15:00:00.250Z");

describeProviderBooks("memory twin", async () => {
  let now = startAt;
  const { payments, refunds, books, driver, bank, elsewhere } = createMemoryPayments({ clock: () => now });
  let isShut = false;
  return {
    payments,
    refunds,
    books: {
      whose: books.whose,
      list(book, period) {
        if (isShut) elsewhere.shut(true);
        isShut = false;
        return books.list(book, period);
      },
      carriedBy: books.carriedBy,
    },
    now: () => now,
    advance: async (ms) => {
      elsewhere.shut(false);
      now += ms;
    },
    pay: async (page) => driver.pay(page),
    sendBack: async (refund) => bank.turnOut(refund, "failed"),
    showRests: async () => undefined,
    sellElsewhere: async () =>
      elsewhere.add({
        kind: "intent",
        id: "intent_elsewhere",
        createdAt: now,
        tenant: null,
        session: null,
        environment: null,
        standing: "captured",
        authorisedAmount: money(990n, "EUR"),
        capturedAmount: money(990n, "EUR"),
        hold: null,
        movement: null,
      }),
    shutNext: async () => {
      isShut = true;
    },
    close: async () => undefined,
  };
});

const apiKey = "sk_test_books";

describeProviderBooks("Stripe against the stand-in", async () => {
  let now = startAt;
  const clock = (): Instant => now;
  const standIn = await startStripeStandIn({
    port: 0,
    folder: null,
    clock,
    apiKey,
    webhook: null,
    tickMs: 20,
  });
  const provider = createStripeAccount({
    apiKey,
    webhookSecret: "whsec_books",
    apiBase: new URL(standIn.base),
    clock,
    environment: "test",
    patience: { timeoutMs: 5000, retries: 0 },
  });
  const post = async (path: string, body: string, type: string): Promise<void> => {
    const answer = await fetch(`${standIn.base}${path}`, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": type, authorization: `Bearer ${apiKey}` },
      body,
    });
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const form = (path: string, fields: Record<string, string>): Promise<void> =>
    post(path, new URLSearchParams(fields).toString(), "application/x-www-form-urlencoded");
  const order = (wish: object): Promise<void> => post("/_control", JSON.stringify(wish), "application/json");
  return {
    ...provider,
    now: clock,
    advance: async (ms) => {
      now += ms;
    },
    pay: (page, card = "good") =>
      form(`/c/pay/${page}`, {
        outcome: "pay",
        card: card === "good" ? "4242424242424242" : "4000000000005126",
      }),
    sendBack: async () => {
      now += 2 * hour;
    },
    showRests: () => order({ capture_shape: "released_as_refund" }),
    sellElsewhere: () =>
      form("/v1/payment_intents", {
        amount: "990",
        currency: "eur",
        payment_method: "pm_card_visa",
        confirm: "true",
      }),
    shutNext: () =>
      order({ faults: [{ operation: "GET /v1/payment_intents", kind: "reset_before", times: 1 }] }),
    close: () => standIn.close(),
  };
});
