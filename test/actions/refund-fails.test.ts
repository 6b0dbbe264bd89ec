/** What a provider and a bank can do to a refund: silence, a no, hesitation, a failure weeks later, and answers that come late. */
import { receiveEvent } from "@barq/actions/receive-event";
import { advanceRefund } from "@barq/actions/refund-advance";
import { noteRefund } from "@barq/actions/refund-outcome";
import { day, hour, minute, second } from "@barq/domain/instant";
import { balances, startingAccounts } from "@barq/domain/ledger";
import type { Payments } from "@barq/payments/port";
import { describe, expect, it } from "vitest";
import { actsOn, ask, creditNotes, give, isChained, refundOf, settledSession } from "./refunded.ts";
import type { World } from "./world.ts";
import { createWorld, tenant } from "./world.ts";

async function begun() {
  const world = await createWorld();
  return { world, session: await settledSession(world) };
}

let events = 0;
/** News of a refund as a provider sends it, verified. */
async function hear(world: World, session: string, object: string, of: string = tenant): Promise<void> {
  const news = {
    event: `evt_${++events}`,
    type: "refund.failed",
    kind: "refund",
    isOver: false,
    object,
    intent: null,
    tenant: of,
    session,
    at: world.now(),
  } as const;
  const payments: Payments = { ...world.ports.payments, verifyNews: async () => ({ kind: "news", news }) };
  await receiveEvent({ ...world.ports, payments }, "{}", null);
}

describe("a provider that does not answer", () => {
  it("but has done it: the refund is found, and asked for once", async () => {
    const { world, session } = await begun();
    world.provider.faults.silence("refund", "after");
    const refund = await give(world, session.id);
    expect(refund).toMatchObject({ state: "sending", attempt: 1 });
    expect(await creditNotes(world)).toBe(0);
    await world.pass(10 * second, second);
    expect(await refundOf(world, refund)).toMatchObject({ state: "given" });
    expect(world.provider.calls.refund).toBe(1);
    expect(world.provider.all()).toHaveLength(1);
  });

  it("and has done nothing: the same key again", async () => {
    const { world, session } = await begun();
    world.provider.faults.silence("refund", "before");
    const refund = await give(world, session.id);
    await world.pass(10 * second, second);
    expect(await refundOf(world, refund)).toMatchObject({ state: "given", attempt: 1 });
    expect(world.provider.calls.refund).toBe(2);
    expect(world.provider.all()).toHaveLength(1);
  });

  it("and keeps a failure under the key: the key once more, then the next attempt, never before twelve minutes are over", async () => {
    const { world, session } = await begun();
    world.provider.faults.silence("refund", "spent");
    const refund = await give(world, session.id);
    await world.pass(minute, second);
    expect(await refundOf(world, refund)).toMatchObject({ state: "sending", attempt: 1 });
    expect(world.provider.calls.refund).toBe(2);
    await world.pass(13 * minute, 5 * second);
    expect(await refundOf(world, refund)).toMatchObject({ state: "given", attempt: 2 });
    expect(world.provider.all()).toHaveLength(1);
  });

  it("and the answer was lost with the process for longer than the key lives: looked for first, given once", async () => {
    const { world, session } = await begun();
    const { refund } = await ask(world, session.id);
    world.provider.faults.silence("refund", "after");
    await advanceRefund(world.ports, tenant, session.id, refund.id);
    world.advance(26 * hour);
    await world.settleDown();
    expect(await refundOf(world, refund)).toMatchObject({ state: "given", attempt: 1 });
    expect(world.provider.all()).toHaveLength(1);
  });

  it("for hours: nothing is called while the look has no answer, a person is told, and it goes on", async () => {
    const { world, session } = await begun();
    world.provider.faults.silence("refund", "after");
    const refund = await give(world, session.id);
    for (let n = 0; n < 14; n++) world.provider.faults.silence("findRefund", "before");
    await world.pass(2 * hour, minute);
    expect(world.provider.calls.refund).toBe(1);
    expect(await world.work()).toMatchObject([{ why: "refund_stuck" }]);
    expect(await refundOf(world, refund)).toMatchObject({ state: "given" });
    expect(await creditNotes(world)).toBe(1);
  });

  it("with a status that nobody knows is waited for, never guessed", async () => {
    const { world, session } = await begun();
    world.provider.bank.confuse("requires_something_new");
    const refund = await give(world, session.id);
    await world.pass(10 * minute, 10 * second);
    expect(await refundOf(world, refund)).toMatchObject({ state: "sending" });
    expect(await world.journal(session.id)).toHaveLength(1);
    world.provider.bank.confuse(null);
    await world.pass(10 * minute, 10 * second);
    expect(await refundOf(world, refund)).toMatchObject({ state: "given" });
    expect(world.provider.all()).toHaveLength(1);
  });
});

describe("two workers at once", () => {
  it("make one refund, one entry and one number", async () => {
    const { world, session } = await begun();
    const { refund } = await ask(world, session.id);
    await Promise.all(
      Array.from({ length: 5 }, () => advanceRefund(world.ports, tenant, session.id, refund.id)),
    );
    expect(await refundOf(world, refund)).toMatchObject({ state: "given" });
    expect(world.provider.calls.refund).toBe(1);
    expect(await creditNotes(world)).toBe(1);
    expect(await world.journal(session.id)).toHaveLength(2);
  });

  it("an answer that comes when another has noted it already changes nothing, in any order and number", async () => {
    const { world, session } = await begun();
    const { refund: asked } = await ask(world, session.id);
    world.provider.faults.silence("refund", "after");
    await advanceRefund(world.ports, tenant, session.id, asked.id);
    const sending = await refundOf(world, asked);
    const ref = { page: session.hold?.page ?? null, intent: session.hold?.intent ?? null };
    const said = await world.ports.refunds.find({ refund: asked.id, ref });
    if (said.kind !== "refund") throw new Error("the refund is not there");
    await Promise.all([1, 2, 3].map(() => noteRefund(world.ports, sending, said)));
    await noteRefund(world.ports, sending, { ...said, standing: "pending" });
    expect(await refundOf(world, asked)).toMatchObject({ state: "given" });
    expect(await creditNotes(world)).toBe(1);
    const entries = await world.journal(session.id);
    expect(entries).toHaveLength(2);
    expect(isChained(entries)).toBe(true);
  });

  it("several refunds of one session at once are chained behind one another, each with a number", async () => {
    const { world, session } = await begun();
    const refunds = [];
    for (const key of ["a", "b", "c"])
      refunds.push((await ask(world, session.id, { key, text: "10.00" })).refund);
    await Promise.all(refunds.map(({ id }) => advanceRefund(world.ports, tenant, session.id, id)));
    const entries = await world.journal(session.id);
    expect(entries.map(({ kind }) => kind)).toEqual(["capture", "refund", "refund", "refund"]);
    expect(isChained(entries)).toBe(true);
    expect(await creditNotes(world)).toBe(3);
  });
});

describe("a provider that says no", () => {
  it("puts nothing on the books: refused with its code, a person told, and the money free for the next try", async () => {
    const { world, session } = await begun();
    const ports = {
      ...world.ports,
      refunds: {
        ...world.ports.refunds,
        refund: async () => ({ kind: "refused", code: "charge_disputed", why: "disputed" }) as const,
      },
    };
    const refund = await give({ ...world, ports }, session.id);
    expect(refund).toMatchObject({ state: "refused", why: "charge_disputed", due: null, creditNote: null });
    expect(await world.journal(session.id)).toHaveLength(1);
    expect(await creditNotes(world)).toBe(0);
    expect((await world.session(session.id)).refunded).toBeNull();
    expect(await world.work()).toMatchObject([{ why: "refund_refused" }]);
    expect(await give(world, session.id, { key: "key-2" })).toMatchObject({ state: "given" });
  });

  it("because somebody gave it back behind our backs is refused too", async () => {
    const { world, session } = await begun();
    const ref = { page: session.hold?.page ?? null, intent: session.hold?.intent ?? null };
    const refundAmount = { minor: 9_000n, currency: "MAD" };
    await world.provider.refunds.refund({
      key: "dashboard",
      refund: "x",
      tenant,
      session: "x",
      ref,
      refundAmount,
    });
    expect(await give(world, session.id)).toMatchObject({ state: "refused", why: "charge_already_refunded" });
    expect(await creditNotes(world)).toBe(0);
  });

  it("after a yes that we never heard was a yes", async () => {
    const { world, session } = await begun();
    const { refunds } = world.ports;
    const ports = {
      ...world.ports,
      refunds: {
        ...refunds,
        refund: async (request: Parameters<typeof refunds.refund>[0]) => {
          await refunds.refund(request);
          return { kind: "refused", code: "charge_already_refunded", why: "" } as const;
        },
      },
    };
    expect(await give({ ...world, ports }, session.id)).toMatchObject({ state: "given" });
    expect(await creditNotes(world)).toBe(1);
  });

  it("to a key that was used with other words: no other key is tried, and a person is told", async () => {
    const { world, session } = await begun();
    let calls = 0;
    const ports = {
      ...world.ports,
      refunds: {
        ...world.ports.refunds,
        refund: async () => {
          calls++;
          return { kind: "refused", code: "idempotency_error", why: "" } as const;
        },
      },
    };
    const refund = await give({ ...world, ports }, session.id);
    expect(refund).toMatchObject({ state: "sending", attempt: 1 });
    expect(await world.work()).toMatchObject([{ why: "refund_key_reused" }]);
    await world.pass(hour, minute);
    expect(calls).toBe(1);
    expect(world.provider.calls.refund).toBe(0);
  });

  it("or gives another amount than was asked: a person looks, and the books wait", async () => {
    const { world, session } = await begun();
    const { refund: asked } = await ask(world, session.id, { text: "10.00" });
    const ref = { page: session.hold?.page ?? null, intent: session.hold?.intent ?? null };
    const refundAmount = { minor: 999n, currency: "MAD" };
    const { refunds } = world.provider;
    const said = await refunds.refund({
      key: "k",
      refund: asked.id,
      tenant,
      session: session.id,
      ref,
      refundAmount,
    });
    if (said.kind !== "refund") throw new Error("not refunded");
    await noteRefund(world.ports, { ...asked, state: "sending" }, said);
    expect(await world.work()).toMatchObject([{ why: "refund_differs" }]);
    expect(await world.journal(session.id)).toHaveLength(1);
  });
});

describe("a bank", () => {
  it("that hesitates: on the books once, looked at daily, given in the end", async () => {
    const { world, session } = await begun();
    world.provider.bank.hesitate(true);
    const refund = await give(world, session.id, { text: "30.00" });
    expect(refund).toMatchObject({ state: "pending", creditNote: { number: "CN-E1-2026-000001" } });
    await world.pass(3 * day, hour);
    expect(world.provider.calls.findRefund).toBe(3);
    world.provider.bank.turnOut(refund.id, "succeeded");
    await world.pass(day, hour);
    expect(await refundOf(world, refund)).toMatchObject({ state: "given" });
    expect(await world.journal(session.id)).toHaveLength(2);
    expect(await creditNotes(world)).toBe(1);
  });

  it("that never says anything: a person is told after thirty days, and it is looked at on", async () => {
    const { world, session } = await begun();
    world.provider.bank.hesitate(true);
    const refund = await give(world, session.id);
    await world.pass(29 * day, 12 * hour);
    expect(await world.work()).toEqual([]);
    await world.pass(3 * day, 12 * hour);
    expect(await world.work()).toMatchObject([{ why: "refund_stuck" }]);
    world.provider.bank.turnOut(refund.id, "failed");
    await world.pass(2 * day, 12 * hour);
    expect(await refundOf(world, refund)).toMatchObject({ state: "failed" });
  });

  for (const [when, wait] of [
    ["while it is pending", 0],
    ["weeks after it succeeded, with no news at all", 20],
  ] as const) {
    it(`that sends it back ${when}: the entry is undone, the driver is owed again, and a person is told`, async () => {
      const { world, session } = await begun();
      world.provider.bank.hesitate(wait === 0);
      const refund = await give(world, session.id);
      await world.pass(wait * day, day);
      world.provider.bank.turnOut(refund.id, "failed");
      await world.pass(8 * day, 12 * hour);
      expect(await refundOf(world, refund)).toMatchObject({
        state: "failed",
        why: "expired_or_canceled_card",
        due: null,
      });
      const entries = await world.journal(session.id);
      expect(entries.map(({ kind }) => kind)).toEqual(["capture", "refund", "refund_failed"]);
      expect(isChained(entries)).toBe(true);
      expect(balances(entries).get(`${startingAccounts.clearing} MAD`)).toBe(9_000n);
      expect((await world.session(session.id)).refunded).toBeNull();
      const [row] = await world.work();
      expect(row).toMatchObject({ why: "refund_failed" });
      expect(row?.nextStep).toMatch(/transfer by hand, or ask again/);
    });
  }

  it("that sent it back may be asked again: another refund, another number, and the whole tax comes back once", async () => {
    const { world, session } = await begun();
    const first = await give(world, session.id, { key: "a", text: "33.33" });
    await give(world, session.id, { key: "b", text: "33.34" });
    world.provider.bank.turnOut(first.id, "failed");
    await hear(world, session.id, first.providerId ?? "");
    await world.settleDown();
    expect((await world.session(session.id)).refunded).toBe(3_334n);
    expect(await give(world, session.id, { key: "c" })).toMatchObject({ state: "given" });
    const entries = await world.journal(session.id);
    expect([...balances(entries).values()].every((minor) => minor === 0n)).toBe(true);
    expect(isChained(entries)).toBe(true);
    expect(await creditNotes(world)).toBe(3);
  });

  it("is not asked for ever: a month after it was given nothing is due any more", async () => {
    const { world, session } = await begun();
    const refund = await give(world, session.id);
    await world.pass(32 * day, day);
    expect(await refundOf(world, refund)).toMatchObject({ state: "given", due: null });
    expect(world.provider.calls.findRefund).toBe(5);
  });
});

describe("news of a refund", () => {
  it("make it be looked at, at once; and the news themselves are believed in nothing", async () => {
    const { world, session } = await begun();
    const refund = await give(world, session.id);
    await hear(world, session.id, refund.providerId ?? "");
    await world.settleDown();
    expect(await refundOf(world, refund)).toMatchObject({ state: "given" });
    world.provider.bank.turnOut(refund.id, "failed");
    await hear(world, session.id, refund.providerId ?? "");
    await world.settleDown();
    expect(await refundOf(world, refund)).toMatchObject({ state: "failed" });
    await hear(world, session.id, refund.providerId ?? "");
    await world.settleDown();
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual([
      "capture",
      "refund",
      "refund_failed",
    ]);
  });

  it("of a refund that is not ours, of another session or operator wake nothing", async () => {
    const { world, session } = await begun();
    const refund = await give(world, session.id);
    const before = await refundOf(world, refund);
    await hear(world, session.id, "refund_of_the_dashboard");
    await hear(world, "ses_of_nobody", refund.providerId ?? "");
    await hear(world, session.id, refund.providerId ?? "", "rival");
    expect(await refundOf(world, refund)).toEqual(before);
  });
});

it("keeps who did what in rows of their own, oldest first", async () => {
  const { world, session } = await begun();
  await give(world, session.id, { who: "amina", note: "screen was dark" });
  const acts = await actsOn(world, session.id);
  expect(acts).toMatchObject([
    {
      who: "amina",
      why: "station_fault",
      facts: { amount: "90.00", currency: "MAD", note: "screen was dark" },
    },
    { who: "amina", facts: { credit_note: "CN-E1-2026-000001" } },
  ]);
});
