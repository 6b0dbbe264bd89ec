/** The disputes contract on the twin, and on the Stripe adapter against our stand-in over HTTP. */
import type { Instant } from "@barq/domain/instant";
import { startStripeStandIn } from "@barq/local/stripe/server";
import { createMemoryPayments } from "@barq/payments/memory";
import { createStripeProvider } from "@barq/payments/stripe-provider";
import type { DisputesBench } from "./disputes.ts";
import { describeDisputes } from "./disputes.ts";

const startAt: Instant = Date.parse("2026-11-24T15:00:00Z");

describeDisputes("memory twin", async () => {
  let now = startAt;
  const twin = createMemoryPayments({ clock: () => now });
  return {
    ...twin,
    now: () => now,
    advance: async (ms) => {
      now += ms;
    },
    pay: async (page) => twin.driver.pay(page),
    dispute: async ({ page, kind, minor }) =>
      twin.issuer.dispute(page, { kind, ...(minor === undefined ? {} : { minor }) }),
    decide: async (dispute, how) => twin.issuer.decide(dispute, how),
    warn: async ({ page }) => void twin.issuer.warn(page),
    silence: async (verb, where) =>
      twin.faults.silence(verb === "read" ? "readDispute" : "giveEvidence", where),
    close: async () => undefined,
  };
});

const apiKey = "sk_test_contract";

async function stripeBench(): Promise<DisputesBench> {
  let now = startAt;
  const clock = (): Instant => now;
  const standIn = await startStripeStandIn({ port: 0, folder: null, clock, apiKey, webhook: null });
  const provider = createStripeProvider({
    apiKey,
    webhookSecret: "whsec_contract",
    apiBase: new URL(standIn.base),
    clock,
    environment: "test",
    patience: { timeoutMs: 5000, retries: 0 },
  });
  const order = async (wish: object): Promise<{ disputes: { id: string }[] }> => {
    const answer = await fetch(`${standIn.base}/_control`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wish),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return JSON.parse(text);
  };
  return {
    ...provider,
    now: clock,
    advance: async (ms) => {
      now += ms;
    },
    pay: async (page) => {
      const body = new URLSearchParams({ outcome: "pay" });
      const answer = await fetch(`${standIn.base}/c/pay/${page}`, {
        method: "POST",
        body,
        redirect: "manual",
      });
      if (answer.status !== 303) throw new Error(`not paid: ${answer.status}`);
    },
    dispute: async ({ intent, kind, minor }) => {
      const amount = minor === undefined ? {} : { amount: Number(minor) };
      const { disputes } = await order({ disputes: [{ intent, kind, ...amount }] });
      return disputes.at(-1)?.id ?? "";
    },
    decide: async (id, status) => void (await order({ dispute_ends: [{ id, status }] })),
    warn: async ({ intent }) => void (await order({ warnings: [intent] })),
    silence: async (verb, where) => {
      const operation = verb === "read" ? "GET /v1/disputes/:id" : "POST /v1/disputes/:id";
      await order({ faults: [{ operation, kind: `reset_${where}`, times: 1 }] });
    },
    close: () => standIn.close(),
  };
}

describeDisputes("Stripe against the stand-in", stripeBench);
