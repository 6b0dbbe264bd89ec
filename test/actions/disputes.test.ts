/** Disputes on bad days: lost answers, a deadline that nobody watched, two operators, several disputes of one hold, words nobody knows. */
import { advanceDispute } from "@barq/actions/advance-dispute";
import { disputesOf, isDisputed, listDisputes } from "@barq/actions/dispute-store";
import { giveEvidence } from "@barq/actions/give-evidence";
import { journalOf } from "@barq/actions/journal";
import { noteDispute } from "@barq/actions/note-dispute";
import { receiveEvent } from "@barq/actions/receive-event";
import { askRefund } from "@barq/actions/refund-ask";
import { day, hour, minute } from "@barq/domain/instant";
import { balances, startingAccounts } from "@barq/domain/ledger";
import type { Session } from "@barq/domain/session";
import { auditPrefix, sessionPartition, workKey } from "@barq/store/keys";
import { sessionChange } from "@barq/store/session-item";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, Lost } from "./world.ts";

async function settled(
  of: { readonly world?: World } = {},
): Promise<{ world: World; session: Session; page: string | null }> {
  const world = of.world ?? (await createWorld());
  const begun = await chargingSession(world);
  await chargeAndStop(world, begun.transactionId, 20_000);
  await world.pass(minute);
  const session = await world.session(begun.session.id);
  expect(session).toMatchObject({ state: "settled", captured: 9000n });
  return { world, session, page: session.hold?.page ?? null };
}

/** Everything that was told and not yet handed over. */
async function tellAll(world: World): Promise<void> {
  for (const news of world.provider.events) {
    const { body, signature } = world.provider.sign(news);
    await receiveEvent(world.ports, body, signature);
  }
  await world.settleDown();
}
const kinds = async (world: World, id: string): Promise<readonly string[]> =>
  (await world.journal(id)).map(({ kind }) => kind);
const whys = async (world: World): Promise<readonly string[]> =>
  (await world.work()).map(({ why }) => why).sort();
const balanceOf = async (world: World, id: string, account: keyof typeof startingAccounts): Promise<bigint> =>
  balances(await world.journal(id)).get(`${startingAccounts[account]} MAD`) ?? 0n;
const byHand = (key: string, who = "somebody") => ({ who, why: "service_delivered", key });
const audit = async (world: World, id: string): Promise<readonly unknown[]> => {
  const rows = [];
  for await (const row of world.store.list(sessionPartition(world.tenant, id), { prefix: auditPrefix }))
    rows.push(row);
  return rows;
};

describe("a dispute", () => {
  it("is opened on first sight: the money moves to what banks hold back, refunds are frozen, a person sees it with its deadline", async () => {
    const { world, session, page } = await settled();
    expect(await isDisputed(world.ports, world.tenant, session.id)).toBe(false);
    const id = world.provider.issuer.dispute(page);
    await tellAll(world);
    const [dispute] = await disputesOf(world.ports, world.tenant, session.id);
    expect(dispute).toMatchObject({
      id,
      standing: "open",
      booked: "withdrawn",
      bookedMinor: 9000n,
      evidenceDueBy: world.now() + 9 * day,
      givenAt: null,
    });
    expect(await kinds(world, session.id)).toEqual(["capture", "dispute"]);
    expect(await balanceOf(world, session.id, "clearing")).toBe(0n);
    expect(await balanceOf(world, session.id, "disputed")).toBe(9000n);
    expect(await isDisputed(world.ports, world.tenant, session.id)).toBe(true);
    expect(await whys(world)).toEqual(["dispute_open"]);
    expect((await world.session(session.id)).state).toBe("settled");
  });

  it("lets nobody ask for a refund while the bank has the money, and again once it has come back", async () => {
    const { world, session, page } = await settled();
    const id = world.provider.issuer.dispute(page);
    await tellAll(world);
    const ask = (key: string) =>
      askRefund(world.ports, world.tenant, {
        session: session.id,
        key,
        body: { key },
        amount: { text: "10.00", currency: null },
        reason: "goodwill",
        note: null,
        who: "somebody",
      });
    await expect(ask("r1")).rejects.toMatchObject({ code: "state_conflict", details: { disputed: true } });
    world.provider.issuer.decide(id, "won");
    await tellAll(world);
    const { refund } = await ask("r2");
    await world.pass(minute);
    expect(await kinds(world, session.id)).toEqual(["capture", "dispute", "dispute_won", "refund"]);
    expect(refund.refundAmount.minor).toBe(1000n);
  });

  it("that is won comes back once, and one that is lost is written off once, however often it is told", async () => {
    for (const how of ["won", "lost"] as const) {
      const { world, session, page } = await settled();
      const id = world.provider.issuer.dispute(page);
      await tellAll(world);
      world.provider.issuer.decide(id, how);
      for (let n = 0; n < 3; n++) {
        await tellAll(world);
        await noteDispute(world.ports, await world.session(session.id), id, []);
        await world.pass(2 * day, 6 * hour);
      }
      expect(await kinds(world, session.id)).toEqual(["capture", "dispute", `dispute_${how}`]);
      expect(await balanceOf(world, session.id, "disputed")).toBe(0n);
      expect(await balanceOf(world, session.id, "clearing")).toBe(how === "won" ? 9000n : 0n);
      expect(await balanceOf(world, session.id, "writeOff")).toBe(how === "won" ? 0n : 9000n);
      // Lost means that nothing is collected a second time.
      expect(await isDisputed(world.ports, world.tenant, session.id)).toBe(how === "lost");
      expect(await whys(world)).toEqual(how === "lost" ? ["dispute_lost"] : []);
      // Looked at again weekly from here on, because a verdict may be appealed.
      const [dispute] = await disputesOf(world.ports, world.tenant, session.id);
      const inMs = (dispute?.due ?? 0) - world.now();
      expect(inMs > 0 && inMs <= 7 * day).toBe(true);
    }
  });

  it("whose news are handled by three workers at once is booked once, beside whatever else is written of the session", async () => {
    const { world, session, page } = await settled();
    const id = world.provider.issuer.dispute(page);
    const note = async (): Promise<void> => noteDispute(world.ports, await world.session(session.id), id, []);
    // Somebody else writes the session in the meantime, keeping its state.
    const write = async (): Promise<void> => {
      const read = await world.session(session.id);
      await world.store.commit([sessionChange(read, read)]);
    };
    await Promise.all([note(), write(), note(), write(), note()]);
    world.provider.issuer.decide(id, "lost");
    await Promise.all([note(), write(), note(), write(), note()]);
    await note();
    expect(await kinds(world, session.id)).toEqual(["capture", "dispute", "dispute_lost"]);
  });

  it("and another one of the same hold, written at the same moment, never take one place in the journal", async () => {
    const { world, session, page } = await settled();
    const note = async (id: string): Promise<void> =>
      noteDispute(world.ports, await world.session(session.id), id, []);
    const one = world.provider.issuer.dispute(page, { minor: 4_000n });
    await note(one);
    world.provider.issuer.decide(one, "lost");
    const two = world.provider.issuer.dispute(page, { minor: 5_000n });
    await Promise.all([note(one), note(two)]);
    const entries = await journalOf(world.ports, world.tenant, session.id);
    expect(entries.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
    expect(entries.map(({ previous }) => previous)).toEqual([
      null,
      ...entries.slice(0, 3).map(({ hash }) => hash),
    ]);
  });

  it("that was decided before we ever heard of it is booked whole, in one commit", async () => {
    const { world, session, page } = await settled();
    const id = world.provider.issuer.dispute(page);
    world.provider.issuer.decide(id, "lost");
    await tellAll(world);
    expect(await kinds(world, session.id)).toEqual(["capture", "dispute", "dispute_lost"]);
    const entries = await world.journal(session.id);
    expect(new Set(entries.map(({ previous }) => previous)).size).toBe(3);
  });

  it("that comes back after it was lost undoes the write-off", async () => {
    const { world, session, page } = await settled();
    const id = world.provider.issuer.dispute(page);
    world.provider.issuer.decide(id, "lost");
    await tellAll(world);
    world.provider.issuer.decide(id, "won");
    await tellAll(world);
    expect(await balanceOf(world, session.id, "writeOff")).toBe(0n);
    expect(await balanceOf(world, session.id, "clearing")).toBe(9000n);
  });

  it("of a part, and a second one of another part, are each on their own", async () => {
    const { world, session, page } = await settled();
    const one = world.provider.issuer.dispute(page, { minor: 4_000n });
    const two = world.provider.issuer.dispute(page, { minor: 5_000n });
    await tellAll(world);
    expect(await balanceOf(world, session.id, "disputed")).toBe(9000n);
    world.provider.issuer.decide(one, "won");
    world.provider.issuer.decide(two, "lost");
    await tellAll(world);
    expect(await balanceOf(world, session.id, "disputed")).toBe(0n);
    expect(await balanceOf(world, session.id, "clearing")).toBe(4000n);
    expect(await balanceOf(world, session.id, "writeOff")).toBe(5000n);
    expect(await disputesOf(world.ports, world.tenant, session.id)).toHaveLength(2);
  });

  it("in a status that nobody knows is a person's, whatever happened to the money is on the books, and it may come right", async () => {
    const { world, session, page } = await settled();
    const id = world.provider.issuer.dispute(page);
    world.provider.issuer.decide(id, "unknown", "appeal_under_review");
    await tellAll(world);
    expect(await whys(world)).toEqual(["dispute_unclear"]);
    expect(await kinds(world, session.id)).toEqual(["capture", "dispute"]);
    expect(await isDisputed(world.ports, world.tenant, session.id)).toBe(true);
    world.provider.issuer.decide(id, "won");
    await tellAll(world);
    expect(await kinds(world, session.id)).toEqual(["capture", "dispute", "dispute_won"]);
    expect(await whys(world)).toEqual([]);
  });

  it("that is only an inquiry moves nothing and freezes nothing, until the bank takes the money after all", async () => {
    const { world, session, page } = await settled();
    const id = world.provider.issuer.dispute(page, { kind: "inquiry" });
    await tellAll(world);
    expect(await kinds(world, session.id)).toEqual(["capture"]);
    expect(await isDisputed(world.ports, world.tenant, session.id)).toBe(false);
    expect(await whys(world)).toEqual(["dispute_inquiry"]);
    world.provider.issuer.withdraw(id);
    await tellAll(world);
    expect(await kinds(world, session.id)).toEqual(["capture", "dispute"]);
    expect(await whys(world)).toEqual(["dispute_open"]);
  });

  it("needs no event to go on: it is read at the provider every day", async () => {
    const { world, session, page } = await settled();
    const id = world.provider.issuer.dispute(page);
    await tellAll(world);
    world.provider.issuer.decide(id, "won");
    await world.pass(day + hour, hour);
    expect(await kinds(world, session.id)).toEqual(["capture", "dispute", "dispute_won"]);
  });

  it("has its journal entry once through a crash at any call", async () => {
    for (const where of ["before", "after"] as const) {
      for (let call = 1; call <= 14; call++) {
        const { world, session, page } = await settled();
        const id = world.provider.issuer.dispute(page);
        world.lose({ call, where });
        await tellAll(world).catch((error: unknown) => {
          if (!(error instanceof Lost)) throw error;
        });
        world.advance(minute);
        await world.settleDown();
        world.lose(null);
        await tellAll(world);
        world.provider.issuer.decide(id, "lost");
        world.lose({ call, where });
        await tellAll(world).catch((error: unknown) => {
          if (!(error instanceof Lost)) throw error;
        });
        world.advance(minute);
        await world.settleDown();
        world.lose(null);
        await tellAll(world);
        expect(await kinds(world, session.id)).toEqual(["capture", "dispute", "dispute_lost"]);
      }
    }
  });
});

describe("evidence", () => {
  it("is given by the clock a day before the deadline where nobody did it, from the sealed proof, once", async () => {
    const { world, session, page } = await settled();
    const id = world.provider.issuer.dispute(page);
    await tellAll(world);
    await world.pass(8 * day - hour, hour);
    expect(world.provider.evidenceOf(id)).toBeNull();
    await world.pass(2 * hour, hour);
    const given = world.provider.evidenceOf(id);
    expect(given?.productDescription).toContain("20.000 kWh delivered at station CAS-DC-01, connector 1");
    expect(given?.serviceDate).toBe("2026-11-24");
    for (const text of [
      "tariff KWH, version 1",
      "4.50 MAD per kWh",
      "hold of 250.00 MAD",
      "in English",
      session.sealed?.sha256 ?? "?",
    ])
      expect(given?.activityLog).toContain(text);
    expect(world.provider.calls.giveEvidence).toBe(1);
    const [dispute] = await disputesOf(world.ports, world.tenant, session.id);
    expect(dispute).toMatchObject({ standing: "under_review", attempt: 1 });
    expect(dispute?.givenAt).not.toBeNull();
    expect(await whys(world)).toEqual([]);
    await world.pass(3 * day, hour);
    expect(world.provider.calls.giveEvidence).toBe(1);
  });

  it("whose answer is lost is not given twice: the provider is read first", async () => {
    for (const where of ["before", "after", "spent"] as const) {
      const { world, session, page } = await settled();
      const id = world.provider.issuer.dispute(page);
      await tellAll(world);
      world.provider.faults.silence("giveEvidence", where);
      await giveEvidence(world.ports, world.tenant, id, byHand("k1"));
      await world.pass(5 * minute);
      expect(world.provider.evidenceOf(id)).not.toBeNull();
      expect((await disputesOf(world.ports, world.tenant, session.id))[0]?.standing).toBe("under_review");
      expect(world.provider.calls.giveEvidence).toBe(where === "after" ? 1 : 2);
    }
  });

  it("by a person is on record with who and why; a repeat of the key gives nothing more, and a second operator is told", async () => {
    const { world, session, page } = await settled();
    const id = world.provider.issuer.dispute(page);
    await tellAll(world);
    const first = await giveEvidence(world.ports, world.tenant, id, byHand("k1"));
    expect(first.standing).toBe("under_review");
    expect(await giveEvidence(world.ports, world.tenant, id, byHand("k1"))).toMatchObject({
      id,
      standing: "under_review",
    });
    await expect(giveEvidence(world.ports, world.tenant, id, byHand("k2", "another"))).rejects.toMatchObject({
      code: "state_conflict",
    });
    expect(world.provider.calls.giveEvidence).toBe(1);
    expect(await audit(world, session.id)).toMatchObject([
      { by: "somebody", reason: "service_delivered", facts: { dispute: id } },
    ]);
  });

  it("by two operators at once is given once, and one of them is told", async () => {
    const { world, session, page } = await settled();
    const id = world.provider.issuer.dispute(page);
    await tellAll(world);
    const both = await Promise.allSettled(
      ["k1", "k2"].map((key) => giveEvidence(world.ports, world.tenant, id, byHand(key, key))),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(world.provider.calls.giveEvidence).toBe(1);
    expect(await audit(world, session.id)).toHaveLength(1);
  });

  it("that the provider refuses is a person's, with its code, and the clock does not hammer it", async () => {
    const { world, session, page } = await settled();
    const id = world.provider.issuer.dispute(page);
    await tellAll(world);
    const refusing = {
      ...world.ports,
      disputes: {
        ...world.ports.disputes,
        give: async () => ({ kind: "refused" as const, code: "file_missing", why: "" }),
      },
    };
    await giveEvidence(refusing, world.tenant, id, byHand("k1"));
    expect(await whys(world)).toEqual(["evidence_refused"]);
    const [row] = await world.store.read([workKey(world.tenant, `${session.id}#dispute#${id}`)]);
    expect(row?.facts).toMatchObject({ code: "file_missing", amount_minor: "9000", currency: "MAD" });
    const [dispute] = await disputesOf(world.ports, world.tenant, session.id);
    expect(dispute).toMatchObject({ givenAt: null, asked: null, due: world.now() + day });
  });

  it("of a session that has no proof yet cannot be given, and a person is told before the deadline", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    world.provider.faults.dashboard(session.hold?.page ?? null, { capture: 25_000n });
    const id = world.provider.issuer.dispute(session.hold?.page ?? null);
    await tellAll(world);
    await expect(giveEvidence(world.ports, world.tenant, id, byHand("k1"))).rejects.toMatchObject({
      code: "state_conflict",
    });
    world.advance(8 * day + hour);
    await advanceDispute(world.ports, world.tenant, session.id, id);
    expect(await whys(world)).toContain("evidence_missing");
  });

  it("after the deadline is not taken any more", async () => {
    const { world, page } = await settled();
    const id = world.provider.issuer.dispute(page);
    await tellAll(world);
    world.advance(10 * day);
    await world.settleDown();
    await expect(giveEvidence(world.ports, world.tenant, id, byHand("k1"))).rejects.toMatchObject({
      code: "state_conflict",
    });
    expect(await whys(world)).toEqual(["dispute_lost"]);
  });
});

describe("the list of disputes", () => {
  it("has the nearest deadline first, whatever is settled last, and nothing of another operator", async () => {
    const { world, page } = await settled();
    const first = world.provider.issuer.dispute(page, { minor: 1_000n });
    world.advance(day);
    const second = world.provider.issuer.dispute(page, { minor: 2_000n });
    const third = world.provider.issuer.dispute(page, { minor: 3_000n });
    world.provider.issuer.decide(first, "won");
    await tellAll(world);
    const { rows } = await listDisputes(world.ports, world.tenant);
    expect(
      rows
        .map(({ id }) => id)
        .slice(0, 2)
        .sort(),
    ).toEqual([second, third].sort());
    expect(rows.at(-1)?.id).toBe(first);
    expect((await listDisputes(world.ports, "rival")).rows).toEqual([]);
  });
});
