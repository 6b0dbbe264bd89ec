/** Rows of the table of edge cases that are about messages, where no other test has them: named by their numbers. */
import { showReceipt } from "@barq/actions/sealed-session";
import { minute, second } from "@barq/domain/instant";
import { readNews } from "@barq/stations/ocpp16/news";
import { describe, expect, it } from "vitest";
import { chargingSession, createWorld, register } from "./world.ts";

describe("the messages", () => {
  it("case 21: readings under a number of the station's own belong to the session at their connector, its Stop to a person", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    world.advance(20 * minute);
    await world.meter(-1, 1_010_000);
    await world.stop(-1, "1020000");
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("charging");
    expect((await world.work()).map(({ why }) => why)).toEqual(["stop_without_session"]);
    // The cable is out: closed from the readings that were matched, never from the Stop that was not.
    await world.status("Available");
    await world.pass(8 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 4500n });
  });

  it("case 26: a time with an offset without its colon, or without any, reaches the session as what it means", () => {
    const at = (timestamp: string): unknown => {
      const read = readNews("MeterValues", {
        connectorId: 1,
        transactionId: 7,
        meterValue: [{ timestamp, sampledValue: [{ value: "5" }] }],
      });
      return read.kind === "news" && read.news.kind === "metered" && read.news.readings[0]?.at;
    };
    const expected = Date.parse("2026-11-24T15:00:00Z");
    expect([at("2026-11-24T16:00:00+0100"), at("2026-11-24T15:00:00"), at("never")]).toEqual([
      expected,
      expected,
      null,
    ]);
  });

  it("case 28: a second vehicle on one transaction is priced to the one payer, and the receipt says so", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    for (const [wh, status] of [
      [4000, "SuspendedEV"],
      [4000, "Preparing"],
      [4000, "Charging"],
      [10_000, "Charging"],
    ] as const) {
      world.advance(10 * minute);
      await world.meter(transactionId, 1_000_000 + wh);
      await world.status(status);
    }
    await world.stop(transactionId, "1010000");
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 4500n });
    const receipt = await showReceipt(world.ports, world.tenant, session.id);
    expect(receipt.meter.flags).toEqual(["second_vehicle"]);
  });

  it("case 30: a session that is deauthorised at once with 0 Wh has no price, and its hold goes back", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(20 * second);
    await world.stop(transactionId, "1000000", "DeAuthorized");
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({
      state: "released",
      captured: 0n,
      why: "nothing_owed",
    });
    expect(world.provider.calls.capture).toBe(0);
  });

  it("case 29: a Stop by a loss of power whose register began anew is priced to the last register before it", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(20 * minute);
    await world.meter(transactionId, 1_010_000);
    world.advance(40 * minute);
    await world.say({
      kind: "stopped",
      transactionId,
      token: null,
      meterStop: "0",
      at: world.now(),
      reason: "PowerLoss",
      readings: [register(world.now(), "0", { context: "Transaction.End" })],
    });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 4500n });
  });
});
