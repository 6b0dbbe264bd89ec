/** Bad days of stations: they refuse, go away, repeat themselves, never stop, and count strangely. */

import { showSession } from "@barq/actions/show-session";
import { stopSession } from "@barq/actions/stop-session";
import { takeCommandOutcome } from "@barq/actions/take-outcome";
import { minute, second } from "@barq/domain/instant";
import { meterPartition, stationKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, paidSession, register, station } from "./world.ts";

const truthOf = (world: World, page: string | null) => world.provider.payments.read({ page, intent: null });

describe("a station that does not start", () => {
  it("because it refuses: the hold goes back when nobody has taken it to another connector", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    const [sent] = world.hardware.sent;
    await takeCommandOutcome(
      world.ports,
      world.tenant,
      station,
      { session: paid.id, effect: sent?.effect ?? null, again: false },
      {
        kind: "rejected",
        why: "Rejected",
      },
    );
    await world.pass(world.ports.policy.moveMs + minute);
    expect(await world.session(paid.id)).toMatchObject({ state: "released", why: "station_refused" });
    expect(await truthOf(world, paid.hold?.page ?? null)).toMatchObject({ kind: "gone" });
  });

  it("is not believed to refuse when it was asked twice: perhaps it has begun", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    const effect = world.hardware.sent[0]?.effect ?? null;
    await takeCommandOutcome(
      world.ports,
      world.tenant,
      station,
      { session: paid.id, effect, again: true },
      { kind: "rejected", why: "Rejected" },
    );
    await world.settleDown();
    expect((await world.session(paid.id)).state).toBe("starting");
    await world.begin(paid.id);
    expect((await world.session(paid.id)).state).toBe("charging");
  });

  it("because it is offline when the command goes out: the hold goes back soon", async () => {
    const world = await createWorld();
    world.hardware.offline.add(station);
    const paid = await paidSession(world);
    await world.pass(world.ports.policy.moveMs + minute);
    expect(await world.session(paid.id)).toMatchObject({ state: "released", why: "station_offline" });
  });

  it("because it accepts and never begins: the hold goes back after the time to begin", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    await world.pass(3 * minute);
    expect(await world.session(paid.id)).toMatchObject({ state: "starting", why: "station_silent" });
    await world.pass(world.ports.policy.moveMs);
    expect(await world.session(paid.id)).toMatchObject({ state: "released", why: "station_silent" });
  });

  it("because it was cut off, and comes back: its queued Start is in time, and the session goes on", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    await world.pass(90 * second);
    await world.store.commit([{ update: stationKey(world.tenant, station), set: { connAt: world.now() } }]);
    await world.pass(60 * second);
    expect((await world.session(paid.id)).state).toBe("starting");
    await world.begin(paid.id);
    expect((await world.session(paid.id)).state).toBe("charging");
  });

  it("in time, but while its hold still stands: is charged as if it had been in time", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    await world.pass(3 * minute);
    await world.begin(paid.id);
    expect(await world.session(paid.id)).toMatchObject({ state: "charging", why: null, effect: null });
    expect(await truthOf(world, paid.hold?.page ?? null)).toMatchObject({ kind: "held" });
  });

  it("in time, but later: is told no, and a person is told of the energy", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    await world.pass(3 * minute + world.ports.policy.moveMs);
    const late = await world.say({
      kind: "started",
      connector: 1,
      token: world.ports.identity.idTag(paid.id),
      meterStart: "1000000",
      at: world.now(),
    });
    expect(late).toMatchObject({ kind: "started", accepted: false });
    expect((await world.work()).map(({ why }) => why)).toContain("start_without_session");
    expect((await world.session(paid.id)).state).toBe("released");
  });

  it("with a token that is nobody's: an answer with a number, no session, and a person is told", async () => {
    const world = await createWorld();
    const answer = await world.say({
      kind: "started",
      connector: 1,
      token: "rfid-1",
      meterStart: "5",
      at: null,
    });
    expect(answer).toMatchObject({ accepted: false });
    expect(await world.work()).toMatchObject([{ why: "start_without_session", station }]);
    expect(await world.say({ kind: "authorize", token: "rfid-1" })).toMatchObject({ accepted: false });
  });
});

describe("a station that repeats itself", () => {
  it("gets the same transaction for the same start, and the session began once", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(20 * second);
    expect(await world.begin(session.id, "1000500")).toBe(transactionId);
    expect(await world.session(session.id)).toMatchObject({
      meterStart: "1000000",
      startedAt: session.startedAt,
    });
  });

  it("with its Stop and its readings: one capture, the same CDR", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await world.meter(transactionId, 1_000_000);
    await world.meter(transactionId, 1_000_000);
    await chargeAndStop(world, transactionId, 20_000);
    const settled = await world.session(session.id);
    await world.stop(transactionId, "1020000");
    await world.meter(transactionId, 1_020_000);
    await world.settleDown();
    expect(await world.session(session.id)).toEqual(settled);
    expect(world.provider.calls.capture).toBe(1);
    expect((await world.work()).map(({ why }) => why)).toEqual([]);
  });
});

describe("a station that goes away", () => {
  it("and brings its queued messages later: priced by the station's own times", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const startedAt = world.now();
    world.advance(3 * 60 * minute);
    const at = startedAt + 60 * minute;
    await world.say({
      kind: "metered",
      connector: 1,
      transactionId,
      readings: [register(startedAt + 30 * minute, "1010000")],
    });
    await world.say({
      kind: "stopped",
      transactionId,
      token: null,
      meterStop: "1020000",
      at,
      reason: "Local",
      readings: [],
    });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", endedAt: at, captured: 9000n });
  });

  it("and whose Stop never comes, though the connector is free again: closed from the last reading, marked so", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(30 * minute);
    await world.meter(transactionId, 1_010_000);
    await world.status("Available");
    await world.pass(8 * minute);
    const settled = await world.session(session.id);
    expect(settled).toMatchObject({ state: "settled", stopReason: "StopMissing", captured: 4500n });
    await world.stop(transactionId, "1011000");
    await world.settleDown();
    expect((await world.session(session.id)).captured).toBe(4500n);
    expect((await world.work()).map(({ why }) => why)).toEqual(["stop_after_sealing"]);
  });

  it("while it is to stop: asked again, then a person looks, and the hold stays", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    await stopSession(world.ports, world.tenant, session.id);
    await world.settleDown();
    await world.pass(30 * minute);
    const stops = world.hardware.sent.filter(({ command }) => command.kind === "remote_stop");
    expect(stops.length).toBeGreaterThan(2);
    await world.pass(7 * 60 * minute, 5 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "review", why: "stop_missing" });
    expect(await truthOf(world, session.hold?.page ?? null)).toMatchObject({ kind: "held" });
  });
});

describe("a meter that lies", () => {
  const ended = async (
    stop: string,
    readings: readonly number[] = [],
  ): Promise<{ world: World; id: string }> => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    for (const wh of readings) {
      world.advance(10 * minute);
      await world.meter(transactionId, wh);
    }
    world.advance(10 * minute);
    await world.stop(transactionId, stop);
    await world.settleDown();
    return { world, id: session.id };
  };

  it("with a stop below its start is for a person, with the hold kept and nothing taken", async () => {
    const { world, id } = await ended("999000");
    const session = await world.session(id);
    expect(session).toMatchObject({ state: "review", why: "meter_backwards", captured: null });
    expect(await truthOf(world, session.hold?.page ?? null)).toMatchObject({ kind: "held" });
    expect(await world.work()).toMatchObject([{ why: "meter_backwards", reference: session.reference }]);
  });

  it("with a stop of -1 is priced to the last register", async () => {
    const { world, id } = await ended("-1", [1_004_000, 1_008_000]);
    expect(await world.session(id)).toMatchObject({ state: "settled", captured: 3600n });
  });

  it("with a stop of -1 and no reading is for a person, never free", async () => {
    const { world, id } = await ended("-1");
    expect(await world.session(id)).toMatchObject({ state: "review", why: "meter_missing" });
  });

  it("a thousand times too low is for a person", async () => {
    const { world, id } = await ended("1000008", [1_004_000, 1_008_000]);
    expect((await world.session(id)).state).toBe("review");
  });

  it("with more than the connector can give is for a person", async () => {
    const { world, id } = await ended("1900000");
    expect(await world.session(id)).toMatchObject({ state: "review", why: "meter_too_much" });
  });

  it("after a review the hold's end is watched, and its lapse is on record", async () => {
    const { world, id } = await ended("999000");
    await world.pass(6 * 24 * 60 * minute, 60 * minute);
    expect((await world.work()).map(({ why }) => why)).toContain("hold_lapses_soon");
    await world.pass(2 * 24 * 60 * minute, 60 * minute);
    expect((await world.work()).map(({ why }) => why)).toContain("hold_lapsed");
    expect(await world.session(id)).toMatchObject({ state: "review", due: null });
  });
});

describe("the guard", () => {
  it("stops charging before the price reaches the hold, and what is taken stays inside it", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world, {
      limit: { kind: "amount", text: "60.00" },
      body: { limit: "60" },
    });
    const powerW = 60_000;
    let wh = 0;
    const everyS = session.readingIntervalS;
    for (let n = 0; n < 200 && (await world.session(session.id)).state === "charging"; n++) {
      world.advance(everyS * second);
      wh += Math.floor((powerW * everyS) / 3600);
      await world.meter(transactionId, 1_000_000 + wh);
    }
    expect(await world.session(session.id)).toMatchObject({ state: "stopping", why: "energy_limit" });
    expect(world.hardware.sent.at(-1)?.command).toEqual({ kind: "remote_stop", transactionId });
    // The station takes its time: twenty seconds at full power.
    wh += Math.floor((powerW * 20) / 3600);
    world.advance(20 * second);
    await world.stop(transactionId, `${1_000_000 + wh}`);
    await world.settleDown();
    const settled = await world.session(session.id);
    expect(settled).toMatchObject({ state: "settled", receivable: null });
    expect(settled.captured).toBeLessThanOrEqual(6000n);
    expect(settled.captured).toBeGreaterThan(3000n);
  });
});

describe("a station that tells its phases alone", () => {
  const phases = (at: number, wh: number) =>
    ["L1", "L2", "L3"].map((phase, n) =>
      register(at, `${Math.floor((1_000_000 + wh) / 3) + (n === 0 ? (1_000_000 + wh) % 3 : 0)}`, { phase }),
    );

  it("is followed live, and stopped by energy before the hold is used up", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world, {
      limit: { kind: "amount", text: "60.00" },
      body: { limit: "60" },
    });
    await showSession(world.ports, world.tenant, session.id);
    let wh = 0;
    for (let n = 0; n < 40 && (await world.session(session.id)).state === "charging"; n++) {
      world.advance(session.readingIntervalS * second);
      wh += 1000;
      const readings = phases(world.now(), wh);
      await world.say({ kind: "metered", connector: 1, transactionId, readings });
      await world.drain();
      await showSession(world.ports, world.tenant, session.id);
    }
    expect(await world.session(session.id)).toMatchObject({ state: "stopping", why: "energy_limit" });
    await world.drain();
    const seen = await showSession(world.ports, world.tenant, session.id);
    expect(seen?.energyMwh).toBeGreaterThan(5_000_000n);
  });
});

describe("a station that sends endless texts", () => {
  it("does not block its own queue: they are packed in pieces, and its Stop ends the session", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(10 * minute);
    const words = Array.from({ length: 60 }, (_, n) =>
      register(world.now(), "é".repeat(2500), { measurand: `${"ß".repeat(200)}${n}` }),
    );
    await world.say({ kind: "metered", connector: 1, transactionId, readings: words });
    await world.meter(transactionId, 1_005_000);
    await world.stop(transactionId, "1005000");
    await world.settleDown();
    const sizes: number[] = [];
    for await (const item of world.store.list(meterPartition(world.tenant, session.id)))
      sizes.push(item.z instanceof Uint8Array ? item.z.length : 0);
    expect(Math.max(...sizes)).toBeLessThan(200_000);
    expect((await world.session(session.id)).state).toBe("settled");
  });
});

describe("what comes too late", () => {
  it("after sealing is kept beside the sealed readings, and changes nothing", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 20_000);
    const before = await world.session(session.id);
    await world.meter(transactionId, 1_030_000);
    await world.settleDown();
    const rows: string[] = [];
    for await (const item of world.store.list(meterPartition(world.tenant, session.id)))
      rows.push(item.sk.slice(0, 2));
    expect(rows.filter((kind) => kind === "Z#")).toHaveLength(1);
    expect(await world.session(session.id)).toEqual(before);
  });

  it("for no transaction of ours is acknowledged and listed", async () => {
    const world = await createWorld();
    expect(await world.stop(4711, "12345")).toEqual({ kind: "noted" });
    expect(await world.meter(4711, 12_345)).toEqual({ kind: "noted" });
    expect(await world.work()).toMatchObject([{ why: "stop_without_session" }]);
  });
});

describe("live figures", () => {
  it("are there at once while somebody looks, by the same function as the price", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await showSession(world.ports, world.tenant, session.id);
    world.advance(10 * second);
    await world.meter(transactionId, 1_002_000);
    await world.drain();
    expect(await showSession(world.ports, world.tenant, session.id)).toMatchObject({
      energyMwh: 2_000_000n,
      cost: { minor: 900n, currency: "MAD" },
    });
  });

  it("cost nothing while nobody does: readings wait for their pack", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    for (let n = 1; n <= 4; n++) {
      world.advance(minute);
      await world.meter(transactionId, 1_000_000 + n * 500);
      await world.drain();
    }
    const rows: string[] = [];
    for await (const item of world.store.list(meterPartition(world.tenant, session.id))) rows.push(item.sk);
    expect(rows).toEqual([]);
  });
});

describe("a mobile station", () => {
  it("that moves on keeps its sessions where they began", async () => {
    const world = await createWorld();
    const { createLocation } = await import("@barq/actions/create-location");
    const { moveStation } = await import("@barq/actions/move-station");
    await createLocation(world.ports, world.tenant, {
      id: "RBA-01",
      address: "1 quai",
      city: "Rabat",
      country: "MAR",
      time_zone: "Africa/Casablanca",
    });
    await moveStation(world.ports, world.tenant, station, {
      location: "RBA-01",
      from: world.now() + 30 * minute,
      reason: "the market moves",
      by: "somebody",
    });
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 10_000);
    expect(await world.session(session.id)).toMatchObject({
      pinned: { location: "CAS-01" },
      receipt: "CAS-01-2026-000001",
    });
    await world.store.commit([{ update: stationKey(world.tenant, station), set: { conn: "c2" } }]);
    const next = await world.start({ key: "in Rabat", connector: 2 });
    expect(next.session.pinned.location).toBe("RBA-01");
  });
});
