/** The stand-in's banks: test cards, control orders, strict parameters, what survives a kill, and thin events on the wire. */
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { day, hour, minute } from "@barq/domain/instant";
import { verifyStripeNews } from "@barq/payments/stripe-news";
import { afterEach, describe, expect, it } from "vitest";
import type { Bench, Reply } from "./stripe-standin-bench.ts";
import { call, order, startBench } from "./stripe-standin-bench.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function bench(options: Parameters<typeof startBench>[0] = {}): Promise<Bench> {
  const made = await startBench(options);
  open.push(made.standIn);
  return made;
}
async function captured(of: Bench, card?: string): Promise<string> {
  const { intent } = await of.makeHold(card);
  const taken = await call(of.base, "POST", `/v1/payment_intents/${intent}/capture`, {
    amount_to_capture: "9000",
  });
  expect(taken.status).toBe(200);
  return intent;
}
const disputes = (of: Bench, intent: string): Promise<Reply> =>
  call(of.base, "GET", "/v1/disputes", { payment_intent: intent });
const typesOf = async (of: Bench): Promise<readonly string[]> =>
  [...(await call(of.base, "GET", "/v1/events", { limit: "100" })).text.matchAll(/"type":"([\w.]+)"/g)]
    .map(([, type]) => type ?? "")
    .filter((type) => type.includes("."))
    .reverse();

describe("a test card", () => {
  it("4000000000000259 brings a dispute a minute after the capture, which takes the money and its fee", async () => {
    const of = await bench();
    const intent = await captured(of, "4000000000000259");
    expect((await disputes(of, intent)).at("data.0")).toBe("undefined");
    of.advance(61_000);
    const found = await disputes(of, intent);
    expect([
      found.at("data.0.status"),
      found.at("data.0.amount"),
      found.at("data.0.is_charge_refundable"),
    ]).toEqual(["needs_response", "9000", "false"]);
    // 90.00 MAD x 0.0925 = 8.33 EUR, and 15.00 EUR for the dispute
    const movement = "data.0.balance_transactions.0";
    expect([
      found.at(`${movement}.amount`),
      found.at(`${movement}.fee`),
      found.at(`${movement}.net`),
    ]).toEqual(["-833", "1500", "-2333"]);
    expect((await typesOf(of)).slice(-2)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
    ]);
    const refund = await call(of.base, "POST", "/v1/refunds", { payment_intent: intent, amount: "100" });
    expect(refund).toMatchObject({ status: 400, code: "charge_disputed" });
  });

  it("4000000000001976 brings an inquiry, which takes nothing and leaves the charge refundable", async () => {
    const of = await bench();
    const intent = await captured(of, "4000000000001976");
    of.advance(61_000);
    const found = await disputes(of, intent);
    expect([found.at("data.0.status"), found.at("data.0.balance_transactions.0")]).toEqual([
      "warning_needs_response",
      "undefined",
    ]);
    const refund = await call(of.base, "POST", "/v1/refunds", { payment_intent: intent, amount: "100" });
    expect(refund.status).toBe(200);
    of.advance(10 * day);
    expect((await disputes(of, intent)).at("data.0.status")).toBe("warning_closed");
  });

  it("4000000000005423 brings an early fraud warning, and no dispute", async () => {
    const of = await bench();
    const intent = await captured(of, "4000000000005423");
    of.advance(61_000);
    const warnings = await call(of.base, "GET", "/v1/radar/early_fraud_warnings", { payment_intent: intent });
    expect(warnings.at("data.0.actionable")).toBe("true");
    const read = await call(of.base, "GET", `/v1/radar/early_fraud_warnings/${warnings.at("data.0.id")}`, {
      "expand[]": "payment_intent",
    });
    expect(read.at("payment_intent.id")).toBe(intent);
    expect((await disputes(of, intent)).at("data.0")).toBe("undefined");
  });

  it("that is fine brings nothing, ever", async () => {
    const of = await bench();
    const intent = await captured(of);
    of.advance(100 * day);
    expect((await disputes(of, intent)).at("data.0")).toBe("undefined");
  });
});

describe("a dispute", () => {
  const opened = async (of: Bench): Promise<string> => {
    const intent = await captured(of);
    await order(of.base, { disputes: [{ intent, kind: "dispute", reason: "product_not_received" }] });
    return (await disputes(of, intent)).at("data.0.id");
  };

  it("takes the names of evidence that Stripe has and no others, submits once, and then waits for the bank", async () => {
    const of = await bench();
    const id = await opened(of);
    const path = `/v1/disputes/${id}`;
    expect(await call(of.base, "POST", path, { "evidence[colour]": "red" })).toMatchObject({
      code: "parameter_unknown",
    });
    expect(await call(of.base, "POST", path, { status: "won" })).toMatchObject({ code: "parameter_unknown" });
    const long = "x".repeat(20_001);
    expect(await call(of.base, "POST", path, { "evidence[access_activity_log]": long })).toMatchObject({
      status: 400,
    });
    const staged = await call(of.base, "POST", path, {
      "evidence[service_date]": "2026-11-24",
      submit: "false",
    });
    expect([staged.at("status"), staged.at("evidence_details.submission_count")]).toEqual([
      "needs_response",
      "0",
    ]);
    const submitted = await call(of.base, "POST", path, { "evidence[product_description]": "20 kWh" });
    expect([submitted.at("status"), submitted.at("evidence_details.submission_count")]).toEqual([
      "under_review",
      "1",
    ]);
    expect(submitted.at("evidence.service_date")).toBe("2026-11-24");
    expect(await call(of.base, "POST", path, { "evidence[service_date]": "x" })).toMatchObject({
      status: 400,
    });
    of.advance(31 * day);
    const decided = await call(of.base, "GET", path);
    expect([decided.at("status"), decided.at("balance_transactions.1.reporting_category")]).toEqual([
      "won",
      "dispute_reversal",
    ]);
    expect((await typesOf(of)).slice(-2)).toEqual([
      "charge.dispute.closed",
      "charge.dispute.funds_reinstated",
    ]);
  });

  it("is decided at once by the two texts that Stripe has for tests", async () => {
    const of = await bench();
    for (const [text, status] of [
      ["winning_evidence", "won"],
      ["losing_evidence", "lost"],
    ] as const) {
      const path = `/v1/disputes/${await opened(of)}`;
      expect((await call(of.base, "POST", path, { "evidence[uncategorized_text]": text })).at("status")).toBe(
        status,
      );
    }
  });

  it("can be accepted, once", async () => {
    const of = await bench();
    const path = `/v1/disputes/${await opened(of)}/close`;
    expect((await call(of.base, "POST", path)).at("status")).toBe("lost");
    expect(await call(of.base, "POST", path)).toMatchObject({ status: 400 });
    expect(await call(of.base, "GET", "/v1/disputes/du_nobody")).toMatchObject({
      status: 404,
      code: "resource_missing",
    });
  });

  it("and what its bank will do outlive a kill: nothing comes twice, nothing is forgotten", async () => {
    const folder = mkdtempSync(join(tmpdir(), "barq-disputes-"));
    try {
      const first = await startBench({ folder });
      const intent = await captured(first, "4000000000000259");
      const other = await captured(first, "4000000000000259");
      first.advance(30_000);
      await first.standIn.close();
      const second = await bench({ folder });
      second.advance(hour);
      for (const one of [intent, other]) {
        const found = await disputes(second, one);
        expect([found.at("data.0.status"), found.at("data.1")]).toEqual(["needs_response", "undefined"]);
      }
      await second.standIn.close();
      open.splice(0);
      const third = await bench({ folder });
      third.advance(10 * day);
      expect((await disputes(third, intent)).at("data.0.status")).toBe("lost");
      expect((await disputes(third, intent)).at("data.1")).toBe("undefined");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a thin event", () => {
  it("is signed like any other, names its object and carries nothing of it", async () => {
    const bodies: { readonly body: string; readonly signature: string }[] = [];
    const hook: Server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        bodies.push({ body, signature: request.headers["stripe-signature"]?.toString() ?? "" });
        response.end();
      });
    });
    await new Promise<void>((done) => hook.listen(0, "127.0.0.1", done));
    open.push(hook);
    const address = hook.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const of = await bench({ webhook: { url: `http://127.0.0.1:${port}/`, secret: "whsec_thin" } });
    await order(of.base, { webhooks: { thin: true } });
    const intent = await captured(of);
    await order(of.base, { disputes: [{ intent, kind: "dispute" }], warnings: [intent] });
    for (let n = 0; n < 200 && bodies.length < 6; n++) await new Promise((done) => setTimeout(done, 20));
    const seen = [];
    for (const { body, signature } of bodies) {
      const verified = await verifyStripeNews({
        body,
        signature,
        webhookSecret: "whsec_thin",
        clock: of.now,
      });
      if (verified.kind !== "news") throw new Error(`${verified.kind}: ${body}`);
      const { news } = verified;
      expect([news.intent, news.tenant, news.session]).toEqual([null, null, null]);
      expect(Math.abs(news.at - of.now())).toBeLessThan(minute);
      expect(body).not.toContain("ses_1");
      seen.push(`${news.type} ${news.kind} ${news.object?.split("_")[0]}`);
    }
    expect(seen.sort()).toEqual([
      "charge.dispute.created dispute du",
      "charge.dispute.funds_withdrawn dispute du",
      "checkout.session.completed hold cs",
      "payment_intent.amount_capturable_updated hold pi",
      "payment_intent.succeeded hold pi",
      "radar.early_fraud_warning.created warning issfr",
    ]);
  });
});
