/** What happened to others at stations, turned into promises: numbers, boots, silence, late queues, energy of nobody's, values that say nothing. */
import { createStation } from "@barq/actions/create-station";
import { createTariff } from "@barq/actions/create-tariff";
import { judgeProof } from "@barq/actions/judge-proof";
import { showProof, showReceipt } from "@barq/actions/sealed-session";
import { day, hour, minute, second } from "@barq/domain/instant";
import { readNews } from "@barq/stations/ocpp16/news";
import { stationKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { charge, openRow, personIn } from "./resolving.ts";
import type { World } from "./world.ts";
import {
  chargeAndStop,
  chargingSession,
  createWorld,
  paidSession,
  perKwh,
  register,
  station,
  tenant,
} from "./world.ts";

const truthOf = (world: World, page: string | null | undefined) =>
  world.provider.payments.read({ page: page ?? null, intent: null });
const whys = async (world: World) => (await world.work()).map(({ why }) => why);

describe("a transaction's number that is not ours (failure case 22)", () => {
  it.each(["-1", "-17", "0", "9223372036854775807", "2147483648"])(
    "%s is an attribute and no key: its readings are the connector's session's, its Stop a person's",
    async (text) => {
      const world = await createWorld();
      const { session } = await chargingSession(world);
      const said = async (action: string, rest: string) => {
        const read = readNews(action, JSON.parse(`{"transactionId": ${text}, ${rest}}`));
        if (read.kind !== "news") throw new Error(`${action} was refused`);
        await world.say(read.news);
      };
      world.advance(20 * minute);
      const at = new Date(world.now()).toISOString();
      await said(
        "MeterValues",
        `"connectorId": 1, "meterValue": [{"timestamp": "${at}", "sampledValue": [{"value": "1010000"}]}]`,
      );
      await said("StopTransaction", `"meterStop": 1090000, "timestamp": "${at}"`);
      await world.settleDown();
      expect((await world.session(session.id)).state).toBe("charging");
      expect(await whys(world)).toEqual(["stop_without_session"]);
      await world.status("Available");
      await world.pass(8 * minute);
      expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 4500n });
    },
  );
});

describe("energy that no session has (failure case 24)", () => {
  const power = (world: World, watts: string) =>
    world.say({
      kind: "metered",
      connector: 1,
      transactionId: null,
      readings: [register(world.now(), watts, { measurand: "Power.Active.Import", unit: "W" })],
    });

  it("is told to a person once, with where it flows, and a station that rests is not", async () => {
    const world = await createWorld();
    await power(world, "40");
    expect(await world.work()).toEqual([]);
    for (let n = 0; n < 5; n++) {
      await power(world, "11000");
      world.advance(2 * minute);
    }
    expect(await world.work()).toMatchObject([
      { why: "energy_without_session", station, facts: {}, acts: ["acknowledge"] },
    ]);
  });

  it("is not that of a session which charges, though the station names no transaction", async () => {
    const world = await createWorld();
    await chargingSession(world);
    world.advance(minute);
    await power(world, "50000");
    await world.settleDown();
    expect(await world.work()).toEqual([]);
  });
});

describe("a connector without a price (failure case 24)", () => {
  it.each(["has no tariff", "has one that is not valid yet", "has one that is over"])(
    "that %s cannot be started: nothing is held, and nothing is ever priced 0",
    async (what) => {
      const world = await createWorld();
      const body = { ...perKwh, id: "LATER" };
      if (what.endsWith("yet"))
        await createTariff(world.ports, tenant, { ...body, start_date_time: "2027-01-01T00:00:00Z" });
      if (what.endsWith("over"))
        await createTariff(world.ports, tenant, { ...body, end_date_time: "2026-01-01T00:00:00Z" });
      const made = await createStation(world.ports, tenant, {
        id: "BARE-1",
        location_id: "CAS-01",
        evses: [
          {
            uid: "1",
            connectors: [
              {
                id: "1",
                standard: "IEC_62196_T2",
                power_type: "AC_3_PHASE",
                tariff_ids: what === "has no tariff" ? [] : ["LATER"],
              },
            ],
          },
        ],
      });
      await world.store.commit([
        { update: stationKey(tenant, "BARE-1"), set: { conn: "c9", bootAt: world.now() } },
      ]);
      await expect(world.start({ qr: made.connectors[0]?.qr ?? "" })).rejects.toMatchObject({
        code: "tariff_missing",
      });
      expect(world.provider.calls.open).toBe(0);
    },
  );
});

describe("a station that boots in a session (failure case 25)", () => {
  const boot = (world: World) =>
    world.say({ kind: "booted", vendor: "V", model: "M", serial: null, firmware: null });

  it("and comes back with a free connector closes it from the last reading, with its money", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(30 * minute);
    await world.meter(transactionId, 1_010_000);
    await boot(world);
    await world.status("Available");
    await world.pass(8 * minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      stopReason: "StopMissing",
      captured: 4500n,
    });
    expect((await paidSession(world, { key: "next" })).state).toBe("held");
  });

  it("and goes on with its transaction resumes it", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(30 * minute);
    await world.meter(transactionId, 1_010_000);
    await boot(world);
    await world.status("Charging");
    await chargeAndStop(world, transactionId, 20_000);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 9000n });
  });

  it("and is never heard of it again stands before a person within the longest session, long before its hold lapses", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(30 * minute);
    await world.meter(transactionId, 1_010_000);
    await boot(world);
    const { longestSessionMs, silenceMs, lapseMarginMs } = world.ports.policy;
    await world.pass(longestSessionMs + silenceMs + hour, 30 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "review", why: "stop_missing" });
    const row = await openRow(world, session, "stop_missing");
    expect(world.now()).toBeLessThan((row.captureBefore ?? 0) - lapseMarginMs);
    expect(await truthOf(world, session.hold?.page)).toMatchObject({ kind: "held" });
    await personIn(world).settle(row.id, { reason: "last_trusted" });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 4500n });
  });
});

describe("a queue that comes days later (failure case 26)", () => {
  it("after the hold has lapsed is priced by the station's times and the tariff of that moment, and is a receivable", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const startedAt = world.now();
    await world.goOffline();
    const [element] = perKwh.elements;
    const dearer = (element?.price_components ?? []).map((component) => ({ ...component, price: 9 }));
    await createTariff(world.ports, tenant, { ...perKwh, elements: [{ price_components: dearer }] });
    await world.pass(8 * day, hour);
    expect((await world.session(session.id)).state).toBe("review");
    await openRow(world, session, "hold_lapsed");
    const endedAt = startedAt + hour;
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
      at: endedAt,
      reason: "Local",
      readings: [],
    });
    await world.settleDown();
    const row = await openRow(world, session, "stop_came_late");
    await personIn(world).settle(row.id, { meterStop: "1020000", endedAt });
    await world.pass(10 * minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      pinned: { tariffVersion: 1 },
      endedAt,
      captured: 0n,
      receivable: 9000n,
    });
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["receivable"]);
    expect(world.provider.calls.open).toBe(1);
    await openRow(world, session, "receivable_open");
  });
});

describe("energy after an emergency stop (failure case 27)", () => {
  it("is acknowledged and kept, told to a person once, and priced to nobody", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 12_000);
    await world.stop(transactionId, "1012000", "EmergencyStop");
    for (let n = 1; n <= 6; n++) {
      world.advance(minute);
      expect(await world.meter(transactionId, 1_012_000 + n * 500)).toEqual({ kind: "noted" });
      await world.settleDown(1);
    }
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    expect(await whys(world)).toEqual(["energy_after_stop"]);
    const row = await openRow(world, session, "energy_after_stop");
    expect(row).toMatchObject({ facts: { stop_mwh: "1012000000" }, acts: ["acknowledge"] });
    expect((await showReceipt(world.ports, tenant, session.id)).meter.stop_kwh).toBe("1012.000");
  });

  it("that comes with the Stop in one go is told as well", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 12_000);
    await world.stop(transactionId, "1012000", "EmergencyStop");
    for (let n = 1; n <= 3; n++) {
      world.advance(minute);
      await world.meter(transactionId, 1_012_000 + n * 500);
    }
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    expect((await openRow(world, session, "energy_after_stop")).facts).toMatchObject({ rise_mwh: "1500000" });
  });

  it("is not what a meter says a moment later, nor another register, nor a reading of before the Stop", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 12_000);
    const stoppedAt = world.now();
    await world.stop(transactionId, "1012000");
    world.advance(5 * second);
    await world.meter(transactionId, 1_012_020);
    await world.meter(transactionId, 912_000_000);
    await world.say({
      kind: "metered",
      connector: 1,
      transactionId,
      readings: [register(stoppedAt - minute, "1013000")],
    });
    await world.settleDown();
    expect((await world.session(session.id)).state).not.toBe("charging");
    expect(await whys(world)).not.toContain("energy_after_stop");
  });
});

describe("values that say nothing (failure case 33)", () => {
  it("are set aside with their reason, signed data in the value untouched, and the rest is priced", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const signed = 'OCMF|{"FV":"1.0","RD":[{"RV":1006.0}]}|{"SD":"3046"}';
    const odd = ["", " ", "n/a", "1,5", "NaN", signed];
    for (const [n, value] of odd.entries()) {
      world.advance(5 * minute);
      const at = new Date(world.now()).toISOString();
      const read = readNews("MeterValues", {
        connectorId: 1,
        transactionId,
        meterValue: [
          { timestamp: at, sampledValue: [{ value, context: "Sample.Clock" }] },
          { timestamp: at, sampledValue: [{ value: `${1_000_000 + (n + 1) * 2000}` }] },
        ],
      });
      if (read.kind !== "news") throw new Error("an odd value refused its whole message");
      await world.say(read.news);
    }
    await world.stop(transactionId, "1012000");
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    const document = await showProof(world.ports, tenant, session.id);
    expect((await judgeProof(document, world.published)).kind).toBe("good");
    expect(document).toMatchObject({
      proof: { result: { rejected: odd.map((value) => ({ value, why: "value" })) } },
    });
  });
});
