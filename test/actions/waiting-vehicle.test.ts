/** A vehicle that takes no energy after an accepted start: its driver is told, idle does not begin, and in the end the hold goes back. */
import { showSession } from "@barq/actions/show-session";
import { minute } from "@barq/domain/instant";
import type { OcpiTariff } from "@barq/domain/tariff";
import { describe, expect, it } from "vitest";
import { chargingSession, createWorld, register, tenant } from "./world.ts";

const byTime: OcpiTariff = {
  id: "TIME",
  currency: "MAD",
  tax_included: "YES",
  elements: [
    {
      price_components: [
        { type: "ENERGY", price: 2, vat: 20, step_size: 1 },
        { type: "FLAT", price: 5, vat: 20, step_size: 1 },
      ],
    },
  ],
  barq: { idle: { grace_s: 60 } },
};

describe("a vehicle that waits for its timer", () => {
  it("is shown as waiting after some minutes, and no longer once energy flows", async () => {
    const world = await createWorld({ tariff: byTime });
    const { session, transactionId } = await chargingSession(world);
    await world.status("SuspendedEV");
    const waiting = async () => (await showSession(world.ports, tenant, session.id))?.waiting;
    const seen: (boolean | undefined)[] = [];
    for (let n = 1; n <= 8; n++) {
      world.advance(minute);
      await world.meter(transactionId, 1_000_000);
      // Somebody looks, so what has come is packed and shown at once.
      await waiting();
      await world.settleDown(1);
      seen.push(await waiting());
    }
    expect([seen[0], seen[3], seen.at(-1)]).toEqual([false, false, true]);
    await world.status("Charging");
    world.advance(minute);
    await world.meter(transactionId, 1_000_500);
    await waiting();
    await world.settleDown(1);
    expect(await waiting()).toBe(false);
  });

  it("is stopped at the limit, owes nothing, and gets its hold back", async () => {
    const world = await createWorld({ tariff: byTime });
    const { session, transactionId } = await chargingSession(world);
    await world.status("SuspendedEV");
    for (let n = 1; n <= 13; n++) {
      await world.pass(10 * minute, 5 * minute);
      await world.meter(transactionId, 1_000_000);
      await world.settleDown(1);
    }
    await world.pass(10 * minute, 5 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "stopping", why: "no_energy" });
    await world.stop(transactionId, "1000000");
    await world.settleDown();
    const released = await world.session(session.id);
    expect(released).toMatchObject({ state: "released", captured: 0n, writtenOff: null });
    expect(released.sealed).toMatchObject({ total: 0n, energyMwh: 0n });
    expect(await world.journal(session.id)).toEqual([]);
  });

  it("is not kept waiting for its unplugging once it was stopped, whatever idle time costs", async () => {
    const [element] = byTime.elements;
    const parked = { type: "PARKING_TIME", price: 60, vat: 20, step_size: 1 } as const;
    const world = await createWorld({
      tariff: { ...byTime, elements: [{ price_components: [...(element?.price_components ?? []), parked] }] },
    });
    const { session, transactionId } = await chargingSession(world);
    await world.status("SuspendedEV");
    for (let n = 1; n <= 14; n++) {
      await world.pass(10 * minute, 5 * minute);
      await world.meter(transactionId, 1_000_000);
      await world.settleDown(1);
    }
    await world.stop(transactionId, "1000000");
    await world.status("Finishing");
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "released", captured: 0n });
  });

  it("is not stopped by a station whose clock is hours ahead", async () => {
    const world = await createWorld({ tariff: byTime });
    const { session, transactionId } = await chargingSession(world);
    const ahead = register(world.now() + 3 * 60 * minute, "1000000");
    await world.say({ kind: "metered", connector: 1, transactionId, readings: [ahead] });
    world.advance(minute);
    await world.settleDown(1);
    expect(await world.session(session.id)).toMatchObject({ state: "charging", why: null });
  });
});
