/** A start that failed takes its hold to another connector of the place, by an act of its driver; or the hold goes back. */
import { moveSession } from "@barq/actions/move-session";
import { otherConnectors } from "@barq/actions/other-connectors";
import { stopSession } from "@barq/actions/stop-session";
import { takeCommandOutcome } from "@barq/actions/take-outcome";
import { minute, second } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { textOr } from "@barq/store/fields";
import { connectorKey, ocppTransactionKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, createWorld, Lost, paidSession, station, tenant } from "./world.ts";

const refuse = (world: World, session: Session, at = station): Promise<void> =>
  takeCommandOutcome(
    world.ports,
    tenant,
    at,
    { session: session.id, effect: "remote_start#1", again: false },
    { kind: "rejected", why: "Rejected" },
  );

/** Held, sent to connector 1, and refused by the station. */
async function refused(world: World): Promise<Session> {
  const paid = await paidSession(world);
  await world.status("Preparing");
  await world.settleDown();
  await refuse(world, paid);
  return world.session(paid.id);
}

const move = (world: World, session: Session, connector = 2, carConfirmed = true): Promise<Session> =>
  moveSession(world.ports, tenant, session.id, { qr: world.codeOf(connector), carConfirmed });
const lockOf = async (world: World, connector: number): Promise<string | null> => {
  const [row] = await world.store.read([connectorKey(tenant, station, connector)]);
  return row ? textOr(row, "act") : null;
};
const truthOf = async (world: World, { hold }: Session): Promise<string> =>
  (await world.provider.payments.read({ page: hold?.page ?? null, intent: hold?.intent ?? null })).kind;

describe("the hold of a start that failed", () => {
  it("goes back by itself when nobody takes it elsewhere within the minutes of the policy", async () => {
    const world = await createWorld();
    const session = await refused(world);
    await world.pass(2 * minute);
    expect([(await world.session(session.id)).state, await truthOf(world, session)]).toEqual([
      "starting",
      "held",
    ]);
    await world.pass(2 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "released", why: "station_refused" });
    expect(await truthOf(world, session)).toBe("gone");
    await expect(move(world, session)).rejects.toMatchObject({ code: "state_conflict" });
  });

  it("goes back at once when its driver would rather have it back", async () => {
    const world = await createWorld();
    const session = await refused(world);
    await stopSession(world.ports, tenant, session.id);
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("released");
  });

  it("pays for what is charged at the other connector, at that one's price, and the first one is free again", async () => {
    const world = await createWorld();
    const session = await refused(world);
    await world.status("Available", 1);
    expect(await otherConnectors(world.ports, session)).toMatchObject([
      { station, connector: 2, availability: "free" },
    ]);
    const moved = await move(world, session);
    expect(moved).toMatchObject({ id: session.id, connector: 2, effect: null, why: null });
    expect([await lockOf(world, 1), await lockOf(world, 2)]).toEqual([null, session.id]);
    expect(await move(world, session)).toMatchObject({ version: moved.version });
    await world.status("Preparing", 2);
    await world.settleDown();
    expect(world.hardware.sent.at(-1)).toMatchObject({ command: { kind: "remote_start", connector: 2 } });
    await chargeAndStop(world, await world.begin(session.id, "1000000", 2), 20_000, 2);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 9000n });
    expect(world.provider.calls.open).toBe(1);
    expect([await lockOf(world, 1), await lockOf(world, 2)]).toEqual([null, null]);
  });

  it("is not given back for what the first station says once it has gone elsewhere", async () => {
    const world = await createWorld();
    const session = await refused(world);
    await move(world, session);
    await world.status("Preparing", 2);
    await world.settleDown();
    await refuse(world, session, "CAS-DC-02");
    expect(await world.session(session.id)).toMatchObject({
      state: "starting",
      effect: { name: "remote_start" },
    });
  });

  it("goes nowhere where somebody charges, where a cable is plugged that nobody claims, or where it does not suffice", async () => {
    const world = await createWorld();
    await world.status("Available", 2);
    const other = await paidSession(world, { connector: 2, key: "key-2" });
    const session = await refused(world);
    await expect(move(world, session)).rejects.toMatchObject({ code: "connector_taken" });
    expect(await otherConnectors(world.ports, session)).toEqual([]);
    await stopSession(world.ports, tenant, other.id);
    await world.settleDown();
    await world.status("Preparing", 2);
    await expect(move(world, session, 2, false)).rejects.toMatchObject({ code: "car_not_confirmed" });
    await expect(
      moveSession(world.ports, tenant, session.id, { qr: "nonsense", carConfirmed: true }),
    ).rejects.toMatchObject({ code: "qr_invalid" });
  });

  it("is not priced by what the first connector says of a start that was told no", async () => {
    const world = await createWorld();
    const session = await refused(world);
    await world.status("Available", 2);
    // Told no while its hold was on the way back, at the connector that the driver then leaves.
    const key = ocppTransactionKey(tenant, station, 77);
    await world.store.commit([
      { put: { ...key, session: session.id, connector: 1, at: world.now(), meterStart: "2616397" } },
    ]);
    await move(world, session);
    await world.status("Preparing", 2);
    await world.settleDown();
    const transactionId = await world.begin(session.id, "1929029", 2);
    await world.stop(77, "2616397", "DeAuthorized");
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "charging", transactionId });
    expect((await world.work()).map(({ why }) => why)).toContain("stop_without_session");
    world.advance(5 * minute);
    await world.meter(transactionId, 1_933_029, {}, 2);
    await world.stop(transactionId, "1933029");
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 1800n });
  });

  it("stays with a session that charges: nothing is moved from under a car", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    await expect(move(world, paid)).rejects.toMatchObject({ code: "state_conflict" });
    await world.status("Preparing");
    await world.settleDown();
    await world.begin(paid.id);
    await expect(move(world, paid)).rejects.toMatchObject({ code: "state_conflict" });
  });

  it("is taken elsewhere once, however often and at whatever moment the driver presses", async () => {
    const world = await createWorld();
    const session = await refused(world);
    const answers = await Promise.allSettled([
      move(world, session),
      move(world, session),
      move(world, session),
    ]);
    expect(answers.some(({ status }) => status === "fulfilled")).toBe(true);
    expect(await lockOf(world, 2)).toBe(session.id);
    for (let call = 1; call <= 6; call++) {
      for (const where of ["before", "after"] as const) {
        const next = await createWorld();
        const held = await refused(next);
        next.lose({ call, where });
        await move(next, held).catch((error: unknown) => {
          if (!(error instanceof Lost)) throw error;
        });
        next.lose(null);
        expect(await move(next, held)).toMatchObject({ connector: 2 });
        expect([await lockOf(next, 1), await lockOf(next, 2)]).toEqual([null, held.id]);
      }
    }
  });

  it("goes back when the other connector fails too and nobody presses any more", async () => {
    const world = await createWorld();
    const session = await refused(world);
    await world.status("Available", 2);
    await move(world, session);
    await world.pass(11 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "released", why: "not_plugged" });
    world.advance(second);
    expect(await truthOf(world, session)).toBe("gone");
  });
});
