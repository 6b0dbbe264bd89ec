/** A driver adds to the hold while the car charges: what stands, what it raises, what is taken of it, and what goes back. */
import { addHold } from "@barq/actions/add-hold";
import { confirmHold } from "@barq/actions/confirm-hold";
import { furtherHoldsOf, writeHold } from "@barq/actions/further-holds";
import { Fault } from "@barq/domain/fault";
import { enterHold } from "@barq/domain/further-hold";
import { hour, minute, second } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargingSession, createWorld, Lost, paidSession } from "./world.ts";

/** 250 MAD are held by policy; at 4.50 MAD a kWh that is 55.5 kWh. */
const bought = { minor: 25_000n, currency: "MAD" } as const;
const add = (world: World, session: Session, amount = "100.00") =>
  addHold(world.ports, world.tenant, session.id, amount);
const holds = (world: World, session: Session) => furtherHoldsOf(world.ports, session);
const statesOf = async (world: World, session: Session) =>
  (await holds(world, session)).map(({ n, state }) => `${n} ${state}`);

async function added(world: World, session: Session, amount = "100.00"): Promise<Session> {
  const { hold } = await add(world, session, amount);
  world.provider.driver.pay(hold.page);
  await confirmHold(world.ports, world.tenant, session.id);
  return world.session(session.id);
}

/** Charges to so many Wh, with a reading every ten minutes, and comes to rest. */
async function chargeTo(world: World, transactionId: number, wh: number): Promise<void> {
  const steps = 8;
  for (let n = 1; n <= steps; n++) {
    world.advance(10 * minute);
    await world.meter(transactionId, 1_000_000 + Math.round((wh * n) / steps));
    await world.settleDown(1);
  }
  await world.stop(transactionId, `${1_000_000 + wh}`);
  await world.status("Available");
  await world.settleDown();
}

/** Nothing stands at the provider that no session needs. */
const standing = async (world: World, session: Session): Promise<readonly string[]> => {
  const refs = [session.hold, ...(await holds(world, session))].flatMap((hold) =>
    hold ? [{ page: hold.page, intent: hold.intent }] : [],
  );
  const truths = await Promise.all(refs.map((ref) => world.provider.payments.read(ref)));
  return truths.map(({ kind }) => kind);
};

describe("a further hold", () => {
  it("is refused while nothing charges, of nothing, of less than can be held, and of far too much", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    await expect(add(world, paid)).rejects.toMatchObject({ code: "state_conflict" });
    await world.status("Preparing");
    await world.settleDown();
    await world.begin(paid.id);
    for (const [amount, code] of [
      ["0.00", "limit_too_small"],
      ["0.01", "limit_too_small"],
      ["-50.00", "limit_too_small"],
      ["50.001", "amount_invalid"],
      ["lots", "amount_invalid"],
      ["999999.00", "limit_too_large"],
    ] as const)
      await expect(add(world, paid, amount)).rejects.toMatchObject({ code });
    expect(await holds(world, paid)).toEqual([]);
    expect(world.provider.calls.open).toBe(1);
  });

  it("raises nothing before it is paid, and is over when nobody pays", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    const { paymentUrl } = await add(world, session);
    expect(paymentUrl).toMatch(/^https:/);
    await world.pass(5 * minute);
    expect(await world.session(session.id)).toMatchObject({
      further: null,
      stopEnergyMwh: session.stopEnergyMwh,
    });
    await world.pass(10 * minute);
    expect(await statesOf(world, session)).toEqual(["2 released"]);
    expect(await standing(world, session)).toEqual(["held", "gone"]);
  });

  it("is one, however often the button is pressed, and another amount is another one", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    const [one, two] = await Promise.all([add(world, session), add(world, session)]);
    expect(two.hold.n).toBe(one.hold.n);
    expect((await add(world, session)).paymentUrl).toBe(one.paymentUrl ?? two.paymentUrl);
    expect((await add(world, session, "50.00")).hold.n).toBe(3);
    expect(await statesOf(world, session)).toEqual(["2 open", "3 open"]);
  });

  it("raises the energy at which charging stops once it stands, and the guard at the door goes by it", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const before = session.stopEnergyMwh ?? 0n;
    world.advance(minute);
    await world.meter(transactionId, 1_000_100);
    const raised = await added(world, session);
    expect(raised.further).toEqual({ last: 2, heldMinor: 10_000n });
    // 100 MAD more at 4.50 MAD a kWh: 22.2 kWh more.
    expect(Number((raised.stopEnergyMwh ?? 0n) - before) / 1e6).toBeCloseTo(22.22, 1);
    for (let wh = 5000; wh * 1000 < Number(before) + 5_000_000; wh += 5000) {
      world.advance(6 * minute);
      await world.meter(transactionId, 1_000_000 + wh);
    }
    expect((await world.session(session.id)).state).toBe("charging");
    world.advance(30 * minute);
    await world.meter(transactionId, 1_000_000 + Number((raised.stopEnergyMwh ?? 0n) / 1000n) + 1);
    expect(await world.session(session.id)).toMatchObject({ state: "stopping", why: "energy_limit" });
  });

  it("is taken of after the first one, exactly as far as the price goes", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await added(world, session);
    // 70 kWh at 4.50 MAD: 315.00, of which the first hold covers 250.00.
    await chargeTo(world, transactionId, 70_000);
    const settled = await world.session(session.id);
    expect(settled).toMatchObject({ state: "settled", captured: 31_500n, receivable: null });
    expect(await holds(world, session)).toMatchObject([{ n: 2, state: "captured", captured: 6500n }]);
    expect(await standing(world, session)).toEqual(["captured", "captured"]);
    const [entry, ...more] = await world.journal(session.id);
    expect(entry?.postings.reduce((sum, { minor }) => sum + minor, 0n)).toBe(31_500n);
    expect(more).toEqual([]);
  });

  it("that is not needed goes back when the session is settled", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await added(world, session);
    await chargeTo(world, transactionId, 40_000);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 18_000n });
    await world.settleDown();
    expect(await statesOf(world, session)).toEqual(["2 released"]);
    expect(await standing(world, session)).toEqual(["captured", "gone"]);
  });

  it("that is not needed because nothing is owed goes back with the first one", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await added(world, session);
    await world.stop(transactionId, "1000000");
    await world.status("Available");
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("released");
    await world.settleDown();
    expect(await standing(world, session)).toEqual(["gone", "gone"]);
  });

  it("that is paid after the energy has ended raises nothing and goes back", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const { hold } = await add(world, session);
    world.advance(10 * minute);
    await world.meter(transactionId, 1_005_000);
    await world.stop(transactionId, "1005000");
    world.provider.driver.pay(hold.page);
    await world.pass(15 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", further: null });
    expect(await statesOf(world, session)).toEqual(["2 released"]);
    expect(await standing(world, session)).toEqual(["captured", "gone"]);
  });

  it("covers for a first one that has lapsed, and what neither covers is a receivable", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await added(world, session);
    world.provider.faults.lapse(session.hold?.page ?? null);
    await chargeTo(world, transactionId, 40_000);
    await world.pass(2 * minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 10_000n,
      receivable: 8000n,
    });
    expect(await statesOf(world, session)).toEqual(["2 captured"]);
  });

  it("is not asked for a rest below what the provider takes: that is written off", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await added(world, session);
    // 55.6 kWh at 4.50 MAD: 250.20, and nobody takes 0.20.
    await chargeTo(world, transactionId, 55_600);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: bought.minor,
      receivable: null,
      writtenOff: 20n,
    });
    await world.settleDown();
    expect(await statesOf(world, session)).toEqual(["2 released"]);
  });

  it("ends right whichever call is lost on its way, before or after it was done", async () => {
    for (let call = 1; call <= 60; call++) {
      for (const where of ["before", "after"] as const) {
        const world = await createWorld();
        const { session, transactionId } = await chargingSession(world);
        world.lose({ call, where });
        const asked = async (): Promise<void> => {
          await add(world, session).catch((error: unknown) => {
            if (!(error instanceof Lost) && !(error instanceof Fault)) throw error;
          });
        };
        await asked();
        await asked();
        const [hold] = await holds({ ...world }, session);
        const found = hold?.page ?? "page_2";
        world.provider.driver.pay(found);
        await world.pass(2 * minute);
        await chargeTo(world, transactionId, 70_000).catch((error: unknown) => {
          if (!(error instanceof Lost)) throw error;
        });
        const calls = world.calls;
        world.lose(null);
        await world.pass(hour, 5 * minute);
        const settled = await world.session(session.id);
        if (settled.state !== "charging")
          expect({ call, where, ...settled }).toMatchObject({ state: "settled", captured: 31_500n });
        if (calls < call) return;
      }
    }
  });

  it("opens no page in its last minute, and leaves none that nobody watches", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    world.provider.faults.silence("open", "before");
    await expect(add(world, session)).rejects.toMatchObject({ code: "provider_unavailable" });
    world.advance(9 * minute + 30 * second);
    expect(await add(world, session)).toMatchObject({ hold: { n: 2, state: "opening" }, paymentUrl: null });
    expect(world.provider.calls.open).toBe(2);

    // A call that was under way while the hold was given up: its page is ended.
    const { ports } = world;
    const { open } = ports.payments;
    const payments = {
      ...ports.payments,
      open: async (request: Parameters<typeof open>[0]) => {
        const answer = await open(request);
        const [given] = (await holds(world, session)).filter(({ n }) => n === 3);
        if (given) await writeHold(ports, given, enterHold(given, "failed"));
        return answer;
      },
    };
    expect(await addHold({ ...ports, payments }, world.tenant, session.id, "50.00")).toMatchObject({
      hold: { n: 3, state: "failed" },
      paymentUrl: null,
    });
    expect((await ports.payments.read({ page: "page_2", intent: null })).kind).toBe("gone");
  });

  it("is never asked of more often than the policy allows", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    for (let n = 0; n < 5; n++) await add(world, session, `${50 + n}.00`);
    await expect(add(world, session, "80.00")).rejects.toMatchObject({ code: "limit_too_large" });
    world.advance(10 * second);
  });
});
