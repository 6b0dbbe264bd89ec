/** The work queue through its doors: who may resolve what, two people and one case, and whatever else may be sent. */
import { workItem } from "@barq/actions/work-queue";
import { day, hour, minute } from "@barq/domain/instant";
import type { Role } from "@barq/functions/api/staff-token";
import { auditPrefix, sessionPartition } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { reviewed } from "../actions/resolving.ts";
import { chargeAndStop, chargingSession } from "../actions/world.ts";
import type { Answer, Bench, Json } from "./bench.ts";
import { createBench, rival, rowsOf } from "./bench.ts";

async function inReview() {
  const bench = await createBench();
  const session = await reviewed(bench.world);
  return { bench, session, row: `${session.id}.meter_backwards` };
}

async function resolve(
  bench: Bench,
  row: string,
  json: unknown,
  of: { readonly role?: Role; readonly key?: string | null; readonly tenant?: string } = {},
): Promise<Answer> {
  const { role = "operator", key = "a-key", tenant } = of;
  return bench.ask(`/v1/work-queue/${encodeURIComponent(row)}/resolve`, {
    json,
    token: await bench.staff(role, tenant),
    headers: key === null ? {} : { "idempotency-key": key },
  });
}

const settle = { act: "settle", reason: "meter_read", meter_stop_wh: "1012000" };
const said = ({ status, body }: Answer): Json => ({ status, code: body.code });

describe("bad input", () => {
  it("of any form is refused, and nothing is written", async () => {
    const { bench, session, row } = await inReview();
    const bodies: readonly unknown[] = [
      null,
      [],
      "settle",
      {},
      { act: "settle" },
      { act: "explode", reason: "x" },
      { ...settle, reason: "because" },
      { ...settle, meter_stop_wh: 1_012_000 },
      { ...settle, meter_stop_wh: "-1" },
      { ...settle, meter_stop_wh: "1e6" },
      { ...settle, ended_at: "yesterday" },
      { ...settle, ended_at: "2026-02-31T10:00:00Z" },
      { ...settle, amount: "1.00" },
      { act: "release", reason: "Free for all!" },
      { act: "release", reason: "station_fault", note: "" },
      { act: "acknowledge", reason: "" },
      { act: "acknowledge", reason: "x".repeat(501) },
      { act: "collect", reason: "paid" },
    ];
    const before = bench.written.length;
    for (const body of bodies) {
      const answer = await resolve(bench, row, body);
      expect({ body, status: answer.status }).toEqual({ body, status: 400 });
    }
    expect(said(await resolve(bench, row, settle, { key: null }))).toEqual({
      status: 400,
      code: "idempotency_key_missing",
    });
    expect(bench.written).toHaveLength(before);
    expect(await bench.world.session(session.id)).toMatchObject({ state: "review", effect: null });
    expect(bench.log).toEqual([]);
  });

  it("that cannot be true is 422 with what is wrong with it", async () => {
    const { bench, row } = await inReview();
    const refusals: readonly (readonly [Json, Json])[] = [
      [{ ...settle, meter_stop_wh: "2000000" }, { why: "meter_too_much" }],
      [{ ...settle, meter_stop_wh: "999000" }, { why: "meter_backwards" }],
      [
        { act: "settle", reason: "meter_read" },
        { why: "evidence_missing", missing: "meter_stop_wh" },
      ],
      [{ ...settle, ended_at: "2031-01-01T00:00:00Z" }, { why: "times_impossible" }],
    ];
    for (const [body, details] of refusals) {
      const answer = await resolve(bench, row, body);
      expect(answer).toMatchObject({ status: 422, body: { code: "unpriceable", ...details } });
    }
    const free = await resolve(bench, row, { act: "release", reason: "no_such_reason" });
    expect(free).toMatchObject({ status: 400, body: { reasons: expect.stringContaining("station_fault") } });
  });

  it("of cursors, states and ids is refused or not found, never a bug", async () => {
    const { bench } = await inReview();
    const token = await bench.staff("technician");
    for (const query of ["cursor=x", "cursor=%00", `cursor=${"A".repeat(900)}`, "state=gone"])
      expect((await bench.ask(`/v1/work-queue?${query}`, { token })).status).toBe(400);
    for (const id of ["x", "~", "~~", "..", "%00", "~".padEnd(900, "A"), "ses_a.b.c", "a|b"]) {
      const { status } = await bench.ask(`/v1/work-queue/${encodeURIComponent(id)}`, { token });
      expect({ id, is: status === 404 || status === 400 }).toEqual({ id, is: true });
    }
    expect(bench.log).toEqual([]);
  });
});

describe("who may resolve what", () => {
  it("is by role: a technician looks, support gives free, finance settles and collects", async () => {
    const { bench, row } = await inReview();
    const forbidden: readonly (readonly [Role, Json])[] = [
      ["technician", { act: "acknowledge", reason: "seen" }],
      ["auditor", { act: "release", reason: "station_fault" }],
      ["support", settle],
      ["support", { act: "give_up", reason: "no" }],
      ["finance", { act: "release", reason: "station_fault" }],
    ];
    for (const [role, body] of forbidden)
      expect({ role, ...said(await resolve(bench, row, body, { role })) }).toEqual({
        role,
        status: 403,
        code: "forbidden",
      });
    const token = await bench.staff("technician");
    expect((await bench.ask(`/v1/work-queue/${row}`, { token })).body).toMatchObject({
      id: row,
      state: "open",
      acts: ["settle", "release"],
    });
    expect((await resolve(bench, row, settle, { role: "finance" })).status).toBe(200);
  });

  it("another operator finds neither the row nor its act", async () => {
    const { bench, row } = await inReview();
    expect(said(await resolve(bench, row, settle, { tenant: rival }))).toEqual({
      status: 404,
      code: "not_found",
    });
    const token = await bench.staff("operator", rival);
    expect((await bench.ask(`/v1/work-queue/${row}`, { token })).status).toBe(404);
    expect((await bench.ask("/v1/reports/holds", { token })).body).toMatchObject({ items: [] });
    expect((await bench.ask("/v1/reports/metrics", { token })).body).toMatchObject({
      steps: { waiting: 0 },
      holds: { open: 0 },
      unbilled: { sessions: 0, energy_kwh: "0.000" },
      work: { open: 0, oldest_s: null },
    });
  });
});

describe("two operators and one case", () => {
  it("one wins, the other gets 409 with the state as it is, and the trail names nobody", async () => {
    const { bench, session, row } = await inReview();
    const won = await resolve(bench, row, settle, { role: "operator", key: "one" });
    expect(won).toMatchObject({
      status: 200,
      body: {
        state: "resolved",
        resolved: {
          act: "settle",
          reason: "meter_read",
          energy_kwh: "12.000",
          amount: { amount: "54.00", currency: "MAD" },
        },
      },
    });
    const lost = await resolve(
      bench,
      row,
      { act: "release", reason: "station_fault" },
      {
        role: "support",
        key: "two",
      },
    );
    expect(lost).toMatchObject({
      status: 409,
      body: { code: "state_conflict", state: "resolved", act: "settle", session_state: "review" },
    });
    await bench.world.settleDown();
    // The winner asks again and is told the same; with other words under the key they are not.
    const again = await resolve(bench, row, settle, { key: "one" });
    expect(again.body.resolved).toEqual(won.body.resolved);
    expect(said(await resolve(bench, row, { ...settle, meter_stop_wh: "1" }, { key: "one" }))).toEqual({
      status: 422,
      code: "idempotency_key_reused",
    });
    const acts = [];
    for await (const act of bench.world.store.list(sessionPartition(bench.world.tenant, session.id), {
      prefix: auditPrefix,
    }))
      acts.push(act);
    expect(acts).toHaveLength(1);
    expect(JSON.stringify(acts)).not.toContain("somebody-operator");
    const token = await bench.staff("auditor");
    const { body } = await bench.ask("/v1/work-queue?state=resolved", { token });
    expect(rowsOf(body)).toHaveLength(1);
    expect(rowsOf(body)[0]).toEqual({ ...again.body, age_s: expect.any(Number) });
    expect((await bench.ask("/v1/work-queue", { token })).body).toEqual({ items: [], next_cursor: null });
  });
});

describe("the numbers to watch", () => {
  it("show holds with their age and end, energy without a price, and what is owed", async () => {
    const { bench, session, row } = await inReview();
    const { world } = bench;
    const second = await chargingSession(world, { key: "second", connector: 2 });
    world.provider.faults.lapse(second.session.hold?.page ?? null);
    await chargeAndStop(world, second.transactionId, 20_000, 2);
    await world.pass(minute);
    const token = await bench.staff("finance");
    const holds = rowsOf((await bench.ask("/v1/reports/holds", { token })).body);
    expect(holds).toEqual([
      expect.objectContaining({
        session: session.id,
        state: "review",
        why: "meter_backwards",
        hold: { amount: "250.00", currency: "MAD" },
        age_s: expect.any(Number),
        lapses_in_s: expect.any(Number),
      }),
    ]);
    const { body } = await bench.ask("/v1/reports/metrics", { token });
    expect(body).toMatchObject({
      steps: { waiting: 2, overdue: 0, oldest_overdue_s: 0 },
      holds: { open: 1, amounts: [{ amount: "250.00", currency: "MAD" }] },
      unbilled: { sessions: 1, energy_kwh: "12.000", sessions_unknown: 0 },
      receivables: { open: 1, amounts: [{ amount: "90.00", currency: "MAD" }] },
      work: { open: 2 },
    });
    world.advance(8 * day);
    const late = await bench.ask("/v1/reports/metrics", { token: await bench.staff("finance") });
    expect(late.body).toMatchObject({ steps: { overdue: 1, oldest_overdue_s: expect.any(Number) } });
    await world.pass(2 * hour, hour);
    // The review whose hold has lapsed has no step of a machine any more, and is counted all the same.
    const lapsed = await bench.ask("/v1/reports/metrics", { token: await bench.staff("finance") });
    expect(lapsed.body).toMatchObject({ holds: { open: 0 }, unbilled: { sessions: 1 } });
    expect((await resolve(bench, row, settle)).status).toBe(200);
    await world.pass(minute);
    const after = await bench.ask("/v1/reports/metrics", { token: await bench.staff("finance") });
    expect(after.body).toMatchObject({
      unbilled: { sessions: 0, energy_kwh: "0.000" },
      receivables: { open: 2, amounts: [{ amount: "144.00", currency: "MAD" }] },
      work: { open: 2 },
    });
  });

  it("count what was given free, once a session, for thirty days", async () => {
    const { bench, session } = await inReview();
    await bench.world.store.commit([workItem(session, "hold_lapses_soon", bench.world.now())]);
    const row = `${session.id}.hold_lapses_soon`;
    await resolve(bench, row, { act: "release", reason: "driver_wronged" }, { role: "support" });
    const given = async (): Promise<unknown> => {
      const token = await bench.staff("auditor");
      return (await bench.ask("/v1/reports/metrics", { token })).body.given_free;
    };
    expect(await given()).toEqual({
      days: 30,
      sessions: 1,
      amounts: [{ amount: "54.00", currency: "MAD" }],
    });
    bench.world.advance(31 * day);
    expect(await given()).toEqual({ days: 30, sessions: 0, amounts: [] });
  });

  it("a receivable is collected through the door with where its money can be found", async () => {
    const bench = await createBench();
    const { world } = bench;
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.lapse(session.hold?.page ?? null);
    await chargeAndStop(world, transactionId, 20_000);
    await world.pass(minute);
    const row = `${session.id}.receivable_open`;
    const told = { act: "collect", reason: "paid by transfer", reference: "VIR 4711" };
    expect(await resolve(bench, row, told, { role: "finance" })).toMatchObject({
      status: 200,
      body: { resolved: { note: "VIR 4711", amount: { amount: "90.00" } } },
    });
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["receivable", "collected"]);
  });
});
