/** Events of 2.0.1 stations on their bad days: lost, late, repeated, in any order. */
import { judgeProof } from "@barq/actions/judge-proof";
import { showProof, showReceipt } from "@barq/actions/sealed-session";
import { hour, minute } from "@barq/domain/instant";
import { recompute, resultOf } from "@barq/domain/proof";
import type { TransactionNews } from "@barq/stations/port";
import { stationKey, unclaimedPartition } from "@barq/store/keys";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aboutToBegin,
  hourOf,
  id36,
  proofOf,
  sayAll,
  startingSession,
  transaction,
  whysOf,
} from "./transaction.ts";
import type { World } from "./world.ts";
import { createWorld, station } from "./world.ts";

const online = (world: World, connection: string | null) =>
  world.store.commit([{ update: stationKey(world.tenant, station), set: { conn: connection } }]);
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
    expect(await whysOf(world)).toEqual(["stop_after_sealing"]);
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
        expect(await whysOf(fresh.world)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it("of which the Ended comes first: a person is told of a stop of nobody's, and no longer once it is somebody's", async () => {
    const { world, id, events, ended } = await aboutToBegin();
    const bare: TransactionNews = { ...ended, readings: [] };
    await world.say(bare);
    expect(await whysOf(world)).toEqual(["stop_without_session"]);
    await sayAll(world, events.slice(0, -1));
    await world.settleDown();
    expect(await world.session(id)).toMatchObject({ state: "settled", captured: 5400n });
    expect(await whysOf(world)).toEqual([]);
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
    expect(await whysOf(world)).toEqual([]);
    await sayAll(
      world,
      events.filter(({ number }) => number === 5),
    );
    await world.settleDown();
    expect(await whysOf(world)).toEqual(["events_after_sealing"]);
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
