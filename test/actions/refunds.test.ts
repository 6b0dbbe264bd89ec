/** Giving back: never more than was captured, never twice, on the books once, and by two people above the limit. */
import { approveRefund } from "@barq/actions/refund-approve";
import { day, hour, minute } from "@barq/domain/instant";
import { balances, startingAccounts } from "@barq/domain/ledger";
import { sessionKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import {
  actsOn,
  ask,
  creditNotes,
  give,
  isChained,
  refundOf,
  refundsIn,
  settledSession,
} from "./refunded.ts";
import { resolvedRows } from "./resolving.ts";
import type { World } from "./world.ts";
import { chargingSession, createWorld, free, paidSession, tenant } from "./world.ts";

async function begun(wh = 20_000) {
  const world = await createWorld();
  return { world, session: await settledSession(world, wh) };
}

/** Everything that is kept, to see that a refusal wrote nothing. */
const kept = async (world: World, session: string): Promise<readonly unknown[]> => [
  (await world.store.read([sessionKey(tenant, session)]))[0],
  await refundsIn(world, session),
  (await actsOn(world, session)).length,
  await creditNotes(world),
  world.provider.calls.refund,
  (await world.work()).length,
];

/** What waits for a person because of refunds. */
const refundRows = async (world: World) => (await world.work()).filter(({ why }) => why.startsWith("refund"));

describe("what cannot be given back is refused, and nothing is written", () => {
  const refusals: readonly (readonly [string, string, string])[] = [
    ["more than was captured", "90.01", "amount_invalid"],
    ["nothing", "0", "amount_invalid"],
    ["less than nothing", "-5", "amount_invalid"],
    ["a part of a centime", "1.005", "amount_invalid"],
    ["garbage", "ninety", "amount_invalid"],
    ["an empty amount", "", "amount_invalid"],
    ["more digits than any amount has", "9".repeat(400), "amount_invalid"],
  ];
  for (const [what, text, code] of refusals) {
    it(what, async () => {
      const { world, session } = await begun();
      const before = await kept(world, session.id);
      await expect(ask(world, session.id, { text })).rejects.toMatchObject({ code });
      expect(await kept(world, session.id)).toEqual(before);
    });
  }

  it("another currency", async () => {
    const { world, session } = await begun();
    const before = await kept(world, session.id);
    for (const currency of ["EUR", "XXX"]) {
      const asked = ask(world, session.id, { amount: { text: "1.00", currency } });
      await expect(asked).rejects.toMatchObject({
        code: expect.stringMatching(/^(amount_invalid|currency_unknown)$/),
      });
    }
    expect(await kept(world, session.id)).toEqual(before);
  });

  it("a session that is not settled: one that is charging, one that was given back, one that was free", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    await expect(ask(world, session.id)).rejects.toMatchObject({
      code: "state_conflict",
      details: { state: "charging" },
    });
    const other = await createWorld();
    const paid = await paidSession(other);
    await other.pass(12 * minute);
    await expect(ask(other, paid.id)).rejects.toMatchObject({ code: "state_conflict" });
    const gratis = await createWorld({ tariff: free });
    const started = await gratis.start();
    await expect(ask(gratis, started.session.id)).rejects.toMatchObject({ code: "state_conflict" });
  });

  it("a session of another operator, or of nobody", async () => {
    const { world, session } = await begun();
    await expect(ask(world, "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa")).rejects.toMatchObject({ code: "not_found" });
    const rival = { ...world, tenant: "rival" };
    await expect(ask(rival, session.id)).rejects.toMatchObject({ code: "not_found" });
    const { refund } = await ask(world, session.id);
    await expect(approveRefund(world.ports, "rival", refund.id, "omar")).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("a second refund of what is not left", async () => {
    const { world, session } = await begun();
    await give(world, session.id, { text: "60.00" });
    const before = await kept(world, session.id);
    await expect(ask(world, session.id, { key: "key-2", text: "30.01" })).rejects.toMatchObject({
      code: "amount_invalid",
      details: { left: { minor: 3_000n } },
    });
    expect(await kept(world, session.id)).toEqual(before);
    await give(world, session.id, { key: "key-3" });
    await expect(ask(world, session.id, { key: "key-4" })).rejects.toMatchObject({ code: "state_conflict" });
    expect(world.provider.all().map(({ refundAmount }) => refundAmount.minor)).toEqual([6_000n, 3_000n]);
  });
});

describe("two people at one moment", () => {
  it("who give everything back: one wins, the other is told, and the money goes once", async () => {
    const { world, session } = await begun();
    const both = await Promise.allSettled([
      ask(world, session.id, { key: "a", who: "amina" }),
      ask(world, session.id, { key: "b", who: "omar" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "state_conflict" },
    });
    await world.settleDown();
    expect(world.provider.all()).toHaveLength(1);
    expect(await refundsIn(world, session.id)).toHaveLength(1);
  });

  it("who send the same key: both are answered the same refund", async () => {
    const { world, session } = await begun();
    const [one, other] = await Promise.all([ask(world, session.id), ask(world, session.id)]);
    expect(one.refund.id).toBe(other.refund.id);
    expect([one.repeated, other.repeated].sort()).toEqual([false, true]);
    expect((await world.session(session.id)).refunded).toBe(9_000n);
  });
});

describe("the same key", () => {
  it("is the same refund a year later, and with another body a refusal", async () => {
    const { world, session } = await begun();
    const refund = await give(world, session.id, { text: "10.00" });
    world.advance(400 * day);
    const again = await ask(world, session.id, { text: "10.00" });
    expect(again).toMatchObject({ repeated: true, refund: { id: refund.id, state: "given" } });
    await expect(ask(world, session.id, { text: "11.00" })).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    expect(world.provider.calls.refund).toBe(1);
  });

  it("makes an id that nobody can choose, and is kept nowhere", async () => {
    const { world, session } = await begun();
    const { refund } = await ask(world, session.id, { key: "a-very-telling-key" });
    expect(refund.id).toMatch(/^ref_[a-z2-7]{26}$/);
    const [place] = await world.store.read([{ pk: `${tenant}|RF#${refund.id}`, sk: "P" }]);
    const everything = JSON.stringify(
      [await refundsIn(world, session.id), await actsOn(world, session.id), place],
      (_, v) => (typeof v === "bigint" ? v.toString() : v),
    );
    expect(everything).not.toContain("a-very-telling-key");
  });
});

describe("a refund", () => {
  it("goes back, is on the books with its share of the tax, and has a credit note's number", async () => {
    const { world, session } = await begun();
    const refund = await give(world, session.id, { text: "30.00", note: "the cable was stuck" });
    expect(refund).toMatchObject({
      state: "given",
      attempt: 1,
      entry: 2,
      providerId: "refund_1",
      creditNote: { number: "CN-E1-2026-000001", receipt: session.receipt, beforeTax: 2_500n, tax: 500n },
    });
    const entries = await world.journal(session.id);
    expect(entries.map(({ kind }) => kind)).toEqual(["capture", "refund"]);
    expect(isChained(entries)).toBe(true);
    expect(Object.fromEntries(balances(entries))).toEqual({
      [`${startingAccounts.clearing} MAD`]: 6_000n,
      [`${startingAccounts.revenue} MAD`]: -5_000n,
      [`${startingAccounts.vat} MAD`]: -1_000n,
    });
    expect(await world.session(session.id)).toMatchObject({ state: "settled", refunded: 3_000n });
    expect((await actsOn(world, session.id)).map(({ sk, who, why }) => [sk.split("#")[2], who, why])).toEqual(
      [
        ["refund_asked", "amina", "station_fault"],
        ["refund_given", "amina", "station_fault"],
      ],
    );
    expect(await world.work()).toEqual([]);
  });

  it("is told to the provider with our ids alone: no reason, no note, nobody's name", async () => {
    const { world, session } = await begun();
    const seen: unknown[] = [];
    const { refunds } = world.ports;
    const ports = {
      ...world.ports,
      refunds: {
        ...refunds,
        refund: (request: Parameters<typeof refunds.refund>[0]) => {
          seen.push(request);
          return refunds.refund(request);
        },
      },
    };
    const refund = await give({ ...world, ports }, session.id, { text: "1.00", note: "asked by the driver" });
    expect(seen).toEqual([
      {
        key: `test#${session.id}#refund.${refund.id}#1`,
        refund: refund.id,
        tenant,
        session: session.id,
        ref: { page: session.hold?.page, intent: session.hold?.intent },
        refundAmount: { minor: 100n, currency: "MAD" },
      },
    ]);
  });

  it("in three parts takes back all the tax and all the revenue, to the centime, with three numbers in a row", async () => {
    const { world, session } = await begun(19_999);
    const captured = session.captured ?? 0n;
    for (const [key, text] of [
      ["a", "0.01"],
      ["b", "33.33"],
      ["c", undefined],
    ] as const)
      await give(world, session.id, { key, ...(text === undefined ? {} : { text }) });
    const entries = await world.journal(session.id);
    expect([...balances(entries).values()].every((minor) => minor === 0n)).toBe(true);
    expect(isChained(entries)).toBe(true);
    expect(await creditNotes(world)).toBe(3);
    expect((await world.session(session.id)).refunded).toBe(captured);
    const refunds = await refundsIn(world, session.id);
    expect(refunds.map(({ creditNote }) => creditNote?.number).sort()).toEqual(
      [1, 2, 3].map((n) => `CN-E1-2026-00000${n}`),
    );
  });

  it("has a number whose date never falls, though the clock does", async () => {
    const { world, session } = await begun();
    const first = await give(world, session.id, { key: "a", text: "1.00" });
    world.advance(-hour);
    const second = await give(world, session.id, { key: "b", text: "1.00" });
    expect(second.creditNote?.issuedAt).toBe(first.creditNote?.issuedAt);
    expect(second.creditNote?.number).toBe("CN-E1-2026-000002");
  });
});

describe("above the limit", () => {
  /** 60 kWh: 270.00 owed, 250.00 held and captured. */
  const large = () => begun(60_000);

  it("nothing is sent before a second person has agreed, and the money is set aside meanwhile", async () => {
    const { world, session } = await large();
    const refund = await give(world, session.id);
    expect(refund).toMatchObject({ state: "asked", approvedBy: null });
    await world.pass(2 * hour, hour);
    expect(world.provider.calls.refund).toBe(0);
    expect(await refundRows(world)).toMatchObject([{ why: "refund_waits", session: session.id, acts: [] }]);
    await expect(ask(world, session.id, { key: "b", text: "0.01" })).rejects.toMatchObject({
      code: "state_conflict",
    });
    const approved = await approveRefund(world.ports, tenant, refund.id, "omar");
    expect(approved).toMatchObject({ state: "approved", approvedBy: "omar" });
    await world.settleDown();
    expect(await refundOf(world, refund)).toMatchObject({ state: "given" });
    expect(world.provider.all()).toHaveLength(1);
    expect(await refundRows(world)).toEqual([]);
    expect((await resolvedRows(world)).map(({ why, resolved }) => [why, resolved?.act])).toEqual([
      ["refund_waits", "approve"],
    ]);
    expect((await actsOn(world, session.id)).map(({ sk, who }) => [sk.split("#")[2], who])).toEqual([
      ["refund_asked", "amina"],
      ["refund_approved", "omar"],
      ["refund_given", "omar"],
    ]);
  });

  it("whoever asked cannot agree, however often", async () => {
    const { world, session } = await large();
    const { refund } = await ask(world, session.id);
    for (let n = 0; n < 3; n++) {
      await expect(approveRefund(world.ports, tenant, refund.id, "amina")).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    await world.settleDown();
    expect(world.provider.calls.refund).toBe(0);
  });

  it("small refunds are no way around it: the limit is for all that goes back", async () => {
    const { world, session } = await large();
    await give(world, session.id, { key: "a", text: "150.00" });
    expect(await give(world, session.id, { key: "b", text: "50.00" })).toMatchObject({ state: "given" });
    expect(await give(world, session.id, { key: "c", text: "0.01" })).toMatchObject({ state: "asked" });
  });

  it("two who agree at once: the refund is sent once, and the one who came second is told", async () => {
    const { world, session } = await large();
    const { refund } = await ask(world, session.id);
    const both = await Promise.allSettled([
      approveRefund(world.ports, tenant, refund.id, "omar"),
      approveRefund(world.ports, tenant, refund.id, "salma"),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { approvedBy } = await refundOf(world, refund);
    expect(await approveRefund(world.ports, tenant, refund.id, approvedBy ?? "")).toMatchObject({
      approvedBy,
    });
    await world.settleDown();
    expect(world.provider.all()).toHaveLength(1);
  });

  it("a refund that nobody agrees to is refused in the end, a person is told, and the money is free again", async () => {
    const { world, session } = await large();
    const { refund } = await ask(world, session.id);
    await world.pass(15 * day, day);
    expect(await refundOf(world, refund)).toMatchObject({ state: "refused", why: "not_approved", due: null });
    expect((await world.session(session.id)).refunded).toBeNull();
    expect(await refundRows(world)).toMatchObject([{ why: "refund_refused" }]);
    await expect(approveRefund(world.ports, tenant, refund.id, "omar")).rejects.toMatchObject({
      code: "state_conflict",
    });
    expect(world.provider.calls.refund).toBe(0);
  });

  it("one that one person may give needs no agreement, and cannot be agreed to", async () => {
    const { world, session } = await begun();
    const refund = await give(world, session.id);
    await expect(approveRefund(world.ports, tenant, refund.id, "omar")).rejects.toMatchObject({
      code: "state_conflict",
    });
  });
});
