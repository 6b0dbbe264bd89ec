/** What schedules of the simulator have found (test/simulation), each told in order and for good. */
import { advanceSession } from "@barq/actions/advance-session";
import { confirmHold } from "@barq/actions/confirm-hold";
import { drainIntake } from "@barq/actions/drain-intake";
import { moveSession } from "@barq/actions/move-session";
import { askRefund } from "@barq/actions/refund-ask";
import { ensureArchived } from "@barq/actions/seal-session";
import { stopSession } from "@barq/actions/stop-session";
import { checkCharging } from "@barq/actions/stop-station";
import { sweep } from "@barq/actions/sweep";
import { minute, second } from "@barq/domain/instant";
import type { HoldRef } from "@barq/payments/port";
import { connectorKey } from "@barq/store/keys";
import type { Change, Store } from "@barq/store/port";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, Lost, paidSession, station, tenant } from "./world.ts";

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

describe("a connector", () => {
  it("is let go by a session that was cut off between its end and that", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(20 * minute);
    // The station says both in one breath, and Available is heard first.
    await world.status("Available");
    await world.stop(transactionId, "1020000", "EVDisconnected");
    for (let call = 1; (await world.session(session.id)).state === "charging"; call++) {
      world.lose({ call, where: "before" });
      await world.drain().catch((error: unknown) => {
        if (!(error instanceof Lost)) throw error;
      });
    }
    expect(await lockOf(world)).toBe(session.id);
    world.lose(null);
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("settled");
    expect(await lockOf(world)).toBeUndefined();
  });

  it("is known to be free though the process that hears it has a clock behind the one that heard before", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    await world.status("Charging");
    world.advance(-4 * minute);
    await world.status("Available", 1, world.now() + 4 * minute + second);
    const [row] = await world.store.read([connectorKey(tenant, station, 1)]);
    expect(row).toMatchObject({ status: "Available", act: session.id });
  });
});

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

describe("a hold that is on its way back", () => {
  it("goes on its way when a Stop comes for the session, and a person is told", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    expect(paid.state).toBe("starting");
    // The station says nothing for too long, the driver goes nowhere else, and the provider does not answer the release.
    world.advance(3 * minute);
    await world.sweep();
    world.advance(4 * minute);
    world.provider.faults.silence("release", "before");
    world.provider.faults.silence("read", "before");
    await world.sweep();
    expect((await world.session(paid.id)).effect).toEqual({ name: "release.1", attempt: 1 });
    const transactionId = await world.begin(paid.id);
    await world.stop(transactionId, "1003000", "DeAuthorized");
    await world.drain();
    expect(await world.session(paid.id)).toMatchObject({ state: "starting", effect: { name: "release.1" } });
    await world.pass(10 * minute);
    expect(await world.session(paid.id)).toMatchObject({ state: "released", hold: { stands: false } });
    expect((await world.work()).map(({ why }) => why)).toContain("stop_after_release");
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

describe("a pack", () => {
  it("that is written late beside a larger one of the same readings changes nothing of what is sealed", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(20 * minute);
    await world.meter(transactionId, 1_010_000);
    // Its write is under way for longer than its process waits; what it took is taken again, with the Stop.
    let late: readonly Change[] = [];
    const store: Store = {
      ...world.store,
      async commit(changes) {
        if (!changes.some((change) => "put" in change && change.put.sk.startsWith("W#")))
          return world.store.commit(changes);
        late = changes;
        throw new Lost("the pack is under way");
      },
    };
    world.advance(8 * minute);
    await expect(drainIntake({ ...world.ports, store })).rejects.toThrow(Lost);
    await world.meter(transactionId, 1_011_000);
    await world.stop(transactionId, "1012000");
    await world.settleDown();
    const settled = await world.session(session.id);
    expect(settled.state).toBe("settled");
    expect((await world.store.commit(late)).written).toBe(true);
    const archive = { put: async () => "kept" as const, get: async () => undefined };
    expect(await ensureArchived({ ...world.ports, archive }, settled)).toBe(true);
  });
});

describe("a Stop", () => {
  it("that ends its session at the very moment in which another process ends it without is not taken for that", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(20 * minute);
    await world.status("Available");
    await world.stop(transactionId, "1012000");
    let isFirst = true;
    const store: Store = {
      ...world.store,
      async commit(changes) {
        if (isFirst && changes.some((change) => "update" in change && change.set?.st === "ended")) {
          isFirst = false;
          world.advance(6 * minute);
          await checkCharging(world.ports, await world.session(session.id));
        }
        return world.store.commit(changes);
      },
    };
    await drainIntake({ ...world.ports, store });
    expect(await world.session(session.id)).toMatchObject({ state: "ended", stopReason: "StopMissing" });
    expect((await world.work()).map(({ why }) => why)).toEqual(["stop_came_late"]);
  });

  it("that comes while its session is being closed without it is told to a person, not forgotten", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(20 * minute);
    await world.meter(transactionId, 1_010_000);
    await world.drain();
    await world.status("Available");
    await world.drain();
    await world.stop(transactionId, "1012000");
    // Between the drain's look at the session and its write another process closes it from what is known.
    let isFirst = true;
    const store: Store = {
      ...world.store,
      async commit(changes) {
        if (isFirst && changes.some((change) => "update" in change && change.set?.st === "ended")) {
          isFirst = false;
          world.advance(6 * minute);
          await world.sweep();
        }
        return world.store.commit(changes);
      },
    };
    await drainIntake({ ...world.ports, store });
    expect(await world.session(session.id)).toMatchObject({ stopReason: "StopMissing" });
    expect((await world.work()).map(({ why }) => why)).toContain("stop_after_sealing");
  });
});
