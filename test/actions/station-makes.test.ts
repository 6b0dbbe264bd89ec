/** Stations with known quirks, and stations that boot in the middle: priced exactly, stopped in time, and computed again the same. */
import { ensureArchived, sealSession } from "@barq/actions/seal-session";
import { sealedName } from "@barq/actions/sealed-files";
import { showProof } from "@barq/actions/sealed-session";
import { minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargingSession, createWorld, paidSession } from "./world.ts";

const boot = (world: World, firmware: string, vendor = "OpenEVSE", model = "Advanced Series") =>
  world.say({ kind: "booted", vendor, model, serial: null, firmware });

/** kWh that call themselves Wh, an hour long: readings every five minutes, then the stop. */
async function chargeInKwh(world: World, transactionId: number, kwh: number): Promise<void> {
  for (let n = 1; n <= 12; n++) {
    world.advance(5 * minute);
    await world.meter(transactionId, 361 + Math.round((kwh * n) / 12));
    await world.settleDown(1);
  }
  await world.stop(transactionId, `${361 + kwh}`);
  await world.settleDown();
}

async function facts(world: World, session: Session): Promise<Record<string, unknown>> {
  const { proof } = await showProof(world.ports, world.tenant, session.id);
  if (typeof proof !== "object" || proof === null || !("facts" in proof)) throw new Error("no proof");
  return { ...(typeof proof.facts === "object" ? proof.facts : {}) };
}

describe("a station that labels its kWh Wh", () => {
  it("and is known to do so is priced by what flowed, and its proof holds what was known", async () => {
    const world = await createWorld();
    await boot(world, "4.2.2");
    const paid = await paidSession(world);
    await world.status("Preparing");
    await world.settleDown();
    await chargeInKwh(world, await world.begin(paid.id, "361"), 20);
    const settled = await world.session(paid.id);
    expect(settled).toMatchObject({ state: "settled", captured: 9000n });
    expect(await facts(world, settled)).toMatchObject({
      meter_start: "361",
      meter_stop: "381",
      phases: 1,
      quirks: { profile: "openevse-4.2.2", energyUnit: "kWh", startStopUnit: "kWh" },
    });
  });

  it("is stopped before its hold is used up", async () => {
    const world = await createWorld();
    await boot(world, "4.2.2");
    const paid = await paidSession(world, {
      limit: { kind: "amount", text: "60.00" },
      body: { limit: "60" },
    });
    await world.status("Preparing");
    await world.settleDown();
    const transactionId = await world.begin(paid.id, "361");
    world.advance(10 * minute);
    await world.meter(transactionId, 374);
    expect(await world.session(paid.id)).toMatchObject({ state: "stopping", why: "energy_limit" });
  });

  it("and is not known to is priced as it says, while nothing contradicts it", async () => {
    const world = await createWorld();
    await boot(world, "5.0.0");
    const paid = await paidSession(world);
    await world.status("Preparing");
    await world.settleDown();
    await chargeInKwh(world, await world.begin(paid.id, "361"), 20);
    expect((await world.session(paid.id)).sealed?.energyMwh).toBe(20_000n);
  });
});

describe("a station that boots in a session, and counts from zero again", () => {
  const rebooted = async (isBoot: boolean): Promise<{ world: World; session: Session }> => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(20 * minute);
    await world.meter(transactionId, 1_010_000);
    world.advance(5 * minute);
    if (isBoot) await boot(world, "1.0", "Somebody", "Some");
    world.advance(5 * minute);
    await world.meter(transactionId, 0);
    world.advance(20 * minute);
    await world.meter(transactionId, 9000);
    await world.stop(transactionId, "10000");
    await world.settleDown();
    return { world, session: await world.session(session.id) };
  };

  it("is priced by what it counted before and after", async () => {
    const { world, session } = await rebooted(true);
    expect(session).toMatchObject({ state: "settled", sealed: { energyMwh: 20_000_000n }, captured: 9000n });
    expect((await facts(world, session)).boots).toHaveLength(1);
  });

  it("is for a person where no boot was seen", async () => {
    const { session } = await rebooted(false);
    expect(session).toMatchObject({ state: "review", why: "meter_backwards" });
  });
});

it("what was sealed is made again to the letter, whatever the station calls itself by then", async () => {
  const world = await createWorld();
  await boot(world, "4.2.2");
  const paid = await paidSession(world);
  await world.status("Preparing");
  await world.settleDown();
  const transactionId = await world.begin(paid.id, "361");
  world.advance(60 * minute);
  await world.stop(transactionId, "381");
  await world.drain();
  const sealed = await sealSession(world.ports, await world.session(paid.id));
  const name = sealedName(world.tenant, paid.id, "proof", sealed.sealed?.sha256 ?? "");
  const emptied = { ...world.ports, archive: { ...world.archive, get: async () => undefined } };
  world.advance(minute);
  await boot(world, "5.0.0");
  // An archive from which everything is gone: all of it is computed again, and comes to the same hash.
  expect(await ensureArchived(emptied, sealed)).toBe(true);
  expect(await world.archive.get(name)).toBeDefined();
});
