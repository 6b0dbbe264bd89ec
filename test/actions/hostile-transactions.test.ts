/**
 * Whoever tries to break the money over OCPP 2.0.1: transactions that are not the session's, tokens that are shown twice,
 * limits that a strange meter hides, connectors that nobody may use again; and a crash at every call.
 */
import { toReview } from "@barq/actions/stop-station";
import { minute, second } from "@barq/domain/instant";
import type { TransactionNews } from "@barq/stations/port";
import { meterPartition, ocppTransactionKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import type { Event } from "./transaction.ts";
import {
  cable,
  hourOf,
  id36,
  proofOf,
  register201,
  sayAll,
  startingSession,
  transaction,
  whysOf,
} from "./transaction.ts";
import type { World } from "./world.ts";
import { createWorld, Lost, paidSession, register, station } from "./world.ts";

/** A session that charges, and the teller of its transaction. */
async function charging(more: Event = {}, world?: World) {
  const own = world ?? (await createWorld());
  const session = await startingSession(own);
  const teller = transaction(own);
  const token = own.ports.identity.idTag(session.id);
  const readings = register201(own, 1_000_000, { context: "Transaction.Begin" });
  const answer = await own.say(
    teller.next("Started", { trigger: "RemoteStart", token, connectors: [1], readings, ...more }),
  );
  return { world: own, session: await own.session(session.id), teller, token, answer };
}

describe("a transaction that is not the session's", () => {
  it("begun at another connector under its token neither begins, ends nor prices it", async () => {
    const world = await createWorld();
    const session = await startingSession(world);
    const token = world.ports.identity.idTag(session.id);
    const other = transaction(world, "other");
    const begin = register201(world, 1_000_000);
    expect(await world.say(other.next("Started", { token, connectors: [2], readings: begin }))).toMatchObject(
      { accepted: false },
    );
    // Nor where the place was told before the token.
    expect(await world.say(other.next("Updated", { token }))).toMatchObject({ accepted: false });
    expect((await world.session(session.id)).state).toBe("starting");
    const events = hourOf(world, session);
    await sayAll(world, events.slice(0, 5));
    await world.say(other.next("Ended", { readings: register201(world, 1_090_000) }));
    await sayAll(world, events.slice(5));
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    expect(await whysOf(world)).toEqual(["start_without_session", "stop_without_session"]);
  });

  it("is never accepted while the session has its own, whatever it is called", async () => {
    const { world, session, token } = await charging();
    for (const id of ["another", "", "0", id36.toUpperCase()]) {
      const second = transaction(world, id).next("Started", { token, connectors: [1] });
      expect(await world.say(second)).toMatchObject({ accepted: false });
    }
    expect((await world.session(session.id)).transactionId).toBe(id36);
  });

  it("is never accepted once the session has ended, and a person is told of a new start", async () => {
    const { world, session, teller, token } = await charging();
    world.advance(10 * minute);
    const end = register201(world, 1_005_000, { context: "Transaction.End" });
    await world.say(teller.next("Ended", { state: "EVConnected", readings: end }));
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 2250n });
    // The same start again is a repeat; another one under the same token would be energy that nobody pays for.
    const again: TransactionNews = { ...transaction(world).next("Started", { token, connectors: [1] }) };
    expect(await world.say(again)).toMatchObject({ accepted: false });
    await world.settleDown();
    expect(await world.work()).toEqual([]);
    expect(
      await world.say(transaction(world, "new").next("Started", { token, connectors: [1] })),
    ).toMatchObject({ accepted: false });
    expect(await whysOf(world)).toEqual(["start_without_session"]);
  });

  it("of OCPP 1.6 under the same token begins nothing, and its Stop ends nothing", async () => {
    const { world, session, token } = await charging();
    const start = await world.say({ kind: "started", connector: 1, token, meterStart: "5", at: world.now() });
    if (start.kind !== "started") throw new Error("a start is answered as a start");
    expect(start.accepted).toBe(false);
    await world.stop(start.transactionId, "999999");
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("charging");
  });

  it("that is named with another session's number is none of that session", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    const number = await world.begin(paid.id);
    const text = transaction(world, `${number}`);
    await world.say(text.next("Started", { connectors: [1] }));
    world.advance(minute);
    await world.say(text.next("Ended", { readings: register201(world, 1_050_000) }));
    await world.settleDown();
    expect(await world.session(paid.id)).toMatchObject({ state: "charging", transactionId: number });
    const rows = await world.store.read([
      ocppTransactionKey(world.tenant, station, number),
      ocppTransactionKey(world.tenant, station, `${number}`),
    ]);
    expect(rows.map((row) => row?.session)).toEqual([paid.id, undefined]);
  });
});

describe("a late start", () => {
  it("of a session whose hold has gone back is told no, and a person is told of the energy", async () => {
    const world = await createWorld();
    const session = await startingSession(world);
    const events = hourOf(world, session);
    await world.pass(world.ports.policy.moveMs + minute);
    expect((await world.session(session.id)).state).toBe("released");
    expect(await world.say(events[0] ?? transaction(world).next("Started"))).toMatchObject({
      accepted: false,
    });
    await sayAll(world, events.slice(1));
    await world.settleDown();
    expect(await whysOf(world)).toEqual(["start_without_session", "stop_without_session"]);
    expect((await world.session(session.id)).captured).toBeNull();
  });
});

describe("a connector whose session is in review", () => {
  it("is free for the next driver once the cable is out", async () => {
    const { world, session, teller } = await charging({ readings: [] });
    world.advance(30 * minute);
    await world.say(teller.next("Ended"));
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "review", why: "meter_missing" });
    await world.status("Available");
    await world.settleDown();
    expect((await startingSession(world, { key: "next" })).state).toBe("starting");
  });

  it("whose Ended comes then has it kept, and said", async () => {
    const { world, session, teller } = await charging();
    await toReview(world.ports, await world.session(session.id), "stop_missing");
    const end = register201(world, 1_005_000, { context: "Transaction.End" });
    await world.say(teller.next("Ended", { readings: end }));
    await world.settleDown();
    expect(await whysOf(world)).toEqual(["stop_came_late", "stop_missing"]);
  });
});

describe("the guard of the hold", () => {
  /** 250 dirhams at 4.50 are 55 kWh. */
  const stopped = async (world: World, id: string) => {
    expect((await world.session(id)).state).toBe("stopping");
    await world.settleDown();
    expect(world.hardware.sent.at(-1)?.command).toEqual({ kind: "remote_stop", transactionId: id36 });
  };

  it("looks at every event, and at the power of ten of its values", async () => {
    const { world, session, teller } = await charging();
    world.advance(30 * minute);
    await world.say(teller.next("Updated", { readings: register201(world, 1_030_000) }));
    expect((await world.session(session.id)).state).toBe("charging");
    await world.say(teller.next("Updated", { readings: register201(world, 1090, { multiplier: 3 }) }));
    await stopped(world, session.id);
  });

  it("stops a session of which nobody told the register at its start", async () => {
    const { world, session, teller } = await charging({ readings: [] });
    expect(session.meterStart).toBeNull();
    await world.say(teller.next("Updated", { readings: register201(world, 1_000_000) }));
    world.advance(30 * minute);
    await world.drain();
    await world.say(teller.next("Updated", { readings: register201(world, 1_090_000) }));
    await stopped(world, session.id);
  });

  it("stops a session whose readings count from zero while its start does not", async () => {
    const { world, session, teller } = await charging();
    await world.say(teller.next("Updated", { readings: register201(world, 0) }));
    world.advance(30 * minute);
    await world.drain();
    await world.say(teller.next("Updated", { readings: register201(world, 90_000) }));
    await stopped(world, session.id);
  });
});

describe("a station that sends endless texts", () => {
  it("does not block its own queue: they are packed in pieces, and its Ended ends the session", async () => {
    const { world, session, teller } = await charging();
    world.advance(10 * minute);
    const readings = Array.from({ length: 60 }, (_, n) =>
      register(world.now(), "é".repeat(2500), { measurand: `${"ß".repeat(200)}${n}`, format: "SignedData" }),
    );
    await world.say(teller.next("Updated", { readings }));
    const end = register201(world, 1_005_000, { context: "Transaction.End" });
    await world.say(teller.next("Ended", { readings: end }));
    await world.settleDown();
    const sizes: number[] = [];
    for await (const item of world.store.list(meterPartition(world.tenant, session.id)))
      sizes.push(item.z instanceof Uint8Array ? item.z.length : 0);
    expect(Math.max(...sizes)).toBeLessThan(200_000);
    expect((await world.session(session.id)).state).toBe("settled");
    // What was signed is in the proof, untouched.
    const proof = await proofOf(world, session.id);
    expect(proof.facts.readings.filter(({ format }) => format === "SignedData")).toHaveLength(60);
  });
});

describe("a crash at any call", () => {
  /** Said again until it is heard, as stations do. */
  async function insist<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Lost) || attempt === 3) throw error;
      }
    }
  }

  /** From the cable on: the events of before the token, the token, an hour, the end. */
  async function live(world: World, call: number | null, where: "before" | "after"): Promise<string> {
    const paid = await paidSession(world);
    const teller = transaction(world);
    world.lose(call === null ? null : { call, where });
    await insist(() => cable(world));
    const begin = register201(world, 1_000_000, { context: "Transaction.Begin" });
    const plugged = teller.next("Started", { trigger: "CablePluggedIn", connectors: [1], readings: begin });
    await insist(() => world.say(plugged));
    await world.settleDown(2);
    const events = hourOf(world, paid, {
      next: (kind, more) => teller.next(kind === "Started" ? "Updated" : kind, more),
    });
    for (const event of events) {
      await insist(() => world.say(event));
      await insist(() => world.drain());
    }
    await world.settleDown(2);
    for (let n = 0; n < 12 && !(await world.isOver(paid.id)); n++) {
      world.advance(30 * second);
      await world.settleDown(1);
    }
    return paid.id;
  }

  it("neither loses an event nor takes twice", async () => {
    const calm = await createWorld();
    await live(calm, null, "before");
    const all = calm.calls;
    expect(all).toBeGreaterThan(40);
    for (const where of ["before", "after"] as const) {
      for (let call = 1; call <= all; call++) {
        const world = await createWorld();
        const id = await live(world, call, where);
        world.lose(null);
        const at = `call ${call} lost ${where} it was done`;
        expect(await world.session(id), at).toMatchObject({ state: "settled", captured: 5400n });
        expect((await proofOf(world, id)).result.flags, at).toEqual([]);
        expect(world.provider.calls.capture, at).toBeLessThanOrEqual(2);
        expect(await world.journal(id), at).toHaveLength(1);
      }
    }
  }, 60_000);
});
