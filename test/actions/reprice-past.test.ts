/** Past sessions under a draft: exact sums from the sealed readings, and nothing that is guessed. */
import { createTariff } from "@barq/actions/create-tariff";
import type { RepriceCursor } from "@barq/actions/reprice-past";
import { priceAnew, repricePast } from "@barq/actions/reprice-past";
import { sealedName } from "@barq/actions/sealed-files";
import { hour, minute } from "@barq/domain/instant";
import type { Proof } from "@barq/domain/proof";
import type { Repriced } from "@barq/domain/repriced";
import { addRepriced, nothingRepriced } from "@barq/domain/repriced";
import type { OcpiTariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import fc from "fast-check";
import { expect, it } from "vitest";
import { energyTariffs } from "./repriced-tariffs.ts";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, perKwh, tenant } from "./world.ts";

const days = { from: "2026-11-20", to: "2026-11-30" };
const priced = (body: OcpiTariff) => ({ ...readTariff(body), version: 9 });
const at = (price: number): OcpiTariff => ({
  ...perKwh,
  elements: [{ price_components: [{ type: "ENERGY", price, vat: 20, step_size: 1 }] }],
});

/** Sessions on connector 1 with so many Wh each. */
async function sold(world: World, ...energies: readonly number[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [n, wh] of energies.entries()) {
    const { session, transactionId } = await chargingSession(world, { key: `s${n}` });
    await chargeAndStop(world, transactionId, wh);
    ids.push(session.id);
    await world.pass(2 * minute);
  }
  return ids;
}

const whole = (world: World, body: OcpiTariff) =>
  repricePast(world.ports, tenant, priced(body), { days, most: 500, cursor: null });

it("comes to the same totals, to the digit, under the same tariff", async () => {
  const world = await createWorld();
  await sold(world, 10_001, 23_457);
  const { repriced, next } = await whole(world, perKwh);
  expect(next).toBeNull();
  expect(repriced).toMatchObject({ priced: 2, dearer: 0, cheaper: 0, same: 2, largest: [], unpriced: {} });
  expect(repriced.nowMinor).toBe(repriced.thenMinor);
  // 10.001 and 23.457 kWh at 4.50.
  expect(repriced.thenMinor).toBe(4500n + 10556n);
});

it("says what would have been, which sessions differ most, and which way", async () => {
  const world = await createWorld();
  const [small, large] = await sold(world, 10_000, 20_000);
  const dearer = await whole(world, at(5));
  expect(dearer.repriced).toMatchObject({ thenMinor: 13_500n, nowMinor: 15_000n, dearer: 2, cheaper: 0 });
  expect(dearer.repriced.largest.map(({ id }) => id)).toEqual([large, small]);
  expect((await whole(world, at(4))).repriced).toMatchObject({ nowMinor: 12_000n, dearer: 0, cheaper: 2 });
});

it("counts a session that has no proof, a damaged one, or no price, with its reason and in no sum", async () => {
  const world = await createWorld();
  const [gone = "", damaged = ""] = await sold(world, 10_000, 20_000);
  const { session: running } = await chargingSession(world, { key: "running" });
  for (const [id, bytes] of [
    [gone, undefined],
    [damaged, new TextEncoder().encode("{}")],
  ] as const) {
    const name = sealedName(tenant, id, "proof", (await world.session(id)).sealed?.sha256 ?? "");
    const { get } = world.ports.archive;
    world.ports.archive.get = async (asked) => (asked === name ? bytes : get(asked));
  }
  const { repriced } = await whole(world, at(5));
  expect(running.state).toBe("charging");
  expect(repriced).toMatchObject({
    ...{ priced: 0, thenMinor: 0n, nowMinor: 0n },
    unpriced: { not_finished: 1, proof_damaged: 1, proof_missing: 1 },
  });
  expect((await whole(world, { ...at(5), currency: "EUR" })).repriced.unpriced).toMatchObject({
    other_currency: 2,
  });
});

it("leaves alone what was sold under another tariff, or on another day", async () => {
  const world = await createWorld();
  await sold(world, 10_000);
  expect((await whole(world, { ...at(5), id: "OTHER" })).repriced).toEqual(nothingRepriced);
  const before = { from: "2026-10-01", to: "2026-10-31" };
  const page = await repricePast(world.ports, tenant, priced(at(5)), {
    days: before,
    most: 10,
    cursor: null,
  });
  expect(page).toEqual({ repriced: nothingRepriced, next: null });
});

it("does not guess how long a car stayed where nobody asked: an idle fee that is new prices no such session", async () => {
  const world = await createWorld();
  await sold(world, 10_000);
  const parking = { type: "PARKING_TIME", price: 60, vat: 20, step_size: 1 };
  const idle: OcpiTariff = {
    ...perKwh,
    elements: [{ price_components: [...(perKwh.elements[0]?.price_components ?? []), parking] }],
    barq: { idle: { grace_s: 600 } },
  };
  expect((await whole(world, idle)).repriced).toMatchObject({
    priced: 0,
    unpriced: { time_after_stop_unknown: 1 },
  });
  // Without our extension nothing after the stop is priced.
  const { barq: _, ...plain } = idle;
  expect((await whole(world, plain)).repriced).toMatchObject({ priced: 1, same: 1 });
});

it("does not take the end of an idle fee's cap for the moment at which a car left", async () => {
  const parking = { type: "PARKING_TIME", price: 60, vat: 20, step_size: 1 };
  const capped = (amount: string): OcpiTariff => ({
    ...perKwh,
    elements: [{ price_components: [...(perKwh.elements[0]?.price_components ?? []), parking] }],
    barq: { idle: { grace_s: 0, cap: { amount, currency: "MAD" } } },
  });
  const world = await createWorld({ tariff: capped("10.00") });
  const { session, transactionId } = await chargingSession(world, { key: "stays" });
  world.advance(30 * minute);
  await world.meter(transactionId, 1_010_000);
  await world.stop(transactionId, "1010000");
  await world.status("Finishing");
  await world.pass(hour, minute);
  expect((await world.session(session.id)).sealed).not.toBeNull();
  const of = async (amount: string) => (await whole(world, capped(amount))).repriced;
  expect(await of("10.00")).toMatchObject({ priced: 1, same: 1 });
  expect(await of("5.00")).toMatchObject({ priced: 1, cheaper: 1 });
  expect(await of("50.00")).toMatchObject({ priced: 0, unpriced: { time_after_stop_unknown: 1 } });
});

it("is the same whether it is asked at once or session by session", async () => {
  const world = await createWorld();
  await sold(world, 10_000, 12_000, 14_000, 16_000, 18_000);
  const once = (await whole(world, at(5))).repriced;
  for (const most of [1, 2, 4]) {
    let [sum, cursor, calls]: [Repriced, RepriceCursor | null, number] = [nothingRepriced, null, 0];
    do {
      const page = await repricePast(world.ports, tenant, priced(at(5)), { days, most, cursor });
      expect(page.repriced.priced).toBeLessThanOrEqual(most);
      sum = addRepriced(sum, page.repriced);
      cursor = page.next;
      calls++;
    } while (cursor && calls < 50);
    expect(cursor).toBeNull();
    expect(sum).toEqual(once);
  }
});

it("reads no more proofs at a time than some, however many sessions there are", async () => {
  const world = await createWorld();
  await sold(world, ...Array.from({ length: 14 }, (_, n) => 10_000 + n));
  let [open, most] = [0, 0];
  const { get } = world.ports.archive;
  world.ports.archive.get = async (name) => {
    most = Math.max(most, ++open);
    await new Promise((go) => setImmediate(go));
    open--;
    return get(name);
  };
  expect((await whole(world, at(5))).repriced.priced).toBe(14);
  expect(most).toBeLessThanOrEqual(10);
});

it("prices what was sold under every version of the tariff, each against what it was sold for", async () => {
  const world = await createWorld();
  const [first = ""] = await sold(world, 10_000);
  await createTariff(world.ports, tenant, at(6));
  const { session, transactionId } = await chargingSession(world, { key: "later" });
  await chargeAndStop(world, transactionId, 10_000);
  expect((await world.session(session.id)).pinned.tariffVersion).toBe(2);
  const { repriced } = await whole(world, at(5));
  expect(repriced).toMatchObject({ priced: 2, thenMinor: 10_500n, nowMinor: 10_000n, dearer: 1, cheaper: 1 });
  expect(repriced.largest.map(({ id }) => id)).toContain(first);
});

it("is the sealed total for any tariff that a session was sold under, and adds up in any order", async () => {
  await fc.assert(
    fc.asyncProperty(energyTariffs, fc.integer({ min: 1_000, max: 40_000 }), async (tariff, wh) => {
      const world = await createWorld({ tariff });
      const [id = ""] = await sold(world, wh);
      const session = await world.session(id);
      const bytes = await world.archive.get(sealedName(tenant, id, "proof", session.sealed?.sha256 ?? ""));
      const proof: Proof = JSON.parse(new TextDecoder().decode(bytes));
      const same = priceAnew(proof, session, priced(tariff));
      expect(same).toMatchObject({ priced: 1, same: 1, thenMinor: session.sealed?.total });
      expect(same.nowMinor).toBe(session.sealed?.total);
      const other = priceAnew(proof, session, priced(at(9)));
      expect(addRepriced(same, other)).toEqual(addRepriced(other, same));
    }),
    { numRuns: 12 },
  );
});
