/** The Stripe adapter on our stand-in over HTTP, and the provider's own side of it. */
import type { Instant } from "@barq/domain/instant";
import { second } from "@barq/domain/instant";
import { startStripeStandIn } from "@barq/local/stripe/server";
import { signatureOf } from "@barq/local/stripe/webhooks";
import type { Refunds } from "@barq/payments/refunds";
import type { StripeClientOptions } from "@barq/payments/stripe-client";
import { createStripeProvider } from "@barq/payments/stripe-provider";
import type { PaymentsBench, Verb } from "./payments.ts";

const startAt: Instant = Date.parse("2026-11-24T15:00:00.250Z");

const apiKey = "sk_test_contract";
const webhookSecret = "whsec_contract";

/** Which call of the API stands for a verb of the port, where an answer is to be lost. */
const operationOf: Readonly<Record<Verb, string>> = {
  open: "POST /v1/checkout/sessions",
  read: "GET /v1/checkout/sessions/:id",
  find: "GET /v1/checkout/sessions",
  capture: "POST /v1/payment_intents/:id/capture",
  raise: "POST /v1/payment_intents/:id/increment_authorization",
  release: "POST /v1/payment_intents/:id/cancel",
};

/** The SDK would heal a single fault by its own retry, so here it has none. */
const faultsOf = {
  before: { kind: "reset_before", times: 1 },
  after: { kind: "reset_after", times: 1 },
  spent: { kind: "error500_before", times: 1 },
} as const;

/** What Stripe allows with which network; the second one is a test card of the stand-in's own. */
const cards = {
  raises: "5555555555554444",
  raises_no_more: "4000000000000036",
  over: "4242424242424242",
  never: "378282246310005",
} as const;

export interface StripeBench extends PaymentsBench {
  readonly refunds: Refunds;
  /** what the provider has of a kind, as its own list says it (`/v1/refunds?payment_intent=...`) */
  list(path: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

export async function stripeBench(
  more: Partial<StripeClientOptions> & { readonly beyondHold?: boolean } = {},
): Promise<StripeBench> {
  let now = startAt;
  const clock = (): Instant => now;
  const standIn = await startStripeStandIn({ port: 0, folder: null, clock, apiKey, webhook: null });
  const { payments, refunds } = createStripeProvider({
    apiKey,
    webhookSecret,
    apiBase: new URL(standIn.base),
    clock,
    environment: "test",
    patience: { timeoutMs: 5000, retries: 0 },
    ...more,
  });
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(`${standIn.base}${path}`, { redirect: "manual", ...init });
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const submit = (page: string, fields: Record<string, string>): Promise<Response> =>
    call(`/c/pay/${page}`, { method: "POST", body: new URLSearchParams(fields) });
  const headers = { authorization: `Bearer ${apiKey}` };
  return {
    payments,
    refunds,
    async list(path) {
      const said: { data: Record<string, unknown>[] } = JSON.parse(
        await (await call(path, { headers })).text(),
      );
      return said.data;
    },
    now: clock,
    advance: async (ms) => {
      now += ms;
    },
    pay: async (page, beyond = "over") => {
      const answer = await submit(page, { outcome: "pay", card: cards[beyond] });
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
      const answer = await call("/v1/events?type=checkout.session.completed&limit=100", { headers });
      const list: { data: { data: { object: { id: string } } }[] } = JSON.parse(await answer.text());
      const event = list.data.find((one) => one.data.object.id === page);
      const body = JSON.stringify(event);
      return { body, signature: signatureOf(webhookSecret, Math.floor(signedAt / second), body) };
    },
    close: () => standIn.close(),
  };
}
