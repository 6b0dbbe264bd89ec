/** How many of the holds that were asked for were declined, by the hour and by the sticker, and which of them is shown as unusual. */
import { reportMetrics } from "@barq/actions/report-metrics";
import { hour, minute } from "@barq/domain/instant";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargingSession, createWorld, free, paidSession, tenant } from "./world.ts";

const card = { brand: "visa", last4: "0002", fingerprint: "stolen" };

/** Within one hour of the wall, a minute after its beginning. */
const toTheHour = (world: World): void => world.advance(hour - (world.now() % hour) + minute);

async function asked(
  world: World,
  n: number,
  of: { connector?: number; isDeclined: boolean },
): Promise<void> {
  const { connector = 1, isDeclined } = of;
  const { session } = await world.start({ key: `try-${n}`, address: `203.0.113.${n}`, connector });
  const { hold } = await world.session(session.id);
  if (isDeclined) world.provider.driver.decline(hold?.page ?? null, { ...card, fingerprint: `card-${n}` });
}

const declinesOf = async (world: World) => (await reportMetrics(world.ports, tenant)).declines;

describe("declined cards", () => {
  it("at one sticker are unusual from the policy's number and share on, and the others are told apart", async () => {
    const world = await createWorld();
    toTheHour(world);
    for (let n = 1; n <= 5; n++) await asked(world, n, { isDeclined: true });
    for (let n = 6; n <= 7; n++) await asked(world, n, { isDeclined: false });
    await asked(world, 8, { connector: 2, isDeclined: true });
    // Nothing has failed while the pages are open: the next card may be a good one.
    expect((await declinesOf(world)).hours[0]).toMatchObject({ asked: 8, failed: 0, declined: 0 });
    await world.pass(11 * minute);
    const { hours, stickers } = await declinesOf(world);
    expect(hours).toHaveLength(6);
    expect(hours[0]).toEqual({
      from: world.now() - (world.now() % hour),
      asked: 8,
      failed: 8,
      declined: 6,
    });
    expect(hours.slice(1).every((one) => one.asked === 0)).toBe(true);
    expect(stickers).toMatchObject([
      { connector: 1, asked: 7, failed: 7, declined: 5, isUnusual: true },
      { connector: 2, asked: 1, failed: 1, declined: 1, isUnusual: false },
    ]);
    expect(new Set(stickers.map(({ sticker }) => sticker)).size).toBe(2);
  });

  it("belong to the hour in which the hold was asked for, and leave the report with it", async () => {
    const world = await createWorld();
    toTheHour(world);
    world.advance(55 * minute);
    await asked(world, 1, { isDeclined: true });
    await world.pass(11 * minute);
    const { hours } = await declinesOf(world);
    expect(hours.map(({ declined }) => declined)).toEqual([0, 1, 0, 0, 0, 0]);
    world.advance(6 * hour);
    expect(await declinesOf(world)).toMatchObject({ stickers: [] });
    expect((await declinesOf(world)).hours.every((one) => one.asked === 0)).toBe(true);
  });

  it("that a good card follows on the same page are no failed hold", async () => {
    const world = await createWorld();
    const { session } = await world.start({ key: "second-card" });
    const page = (await world.session(session.id)).hold?.page ?? null;
    world.provider.driver.decline(page, card);
    world.provider.driver.pay(page, { ...card, fingerprint: "honest" });
    await world.pass(minute);
    expect(await declinesOf(world)).toMatchObject({ stickers: [] });
    expect((await declinesOf(world)).hours[0]).toMatchObject({ asked: 1, failed: 0 });
  });

  it("are found among many: hours before them are not read again and again", async () => {
    const world = await createWorld();
    for (let n = 1; n <= 60; n++) await asked(world, n, { isDeclined: false });
    await world.pass(11 * minute);
    world.advance(7 * hour);
    await asked(world, 61, { isDeclined: true });
    await world.pass(11 * minute);
    let keys = 0;
    const { read } = world.store;
    const store = Object.assign(Object.create(world.store), {
      read: (wanted: Parameters<typeof read>[0]) => {
        keys += wanted.filter(({ sk }) => sk === "META").length;
        return read(wanted);
      },
    });
    const { declines } = await reportMetrics({ ...world.ports, store }, tenant);
    expect(declines.hours[0]).toMatchObject({ asked: 1, declined: 1 });
    expect(keys).toBeLessThanOrEqual(25);
  });
});

it("a hold that nobody was asked for counts nowhere", async () => {
  const world = await createWorld({ tariff: free });
  await world.start({ key: "free" });
  expect((await declinesOf(world)).hours[0]).toMatchObject({ asked: 0 });
});

it("the report costs a good session no write, and says nothing of it but that it was asked for", async () => {
  const world = await createWorld();
  const writes: string[] = [];
  const { commit } = world.store;
  Object.assign(world.store, {
    commit: (changes: Parameters<typeof commit>[0]) => {
      for (const change of changes) if ("put" in change) writes.push(change.put.pk);
      for (const change of changes) if ("update" in change) writes.push(change.update.pk);
      return commit(changes);
    },
  });
  await paidSession(world);
  await chargingSession(world, { connector: 2, key: "other" });
  expect(writes.filter((pk) => pk.includes("|RL#"))).toHaveLength(0);
  expect((await declinesOf(world)).hours[0]).toMatchObject({ asked: 2, failed: 0, declined: 0 });
});
