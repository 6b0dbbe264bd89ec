/** The refunds contract on the twin, and on the Stripe adapter against our stand-in over HTTP. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Instant } from "@barq/domain/instant";
import { second } from "@barq/domain/instant";
import { turnsOutAfterS } from "@barq/local/stripe/refunds";
import { startStripeStandIn } from "@barq/local/stripe/server";
import { createMemoryPayments } from "@barq/payments/memory";
import { bankGateway, cardProvider, saleOnly } from "@barq/payments/memory-abilities";
import type { PaymentCapabilities } from "@barq/payments/port";
import { createStripeProvider } from "@barq/payments/stripe-provider";
import type { Bank, RefundsBench } from "./refunds.ts";
import { describeRefunds } from "./refunds.ts";

const startAt: Instant = Date.parse("2026-11-24T15:00:00.250Z");

async function twinBench(abilities: PaymentCapabilities): Promise<RefundsBench> {
  let now = startAt;
  const { payments, refunds, driver, faults, bank, all } = createMemoryPayments({
    clock: () => now,
    abilities,
  });
  return {
    payments,
    refunds,
    now: () => now,
    advance: async (ms) => {
      now += ms;
    },
    pay: async (page, of) => {
      driver.pay(page);
      bank.hesitate(of === "hesitates");
    },
    turnOut: async (refund, of) => bank.turnOut(refund, of === "sends_back" ? "failed" : "succeeded"),
    silence: async (verb, where) => faults.silence(verb === "find" ? "findRefund" : "refund", where),
    // The twin has one shape: a released rest is nothing at all.
    showRest: async () => undefined,
    confuse: async (confused) => bank.confuse(confused ? "requires_something_new" : null),
    made: async (refund) => all().filter((one) => one.refund === refund).length,
    close: async () => undefined,
  };
}

describeRefunds("memory twin", cardProvider, () => twinBench(cardProvider));
describeRefunds("twin of a bank's gateway", bankGateway, () => twinBench(bankGateway));
describeRefunds("twin that can only sell", saleOnly, () => twinBench(saleOnly));

const apiKey = "sk_test_contract";

/** The stand-in's cards by how their bank takes refunds. */
const cards: Readonly<Record<Bank, string>> = {
  prompt: "4242424242424242",
  hesitates: "4000000000007726",
  sends_back: "4000000000005126",
};

const faultsOf = {
  before: { kind: "reset_before", times: 1 },
  after: { kind: "reset_after", times: 1 },
  spent: { kind: "error500_before", times: 1 },
} as const;

/** On the way to the stand-in: refunds may get a status that the stand-in would never say. */
async function startConfusion(base: string) {
  let confused = false;
  const server = createServer(async (request, response) => {
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
      const answer = await fetch(`${base}${request.url}`, {
        method: request.method ?? "GET",
        headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
        ...(chunks.length > 0 && { body: new Uint8Array(Buffer.concat(chunks)) }),
      });
      const text = await answer.text();
      const isRefund = /^\/v1\/refunds/.test(request.url ?? "");
      const said =
        confused && isRefund ? text.replaceAll('"status":"succeeded"', '"status":"something_new"') : text;
      response.writeHead(answer.status, { "content-type": "application/json" }).end(said);
    } catch {
      request.socket.destroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    base: `http://127.0.0.1:${port}`,
    set: (on: boolean): void => {
      confused = on;
    },
    close: (): Promise<void> =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

async function stripeBench(): Promise<RefundsBench> {
  let now = startAt;
  const clock = (): Instant => now;
  const standIn = await startStripeStandIn({ port: 0, folder: null, clock, apiKey, webhook: null });
  const between = await startConfusion(standIn.base);
  const { payments, refunds } = createStripeProvider({
    apiKey,
    webhookSecret: "whsec_contract",
    apiBase: new URL(between.base),
    clock,
    environment: "test",
    // The SDK would heal a single fault by its own retry, so here it has none.
    patience: { timeoutMs: 5000, retries: 0 },
  });
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(`${standIn.base}${path}`, { redirect: "manual", ...init });
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const order = async (wish: object): Promise<void> => {
    const headers = { "content-type": "application/json" };
    await call("/_control", { method: "POST", headers, body: JSON.stringify(wish) });
  };
  return {
    payments,
    refunds,
    now: clock,
    advance: async (ms) => {
      now += ms;
    },
    pay: async (page, bank) => {
      const body = new URLSearchParams({ outcome: "pay", card: cards[bank] });
      const answer = await call(`/c/pay/${page}`, { method: "POST", body });
      if (answer.status !== 303) throw new Error(`not paid: ${answer.status}`);
    },
    turnOut: async () => {
      now += (turnsOutAfterS + 1) * second;
    },
    silence: (verb, where) =>
      order({
        faults: [{ operation: verb === "find" ? "GET /v1/refunds" : "POST /v1/refunds", ...faultsOf[where] }],
      }),
    showRest: (as) => order({ capture_shape: as === "refund" ? "released_as_refund" : "plain" }),
    confuse: async (confused) => between.set(confused),
    made: async (refund, ref) => {
      const headers = { authorization: `Bearer ${apiKey}` };
      const answer = await call(`/v1/refunds?limit=100&payment_intent=${ref.intent}`, { headers });
      const list: { data: { metadata: Record<string, string> }[] } = JSON.parse(await answer.text());
      return list.data.filter((one) => one.metadata.refund_key === refund).length;
    },
    close: async () => {
      await between.close();
      await standIn.close();
    },
  };
}

describeRefunds("Stripe against the stand-in", cardProvider, stripeBench);
