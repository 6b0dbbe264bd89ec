/** Transactions that a 2.0.1 station names itself: whose they are, from when on, and what their connector is doing. */

import { createStation } from "@barq/actions/create-station";
import { layoutOf, placeOfConnector } from "@barq/actions/station-layout";
import { hour, minute, second } from "@barq/domain/instant";
import type { OcpiTariff } from "@barq/domain/tariff";
import { startNumberOf } from "@barq/stations/start-number";
import { stationKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import {
  aboutToBegin,
  cable,
  id36,
  proofOf,
  register201,
  sayAll,
  startingSession,
  transaction,
  whysOf,
} from "./transaction.ts";
import type { World } from "./world.ts";
import { createWorld, perKwh, station } from "./world.ts";

describe("a transaction's id", () => {
  for (const id of [id36, "4711", '"4711"', "#|é", "😀".repeat(18), " "]) {
    it(`is the station's own text: ${id}`, async () => {
      const { world, id: session, events } = await aboutToBegin(id);
      await sayAll(world, events.slice(0, 3));
      expect(await world.session(session)).toMatchObject({ state: "charging", transactionId: id });
      await sayAll(world, events.slice(3));
      await world.settleDown();
      expect(await world.session(session)).toMatchObject({ state: "settled", captured: 5400n });
    });
  }
});

describe("a token", () => {
  it("that is nobody's begins nothing: Invalid, and a person is told", async () => {
    const { world, id, started } = await aboutToBegin();
    expect(await world.say({ ...started, token: "rfid-1" })).toEqual({
      kind: "transaction",
      accepted: false,
    });
    expect((await world.session(id)).state).toBe("starting");
    expect(await world.work()).toMatchObject([{ why: "start_without_session", station }]);
    // A card first and then the phone, at the same cable: the card is forgotten.
    expect(await world.say({ ...started, event: "Updated", number: 1 })).toMatchObject({ accepted: true });
    expect((await world.session(id)).state).toBe("charging");
    expect(await world.work()).toEqual([]);
  });

  it("in other letters is the same token, and one that is shown to stop is good as well", async () => {
    const { world, events, started, ended } = await aboutToBegin();
    const token = started.token?.toUpperCase() ?? "";
    expect(await world.say({ ...started, token })).toMatchObject({ accepted: true });
    await sayAll(world, events.slice(1, -1));
    expect(await world.say({ ...ended, token })).toMatchObject({ accepted: true });
    expect(await world.say({ ...ended, token: "rfid-1" })).toMatchObject({ accepted: false });
    expect(await world.say(ended)).toMatchObject({ accepted: null });
  });

  it("that is not repeated is known by the number of its start", async () => {
    const { world, id, events, started } = await aboutToBegin();
    const startNumber = startNumberOf(world.ports.identity.idTag(id));
    await world.say({ ...started, token: null, startNumber: startNumber + 1 });
    expect((await world.session(id)).state).toBe("starting");
    expect(await world.say({ ...started, token: null, startNumber })).toMatchObject({ accepted: null });
    expect((await world.session(id)).state).toBe("charging");
    await sayAll(world, events.slice(1));
    await world.settleDown();
    expect((await world.session(id)).captured).toBe(5400n);
  });
});

describe("a transaction that begins with the cable", () => {
  const perMinute: OcpiTariff = {
    ...perKwh,
    elements: [
      {
        price_components: [
          { type: "ENERGY", price: 4.5, vat: 20, step_size: 1 },
          { type: "TIME", price: 60, vat: 20, step_size: 1 },
          { type: "PARKING_TIME", price: 120, vat: 20, step_size: 1 },
        ],
      },
    ],
  };

  it("is the driver's from the token on, by the register at that moment; what was before is nobody's", async () => {
    const world = await createWorld({ tariff: perMinute });
    const teller = transaction(world);
    const begin = register201(world, 1_000_000, { context: "Transaction.Begin" });
    const plugged = { trigger: "CablePluggedIn", state: "EVConnected", connectors: [1] } as const;
    await world.say(teller.next("Started", { ...plugged, readings: begin }));
    world.advance(20 * minute);
    await world.say(teller.next("Updated", { readings: register201(world, 1_000_000) }));
    const session = await startingSession(world);
    world.advance(10 * second);
    const token = world.ports.identity.idTag(session.id);
    const startedAt = world.now();
    await world.say(teller.next("Updated", { trigger: "RemoteStart", token, state: "EVConnected" }));
    expect(await world.session(session.id)).toMatchObject({
      state: "charging",
      startedAt,
      meterStart: "1000000",
    });
    world.advance(minute);
    await world.say(teller.next("Updated", { trigger: "ChargingStateChanged", state: "Charging" }));
    world.advance(10 * minute);
    await world.say(
      teller.next("Updated", {
        ...{ trigger: "ChargingStateChanged", state: "EVConnected", readings: register201(world, 1_010_000) },
      }),
    );
    world.advance(5 * minute);
    const end = register201(world, 1_010_000, { context: "Transaction.End" });
    await world.say(
      teller.next("Ended", { reason: "EVDisconnected", state: "Idle", readings: [...begin, ...end] }),
    );
    await world.settleDown();
    const proof = await proofOf(world, session.id);
    expect(proof.result).toMatchObject({ flags: [], energy_mwh: "10000000", evidence: "start_stop" });
    // Connected before the first energy is time, connected after it is parking: 10 kWh, 11 minutes, 5 minutes.
    expect(proof.facts.statuses.map(({ status }) => status)).toEqual([
      "Preparing",
      "Charging",
      "Finishing",
      "Available",
    ]);
    expect((await world.session(session.id)).captured).toBe(4500n + 1100n + 1000n);
  });

  it("and that nobody pays for is nobody's business, unless energy flowed", async () => {
    const world = await createWorld();
    const idle = transaction(world, "no one");
    const readings = register201(world, 1_000_000);
    await world.say(
      idle.next("Started", { trigger: "CablePluggedIn", connectors: [1], state: "EVConnected", readings }),
    );
    world.advance(hour);
    await world.say(idle.next("Ended", { trigger: "EVDeparted", state: "Idle", readings }));
    expect(await world.work()).toEqual([]);
    const loss = transaction(world, "a loss");
    await world.say(loss.next("Started", { trigger: "CablePluggedIn", connectors: [1], readings }));
    world.advance(hour);
    await world.say(loss.next("Ended", { readings: register201(world, 1_005_000) }));
    expect(await whysOf(world)).toEqual(["stop_without_session"]);
  });
});

describe("a connector of a 2.0.1 station", () => {
  const status = async (world: World) => {
    const [row] = await world.store.read([{ pk: `${world.tenant}|CP#${station}`, sk: "EVSE#1" }]);
    return row?.status;
  };

  it("says no more than a cable; what the car does comes with its transaction", async () => {
    const { world, events, ended } = await aboutToBegin();
    expect(await status(world)).toBe("Preparing");
    await sayAll(world, events.slice(0, 2));
    expect(await status(world)).toBe("Charging");
    await cable(world);
    expect(await status(world)).toBe("Charging");
    await sayAll(world, events.slice(2, -1));
    await world.say(ended);
    expect(await status(world)).toBe("Finishing");
    await world.settleDown();
    // The same cable, said again: still the last driver's.
    await cable(world);
    expect(await status(world)).toBe("Finishing");
    // The station was away meanwhile: perhaps it is another car.
    world.advance(minute);
    await world.store.commit([{ update: stationKey(world.tenant, station), set: { connAt: world.now() } }]);
    await cable(world);
    expect(await status(world)).toBe("Preparing");
  });

  it("is not taken for free because a driver showed a token before the cable", async () => {
    const world = await createWorld();
    const session = await startingSession(world);
    const token = world.ports.identity.idTag(session.id);
    const teller = transaction(world);
    await world.say(
      teller.next("Started", { trigger: "RemoteStart", token, connectors: [1], state: "Idle" }),
    );
    expect((await world.session(session.id)).state).toBe("charging");
    await world.pass(8 * minute);
    expect((await world.session(session.id)).state).toBe("charging");
    await world.say(teller.next("Updated", { trigger: "EVDetected", state: "EVConnected" }));
    expect(await status(world)).toBe("Preparing");
  });
});

it("a connector has its place by the station's own record: EVSEs in order, and their connectors", async () => {
  const world = await createWorld();
  const connector = { standard: "IEC_62196_T2", power_type: "AC_3_PHASE", tariff_ids: ["KWH"] };
  const made = await createStation(world.ports, world.tenant, {
    id: "TWIN",
    location_id: "CAS-01",
    evses: [
      { uid: "left", connectors: ["a", "b"].map((id) => ({ id, ...connector })) },
      { uid: "right", connectors: [{ id: "a", ...connector }] },
    ],
  });
  expect(layoutOf(made.station)).toEqual([
    { evse: 1, connector: 1 },
    { evse: 1, connector: 2 },
    { evse: 2, connector: 1 },
  ]);
  const placeOf = (id: string, number: number) => placeOfConnector(world.ports, world.tenant, id, number);
  expect(await placeOf("TWIN", 1)).toEqual({});
  expect(await placeOf("TWIN", 3)).toEqual({ place: { evse: 2, connector: 1 } });
  expect(await placeOf(station, 2)).toEqual({});
  expect(await placeOf("nowhere", 1)).toEqual({});
});
