/** What schedules of the simulator (test/simulation) have found about stations, each told in order and for good. */
import { drainIntake } from "@barq/actions/drain-intake";
import { moveSession } from "@barq/actions/move-session";
import { noteStatus } from "@barq/actions/note-status";
import { ensureArchived } from "@barq/actions/seal-session";
import { checkCharging } from "@barq/actions/stop-station";
import { minute, second } from "@barq/domain/instant";
import { connectorKey, ocppTransactionKey } from "@barq/store/keys";
import type { Change, Store } from "@barq/store/port";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargingSession, createWorld, Lost, paidSession, station, tenant } from "./world.ts";

const lockOf = async (world: World): Promise<unknown> =>
  (await world.store.read([connectorKey(tenant, station, 1)]))[0]?.act;

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

  it("is let go by a session whose Start was cut off, and whose Stop is read after the cable has gone", async () => {
    const world = await createWorld();
    const session = await paidSession(world);
    await world.status("Preparing");
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("starting");
    // The number was stored for the station; what was to follow never was.
    const key = ocppTransactionKey(tenant, station, 7);
    const begun = { session: session.id, connector: 1, at: world.now(), meterStart: "1000000" };
    await world.store.commit([{ put: { ...key, ...begun } }]);
    await world.status("Charging");
    await world.stop(7, "1000000", "DeAuthorized");
    await world.status("Available");
    await world.drain();
    expect(await world.session(session.id)).toMatchObject({ state: "review", why: "times_missing" });
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

describe("a station that obeys a remote start twice", () => {
  const startAt = (world: World, session: string, at: number) =>
    world.say({
      kind: "started",
      connector: 1,
      token: world.ports.identity.idTag(session),
      meterStart: "1000000",
      at,
    });

  it("begins for nobody the second time, though the first Stop is not read yet; a repeat of the first Start is the first", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const begunAt = session.startedAt ?? 0;
    expect(await startAt(world, session.id, begunAt)).toMatchObject({ transactionId, accepted: true });
    world.advance(second);
    await world.stop(transactionId, "1000000", "EVDisconnected");
    await world.status("Available");
    world.advance(minute);
    await world.status("Preparing");
    expect(await startAt(world, session.id, begunAt)).toMatchObject({ transactionId, accepted: true });
    const again = await startAt(world, session.id, world.now());
    expect(again).toMatchObject({ accepted: false });
    expect(again).not.toMatchObject({ transactionId });
    expect((await world.work()).map(({ why }) => why)).toContain("start_without_session");
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("released");
  });
});

describe("a status whose write is under way for long", () => {
  it("takes back nothing that the station has said since, and the connector of a session that is over is let go", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await world.status("Charging");
    world.advance(20 * minute);
    const stoppedAt = world.now();
    // The answer is lost and the write is not: it comes to the table later. The station says it again at once.
    let late: readonly Change[] = [];
    const commit: Store["commit"] = async (changes) => {
      late = changes;
      throw new Lost("no answer");
    };
    const silent = { ...world.ports, store: { ...world.store, commit } };
    const finishing = {
      kind: "connector_status",
      connector: 1,
      status: "Finishing",
      errorCode: "NoError",
      at: stoppedAt,
    } as const;
    await expect(noteStatus(silent, tenant, station, finishing)).rejects.toBeInstanceOf(Lost);
    world.advance(4 * second);
    await world.status("Finishing", 1, stoppedAt);
    world.advance(4 * second);
    await world.status("Available");
    expect(late).toHaveLength(1);
    expect((await world.store.commit(late)).written).toBe(false);
    await world.stop(transactionId, "1020000");
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("settled");
    const [row] = await world.store.read([connectorKey(tenant, station, 1)]);
    expect(row).toMatchObject({ status: "Available" });
    expect(await lockOf(world)).toBeUndefined();
  });

  it("is written all the same where a driver took the connector while it was under way", async () => {
    const world = await createWorld();
    await world.status("Available");
    let isFirst = true;
    const commit: Store["commit"] = async (changes) => {
      if (isFirst) {
        isFirst = false;
        await world.store.commit([{ update: connectorKey(tenant, station, 1), set: { act: "ses_other" } }]);
      }
      return world.store.commit(changes);
    };
    world.advance(second);
    const ports = { ...world.ports, store: { ...world.store, commit } };
    const preparing = { kind: "connector_status", connector: 1, status: "Preparing" } as const;
    await noteStatus(ports, tenant, station, { ...preparing, errorCode: "NoError", at: world.now() });
    const [row] = await world.store.read([connectorKey(tenant, station, 1)]);
    expect(row).toMatchObject({ status: "Preparing", act: "ses_other" });
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

describe("a session that has gone to another connector", () => {
  it("is not ended by the Stop of a start that was told no at the first one, nor priced by its register", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    expect(paid.state).toBe("starting");
    world.advance(3 * minute);
    await world.sweep();
    // The first connector begins after all, and the process that hears it is ahead: the hold is on its way back, it says.
    world.advance(4 * minute);
    const refused = await world.begin(paid.id, "1000000", 1);
    world.advance(-4 * minute);
    await moveSession(world.ports, tenant, paid.id, { qr: world.codeOf(2), carConfirmed: true });
    await world.status("Preparing", 2);
    await world.wake(paid.id);
    const transactionId = await world.begin(paid.id, "300000", 2);
    expect(await world.session(paid.id)).toMatchObject({ state: "charging", connector: 2, transactionId });
    world.advance(10 * minute);
    await world.meter(refused, 1_000_500, {}, 1);
    await world.stop(refused, "1000500", "DeAuthorized");
    await world.drain();
    expect((await world.session(paid.id)).state).toBe("charging");
    expect((await world.work()).map(({ why }) => why)).toContain("stop_without_session");
    world.advance(10 * minute);
    await world.stop(transactionId, "305000");
    await world.settleDown();
    expect(await world.session(paid.id)).toMatchObject({
      state: "settled",
      sealed: { energyMwh: 5_000_000n, total: 2250n },
      captured: 2250n,
    });
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
