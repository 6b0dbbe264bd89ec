/** Refunds over HTTP: asked for by one, agreed to by another, told as they stand, and refused clearly. */
import { hour, second } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { describe, expect, it } from "vitest";
import { paidInTwo, refundsIn, settledSession } from "../actions/refunded.ts";
import { chargingSession } from "../actions/world.ts";
import type { Ask, Bench, Json } from "./bench.ts";
import { createBench, rival, rowsOf, textOf } from "./bench.ts";

async function begun(wh = 20_000): Promise<{ bench: Bench; session: Session }> {
  const bench = await createBench();
  const session = await settledSession(bench.world, wh);
  bench.written.length = 0;
  return { bench, session };
}

type Role = Parameters<Bench["staff"]>[0];

const post = async (bench: Bench, role: Role, json: Json, key = "key-1", more: Ask = {}) =>
  bench.ask("/v1/refunds", {
    json,
    token: await bench.staff(role),
    headers: { "idempotency-key": key },
    ...more,
  });
const approve = async (bench: Bench, role: Role, id: string) =>
  bench.ask(`/v1/refunds/${id}/approve`, { method: "POST", token: await bench.staff(role) });

describe("a refund that cannot be", () => {
  const bodies: readonly (readonly [string, (session: string) => Json, number, string])[] = [
    ["without a session", () => ({ reason: "other" }), 400, "invalid_request"],
    ["without a reason", (session) => ({ session }), 400, "invalid_request"],
    ["for a reason of their own", (session) => ({ session, reason: "because" }), 400, "invalid_request"],
    ["with an unknown member", (session) => ({ session, reason: "other", to: "me" }), 400, "invalid_request"],
    ["of a session that is no id", () => ({ session: "x|y", reason: "other" }), 400, "invalid_request"],
    [
      "with a telephone number in the note",
      (session) => ({ session, reason: "other", note: "call 0661234567" }),
      400,
      "invalid_request",
    ],
    [
      "with an address in the note",
      (session) => ({ session, reason: "other", note: "for a@b.ma" }),
      400,
      "invalid_request",
    ],
    ["of a number", (session) => ({ session, amount: 5, reason: "other" }), 400, "invalid_request"],
    [
      "of nobody's session",
      () => ({ session: "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa", reason: "other" }),
      404,
      "not_found",
    ],
    ["of zero", (session) => ({ session, amount: "0.00", reason: "other" }), 422, "amount_invalid"],
    ["below zero", (session) => ({ session, amount: "-1", reason: "other" }), 422, "amount_invalid"],
    ["of garbage", (session) => ({ session, amount: "1e3", reason: "other" }), 422, "amount_invalid"],
    [
      "above what was received",
      (session) => ({ session, amount: "90.01", reason: "other" }),
      422,
      "amount_invalid",
    ],
    [
      "in another currency",
      (session) => ({ session, amount: { amount: "1.00", currency: "EUR" }, reason: "other" }),
      422,
      "amount_invalid",
    ],
    [
      "in a currency that is none",
      (session) => ({ session, amount: { amount: "1.00", currency: "QQQ" }, reason: "other" }),
      422,
      "currency_unknown",
    ],
  ];

  it("is refused with a code of its own, and nothing is written", async () => {
    const { bench, session } = await begun();
    for (const [what, bodyOf, status, code] of bodies) {
      const answer = await post(bench, "support", bodyOf(session.id));
      expect([what, answer.status, answer.body.code]).toEqual([what, status, code]);
    }
    expect(bench.written).toEqual([]);
    expect(bench.world.provider.calls.refund).toBe(0);
    expect(bench.log).toEqual([]);
  });

  it("says how much is left where too much was asked", async () => {
    const { bench, session } = await begun();
    expect(
      (await post(bench, "support", { session: session.id, amount: "100", reason: "other" })).body,
    ).toMatchObject({
      code: "amount_invalid",
      left: { amount: "90.00", currency: "MAD" },
    });
  });

  it("needs a key, judged like any other", async () => {
    const { bench, session } = await begun();
    const json = { session: session.id, reason: "other" };
    const token = await bench.staff("finance");
    expect(await bench.ask("/v1/refunds", { json, token })).toMatchObject({
      status: 400,
      body: { code: "idempotency_key_missing" },
    });
    expect(await post(bench, "finance", json, "k".repeat(256))).toMatchObject({ status: 400 });
    expect(bench.written).toEqual([]);
  });

  it("of another operator's session is not found, and neither is the refund", async () => {
    const { bench, session } = await begun();
    const token = await bench.staff("finance", rival);
    const headers = { "idempotency-key": "k" };
    const json = { session: session.id, reason: "other" };
    expect((await bench.ask("/v1/refunds", { json, token, headers })).status).toBe(404);
    expect((await bench.ask(`/v1/refunds?session=${session.id}`, { token })).status).toBe(404);
    const own = await post(bench, "finance", json);
    expect((await bench.ask(`/v1/refunds/${textOf(own.body, "id")}`, { token })).status).toBe(404);
  });

  it("of a session that is charging says so", async () => {
    const bench = await createBench();
    const { session } = await bench.world.start();
    expect(await post(bench, "support", { session: session.id, reason: "other" })).toMatchObject({
      status: 409,
      body: { code: "state_conflict", state: "pending" },
    });
  });
});

describe("a refund", () => {
  it("is answered as far as it came, and found again by its id, by its session, and by a repeat of its key", async () => {
    const { bench, session } = await begun();
    const json = { session: session.id, amount: "12.50", reason: "goodwill", note: "waited 20 minutes" };
    const made = await post(bench, "support", json);
    expect(made).toMatchObject({
      status: 201,
      body: {
        session: session.id,
        state: "given",
        amount: { amount: "12.50", currency: "MAD" },
        reason: "goodwill",
        why: null,
        approved_by: null,
        credit_note: {
          number: "CN-E1-2026-000001",
          receipt: session.receipt,
          before_tax: { amount: "10.42" },
          tax: { amount: "2.08" },
        },
      },
    });
    const id = textOf(made.body, "id");
    expect(made.headers.get("location")).toBe(`/v1/refunds/${id}`);
    const token = await bench.staff("auditor");
    expect((await bench.ask(`/v1/refunds/${id}`, { token })).body).toEqual(made.body);
    expect((await bench.ask(`/v1/refunds?session=${session.id}`, { token })).body).toEqual({
      items: [made.body],
      next_cursor: null,
    });
    expect(await post(bench, "support", json)).toMatchObject({ status: 200, body: made.body });
    expect(await post(bench, "support", { ...json, amount: "12.51" })).toMatchObject({
      status: 422,
      body: { code: "idempotency_key_reused" },
    });
    expect(bench.world.provider.all()).toHaveLength(1);
  });

  it("of a session that was paid in two parts is told with both of them, waits once and is agreed to once", async () => {
    const bench = await createBench();
    const session = await paidInTwo(bench.world);
    const made = await post(bench, "support", { session, reason: "station_fault" });
    const id = textOf(made.body, "id");
    const part = (amount: string, state: string) => ({ state, amount: { amount, currency: "MAD" } });
    expect(made).toMatchObject({
      status: 201,
      body: {
        state: "asked",
        group: {
          id,
          amount: { amount: "270.00", currency: "MAD" },
          refunds: [{ id, ...part("250.00", "asked") }, part("20.00", "asked")],
        },
      },
    });
    const agreed = await approve(bench, "finance", id);
    expect(agreed).toMatchObject({
      status: 200,
      body: { group: { refunds: [part("250.00", "given"), part("20.00", "given")] } },
    });
    const token = await bench.staff("auditor");
    const { body } = await bench.ask(`/v1/refunds?session=${session}`, { token });
    expect(rowsOf(body).map(({ group, credit_note: note }) => [group, note])).toMatchObject([
      [agreed.body.group, { number: "CN-E1-2026-000001" }],
      [agreed.body.group, { number: "CN-E1-2026-000002" }],
    ]);
  });

  it("is on the driver's receipt once it was sent, and no longer when the bank sent it back", async () => {
    const { bench, session } = await begun();
    const token = await bench.driver(session);
    const receipt = async () => (await bench.ask(`/v1/sessions/${session.id}/receipt`, { token })).body;
    expect(await receipt()).toMatchObject({ refunds: [], captured: { amount: "90.00" } });
    await post(bench, "support", { session: session.id, amount: "12.50", reason: "goodwill" });
    expect(await receipt()).toMatchObject({
      captured: { amount: "90.00" },
      refunds: [
        {
          amount: { amount: "12.50", currency: "MAD" },
          credit_note: "CN-E1-2026-000001",
          sent_at: expect.stringMatching(/^2026-11-24T/),
        },
      ],
    });
    const page = await bench.ask(`/r/${await bench.receipt(session)}?lang=en`);
    expect(page.text).toContain("may take 5 to 10 days");
    const [refund] = await refundsIn(bench.world, session.id);
    bench.world.provider.bank.turnOut(refund?.id ?? "", "failed");
    await bench.world.pass(8 * 24 * hour, 24 * hour);
    const later = await bench.ask(`/r/${await bench.receipt(session)}?lang=en`);
    expect(later.status).toBe(200);
    expect(later.text).not.toContain("may take 5 to 10 days");
  });

  it("keeps and tells nobody's name: who acted is opaque, and the key is kept nowhere", async () => {
    const { bench, session } = await begun();
    const made = await post(bench, "support", { session: session.id, reason: "other" }, "very-telling-key");
    const kept = JSON.stringify([bench.written, made.body]);
    expect(kept).not.toMatch(/somebody|very-telling-key/);
    expect(textOf(made.body, "asked_by")).toMatch(/^[a-z2-7]{26}$/);
  });

  it("that the provider does not answer is on its way, and done by the sweeper", async () => {
    const { bench, session } = await begun();
    bench.world.provider.faults.silence("refund", "after");
    const made = await post(bench, "support", { session: session.id, reason: "other" });
    expect(made).toMatchObject({ status: 201, body: { state: "sending", credit_note: null } });
    await bench.world.pass(10 * second, second);
    const token = await bench.staff("support");
    const later = await bench.ask(`/v1/refunds/${textOf(made.body, "id")}`, { token });
    expect(later.body).toMatchObject({ state: "given" });
  });

  it("that fails inside is on record all the same: the answer says so, the log has the bug, the sweeper goes on", async () => {
    const { bench, session } = await begun();
    bench.world.lose({ call: 8, where: "before" });
    const made = await post(bench, "support", { session: session.id, reason: "other" });
    bench.world.lose(null);
    expect(made).toMatchObject({ status: 201, body: { state: "approved" } });
    expect(bench.log).toHaveLength(1);
    await bench.world.pass(10 * second, second);
    expect(await refundsIn(bench.world, session.id)).toMatchObject([{ state: "given" }]);
  });
});

describe("above the limit", () => {
  it("finance asks, and finance cannot agree; an operator can, once, and a repeat is the same answer", async () => {
    const { bench, session } = await begun(60_000);
    const made = await post(bench, "finance", { session: session.id, reason: "station_fault" });
    expect(made).toMatchObject({ status: 201, body: { state: "asked", amount: { amount: "250.00" } } });
    const id = textOf(made.body, "id");
    expect(await approve(bench, "finance", id)).toMatchObject({ status: 403, body: { code: "forbidden" } });
    expect((await approve(bench, "support", id)).status).toBe(403);
    expect(bench.world.provider.calls.refund).toBe(0);
    const token = await bench.staff("operator");
    // What the hold could not give is owed by the driver, and waits for another person.
    const waits = async () =>
      rowsOf((await bench.ask("/v1/work-queue", { token })).body).filter(
        ({ why }) => why !== "receivable_open",
      );
    expect(await waits()).toMatchObject([
      { why: "refund_waits", next_step: expect.stringContaining("somebody else") },
    ]);
    const agreed = await approve(bench, "operator", id);
    expect(agreed).toMatchObject({ status: 200, body: { state: "given" } });
    expect(agreed.body.approved_by).not.toBe(agreed.body.asked_by);
    expect(await approve(bench, "operator", id)).toMatchObject({ status: 200, body: agreed.body });
    expect(bench.world.provider.all()).toHaveLength(1);
    expect(await waits()).toEqual([]);
  });
});

describe("a correction", () => {
  it("is taken, sealed by the saga, and shown with its credit CDR, new CDR and proof", async () => {
    const bench = await createBench();
    const { world } = bench;
    const begun = await chargingSession(world);
    world.advance(hour);
    await world.stop(begun.transactionId, "1020000");
    await world.settleDown();
    const id = begun.session.id;
    const path = `/v1/sessions/${id}/corrections`;
    const token = await bench.staff("operator");
    const headers = { "idempotency-key": "fix" };
    for (const [json, code] of [
      [{ meter_stop: "ten" }, "invalid_request"],
      [{ ended_at: "yesterday" }, "invalid_request"],
      [{ ended_at: "2020-01-01T00:00:00Z" }, "invalid_request"],
      [{ total: "1" }, "invalid_request"],
    ] as const)
      expect((await bench.ask(path, { json, token, headers })).body.code).toBe(code);
    expect((await bench.ask(path, { json: {}, token })).body.code).toBe("idempotency_key_missing");
    const taken = await bench.ask(path, { json: { meter_stop: "1018000" }, token, headers });
    expect(taken).toMatchObject({ status: 202, body: { session: id, state: "asked", refund: null } });
    await world.settleDown();
    const shown = await bench.ask(path, { token: await bench.staff("auditor") });
    expect(rowsOf(shown.body)).toMatchObject([
      {
        state: "sealed",
        meter_stop: "1018000",
        proof: { cdr: { id: `${id}-2` } },
        credit: { credit: { credit_reference_id: id } },
      },
    ]);
    const refund = `/v1/refunds/${textOf(rowsOf(shown.body)[0] ?? {}, "refund")}`;
    expect((await bench.ask(refund, { token })).body).toMatchObject({
      state: "given",
      reason: "correction",
      amount: { amount: "9.00" },
    });
    expect(bench.log).toEqual([]);
  });

  it("is on the driver's receipt with its proof, and stays there when the bank sends its refund back", async () => {
    const bench = await createBench();
    const { world } = bench;
    const { transactionId, session } = await chargingSession(world);
    world.advance(hour);
    await world.stop(transactionId, "1020000");
    await world.settleDown();
    const link = `/r/${await bench.receipt(session)}`;
    expect((await bench.ask(`${link}?part=corrected`)).status).toBe(404);
    await bench.ask(`/v1/sessions/${session.id}/corrections`, {
      json: { meter_stop: "1018000" },
      token: await bench.staff("operator"),
      headers: { "idempotency-key": "fix" },
    });
    await world.settleDown();
    const page = await bench.ask(`${link}?lang=en`);
    for (const part of [
      "Corrected total",
      "MAD\u00a081.00",
      "MAD\u00a090.00",
      "CN-E1-2026-000001",
      `${session.id}-2`,
    ])
      expect(page.text).toContain(part);
    const proof = await bench.ask(`${link}?part=corrected`);
    expect(proof.body).toMatchObject({ cdr: { id: `${session.id}-2` }, seal: {} });
    expect((await bench.ask(`${link}?part=proof`)).body).toMatchObject({ cdr: { id: session.id } });
    const [refund] = await refundsIn(world, session.id);
    world.provider.bank.turnOut(refund?.id ?? "", "failed");
    await world.pass(8 * 24 * hour, 24 * hour);
    const later = await bench.ask(`${link}?lang=en`);
    expect(later.text).toContain("Corrected total");
    expect(later.text).not.toContain("CN-E1-2026-000001");
  });
});
