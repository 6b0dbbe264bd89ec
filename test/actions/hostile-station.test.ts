/**
 * Whoever tries to break the money: transactions that are not the session's, commands that are sent twice, limits that a
 * strange meter hides, connectors that nobody may use again.
 */
import { watchReview } from "@barq/actions/review";
import { beginStop, toReview } from "@barq/actions/stop-station";
import { takeCommandOutcome } from "@barq/actions/take-outcome";
import { minute, second } from "@barq/domain/instant";
import { createStations } from "@barq/stations/linked";
import { sessionKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, free, paidSession, station } from "./world.ts";

describe("a transaction that is not the session's", () => {
  const startOn = (world: World, session: string, connector: number, meterStart: string) =>
    world.say({
      kind: "started",
      connector,
      token: world.ports.identity.idTag(session),
      meterStart,
      at: world.now(),
    });

  it("begun at another connector under its token neither ends nor prices it", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    const other = await startOn(world, paid.id, 2, "1040000");
    if (other.kind !== "started") throw new Error("a start is answered as a start");
    expect(other.accepted).toBe(false);
    const transactionId = await world.begin(paid.id);
    expect(transactionId).not.toBe(other.transactionId);
    world.advance(30 * minute);
    await world.meter(other.transactionId, 1_055_000, {}, 2);
    await world.stop(other.transactionId, "1050000");
    await world.settleDown();
    expect((await world.session(paid.id)).state).toBe("charging");
    await chargeAndStop(world, transactionId, 10_000);
    expect(await world.session(paid.id)).toMatchObject({ state: "settled", captured: 4500n });
  });

  it("is never accepted at another connector while the session charges at its own", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const other = await startOn(world, session.id, 2, "5");
    expect(other).toMatchObject({ accepted: false });
    expect(other).not.toMatchObject({ transactionId });
  });

  it("is never accepted once the session has ended, and a person is told of a new start", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(10 * minute);
    await world.stop(transactionId, "1005000");
    await world.status("Finishing");
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("settled");
    expect(await startOn(world, session.id, 1, "1000000")).toMatchObject({ transactionId, accepted: false });
    expect(await world.work()).toEqual([]);
    expect(await startOn(world, session.id, 1, "1005000")).toMatchObject({ accepted: false });
    expect((await world.work()).map(({ why }) => why)).toEqual(["start_without_session"]);
  });
});

describe("a start that is sent again", () => {
  it("by the sweeper is not given back because the station refuses the repeat", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    // The twin records no call, as when a command to the other connector has taken its place.
    await world.pass(31 * second);
    const again = world.hardware.sent.at(-1);
    expect(world.hardware.sent.length).toBeGreaterThan(1);
    await takeCommandOutcome(
      world.ports,
      world.tenant,
      station,
      { session: paid.id, effect: again?.effect ?? null, again: false },
      { kind: "rejected", why: "Rejected" },
    );
    expect(await world.session(paid.id)).toMatchObject({
      state: "starting",
      effect: { name: "remote_start" },
    });
    await world.begin(paid.id);
    expect((await world.session(paid.id)).state).toBe("charging");
  });

  it("by two at once goes to the station once", async () => {
    const world = await createWorld();
    const posted: string[] = [];
    let n = 0;
    const linked = createStations({
      store: world.store,
      clock: world.now,
      newMessageId: () => `m${++n}`,
      connections: {
        async post(_connection, frame) {
          posted.push(frame);
          return "posted";
        },
      },
    });
    const order = (session: string, connector: number) =>
      linked.send({
        tenant: world.tenant,
        station,
        command: { kind: "remote_start", connector, token: session },
        session,
        effect: "remote_start#1",
        deadline: world.now() + minute,
      });
    await order("one", 1);
    await Promise.all([order("one", 1), order("two", 2), order("two", 2)]);
    await order("one", 1);
    for (let round = 1; round <= n; round++) {
      for (let id = 1; id <= n; id++) {
        await linked.takeOutcome(world.tenant, station, `m${id}`, { kind: "accepted", detail: null });
      }
    }
    expect(posted.filter((frame) => frame.includes('"one"'))).toHaveLength(1);
    expect(posted.filter((frame) => frame.includes('"two"'))).toHaveLength(1);
  });
});

describe("a connector whose session is in review", () => {
  it("is free for the next driver once the cable is out", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(30 * minute);
    await world.stop(transactionId, "-1");
    await world.status("Finishing");
    await world.settleDown();
    await world.status("Available");
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("review");
    expect((await paidSession(world, { key: "next" })).state).toBe("held");
  });

  it("whose Stop never came is free once the station says Available", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    await toReview(world.ports, await world.session(session.id), "stop_missing");
    await expect(world.start({ key: "early" })).rejects.toMatchObject({ code: "connector_taken" });
    await world.status("Available");
    expect((await paidSession(world, { key: "next" })).state).toBe("held");
  });
});

describe("a review", () => {
  it("whose hold was captured elsewhere is told to a person once", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    const review = await toReview(world.ports, await world.session(session.id), "stop_missing");
    const ref = { page: review.hold?.page ?? null, intent: null };
    const captureAmount = { minor: 500n, currency: "MAD" };
    await world.provider.payments.capture({ key: "dashboard", ref, captureAmount });
    world.advance(8 * 24 * 60 * minute);
    const seen = await watchReview(world.ports, review);
    expect(seen.due).toBeNull();
    expect((await world.work()).map(({ why }) => why)).toContain("captured_elsewhere");
  });
});

describe("a free start", () => {
  it("that was cut off before it took its connector comes to an end", async () => {
    const world = await createWorld({ tariff: free });
    world.lose({ call: 0, where: "before" });
    await world.start({ key: "probe" });
    const calls = world.calls;
    for (let call = 1; call <= calls; call++) {
      const other = await createWorld({ tariff: free });
      other.lose({ call, where: "before" });
      await other.start().catch(() => undefined);
      other.lose(null);
      const id = other.ports.identity.sessionId({ tenant: other.tenant, qr: other.codeOf(1), key: "key-1" });
      await other.pass(15 * minute);
      const left = await other.session(id).catch(() => null);
      expect(["failed", "starting", "released", undefined]).toContain(left?.state);
    }
  });
});

describe("the guard of the hold", () => {
  it("stops a session whose meterStart cannot be read", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    const transactionId = await world.begin(paid.id, "-1");
    await world.meter(transactionId, 1_000_000);
    world.advance(30 * minute);
    await world.drain();
    await world.meter(transactionId, 1_090_000);
    expect((await world.session(paid.id)).state).toBe("stopping");
  });
  it("stops a session whose readings count from zero while its meterStart does not", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    const transactionId = await world.begin(paid.id, "1000000");
    await world.meter(transactionId, 0);
    world.advance(30 * minute);
    await world.drain();
    await world.meter(transactionId, 90_000);
    expect((await world.session(paid.id)).state).toBe("stopping");
  });
  it("is not put out by a write that came between", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    const old = await world.session(session.id);
    await world.store.commit([
      { update: sessionKey(world.tenant, session.id), set: { tr: 1 }, add: { v: 1 } },
    ]);
    expect((await beginStop(world.ports, old, "energy_limit")).state).toBe("stopping");
  });
});
