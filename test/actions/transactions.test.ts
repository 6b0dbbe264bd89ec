/** Events of 2.0.1 stations on their bad days: lost, late, repeated, in any order, and before anybody has paid. */
import { judgeProof } from "@barq/actions/judge-proof";
import { showProof, showReceipt } from "@barq/actions/sealed-session";
import { hour, minute, second } from "@barq/domain/instant";
import { recompute, resultOf } from "@barq/domain/proof";
import type { OcpiTariff } from "@barq/domain/tariff";
import type { TransactionNews } from "@barq/stations/port";
import { startNumberOf } from "@barq/stations/start-number";
import { stationKey, unclaimedPartition } from "@barq/store/keys";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cable,
  hourOf,
  id36,
  proofOf,
  register201,
  sayAll,
  startingSession,
  transaction,
} from "./transaction.ts";
import type { World } from "./world.ts";
import { createWorld, perKwh, station } from "./world.ts";

const online = (world: World, connection: string | null) =>
  world.store.commit([{ update: stationKey(world.tenant, station), set: { conn: connection } }]);
const whys = async (world: World): Promise<readonly string[]> => (await world.work()).map(({ why }) => why);

/** A world in which a session waits for its station to begin, and the events of its hour. */
async function aboutToBegin(id = id36) {
  const world = await createWorld();
  const session = await startingSession(world);
  expect(session.state).toBe("starting");
  const events = hourOf(world, session, transaction(world, id));
  const [started] = events;
  const ended = events.at(-1);
  if (!started || !ended) throw new Error("no events");
  return { world, id: session.id, events, started, ended };
}

describe("a transaction whose events are missing", () => {
  it("is not settled on its Ended alone; when its time is over it is, and the price says what was missing", async () => {
    const { world, id, events } = await aboutToBegin();
    await sayAll(
      world,
      events.filter(({ number }) => number !== 5),
    );
    await world.settleDown();
    expect(await world.session(id)).toMatchObject({
      state: "stopping",
      captured: null,
      stopReason: "Remote",
    });
    await world.pass(9 * minute);
    expect((await world.session(id)).state).toBe("stopping");
    await world.pass(2 * minute);
    expect(await world.session(id)).toMatchObject({ state: "settled", captured: 5400n });
    const proof = await proofOf(world, id);
    expect(proof.result.flags).toEqual(["seq_gap"]);
    expect(proof.facts.readings).toContainEqual(
      expect.objectContaining({ measurand: "Barq.EventNumbers", value: "0-4,6-14" }),
    );
    const receipt = await showReceipt(world.ports, world.tenant, id);
    expect(receipt.meter.flags).toEqual(["seq_gap"]);
    // Whoever has the proof comes to the same, the flag included.
    const again = recompute(proof);
    expect(again && resultOf(again)).toEqual(proof.result);
    expect(await judgeProof(await showProof(world.ports, world.tenant, id), { keys: [] })).toMatchObject({
      kind: "not_checkable",
    });
  });

  it("and come in time is settled as if they had never been away", async () => {
    const { world, id, events } = await aboutToBegin();
    await sayAll(
      world,
      events.filter(({ number }) => number !== 5 && number !== 6),
    );
    await world.settleDown();
    await world.pass(3 * minute);
    await sayAll(
      world,
      events.filter(({ number }) => number === 6),
    );
    await world.settleDown();
    expect((await world.session(id)).state).toBe("stopping");
    await sayAll(
      world,
      events.filter(({ number }) => number === 5),
    );
    await world.settleDown();
    expect(await world.session(id)).toMatchObject({ state: "settled", captured: 5400n });
    expect((await proofOf(world, id)).result.flags).toEqual([]);
  });

  it("while the station is away waits for it, up to its silence", async () => {
    const { world, id, events } = await aboutToBegin();
    await sayAll(
      world,
      events.filter(({ number }) => number !== 5),
    );
    await world.settleDown();
    await online(world, null);
    await world.pass(2 * hour, 5 * minute);
    expect((await world.session(id)).state).toBe("stopping");
    await online(world, "c2");
    await sayAll(
      world,
      events.filter(({ number }) => number === 5),
    );
    await world.settleDown();
    expect((await proofOf(world, id)).result.flags).toEqual([]);
  });

  it("without its Ended is closed when the cable is out, from the last reading, and marked so", async () => {
    const { world, id, events, ended } = await aboutToBegin();
    await sayAll(world, events.slice(0, -1));
    await world.settleDown();
    expect((await world.session(id)).state).toBe("charging");
    await world.status("Available");
    await world.pass(8 * minute);
    expect(await world.session(id)).toMatchObject({
      state: "settled",
      stopReason: "StopMissing",
      captured: 5400n,
    });
    expect((await proofOf(world, id)).result.flags).toEqual(["seq_gap", "estimated"]);
    await world.say(ended);
    await world.settleDown();
    expect(await whys(world)).toEqual(["stop_after_sealing"]);
    expect((await world.session(id)).captured).toBe(5400n);
  });
});

describe("events", () => {
  it("in any order, with any repeats, are one session, one price, one capture", async () => {
    const { events } = await aboutToBegin();
    const order = fc
      .tuple(
        fc.shuffledSubarray(
          events.map((_, n) => n),
          { minLength: events.length },
        ),
        fc.array(fc.nat({ max: events.length - 1 }), { maxLength: 6 }),
      )
      .map(([all, again]) => [...all, ...again]);
    await fc.assert(
      fc.asyncProperty(order, async (turns) => {
        const fresh = await aboutToBegin();
        for (const turn of turns) {
          await sayAll(fresh.world, fresh.events.slice(turn, turn + 1));
          await fresh.world.drain();
        }
        await fresh.world.settleDown();
        expect(await fresh.world.session(fresh.id)).toMatchObject({ state: "settled", captured: 5400n });
        expect((await proofOf(fresh.world, fresh.id)).result).toMatchObject({
          energy_mwh: "12000000",
          evidence: "begin_end",
          flags: [],
          rejected: [],
        });
        expect(fresh.world.provider.calls.capture).toBe(1);
        expect(await whys(fresh.world)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it("of which the Ended comes first: a person is told of a stop of nobody's, and no longer once it is somebody's", async () => {
    const { world, id, events, ended } = await aboutToBegin();
    const bare: TransactionNews = { ...ended, readings: [] };
    await world.say(bare);
    expect(await whys(world)).toEqual(["stop_without_session"]);
    await sayAll(world, events.slice(0, -1));
    await world.settleDown();
    expect(await world.session(id)).toMatchObject({ state: "settled", captured: 5400n });
    expect(await whys(world)).toEqual([]);
    const kept: string[] = [];
    for await (const { sk } of world.store.list(unclaimedPartition(world.tenant, station, id36)))
      kept.push(sk);
    expect(kept).toEqual([]);
  });

  it("that happened offline and come hours late are priced by the station's own times", async () => {
    const { world, id, events, started, ended } = await aboutToBegin();
    await sayAll(world, events.slice(0, 3));
    await world.settleDown();
    world.advance(5 * hour);
    await sayAll(
      world,
      events.slice(3).map((event) => ({ ...event, offline: true })),
    );
    await world.settleDown();
    expect(await world.session(id)).toMatchObject({
      state: "settled",
      startedAt: started.at,
      endedAt: ended.at,
      captured: 5400n,
    });
  });

  it("that come after sealing change nothing; only what was missing is told to a person", async () => {
    const { world, id, events } = await aboutToBegin();
    await sayAll(
      world,
      events.filter(({ number }) => number !== 5),
    );
    await world.settleDown();
    await world.pass(12 * minute);
    const sealed = await world.session(id);
    await sayAll(
      world,
      events.filter(({ number }) => number !== 5),
    );
    await world.settleDown();
    expect(await whys(world)).toEqual([]);
    await sayAll(
      world,
      events.filter(({ number }) => number === 5),
    );
    await world.settleDown();
    expect(await whys(world)).toEqual(["events_after_sealing"]);
    expect(await world.session(id)).toEqual(sealed);
  });

  it("without numbers are never called complete", async () => {
    const { world, id, events } = await aboutToBegin();
    await sayAll(
      world,
      events.map((event) => ({ ...event, number: null })),
    );
    await world.settleDown();
    expect((await world.session(id)).state).toBe("stopping");
    await world.pass(11 * minute);
    expect((await world.session(id)).state).toBe("settled");
    expect((await proofOf(world, id)).result.flags).toEqual(["seq_gap"]);
  });

  it("may be numbered from anywhere on", async () => {
    const world = await createWorld();
    const session = await startingSession(world);
    await sayAll(world, hourOf(world, session, transaction(world, id36, 4711)));
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("settled");
    expect((await proofOf(world, session.id)).result.flags).toEqual([]);
  });
});

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
    expect(await whys(world)).toEqual(["stop_without_session"]);
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
