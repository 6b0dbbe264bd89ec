/** What Stripe's events mean to us: known types, types that nobody knows, and bodies in shapes that no event has. */
import { second } from "@barq/domain/instant";
import { signatureOf } from "@barq/local/stripe/webhooks";
import type { VerifiedNews } from "@barq/payments/port";
import { subscribedTypes, verifyStripeNews } from "@barq/payments/stripe-news";
import { describe, expect, it } from "vitest";

const now = Date.parse("2026-11-24T09:00:00Z");
const secret = "whsec_news";

async function verified(body: string, signedAt = now, sign = signatureOf): Promise<VerifiedNews> {
  const signature = sign(secret, Math.floor(signedAt / second), body);
  return verifyStripeNews({ body, signature, webhookSecret: secret, clock: () => now });
}
const event = (type: string, object: unknown = { id: "pi_1" }): string =>
  JSON.stringify({ id: "evt_1", type, created: now / second, data: { object } });
const newsOf = async (body: string) => {
  const answer = await verified(body);
  if (answer.kind !== "news") throw new Error(`${answer.kind}: ${answer.why}`);
  return answer.news;
};

describe("an event", () => {
  it("of every type that we are subscribed to has a meaning, and so many can be asked for in one list", async () => {
    expect(subscribedTypes.length).toBeLessThanOrEqual(20);
    for (const type of subscribedTypes) {
      const { kind } = await newsOf(event(type));
      expect(["hold", "refund", "dispute", "warning"]).toContain(kind);
      expect(await newsOf(event(`v1.${type}`))).toMatchObject({ kind, type });
    }
  });

  it("says that a hold is over where it is captured, cancelled or lapsed, and nowhere else", async () => {
    const over = [];
    for (const type of subscribedTypes) if ((await newsOf(event(type))).isOver) over.push(type);
    expect(over.sort()).toEqual(["charge.expired", "payment_intent.canceled", "payment_intent.succeeded"]);
  });

  it("of a type that nobody knows is other, also where its family is known; what says nothing new is nothing", async () => {
    for (const type of [
      "payment_intent.split_in_two",
      "charge.dispute.appealed",
      "refund.dreamt",
      "checkout.session.async_payment_failed",
      "constructor",
      "__proto__",
      "toString",
      "x".repeat(255),
    ])
      expect((await newsOf(event(type))).kind).toBe("other");
    for (const type of ["charge.captured", "charge.refunded", "payment_intent.created", "payout.paid"])
      expect((await newsOf(event(type))).kind).toBe("nothing");
  });

  it("in a wrong shape is no event, or one that names nothing: never a crash", async () => {
    const none = [
      "",
      "null",
      "[]",
      "42",
      '"evt_1"',
      "{}",
      '{"id":"evt_1"}',
      `{"id":"evt_1","type":"${"x".repeat(256)}","created":1}`,
      `{"id":"${"x".repeat(256)}","type":"refund.created","created":1}`,
      '{"id":"EV#|1","type":"refund.created","created":1}',
      '{"id":"evt_1","type":"\\ud800","created":1}',
      '{"type":"refund.created"}',
      '{"id":1,"type":"refund.created","created":1}',
      '{"id":"","type":"refund.created","created":1}',
      '{"id":"evt_1","type":["refund.created"],"created":1}',
      '{"id":"evt_1","type":"refund.created"}',
      '{"id":"evt_1","type":"refund.created","created":1.5e300}',
      '{"id":"evt_1","type":"refund.created","created":"yesterday"}',
      '{"id":"evt_1","type":"refund.created","created":1',
      `${"[".repeat(5000)}${"]".repeat(5000)}`,
    ];
    for (const body of none) expect(await verified(body)).toMatchObject({ kind: "forged" });
    const objects = [
      null,
      7,
      "pi_1",
      [],
      {},
      { id: 7 },
      { id: "" },
      { id: { id: "pi_1" } },
      { object: "payment_intent" },
    ];
    for (const object of objects) {
      expect(await newsOf(event("payment_intent.succeeded", object))).toMatchObject({
        object: null,
        intent: null,
      });
    }
    const metadata = [null, [], "tenant", { tenant: 1, sid: ["ses_1"] }, { tenant: "", sid: "" }];
    for (const one of metadata) {
      expect(await newsOf(event("payment_intent.succeeded", { id: "pi_1", metadata: one }))).toMatchObject({
        tenant: null,
        session: null,
      });
    }
  });

  it("is refused when it is cut anywhere, changed anywhere, or sent again later", async () => {
    const body = event("payment_intent.succeeded", {
      id: "pi_1",
      metadata: { tenant: "barq", sid: "ses_1" },
    });
    const signature = signatureOf(secret, now / second, body);
    const ask = (text: string, clock = now) =>
      verifyStripeNews({ body: text, signature, webhookSecret: secret, clock: () => clock });
    expect((await ask(body)).kind).toBe("news");
    for (let at = 0; at < body.length; at++) {
      expect((await ask(body.slice(0, at))).kind).toBe("forged");
      expect((await ask(`${body.slice(0, at)}~${body.slice(at + 1)}`)).kind).toBe("forged");
    }
    expect((await ask(`${body} `)).kind).toBe("forged");
    expect((await ask(body, now + 301 * second)).kind).toBe("old");
    expect((await ask(body, now - 301 * second)).kind).toBe("old");
  });
});
