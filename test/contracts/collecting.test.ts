/** The contract of later collections on the twins, and on the Stripe adapter against our stand-in over HTTP. */
import type { Instant } from "@barq/domain/instant";
import { startStripeStandIn } from "@barq/local/stripe/server";
import { createMemoryPayments } from "@barq/payments/memory";
import { bankGateway, cardProvider } from "@barq/payments/memory-abilities";
import type { PaymentCapabilities } from "@barq/payments/port";
import { createStripeProvider } from "@barq/payments/stripe-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CollectingBench, LaterBank } from "./collecting.ts";
import { describeCollecting } from "./collecting.ts";

const startAt: Instant = Date.parse("2026-11-24T15:00:00.250Z");

async function twinBench(abilities: PaymentCapabilities): Promise<CollectingBench> {
  let now = startAt;
  const twin = createMemoryPayments({ clock: () => now, abilities });
  const declines: Readonly<Record<LaterBank, { readonly code: string; readonly why: string } | null>> = {
    pays: null,
    asks_for_holder: { code: "authentication_required", why: "authentication_required" },
    declines: { code: "card_declined", why: "insufficient_funds" },
  };
  return {
    payments: twin.payments,
    collecting: twin.collecting,
    now: () => now,
    advance: async (ms) => {
      now += ms;
    },
    pay: async (page, bank) => {
      twin.driver.pay(page);
      twin.keptCards.declineLater(declines[bank]);
    },
    silence: async (verb, where) => twin.faults.silence(verb, where),
    asked: async (session) => {
      const own = twin.collections().filter(({ labels }) => labels.session === session);
      return { tries: own.length, paid: own.filter(({ declined }) => declined === null).length };
    },
    close: async () => undefined,
  };
}

describeCollecting("memory twin", cardProvider, () => twinBench(cardProvider));
describeCollecting("twin of a bank's gateway", bankGateway, () => twinBench(bankGateway));

const apiKey = "sk_test_contract";

/** The stand-in's cards by what their bank says when nobody is there; the first one asks for its holder on the page too. */
const cards: Readonly<Record<LaterBank, string>> = {
  pays: "4242424242424242",
  asks_for_holder: "4000002760003184",
  declines: "4000001110000341",
};
const faultsOf = {
  before: { kind: "reset_before", times: 1 },
  after: { kind: "reset_after", times: 1 },
  spent: { kind: "error500_before", times: 1 },
} as const;

interface StripeSide extends CollectingBench {
  /** an object or a list as the provider's own API answers it, whatever the status */
  ask(
    path: string,
    form?: Record<string, string>,
  ): Promise<{ readonly status: number; readonly body: string }>;
}

async function stripeBench(): Promise<StripeSide> {
  let now = startAt;
  const clock = (): Instant => now;
  const standIn = await startStripeStandIn({ port: 0, folder: null, clock, apiKey, webhook: null });
  const { payments, collecting } = createStripeProvider({
    apiKey,
    webhookSecret: "whsec_contract",
    apiBase: new URL(standIn.base),
    clock,
    environment: "test",
    // The SDK would heal a single fault by its own retry, so here it has none.
    patience: { timeoutMs: 5000, retries: 0 },
  });
  const submit = async (page: string, fields: Record<string, string>): Promise<number> => {
    const body = new URLSearchParams(fields);
    const answer = await fetch(`${standIn.base}/c/pay/${page}`, { method: "POST", redirect: "manual", body });
    return answer.status;
  };
  const ask: StripeSide["ask"] = async (path, form) => {
    const headers = { authorization: `Bearer ${apiKey}` };
    const answer = await fetch(`${standIn.base}${path}`, {
      headers,
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    return { status: answer.status, body: await answer.text() };
  };
  return {
    payments,
    collecting,
    now: clock,
    ask,
    advance: async (ms) => {
      now += ms;
    },
    pay: async (page, bank) => {
      const first = await submit(page, { outcome: "pay", card: cards[bank] });
      if (first !== 303 && (await submit(page, { outcome: "approve" })) !== 303) throw new Error("not paid");
    },
    silence: async (verb, where) => {
      const operation = verb === "collect" ? "POST /v1/payment_intents" : "GET /v1/payment_intents";
      await fetch(`${standIn.base}/_control`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ faults: [{ operation, ...faultsOf[where] }] }),
      });
    },
    asked: async (session) => {
      const list: { data: { status: string; metadata: Record<string, string> }[] } = JSON.parse(
        (await ask("/v1/payment_intents?limit=100")).body,
      );
      const own = list.data.filter(({ metadata }) => metadata.sid === session && metadata.collect === "1");
      return { tries: own.length, paid: own.filter(({ status }) => status === "succeeded").length };
    },
    close: () => standIn.close(),
  };
}

describeCollecting("Stripe on the stand-in", cardProvider, stripeBench);

describe("the stand-in's kept cards", () => {
  let bench: StripeSide;
  beforeAll(async () => {
    bench = await stripeBench();
  });
  afterAll(() => bench.close());

  /** A page that keeps its card, paid; answers the intent as the API tells it. */
  const paid = async (
    more: Record<string, string> = {},
    bank: LaterBank = "pays",
  ): Promise<Record<string, string>> => {
    const form = {
      mode: "payment",
      success_url: "http://localhost:1/paid",
      "line_items[0][quantity]": "1",
      "line_items[0][price_data][currency]": "mad",
      "line_items[0][price_data][unit_amount]": "9000",
      "line_items[0][price_data][product_data][name]": "REF",
      "payment_intent_data[capture_method]": "manual",
      ...more,
    };
    const page: { id: string } = JSON.parse((await bench.ask("/v1/checkout/sessions", form)).body);
    await bench.pay(page.id, bank);
    const told = await bench.ask(`/v1/checkout/sessions/${page.id}?expand[]=payment_intent`);
    const whole: { customer: string; payment_intent: Record<string, string> } = JSON.parse(told.body);
    expect(whole.payment_intent.customer).toBe(whole.customer);
    return whole.payment_intent;
  };
  const keeping = {
    customer_creation: "always",
    "payment_intent_data[setup_future_usage]": "off_session",
  };
  const collect = (of: Record<string, string>) =>
    bench.ask("/v1/payment_intents", { amount: "4000", currency: "mad", ...of });
  it("are made with a customer that has nothing personal, and only where the page asks for it", async () => {
    const { customer = "", setup_future_usage } = await paid(keeping);
    expect(setup_future_usage).toBe("off_session");
    expect(JSON.parse((await bench.ask(`/v1/customers/${customer}`)).body)).toMatchObject({
      object: "customer",
      email: null,
      metadata: {},
    });
    expect(await paid()).toMatchObject({ customer: null, setup_future_usage: null });
  });

  it("are refused without their customer, with another's, without confirmation, and for a customer that is none", async () => {
    const { customer = "", payment_method = "" } = await paid(keeping);
    const other = await paid(keeping);
    const off = { off_session: "true", confirm: "true" };
    const refusals: readonly Record<string, string>[] = [
      { payment_method, ...off },
      { payment_method, customer: other.customer ?? "", ...off },
      { payment_method, customer, off_session: "true" },
      { payment_method, customer: "cus_none", ...off },
      { payment_method: "pm_none", customer, ...off },
    ];
    for (const wish of refusals) expect((await collect(wish)).status).toBeGreaterThanOrEqual(400);
    const list: { data: unknown[] } = JSON.parse(
      (await bench.ask(`/v1/payment_intents?customer=${customer}`)).body,
    );
    expect(list.data).toHaveLength(1);
    expect((await collect({ payment_method, customer, ...off })).status).toBe(200);
  });

  it("that are declined answer 402 with the intent, which stands unpaid", async () => {
    const page = await paid(keeping, "declines");
    const answer = await collect({
      customer: page.customer ?? "",
      payment_method: page.payment_method ?? "",
      off_session: "true",
      confirm: "true",
    });
    expect(answer.status).toBe(402);
    expect(JSON.parse(answer.body)).toMatchObject({
      error: {
        type: "card_error",
        code: "card_declined",
        decline_code: "insufficient_funds",
        payment_intent: { status: "requires_payment_method", customer: page.customer },
      },
    });
  });
});
