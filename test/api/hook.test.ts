/**
 * The provider's hook on bad days, over HTTP and in Stripe's own words: forged, replayed, cut, enormous, unknown, in shapes that
 * no event has, and with lies in their metadata. What is signed is answered 200 once it is on record; nothing else is written.
 */

import { second } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { bodyLimits } from "@barq/functions/api/read-body";
import { createHooksApp } from "@barq/functions/hooks/hooks-app";
import { signatureOf } from "@barq/local/stripe/webhooks";
import { verifyStripeNews } from "@barq/payments/stripe-news";
import { inboxKey } from "@barq/store/keys";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Answer, Bench } from "./bench.ts";
import { createBench, read, rival, rowsOf } from "./bench.ts";

const secret = "whsec_api";
let bench: Bench;
let app: ReturnType<typeof createHooksApp>;
let session: Session;
beforeAll(async () => {
  bench = await createBench();
  const payments = {
    ...bench.ports.payments,
    verifyNews: (body: string, signature: string | null) =>
      verifyStripeNews({ body, signature, webhookSecret: secret, clock: bench.world.now }),
  };
  app = createHooksApp({ ...bench.door, ports: { ...bench.ports, payments } });
  session = await bench.world.session((await bench.world.start()).session.id);
});
beforeEach(() => {
  bench.written.length = 0;
});

const nowS = (): number => Math.floor(bench.world.now() / second);
const hook = async (body: string | Uint8Array<ArrayBuffer>, signature: string): Promise<Answer> =>
  read(
    await app.request("/hooks/stripe", { method: "POST", headers: { "stripe-signature": signature }, body }),
  );
const deliver = (body: string, at = nowS()): Promise<Answer> => hook(body, signatureOf(secret, at, body));

let count = 0;
const event = (type: string, object: unknown, more: object = {}): string =>
  JSON.stringify({ id: `evt_${++count}`, object: "event", type, created: nowS(), data: { object }, ...more });
const intent = (metadata: unknown, id = "pi_1"): object => ({ id, object: "payment_intent", metadata });
const ours = (): object => ({ tenant: session.tenant, sid: session.id });
const rowOf = async (id = `evt_${count}`) => (await bench.world.store.read([inboxKey(id)]))[0];
const unknownTypes = async (): Promise<readonly string[]> => {
  const queue = await bench.ask("/v1/work-queue", { token: await bench.staff("operator") });
  return rowsOf(queue.body)
    .filter(({ why }) => why === "unknown_event")
    .map(({ next_step }) => String(next_step).replace(/^.*Type: /, ""));
};

describe("a webhook", () => {
  it("that is forged, cut, old, or from the future is refused in the same words and writes nothing", async () => {
    const body = event("payment_intent.succeeded", intent(ours()));
    const good = signatureOf(secret, nowS(), body);
    const refused = [
      await hook(body, ""),
      await hook(body, "t=1,v1=00"),
      await hook(body, signatureOf("whsec_other", nowS(), body)),
      await hook(body.replace(session.id, "ses_other"), good),
      await hook(body.slice(0, -1), good),
      await hook(body.slice(0, 20), good),
      await hook("", good),
      await deliver(body, nowS() - 301),
      await deliver(body, nowS() + 301),
      await hook(body, `${good},t=${nowS()}`),
    ];
    for (const answer of refused) {
      expect([answer.status, answer.body.code]).toEqual([400, "signature_invalid"]);
      expect(answer.text).not.toContain(session.id);
    }
    expect(bench.written).toEqual([]);
    expect(bench.log).toEqual([]);
  });

  it("that is replayed is on record once, and asks for one look", async () => {
    const body = event("payment_intent.amount_capturable_updated", intent(ours()));
    const answers = await Promise.all(Array.from({ length: 10 }, () => deliver(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    const first = await rowOf();
    expect(first).toMatchObject({ session: session.id, due: bench.world.now() });
    bench.world.advance(10 * second);
    expect((await deliver(body)).status).toBe(200);
    expect(await rowOf()).toEqual(first);
  });

  it("of a megabyte is taken, and one byte more is refused before it is read on", async () => {
    const small = event("payment_intent.succeeded", intent(ours()), { padding: "" });
    const full = small.replace('"padding":""', `"padding":"${"x".repeat(bodyLimits.long - small.length)}"`);
    expect(Buffer.byteLength(full)).toBe(1_000_000);
    expect((await deliver(full)).status).toBe(200);
    expect(JSON.stringify(await rowOf()).length).toBeLessThan(500);
    bench.written.length = 0;
    const answer = await deliver(`${full} `);
    expect([answer.status, answer.body.code]).toEqual([413, "payload_too_large"]);
    expect(bench.written).toEqual([]);
  });

  it("with names as long as the body allows is answered, and never becomes a key that no table takes", async () => {
    const long = "x".repeat(400_000);
    for (const body of [
      event(long, intent(ours())),
      event("payment_intent.succeeded", intent(ours(), long)),
      event("charge.dispute.created", { id: long, payment_intent: long }),
      event("payment_intent.succeeded", intent({ tenant: long, sid: session.id })),
      event("payment_intent.succeeded", intent({ tenant: session.tenant, sid: long })),
      JSON.stringify({
        id: long,
        type: "payment_intent.succeeded",
        created: nowS(),
        data: { object: intent(ours()) },
      }),
    ]) {
      const { status } = await deliver(body);
      expect([200, 400]).toContain(status);
    }
    expect(bench.log).toEqual([]);
    expect(bench.written.every((change) => JSON.stringify(change).length < 2000)).toBe(true);
  });

  it("of a type that nobody knows is answered 200, kept, and shown once a day to people at work", async () => {
    const before = (await unknownTypes()).length;
    for (let n = 0; n < 3; n++) {
      expect((await deliver(event("issuing_card.melted", { id: "ic_1" }))).status).toBe(200);
      expect(await rowOf()).toMatchObject({ parked: true, type: "issuing_card.melted" });
      expect((await rowOf())?.due).toBeUndefined();
    }
    const after = await unknownTypes();
    expect(after.length).toBe(before + 1);
    expect(after).toContain("issuing_card.melted.");
  });

  it("that is thin is on record with its object alone, to be looked at", async () => {
    const thin = {
      id: "evt_thin_1",
      object: "v2.core.event",
      type: "v1.charge.dispute.created",
      created: "2026-11-24T09:00:00Z",
      related_object: { id: "du_1", type: "dispute", url: "/v1/disputes/du_1" },
    };
    expect((await deliver(JSON.stringify(thin))).status).toBe(200);
    expect(await rowOf("evt_thin_1")).toMatchObject({ k: "dispute", o: "du_1", due: bench.world.now() });
    expect(await rowOf("evt_thin_1")).not.toHaveProperty("tenant");
  });

  it("whose metadata lies about the tenant or the session writes nothing, and tells nobody so", async () => {
    const lies = [
      { tenant: rival, sid: session.id },
      { tenant: "nobody", sid: session.id },
      { tenant: session.tenant, sid: "ses_nobody" },
      { tenant: `${session.tenant}|S#${session.id}`, sid: "" },
      { tenant: "__proto__", sid: session.id },
    ];
    for (const lie of lies) {
      const body = event("payment_intent.amount_capturable_updated", intent(lie));
      expect(await deliver(body)).toMatchObject({ status: 200, body: { received: true } });
      expect((await rowOf())?.session ?? null).toBeNull();
    }
    await bench.world.settleDown();
    expect((await bench.world.session(session.id)).state).toBe("pending");
  });

  it("in any shape whatever, signed, is answered 200 or 400: never a crash, never a word in the log", async () => {
    const shapes = fc.oneof(
      fc.json(),
      fc
        .record({ id: fc.json(), type: fc.json(), created: fc.json(), data: fc.json() })
        .map((of) => JSON.stringify(of)),
      fc
        .record({
          type: fc.constantFrom(
            "payment_intent.succeeded",
            "refund.failed",
            "charge.dispute.created",
            "v1.charge.expired",
            "x.y",
          ),
          object: fc.jsonValue(),
          metadata: fc.jsonValue(),
        })
        .map(({ type, object, metadata }) =>
          event(type, typeof object === "object" ? { ...object, metadata } : object),
        ),
    );
    await fc.assert(
      fc.asyncProperty(shapes, async (body) => {
        const { status } = await deliver(body);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 300 },
    );
    expect(bench.log).toEqual([]);
    const { failed } = await bench.world.sweep();
    expect(failed).toEqual([]);
  });
});
