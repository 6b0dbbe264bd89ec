/** Idle time after the energy has stopped: priced to the unplugging, the cap or a deadline, and never where it cannot be known. */
import { showCdr } from "@barq/actions/sealed-session";
import { hour, minute, second } from "@barq/domain/instant";
import type { OcpiTariff } from "@barq/domain/tariff";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargingSession, createWorld, tenant } from "./world.ts";

const idleTariff = (idle: NonNullable<OcpiTariff["barq"]>["idle"]): OcpiTariff => ({
  id: "IDLE",
  currency: "MAD",
  tax_included: "YES",
  elements: [
    {
      price_components: [
        { type: "ENERGY", price: 2, vat: 20, step_size: 1 },
        { type: "PARKING_TIME", price: 60, vat: 20, step_size: 1 },
      ],
    },
  ],
  barq: { idle },
});

/** Ten kWh, and the driver's stop; the cable stays in. */
async function stopped(world: World, reason = "Remote"): Promise<string> {
  const { session, transactionId } = await chargingSession(world);
  world.advance(20 * minute);
  await world.status("Charging");
  await world.meter(transactionId, 1_010_000);
  await world.stop(transactionId, "1010000", reason);
  await world.status("Finishing");
  await world.settleDown();
  return session.id;
}

/** What was sealed, in dirhams with tax. */
const total = async (world: World, id: string): Promise<string> =>
  String((await world.session(id)).sealed?.total ?? "not sealed");

describe("after the stop", () => {
  it("a plain OCPI tariff waits for nobody: it has no word for what follows", async () => {
    const { barq: _, ...plain } = idleTariff({});
    const world = await createWorld({ tariff: plain });
    const id = await stopped(world);
    expect([(await world.session(id)).state, await total(world, id)]).toEqual(["settled", "2000"]);
  });

  it("idle time counts to the unplugging, after the grace, and the CDR ends there", async () => {
    const world = await createWorld({ tariff: idleTariff({ grace_s: 600 }) });
    const id = await stopped(world);
    expect(await world.session(id)).toMatchObject({ state: "ended", sealed: null });
    await world.pass(25 * minute, minute);
    await world.status("Available");
    await world.pass(10 * second, 5 * second);
    const session = await world.session(id);
    // 20.00 for the energy, and 15 of 25 minutes at 1.00.
    expect([session.state, await total(world, id)]).toEqual(["settled", "3500"]);
    expect(session.captured).toBe(3500n);
    const cdr = await showCdr(world.ports, tenant, id, "2.3.0");
    expect(cdr).toMatchObject({ total_parking_time: 0.4167, end_date_time: "2026-11-24T09:45:11Z" });
  });

  it("a vehicle that left with its stop is not idle", async () => {
    const world = await createWorld({ tariff: idleTariff({}) });
    const id = await stopped(world, "EVDisconnected");
    expect([(await world.session(id)).state, await total(world, id)]).toEqual(["settled", "2000"]);
  });

  it("the cap ends the waiting, and costs no more", async () => {
    const world = await createWorld({ tariff: idleTariff({ cap: { amount: "12.00", currency: "MAD" } }) });
    const id = await stopped(world);
    await world.pass(13 * minute, minute);
    expect([(await world.session(id)).state, await total(world, id)]).toEqual(["settled", "3200"]);
  });

  it("a connector at fault is not idle, whoever's car is in it", async () => {
    const world = await createWorld({ tariff: idleTariff({}) });
    const id = await stopped(world);
    await world.pass(5 * minute, minute);
    await world.status("Faulted");
    await world.pass(30 * minute, minute);
    await world.status("Finishing");
    await world.pass(5 * minute, minute);
    await world.status("Available");
    await world.pass(10 * second, 5 * second);
    expect(await total(world, id)).toBe("3000");
  });

  it("a station that is away when it should be known charges nothing for what nobody saw", async () => {
    const world = await createWorld({ tariff: idleTariff({ cap: { amount: "50.00", currency: "MAD" } }) });
    const id = await stopped(world);
    await world.pass(10 * minute, minute);
    await world.goOffline();
    await world.pass(2 * hour, 10 * minute);
    expect([(await world.session(id)).state, await total(world, id)]).toEqual(["settled", "2000"]);
  });

  it("an old word that the connector is free unplugs nobody", async () => {
    const world = await createWorld({ tariff: idleTariff({ grace_s: 600 }) });
    const id = await stopped(world);
    await world.pass(5 * minute, minute);
    await world.status("Available", 1, world.now() - 2 * hour);
    await world.pass(minute, 5 * second);
    expect(await world.session(id)).toMatchObject({ state: "ended", leftAt: null, sealed: null });
  });

  it("waiting that no time of the hold bounds ends with the longest session", async () => {
    const world = await createWorld({
      tariff: { ...idleTariff({}), max_price: { before_taxes: 80 } },
    });
    const { session, transactionId } = await chargingSession(world);
    for (let n = 1; n <= 60; n++) {
      world.advance(hour);
      await world.meter(transactionId, 1_000_000 + n * 6000);
      await world.settleDown(1);
    }
    await world.stop(transactionId, "1360000");
    await world.status("Finishing");
    await world.settleDown();
    const waiting = await world.session(session.id);
    expect(waiting).toMatchObject({ state: "ended", stopAfterMs: null });
    // Sooner than the day that a vehicle may stand otherwise.
    expect(waiting.idleUntil).toBe((waiting.startedAt ?? 0) + 72 * hour);
  });

  it("never costs more than the hold", async () => {
    const world = await createWorld({ tariff: idleTariff({}) });
    const id = await stopped(world);
    await world.pass(30 * hour, 20 * minute);
    const { hold, sealed, state, receivable } = await world.session(id);
    expect([state, receivable]).toEqual(["settled", null]);
    expect((sealed?.total ?? 0n) <= (hold?.holdAmount.minor ?? 0n)).toBe(true);
    expect((sealed?.total ?? 0n) > 2000n).toBe(true);
  });
});

describe("a station that ends a session itself", () => {
  const flat: OcpiTariff = {
    id: "FLAT",
    currency: "MAD",
    tax_included: "YES",
    min_price: { before_taxes: 5 },
    elements: [
      {
        price_components: [
          { type: "ENERGY", price: 2, vat: 20, step_size: 1 },
          { type: "FLAT", price: 3, vat: 20, step_size: 1 },
        ],
      },
    ],
  };
  const ended = async (reason: string, afterMs: number): Promise<string> => {
    const world = await createWorld({ tariff: flat });
    const { session, transactionId } = await chargingSession(world);
    world.advance(afterMs);
    await world.meter(transactionId, 1_001_000);
    await world.stop(transactionId, "1001000", reason);
    await world.settleDown();
    return total(world, session.id);
  };

  it("within minutes gives up the flat fee and the least price, and bills the energy alone", async () => {
    expect(await ended("PowerLoss", 150 * second)).toBe("200");
  });

  it("later, or by the driver's own stop, they are due", async () => {
    expect(await ended("PowerLoss", 10 * minute)).toBe("600");
    expect(await ended("Remote", 150 * second)).toBe("600");
  });
});
