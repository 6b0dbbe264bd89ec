/** The payments contract on the twins, and on the Stripe adapter against our stand-in over HTTP. */
import type { Instant } from "@barq/domain/instant";
import { second } from "@barq/domain/instant";
import { startStripeStandIn } from "@barq/local/stripe/server";
import { signatureOf } from "@barq/local/stripe/webhooks";
import { createMemoryPayments } from "@barq/payments/memory";
import { bankGateway, cardProvider, saleOnly } from "@barq/payments/memory-abilities";
import type { PaymentCapabilities } from "@barq/payments/port";
import { createStripeProvider } from "@barq/payments/stripe-provider";
import type { PaymentsBench, Verb } from "./payments.ts";
import { describePayments } from "./payments.ts";

const startAt: Instant = Date.parse("2026-11-24T15:00:00.250Z");

async function twinBench(abilities: PaymentCapabilities): Promise<PaymentsBench> {
  let now = startAt;
  const { payments, driver, faults, news } = createMemoryPayments({ clock: () => now, abilities });
  return {
    payments,
    now: () => now,
    advance: async (ms) => {
      now += ms;
    },
    pay: async (page) => driver.pay(page),
    decline: async (page) => driver.decline(page),
    silence: async (verb, where) => faults.silence(verb, where),
    confuse: async (page) => {
      faults.confuse(page, "requires_something_new");
      return true;
    },
    news: async (page, signedAt) => news(page, signedAt),
    close: async () => undefined,
  };
}

describePayments("memory twin", cardProvider, () => twinBench(cardProvider));
describePayments("twin of a bank's gateway", bankGateway, () => twinBench(bankGateway));
describePayments("twin that can only sell", saleOnly, () => twinBench(saleOnly));

const apiKey = "sk_test_contract";
const webhookSecret = "whsec_contract";

/** Which call of the API stands for a verb of the port, where an answer is to be lost. */
const operationOf: Readonly<Record<Verb, string>> = {
  open: "POST /v1/checkout/sessions",
  read: "GET /v1/checkout/sessions/:id",
  find: "GET /v1/checkout/sessions",
  capture: "POST /v1/payment_intents/:id/capture",
  release: "POST /v1/payment_intents/:id/cancel",
};

/** The SDK would heal a single fault by its own retry, so here it has none. */
const faultsOf = {
  before: { kind: "reset_before", times: 1 },
  after: { kind: "reset_after", times: 1 },
  spent: { kind: "error500_before", times: 1 },
} as const;

async function stripeBench(): Promise<PaymentsBench> {
  let now = startAt;
  const clock = (): Instant => now;
  const standIn = await startStripeStandIn({ port: 0, folder: null, clock, apiKey, webhook: null });
  const { payments } = createStripeProvider({
    apiKey,
    webhookSecret,
    apiBase: new URL(standIn.base),
    clock,
    environment: "test",
    patience: { timeoutMs: 5000, retries: 0 },
  });
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(`${standIn.base}${path}`, { redirect: "manual", ...init });
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const submit = (page: string, fields: Record<string, string>): Promise<Response> =>
    call(`/c/pay/${page}`, { method: "POST", body: new URLSearchParams(fields) });
  return {
    payments,
    now: clock,
    advance: async (ms) => {
      now += ms;
    },
    pay: async (page) => {
      const answer = await submit(page, { outcome: "pay" });
      if (answer.status !== 303) throw new Error(`not paid: ${answer.status}`);
    },
    decline: async (page) => void (await submit(page, { outcome: "decline" })),
    silence: async (verb, where) => {
      const faults = [{ operation: operationOf[verb], ...faultsOf[where] }];
      await call("/_control", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ faults }),
      });
    },
    // The stand-in knows no state that Stripe does not; stripe-truth.test.ts tells the adapter such states.
    confuse: async () => false,
    news: async (page, signedAt) => {
      const headers = { authorization: `Bearer ${apiKey}` };
      const answer = await call("/v1/events?type=checkout.session.completed&limit=100", { headers });
      const list: { data: { data: { object: { id: string } } }[] } = JSON.parse(await answer.text());
      const event = list.data.find((one) => one.data.object.id === page);
      const body = JSON.stringify(event);
      return { body, signature: signatureOf(webhookSecret, Math.floor(signedAt / second), body) };
    },
    close: () => standIn.close(),
  };
}

describePayments("Stripe against the stand-in", cardProvider, stripeBench);
