/** A driver presses stop: at the wrong time, twice, ten times at once, and as it should be. */
import { describe, expect, it } from "vitest";
import { chargeAndStop, chargingSession, paidSession, station } from "../actions/world.ts";
import { createBench } from "./bench.ts";
import { conflict, driverOf, heldSession } from "./driver.ts";

const amount = (text: string) => ({ amount: text, currency: "MAD" });

describe("a stop", () => {
  it("of a session that nobody has paid is refused with its state, and nothing is held or written", async () => {
    const bench = await createBench();
    const { session } = await bench.world.start();
    const driver = await driverOf(bench, session);
    expect(conflict(await driver.stop())).toEqual({ status: 409, code: "state_conflict", state: "pending" });
    expect(bench.written).toEqual([]);
  });

  it("of a hold gives it back: 202, and 202 again, until it is released", async () => {
    const bench = await createBench();
    const driver = await driverOf(bench, await heldSession(bench));
    expect(await driver.stop()).toMatchObject({ status: 202, body: { state: "held" } });
    expect((await driver.stop()).status).toBe(202);
    await bench.world.settleDown();
    const released = await driver.stop();
    expect(released).toMatchObject({ status: 202, body: { state: "released" } });
    expect(released.headers.get("retry-after")).toBeNull();
    expect((await driver.look()).body).toMatchObject({
      state: "released",
      why: "driver",
      captured: null,
      hold: amount("250.00"),
    });
    expect(bench.world.provider.calls).toMatchObject({ release: 1, capture: 0 });
  });

  it("while the station is starting is refused with that state", async () => {
    const bench = await createBench();
    await bench.world.status("Preparing");
    const session = await paidSession(bench.world);
    expect(session.state).toBe("starting");
    const driver = await driverOf(bench, session);
    expect(conflict(await driver.stop())).toEqual({ status: 409, code: "state_conflict", state: "starting" });
  });

  it("of charging answers 202, again and again, and the station is told once", async () => {
    const bench = await createBench();
    const { session, transactionId } = await chargingSession(bench.world);
    const driver = await driverOf(bench, session);
    const first = await driver.stop();
    expect(first).toMatchObject({ status: 202, body: { id: session.id, state: "stopping" } });
    expect(Object.keys(first.body).sort()).toEqual(["id", "state"]);
    expect(first.headers.get("retry-after")).toBe("2");
    expect(await driver.stop()).toMatchObject({ status: 202, body: { state: "stopping" } });
    await bench.world.wake(session.id);
    await bench.world.settleDown();
    const stops = bench.world.hardware.sent.filter(({ command }) => command.kind === "remote_stop");
    expect(stops).toMatchObject([{ station, command: { transactionId } }]);
  });

  it("ten times at once is one stop", async () => {
    const bench = await createBench();
    const { session } = await chargingSession(bench.world);
    const driver = await driverOf(bench, session);
    const answers = await Promise.all(Array.from({ length: 10 }, () => driver.stop()));
    expect(answers.every(({ status, body }) => status === 202 && body.state === "stopping")).toBe(true);
    expect(bench.written).toHaveLength(1);
    await bench.world.wake(session.id);
    expect(bench.world.hardware.sent.filter(({ command }) => command.kind === "remote_stop")).toHaveLength(1);
  });

  it("of what is over is refused with the state it ended in", async () => {
    const bench = await createBench();
    const begun = await chargingSession(bench.world);
    await chargeAndStop(bench.world, begun.transactionId, 20_000);
    const driver = await driverOf(bench, begun.session);
    expect(conflict(await driver.stop())).toEqual({ status: 409, code: "state_conflict", state: "settled" });
    expect(bench.written).toEqual([]);
  });

  it("needs no body and minds none", async () => {
    const bench = await createBench();
    const { session } = await chargingSession(bench.world);
    const driver = await driverOf(bench, session);
    expect((await driver.stop({ state: "settled", captured: "0.00" })).status).toBe(202);
    expect((await bench.world.session(session.id)).state).toBe("stopping");
  });
});
