/** Whoever tries cards out is told to wait; whoever charges is never limited, and the good path writes nothing for it. */
import { hour, minute } from "@barq/domain/instant";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargingSession, createWorld, paidSession } from "./world.ts";

const card = (fingerprint: string) => ({ brand: "visa", last4: "0002", fingerprint });

/** A start from elsewhere whose card is declined, and whose page nobody comes back to. */
async function abandoned(world: World, n: number, of: { device?: string; fingerprint?: string } = {}) {
  const { device = null, fingerprint } = of;
  const address = `203.0.113.${n}`;
  const { session } = await world.start({ key: `try-${n}`, address, device });
  const { hold } = await world.session(session.id);
  if (fingerprint !== undefined) world.provider.driver.decline(hold?.page ?? null, card(fingerprint));
  await world.pass(11 * minute);
  const why = fingerprint === undefined ? "hold_abandoned" : "hold_declined";
  expect(await world.session(session.id)).toMatchObject({ state: "failed", why });
}

/** Within one hour of the wall, a minute after its beginning. */
const toTheHour = (world: World): void => world.advance(hour - (world.now() % hour) + minute);

describe("holds that fail", () => {
  it("three times on one card: the fourth is given back, at any connector, from any address, until the next hour", async () => {
    const world = await createWorld();
    toTheHour(world);
    for (let n = 1; n <= 3; n++) await abandoned(world, n, { fingerprint: "stolen" });
    const again = async (key: string, fingerprint: string, connector = 2) => {
      const { session } = await world.start({ key, connector, address: "198.51.100.7" });
      const { hold } = await world.session(session.id);
      world.provider.driver.pay(hold?.page ?? null, card(fingerprint));
      await world.pass(minute);
      return world.session(session.id);
    };
    expect(await again("again", "stolen")).toMatchObject({ state: "released", why: "too_many_pending" });
    expect((await again("other", "honest")).state).not.toBe("released");
    world.advance(hour);
    await world.settleDown();
    expect((await again("later", "stolen", 1)).why).not.toBe("too_many_pending");
  });

  it("are counted by the hour: the start that is one too many says when to come back", async () => {
    const world = await createWorld();
    const policy = { ...world.ports.policy, failedHoldsPerHour: { sticker: 60, device: 2, card: 3 } };
    Object.assign(world.ports, { policy });
    toTheHour(world);
    for (let n = 1; n <= 2; n++) await abandoned(world, n, { device: "cookie-1" });
    const of = { key: "third", address: "203.0.113.99", device: "cookie-1" };
    await expect(world.start(of)).rejects.toMatchObject({ code: "too_many_requests" });
    const refusal: unknown = await world.start({ ...of, key: "fourth" }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ details: { retry_after_s: 37 * 60 } });
    expect((await world.start({ ...of, key: "other", device: "cookie-2" })).session.state).toBe("pending");
    expect((await world.start({ ...of, key: "near", address: "127.0.0.1" })).session.state).toBe("pending");
  });

  it("at one sticker shut it only after very many of them, and never to whoever charges there", async () => {
    const world = await createWorld();
    const policy = { ...world.ports.policy, failedHoldsPerHour: { sticker: 2, device: 10, card: 3 } };
    Object.assign(world.ports, { policy });
    const { session, transactionId } = await chargingSession(world, { connector: 2, key: "good" });
    toTheHour(world);
    for (let n = 1; n <= 2; n++) await abandoned(world, n);
    await expect(world.start({ key: "third", address: "203.0.113.99" })).rejects.toMatchObject({
      code: "too_many_requests",
    });
    await world.stop(transactionId, "1010000");
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("settled");
  });
});

it("a start that is paid writes nothing but its own rows and its address's", async () => {
  const world = await createWorld();
  const written: string[] = [];
  const { commit } = world.store;
  Object.assign(world.store, {
    commit: (changes: Parameters<typeof commit>[0]) => {
      for (const change of changes) if ("update" in change) written.push(change.update.pk);
      return commit(changes);
    },
  });
  await paidSession(world, { address: "203.0.113.5", device: "cookie" });
  expect(written.filter((pk) => pk.includes("|RL#"))).toHaveLength(1);
});
