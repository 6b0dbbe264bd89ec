/** The edge cases of pricing that only a whole session shows, by their numbers. */
import { createTariff } from "@barq/actions/create-tariff";
import { minute } from "@barq/domain/instant";
import { describe, expect, it } from "vitest";
import { chargeAndStop, chargingSession, createWorld, perKwh, tenant } from "./world.ts";

describe("a session's price", () => {
  it("case 50: above the hold stops the session before it; what a station delivers all the same is a receivable", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const limit = session.stopEnergyMwh ?? 0n;
    world.advance(60 * minute);
    await world.meter(transactionId, 1_000_000 + Number(limit / 1000n) + 1);
    expect((await world.session(session.id)).state).toBe("stopping");
    world.advance(30 * minute);
    // The station goes on all the same, to sixty kilowatt-hours.
    await world.stop(transactionId, "1060000");
    await world.settleDown();
    const { hold, captured, receivable, sealed } = await world.session(session.id);
    expect(sealed?.total).toBe(27_000n);
    expect(captured).toBe(hold?.holdAmount.minor);
    expect((captured ?? 0n) + (receivable ?? 0n)).toBe(sealed?.total);
  });

  it("case 51: is that of the tariff's version at the start, whatever is edited meanwhile", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const dearer = perKwh.elements.map((element) => ({
      ...element,
      price_components: element.price_components.map((component) => ({ ...component, price: 9 })),
    }));
    await createTariff(world.ports, tenant, { ...perKwh, elements: dearer });
    await chargeAndStop(world, transactionId, 20_000);
    expect(await world.session(session.id)).toMatchObject({
      pinned: { tariffVersion: 1 },
      sealed: { total: 9000n },
    });
  });
});
