/** What happened to others, turned into promises: no price, small prices, lost Stops and Starts, registers that mislead. */

import { startingPolicy } from "@barq/actions/policy";
import { showReceipt } from "@barq/actions/sealed-session";
import { day, hour, minute, second } from "@barq/domain/instant";
import { tariffVersionKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { charge, openRow, personIn } from "./resolving.ts";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, paidSession, register, station } from "./world.ts";

const truthOf = (world: World, page: string | null | undefined) =>
  world.provider.payments.read({ page: page ?? null, intent: null });
const receiptOf = (world: World, id: string) => showReceipt(world.ports, world.tenant, id);

describe("a price that cannot be computed (failure case 12)", () => {
  it("is review with the hold kept and a deadline before its lapse, and only a person gives it back", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const { tariff, tariffVersion } = session.pinned;
    await charge(world, transactionId, 12_000);
    await world.store.commit([{ delete: tariffVersionKey(world.tenant, tariff, tariffVersion) }]);
    world.ports.cache.drop(`tariff|${world.tenant}|${tariff}|${tariffVersion}`);
    await world.stop(transactionId, "1012000");
    await world.settleDown();
    const review = await world.session(session.id);
    expect(review).toMatchObject({ state: "review", why: "facts_missing", hold: { stands: true } });
    expect(review.due).toBe((review.hold?.captureBefore ?? 0) - startingPolicy.lapseMarginMs);
    await world.pass(3 * day, 6 * hour);
    expect(await truthOf(world, session.hold?.page)).toMatchObject({ kind: "held" });
    expect(world.provider.calls.release).toBe(0);
    await personIn(world).resolve((await openRow(world, session, "facts_missing")).id, { act: "release" });
    await world.settleDown();
    expect(await truthOf(world, session.hold?.page)).toMatchObject({ kind: "gone", why: "released" });
  });

  it("because the step throws stays ended with the hold kept, and a person is told", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const broken = { ...world.ports.archive, put: () => Promise.reject(new Error("it threw")) };
    Object.assign(world.ports, { archive: broken });
    await charge(world, transactionId, 12_000);
    await world.stop(transactionId, "1012000");
    for (let n = 0; n < 14; n++) {
      await world.drain();
      await world.sweep();
      world.advance(6 * minute);
    }
    expect((await openRow(world, session, "step_keeps_failing")).acts).toEqual(["retry"]);
    expect(await truthOf(world, session.hold?.page)).toMatchObject({ kind: "held" });
    expect(world.provider.calls.release + world.provider.calls.capture).toBe(0);
  });
});

describe("an amount below the provider's least (failure case 13)", () => {
  it("ends calmly: released, with a receipt and a write-off entry, and nothing for a person to do", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 500);
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "released",
      why: "below_minimum",
      writtenOff: 225n,
      captured: 0n,
    });
    expect((await receiptOf(world, session.id)).written_off).toEqual({ amount: "2.25", currency: "MAD" });
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["write_off"]);
    expect(await truthOf(world, session.hold?.page)).toMatchObject({ kind: "gone", why: "released" });
    expect(await world.work()).toEqual([]);
  });
});

describe("a Stop that never comes (failure case 20)", () => {
  it("is closed by the free connector, priced to the last trusted reading, marked, and its money settled", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 12_000);
    world.advance(10 * second);
    await world.status("Available");
    await world.pass(10 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    const { meter } = await receiptOf(world, session.id);
    expect(meter).toMatchObject({ evidence: "series", energy_kwh: "12.000" });
    expect(meter.flags).toContain("estimated");
    // A Stop that comes late and says less is for a person, who corrects downwards; nothing changes by itself.
    await world.stop(transactionId, "1011000");
    await world.settleDown();
    const row = await openRow(world, session, "stop_after_sealing");
    expect(row).toMatchObject({ facts: { meterStop: "1011000" }, acts: ["acknowledge"] });
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
  });
});

describe("energy of which no Start ever came (failure case 23)", () => {
  const waiting = async () => {
    const world = await createWorld();
    const session = await paidSession(world);
    await world.status("Preparing");
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("starting");
    const meter = (wh: number, transactionId: number | null = null) =>
      world.say({
        kind: "metered",
        connector: 1,
        transactionId,
        readings: [register(world.now(), `${wh}`)],
      });
    return { world, session, meter };
  };

  it("is evidence: the hold is kept, the station asked to stop, and a person looks", async () => {
    const { world, session, meter } = await waiting();
    await meter(1_000_000, 77);
    world.advance(minute);
    await meter(1_000_500, 77);
    await world.pass(10 * minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "review",
      why: "energy_without_start",
      hold: { stands: true },
    });
    expect(world.hardware.sent.map(({ command }) => command)).toContainEqual({
      kind: "remote_stop",
      transactionId: 77,
    });
    expect(await truthOf(world, session.hold?.page)).toMatchObject({ kind: "held" });
    // What still comes is kept for whoever decides.
    await meter(1_004_000, 77);
    await world.settleDown();
    const row = await openRow(world, session, "energy_without_start");
    await personIn(world).settle(row.id, { reason: "last_trusted" });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 1800n });
  });

  it("is told by power alone, too", async () => {
    const { world, session } = await waiting();
    const power = register(world.now(), "11000", { measurand: "Power.Active.Import", unit: "W" });
    await world.say({ kind: "metered", connector: 1, transactionId: null, readings: [power] });
    expect((await world.session(session.id)).state).toBe("review");
  });

  it("is not a register that stands still: the hold goes back when the time to begin is over", async () => {
    const { world, session, meter } = await waiting();
    for (let n = 0; n < 3; n++) {
      await meter(1_000_000);
      world.advance(30 * second);
    }
    await world.pass(5 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "released", why: "station_silent" });
  });

  it("leaves a session that begins after all as it would have been", async () => {
    const { world, session, meter } = await waiting();
    await meter(1_000_000);
    world.advance(minute);
    const transactionId = await world.begin(session.id);
    await chargeAndStop(world, transactionId, 12_000);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    expect((await receiptOf(world, session.id)).meter.flags).toEqual([]);
  });
});

describe("a register that falls in a session (failure case 29)", () => {
  const fallen = async (isBooted: boolean) => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 6_000);
    if (isBooted)
      await world.say({
        kind: "booted",
        vendor: "V",
        model: "M",
        serial: null,
        firmware: null,
      });
    for (const wh of [100, 3_000]) {
      world.advance(10 * minute);
      await world.meter(transactionId, wh);
      await world.settleDown(1);
    }
    world.advance(minute);
    await world.stop(transactionId, "3100");
    await world.settleDown();
    return { world, session };
  };

  it("without a boot is a person's, with the hold kept: never negative, never a guess", async () => {
    const { world, session } = await fallen(false);
    const review = await world.session(session.id);
    expect(review).toMatchObject({ state: "review", hold: { stands: true }, captured: null });
    expect(await truthOf(world, session.hold?.page)).toMatchObject({ kind: "held" });
    // To the last register before the fall, where a person has nothing better.
    await personIn(world).settle((await openRow(world, session, review.why ?? "")).id, {
      reason: "last_trusted",
    });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 2700n });
  });

  it("with a boot is priced by differences inside each of its counts", async () => {
    const { world, session } = await fallen(true);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 4050n });
    expect((await receiptOf(world, session.id)).meter.flags).toContain("register_reset");
  });
});

describe("start equals stop (failure case 34)", () => {
  it("with readings that moved is a person's, and a zero is never assumed", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 12_000);
    await world.stop(transactionId, "1000000");
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "review", captured: null });
  });

  it("in session after session shows its connector to a person", async () => {
    const world = await createWorld();
    for (let n = 0; n <= startingPolicy.owedNothing.most; n++) {
      const { session, transactionId } = await chargingSession(world, { key: `k${n}` });
      world.advance(30 * minute);
      await world.stop(transactionId, "1000000");
      await world.settleDown();
      const row = await openRow(world, session, "meter_still");
      await personIn(world, `p${n}`).settle(row.id, { meterStop: "1000000" });
      await world.settleDown();
      await world.status("Available");
    }
    expect((await world.work()).map((row) => [row.why, row.station])).toEqual([
      ["many_owe_nothing", station],
    ]);
  });
});

describe("energy that is counted after the Stop (failure case 36)", () => {
  it("is not this driver's: priced to the stop value, whatever the register does afterwards", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 12_000);
    await world.stop(transactionId, "1012000");
    for (let n = 1; n <= 3; n++) {
      world.advance(minute);
      await world.meter(transactionId, 1_012_000 + n * 1000);
    }
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    expect((await receiptOf(world, session.id)).meter).toMatchObject({
      stop_kwh: "1012.000",
      energy_kwh: "12.000",
    });
    await world.pass(hour, 10 * minute);
    expect(await world.session(session.id)).toMatchObject({ captured: 5400n });
  });
});
