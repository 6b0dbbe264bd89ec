/** What schedules of the simulator have found (test/simulation), each told in order and for good. */
import { advanceSession } from "@barq/actions/advance-session";
import { confirmHold } from "@barq/actions/confirm-hold";
import { correctSession, findCorrection } from "@barq/actions/correct-session";
import { disputesOf } from "@barq/actions/dispute-store";
import { moveSession } from "@barq/actions/move-session";
import { noteDispute } from "@barq/actions/note-dispute";
import { askRefund } from "@barq/actions/refund-ask";
import { sealCorrection } from "@barq/actions/seal-correction";
import { stopSession } from "@barq/actions/stop-session";
import { sweep } from "@barq/actions/sweep";
import { day, minute, second } from "@barq/domain/instant";
import type { HoldRef } from "@barq/payments/port";
import { connectorKey } from "@barq/store/keys";
import type { Change, Store } from "@barq/store/port";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, paidSession, station, tenant } from "./world.ts";

const lockOf = async (world: World): Promise<unknown> =>
  (await world.store.read([connectorKey(tenant, station, 1)]))[0]?.act;

/** Somebody at the provider's dashboard takes money out of a hold. */
async function takeElsewhere(world: World, page: string | null, minor: bigint): Promise<void> {
  const ref = { page, intent: null };
  await world.provider.payments.capture({
    key: "dashboard",
    ref,
    captureAmount: { minor, currency: "MAD" },
  });
}

describe("a hold that somebody else has captured", () => {
  it("before it was on record waits for a person, and is not asked after for ever", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const { hold } = await world.session(session.id);
    world.provider.driver.pay(hold?.page ?? null);
    await takeElsewhere(world, hold?.page ?? null, 500n);
    await confirmHold(world.ports, tenant, session.id);
    expect(await world.session(session.id)).toMatchObject({
      state: "review",
      why: "captured_elsewhere",
      due: null,
    });
    expect((await world.work()).map(({ why }) => why)).toEqual(["captured_elsewhere"]);
    expect(await lockOf(world)).toBeUndefined();
  });

  it("when it is to be given back waits for a person, and lets its connector go", async () => {
    const world = await createWorld();
    await world.status("Available");
    const paid = await paidSession(world);
    await takeElsewhere(world, paid.hold?.page ?? null, 500n);
    await stopSession(world.ports, tenant, paid.id);
    await advanceSession(world.ports, tenant, paid.id);
    expect(await world.session(paid.id)).toMatchObject({
      state: "review",
      why: "captured_elsewhere",
      due: null,
    });
    expect((await world.work()).map(({ why }) => why)).toEqual(["captured_elsewhere"]);
    expect(await lockOf(world)).toBeUndefined();
  });

  it("when less is owed than can be captured waits for a person, with the CDR that says so", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await takeElsewhere(world, session.hold?.page ?? null, 500n);
    world.advance(20 * minute);
    await world.stop(transactionId, "1001000");
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({
      state: "review",
      why: "captured_elsewhere",
      sealed: { total: 450n },
    });
    expect(await world.journal(session.id)).toEqual([]);
  });
});

describe("a page that ends", () => {
  it("takes no hold with it that another process is recording at this moment", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const { page } = (await world.session(session.id)).hold ?? { page: null };
    world.advance(11 * minute);
    const { payments } = world.ports;
    // Between the look of the one and its next call the driver pays, and the other finds the hold.
    let recording: Promise<unknown> | undefined;
    let goOn = (): void => {};
    const other = {
      ...world.ports,
      store: {
        ...world.store,
        async commit(changes: readonly Change[]) {
          await new Promise<void>((done) => {
            goOn = done;
          });
          return world.store.commit(changes);
        },
      },
    };
    const one = {
      ...world.ports,
      payments: {
        ...payments,
        async read(ref: HoldRef) {
          const truth = await payments.read(ref);
          if (truth.kind === "open" && !recording) {
            world.provider.driver.pay(page);
            recording = confirmHold(other, tenant, session.id);
            await new Promise((done) => setImmediate(done));
          }
          return truth;
        },
        async release(request: Parameters<typeof payments.release>[0]) {
          const answer = await payments.release(request);
          goOn();
          await recording;
          return answer;
        },
      },
    };
    await confirmHold(one, tenant, session.id);
    expect((await world.session(session.id)).state).toBe("held");
    expect((await payments.read({ page, intent: null })).kind).toBe("held");
  });
});

describe("a hold that lost its connector", () => {
  it("is on its way back at once, and goes to no other connector by a clock that is behind", async () => {
    const world = await createWorld();
    world.advance(2 * minute);
    const [one, two] = [await world.start({ key: "one" }), await world.start({ key: "two" })];
    for (const { session } of [one, two]) {
      world.provider.driver.pay((await world.session(session.id)).hold?.page ?? null);
      await confirmHold(world.ports, tenant, session.id);
    }
    const lost = await world.session(two.session.id);
    expect(lost).toMatchObject({ state: "held", why: "connector_taken", effect: { name: "release.1" } });
    world.advance(-minute);
    const elsewhere = { qr: world.codeOf(2), carConfirmed: true };
    await expect(moveSession(world.ports, tenant, lost.id, elsewhere)).rejects.toMatchObject({
      code: "state_conflict",
    });
  });
});

describe("a refund", () => {
  it("is booked once, though it was on its way when it was read and on the books when they were", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 20_000);
    const asked = { session: session.id, key: "k", body: {}, amount: null, note: null, who: "one" };
    await askRefund(world.ports, tenant, { ...asked, reason: "goodwill" });
    world.provider.faults.silence("refund", "after");
    await world.sweep();
    world.advance(3 * second);
    // Another process books it between the two reads of the one.
    let isFirst = true;
    const store: Store = {
      ...world.store,
      async *list(partition, options) {
        if (isFirst && options?.prefix === "L#") {
          isFirst = false;
          await world.sweep();
        }
        yield* world.store.list(partition, options);
      },
    };
    expect((await sweep({ ...world.ports, store })).failed).toEqual([]);
    expect(isFirst).toBe(false);
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["capture", "refund"]);
  });
});

describe("a refund whose call is under way", () => {
  it("gets no other key from a process whose clock is ahead", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 20_000);
    const asked = { session: session.id, key: "k", body: {}, amount: null, note: null, who: "one" };
    await askRefund(world.ports, tenant, { ...asked, reason: "goodwill" });
    const keys: string[] = [];
    const { refunds } = world.ports;
    const silent: typeof refunds = {
      find: refunds.find,
      async refund({ key }) {
        keys.push(key);
        return { kind: "unknown", why: "no_answer" };
      },
    };
    // The first call is silent, its repeat is under way, and the next who looks is nine minutes ahead.
    for (const laterMs of [0, 3 * second, 9 * minute]) {
      world.advance(laterMs);
      await sweep({ ...world.ports, refunds: silent });
    }
    expect(new Set(keys).size).toBe(1);
  });
});

describe("a refund that is asked for while a bank takes the money back", () => {
  it("is refused, although nobody disputed anything when the asker looked", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 20_000);
    await world.pass(minute);
    const dispute = world.provider.issuer.dispute(session.hold?.page ?? null);
    let isNoted = false;
    const commit: Store["commit"] = async (changes) => {
      if (!isNoted) {
        isNoted = true;
        await noteDispute(world.ports, await world.session(session.id), dispute, []);
      }
      return world.store.commit(changes);
    };
    const ports = { ...world.ports, store: { ...world.store, commit } };
    const asked = {
      session: session.id,
      key: "r1",
      body: {},
      amount: null,
      reason: "goodwill",
      note: null,
      who: "one",
    } as const;
    await expect(askRefund(ports, tenant, asked)).rejects.toMatchObject({ code: "state_conflict" });
    expect((await world.session(session.id)).refunded).toBeNull();
    expect(world.provider.all()).toEqual([]);
  });
});

describe("a correction while a bank has the money", () => {
  it("changes nothing and gives nothing back, and the person reads why", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await world.meter(transactionId, 1_015_000);
    world.advance(20 * minute);
    await world.stop(transactionId, "1020000");
    await world.settleDown();
    const dispute = world.provider.issuer.dispute(session.hold?.page ?? null);
    await noteDispute(world.ports, await world.session(session.id), dispute, []);
    const asked = { key: "fix", body: {}, meterStop: "1018000", endedAt: null, note: null, who: "one" };
    const { correction } = await correctSession(world.ports, tenant, { ...asked, session: session.id });
    await sealCorrection(world.ports, correction);
    expect(await findCorrection(world.ports, tenant, session.id, correction.id)).toMatchObject({
      state: "refused",
      why: "disputed",
      corrected: null,
    });
    expect((await world.session(session.id)).refunded).toBeNull();
  });
});

describe("a correction that a process with a clock ahead has written down", () => {
  it("waits until the others' clocks have come so far, and then is sealed with its money", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(20 * minute);
    await world.stop(transactionId, "1020000");
    await world.settleDown();
    const ahead = { ...world.ports, clock: () => world.now() + 165 * second };
    const asked = { key: "fix", body: {}, meterStop: "1018000", endedAt: null, note: null, who: "one" };
    const { correction } = await correctSession(ahead, tenant, { ...asked, session: session.id });
    const found = () => findCorrection(world.ports, tenant, session.id, correction.id);
    await world.sweep();
    expect(await found()).toMatchObject({ state: "asked" });
    world.advance(166 * second);
    await world.sweep();
    expect(await found()).toMatchObject({ state: "sealed", due: null });
    expect((await world.session(session.id)).refunded).toBe(900n);
  });
});

describe("a dispute that had its verdict", () => {
  /** A session of 90.00 whose dispute has its verdict, heard. */
  async function decided(verdict: "won" | "lost") {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 20_000);
    await world.pass(minute);
    const { issuer } = world.provider;
    const dispute = issuer.dispute(session.hold?.page ?? null);
    issuer.decide(dispute, verdict);
    await noteDispute(world.ports, await world.session(session.id), dispute, []);
    const own = async () => (await disputesOf(world.ports, tenant, session.id))[0];
    const kinds = async () => (await world.journal(session.id)).map(({ kind }) => kind);
    return { world, dispute, own, kinds };
  }

  it("and is lost or won after all is booked so within a week, though no event of it was ever heard", async () => {
    const won = await decided("won");
    won.world.provider.issuer.withdraw(won.dispute);
    won.world.provider.issuer.decide(won.dispute, "lost");
    await won.world.pass(8 * day, day);
    expect(await won.own()).toMatchObject({ standing: "lost", booked: "lost", bookedMinor: 9000n });
    expect((await won.world.work()).map(({ why }) => why)).toEqual(["dispute_lost"]);
    const lost = await decided("lost");
    expect(await lost.kinds()).toEqual(["capture", "dispute", "dispute_lost"]);
    lost.world.provider.issuer.decide(lost.dispute, "won");
    await lost.world.pass(8 * day, day);
    expect(await lost.own()).toMatchObject({ standing: "won", booked: "nothing" });
    expect(await lost.kinds()).toEqual(["capture", "dispute", "dispute_lost", "dispute_won"]);
    expect(await lost.world.work()).toEqual([]);
  });

  it("is looked at once a week for half a year, whether the provider answers, is silent or has forgotten it, and then nobody looks any more", async () => {
    const { world, own, kinds } = await decided("won");
    const { disputes } = world.ports;
    const looks: number[] = [];
    const read: typeof disputes.read = async (id) => {
      looks.push(world.now());
      return looks.length === 3
        ? { kind: "unknown", why: "no_answer" }
        : looks.length > 20
          ? { kind: "none" }
          : disputes.read(id);
    };
    for (let days = 0; days < 200; days++) {
      world.advance(day);
      await sweep({ ...world.ports, disputes: { ...disputes, read } });
    }
    // One of 26 was silent and made again.
    expect(looks.length).toBe(27);
    expect(await own()).toMatchObject({ standing: "won", due: null });
    expect(await kinds()).toEqual(["capture"]);
    expect(await world.work()).toEqual([]);
  });
});
