/** A further hold that is cancelled elsewhere takes its part of the limits with it: charging stops while what stands still covers it. */
import { addHold } from "@barq/actions/add-hold";
import { confirmHold } from "@barq/actions/confirm-hold";
import { furtherHoldsOf } from "@barq/actions/further-holds";
import { hour, minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { locationsPartition } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargingSession, createWorld, tenant } from "./world.ts";

/** 250 MAD by policy and 100 MAD more; at 4.50 MAD a kWh that is 55.5 and 22.2 kWh. */
async function raisedWorld(options: Parameters<typeof createWorld>[0] = {}) {
  const world = await createWorld(options);
  const { session, transactionId } = await chargingSession(world);
  const page = await added(world, session);
  return { world, session, transactionId, page, raised: await world.session(session.id) };
}

async function added(world: World, session: Session, amount = "100.00"): Promise<string | null> {
  const { hold } = await addHold(world.ports, tenant, session.id, amount);
  world.provider.driver.pay(hold.page);
  await confirmHold(world.ports, tenant, session.id);
  return hold.page;
}

/** Charges at so many W, a reading a minute, until the meter has counted so many Wh since the start. */
async function chargeTo(
  world: World,
  transactionId: number,
  toWh: number,
  of: { fromWh?: number; powerW?: number } = {},
) {
  const { fromWh = 0, powerW = 50_000 } = of;
  for (let wh = fromWh; wh < toWh; ) {
    wh = Math.min(toWh, wh + Math.round(powerW / 60));
    world.advance(minute);
    await world.meter(transactionId, 1_000_000 + wh);
    await world.drain();
  }
}

/** The provider has let it go, and the hold's own look comes. */
async function lostNow(world: World, page: string | null, session: Session): Promise<void> {
  world.provider.faults.lapse(page);
  await world.pass(hour + minute, 15 * minute);
  expect((await furtherHoldsOf(world.ports, session)).at(-1)?.state).toBe("lapsed");
}

describe("a further hold that is cancelled elsewhere", () => {
  it("leaves the limits as they were before it, and the guard stops charging where the first hold ends", async () => {
    const { world, session, transactionId, page, raised } = await raisedWorld();
    expect(raised.stopEnergyMwh ?? 0n).toBeGreaterThan(session.stopEnergyMwh ?? 0n);
    world.provider.faults.lapse(page);
    await chargeTo(world, transactionId, 12_000, { powerW: 11_000 });
    await world.settleDown();
    const after = await world.session(session.id);
    expect(after).toMatchObject({
      state: "charging",
      stopEnergyMwh: session.stopEnergyMwh,
      stopAfterMs: session.stopAfterMs,
      further: { last: 2, heldMinor: 0n },
    });
    expect(await world.work()).toMatchObject([
      { why: "further_lost_2", acts: ["acknowledge"], facts: { hold: "2", held: "10000" } },
    ]);
    const limitWh = Number((session.stopEnergyMwh ?? 0n) / 1000n);
    await chargeTo(world, transactionId, limitWh + 100, { fromWh: 12_000 });
    expect(await world.session(session.id)).toMatchObject({ state: "stopping", why: "energy_limit" });
    await world.stop(transactionId, `${1_000_000 + limitWh + 200}`);
    await world.status("Available");
    await world.settleDown();
    const settled = await world.session(session.id);
    expect(settled).toMatchObject({ state: "settled", receivable: null, writtenOff: null });
    expect(settled.captured).toBe(settled.sealed?.total);
  });

  it("stops the energy at once where the first hold is used up already, and only what had flowed is owed", async () => {
    const { world, session, transactionId, page } = await raisedWorld();
    await chargeTo(world, transactionId, 60_000);
    expect((await world.session(session.id)).state).toBe("charging");
    await lostNow(world, page, session);
    expect(await world.session(session.id)).toMatchObject({ state: "stopping", why: "hold_lost" });
    await world.stop(transactionId, "1060000");
    await world.status("Available");
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 25_000n,
      receivable: 2000n,
    });
  });

  it("stops it too where nobody has heard of the meter for so long that the limit may be behind us", async () => {
    const { world, session, transactionId, page } = await raisedWorld();
    await chargeTo(world, transactionId, 5000);
    // An hour at full power is 60 kWh: five and sixty are more than the first hold covers.
    await lostNow(world, page, session);
    expect(await world.session(session.id)).toMatchObject({ state: "stopping", why: "hold_lost" });
  });

  it("leaves what another further hold has raised", async () => {
    const { world, session, transactionId, page, raised } = await raisedWorld();
    await added(world, session, "50.00");
    const both = await world.session(session.id);
    world.provider.faults.lapse(page);
    await chargeTo(world, transactionId, 12_000, { powerW: 11_000 });
    await world.settleDown();
    const after = await world.session(session.id);
    expect(after).toMatchObject({ state: "charging", further: { last: 3, heldMinor: 5000n } });
    expect(after.stopEnergyMwh ?? 0n).toBeGreaterThan(session.stopEnergyMwh ?? 0n);
    expect(after.stopEnergyMwh ?? 0n).toBeLessThan(raised.stopEnergyMwh ?? 0n);
    expect(after.stopEnergyMwh ?? 0n).toBeLessThan(both.stopEnergyMwh ?? 0n);
    // The number of a hold is used once.
    expect((await addHold(world.ports, tenant, session.id, "75.00")).hold.n).toBe(4);
  });

  it("stops the energy where the place is not known any more, and nothing says how far the rest goes", async () => {
    const { world, session, transactionId, page } = await raisedWorld();
    world.provider.faults.lapse(page);
    const [place] = await Array.fromAsync(world.store.list(locationsPartition(tenant)));
    if (!place) throw new Error("no location");
    await world.store.commit([{ delete: place }]);
    await chargeTo(world, transactionId, 12_000, { powerW: 11_000 });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "stopping", why: "hold_lost" });
  });

  it("changes the hold and the limits together or not at all, whichever call is lost", async () => {
    for (const where of ["before", "after"] as const)
      for (let call = 1; call <= 12; call++) {
        const { world, session, transactionId, page } = await raisedWorld();
        await chargeTo(world, transactionId, 11_000, { powerW: 11_000 });
        world.provider.faults.lapse(page);
        world.lose({ call, where });
        await world.settleDown(1);
        const [hold] = await furtherHoldsOf({ store: world.store }, session);
        const between = await world.session(session.id);
        expect(between.further?.heldMinor).toBe(hold?.state === "lapsed" ? 0n : 10_000n);
        world.lose(null);
        await world.pass(6 * minute, minute);
        expect(await world.session(session.id)).toMatchObject({ further: { last: 2, heldMinor: 0n } });
      }
  });
});
