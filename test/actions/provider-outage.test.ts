/** The provider answers nothing for days: whatever was going on waits, charges on, and comes right when it is back. */
import { day, hour, minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import type { Payments } from "@barq/payments/port";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, paidSession } from "./world.ts";

const silent = { kind: "unknown", why: "no_answer" } as const;

/** From now on nothing of the provider answers, until `back` is called. */
function outage(world: World): { back(): void; readonly asked: () => number } {
  const { payments } = world.ports;
  let asked = 0;
  const nothing = async () => {
    asked++;
    return silent;
  };
  const down: Payments = {
    ...payments,
    least: payments.least,
    open: nothing,
    read: nothing,
    find: nothing,
    capture: nothing,
    release: nothing,
  };
  Object.assign(world.ports, { payments: down });
  return { back: () => Object.assign(world.ports, { payments }), asked: () => asked };
}

const truthOf = async (world: World, { hold }: Session): Promise<string> =>
  (await world.provider.payments.read({ page: hold?.page ?? null, intent: hold?.intent ?? null })).kind;

/** An hour of charging that ended just when the provider went away. */
async function endedInTheDark() {
  const world = await createWorld();
  const { session, transactionId } = await chargingSession(world);
  const dark = outage(world);
  await chargeAndStop(world, transactionId, 20_000);
  return { world, session, dark };
}

describe("a provider that is away", () => {
  it("for almost a week: the capture waits, is asked for less and less often, and is made once", async () => {
    const { world, session, dark } = await endedInTheDark();
    await world.pass(6 * day, 10 * minute);
    expect((await world.session(session.id)).state).toBe("settling");
    // At most every five minutes, a read and a capture each.
    expect(dark.asked()).toBeLessThan(6 * 24 * 12 * 2 + 100);
    dark.back();
    await world.pass(20 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 9000n });
    expect(world.provider.calls.capture).toBeLessThanOrEqual(2);
    expect(await world.journal(session.id)).toHaveLength(1);
  });

  it("for longer than the hold stands: what is owed is a receivable, and nothing is held anew", async () => {
    const { world, session, dark } = await endedInTheDark();
    await world.pass(8 * day, 30 * minute);
    dark.back();
    await world.pass(20 * minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 0n,
      receivable: 9000n,
    });
    expect(world.provider.calls.open).toBe(1);
  });

  it("while a page is open: nobody is held and forgotten, and the page is over when it is back", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const dark = outage(world);
    await world.pass(7 * day, 30 * minute);
    expect((await world.session(session.id)).state).toBe("pending");
    dark.back();
    await world.pass(20 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "failed", why: "hold_abandoned" });
  });

  it("just after a driver has paid: the hold is found when it is back, and goes back itself when nobody comes", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const opened = await world.session(session.id);
    const dark = outage(world);
    world.provider.driver.pay(opened.hold?.page ?? null);
    await world.pass(2 * hour);
    expect((await world.session(session.id)).state).toBe("pending");
    dark.back();
    await world.pass(hour);
    expect((await world.session(session.id)).state).toBe("released");
    expect(await truthOf(world, opened)).toBe("gone");
  });

  it("when a hold must go back: the session says so until it is gone, and not before", async () => {
    const world = await createWorld();
    await world.status("Available");
    const paid = await paidSession(world);
    const dark = outage(world);
    await world.pass(3 * day, 30 * minute);
    const waiting = await world.session(paid.id);
    expect(waiting).toMatchObject({ state: "held", why: "not_plugged", effect: { name: "release.1" } });
    expect((await world.work()).map(({ why }) => why)).toContain("release_stuck");
    dark.back();
    await world.pass(20 * minute);
    expect((await world.session(paid.id)).state).toBe("released");
    expect(await truthOf(world, paid)).toBe("gone");
  });

  it("changes nothing for a car that charges: it is stopped, metered and priced as ever", async () => {
    const { world, session } = await endedInTheDark();
    const settling = await world.session(session.id);
    expect(settling).toMatchObject({ state: "settling", sealed: { total: 9000n } });
    expect(settling.receipt).toBeNull();
  });
});
