/** More is held on the card that pays already, where its charge allows that: once, whatever is lost, and else at a page. */
import { addHold } from "@barq/actions/add-hold";
import { furtherHoldsOf } from "@barq/actions/further-holds";
import { Fault } from "@barq/domain/fault";
import { minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import type { TwinCard } from "@barq/payments/memory-state";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargingSession, createWorld, Lost } from "./world.ts";

const card = (raises?: number): TwinCard => ({
  ...{ brand: "mastercard", last4: "4444", fingerprint: "twin_4444" },
  ...(raises === undefined ? {} : { raises }),
});
const press = (world: World, session: Session, amount = "100.00") =>
  addHold(world.ports, world.tenant, session.id, amount);
const statesOf = async (world: World, session: Session) =>
  (await furtherHoldsOf(world.ports, session)).map(({ n, state }) => `${n} ${state}`);
const heldAt = (world: World) => world.provider.holds().map(({ holdAmount }) => holdAmount.minor);

async function charging(raises?: number) {
  const world = await createWorld();
  const { session, transactionId } = await chargingSession(world, {}, card(raises));
  return { world, session, transactionId };
}

describe("a hold to which the driver adds", () => {
  it("is not raised where its charge does not allow that: a page asks for another one", async () => {
    const { world, session } = await charging();
    expect((await press(world, session)).paymentUrl).toMatch(/^https:/);
    expect(await statesOf(world, session)).toEqual(["2 open"]);
    expect(world.provider.calls.raise).toBe(0);
  });

  it("to which the bank says no stands as it was, and a page asks for another one, from then on at once", async () => {
    const { world, session } = await charging(0);
    expect((await press(world, session)).paymentUrl).toMatch(/^https:/);
    expect((await press(world, session, "50.00")).paymentUrl).toMatch(/^https:/);
    expect(await statesOf(world, session)).toEqual(["2 failed", "3 open", "4 open"]);
    expect(world.provider.calls.raise).toBe(1);
    const after = await world.session(session.id);
    expect(after.hold?.holdAmount.minor).toBe(25_000n);
    expect(after.stopEnergyMwh).toBe(session.stopEnergyMwh);
  });

  it("holds more with the limits of the session, in one commit, and nobody is asked at a page", async () => {
    const { world, session } = await charging(9);
    expect(await press(world, session)).toMatchObject({ paymentUrl: null, hold: { state: "raised" } });
    const after = await world.session(session.id);
    expect(after).toMatchObject({ further: null, hold: { holdAmount: { minor: 35_000n }, stands: true } });
    // 100 MAD more at 4.50 MAD a kWh: 22.2 kWh more.
    const more = Number((after.stopEnergyMwh ?? 0n) - (session.stopEnergyMwh ?? 0n)) / 1e6;
    expect(more).toBeCloseTo(22.22, 1);
    expect(heldAt(world)).toEqual([35_000n]);
  });

  it("is captured as far as the price goes, all of it in one capture", async () => {
    const { world, session, transactionId } = await charging(9);
    await press(world, session);
    for (let n = 1; n <= 8; n++) {
      world.advance(10 * minute);
      await world.meter(transactionId, 1_000_000 + Math.round((70_000 * n) / 8));
      await world.settleDown(1);
    }
    await world.stop(transactionId, "1070000");
    await world.status("Available");
    await world.settleDown();
    // 70 kWh at 4.50 MAD are 315.00, of which the first hold alone would have covered 250.00.
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 31_500n,
      receivable: null,
    });
    expect(world.provider.calls.capture).toBe(1);
  });

  it("is raised once, however often the button is pressed at the same moment", async () => {
    const { world, session } = await charging(9);
    await Promise.allSettled([press(world, session), press(world, session), press(world, session)]);
    await world.pass(minute);
    expect((await world.session(session.id)).hold?.holdAmount.minor).toBe(35_000n);
    expect(heldAt(world)).toEqual([35_000n]);
    expect(await statesOf(world, session)).toEqual(["2 raised"]);
  });

  for (const where of ["before", "after", "spent"] as const)
    it(`whose raise has no answer is raised in the end, once (${where})`, async () => {
      const { world, session } = await charging(9);
      world.provider.faults.silence("raise", where);
      expect(await press(world, session)).toMatchObject({ paymentUrl: null, hold: { state: "raising" } });
      expect((await world.session(session.id)).hold?.holdAmount.minor).toBe(25_000n);
      await world.pass(3 * minute);
      expect((await world.session(session.id)).hold?.holdAmount.minor).toBe(35_000n);
      expect(heldAt(world)).toEqual([35_000n]);
      expect(await statesOf(world, session)).toEqual(["2 raised"]);
    });

  it("that was raised while its session ended takes the price alone, and the rest goes back with it", async () => {
    const { world, session, transactionId } = await charging(9);
    world.provider.faults.silence("raise", "after");
    await press(world, session);
    world.advance(10 * minute);
    await world.meter(transactionId, 1_010_000);
    await world.stop(transactionId, "1010000");
    await world.status("Available");
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 4_500n });
    await world.pass(20 * minute);
    expect((await statesOf(world, session))[0]).toMatch(/^2 (released|raised|failed)$/);
    const truth = await world.provider.payments.read({
      page: session.hold?.page ?? null,
      intent: session.hold?.intent ?? null,
    });
    expect(truth).toMatchObject({ kind: "captured", capturedAmount: { minor: 4_500n } });
  });

  it("cut off at any call is raised once or not at all, and the session's record is what is held", async () => {
    for (let call = 1; call <= 14; call++)
      for (const where of ["before", "after"] as const) {
        const { world, session } = await charging(9);
        world.lose({ call, where });
        await press(world, session).catch((error: unknown) => {
          if (!(error instanceof Lost) && !(error instanceof Fault)) throw error;
        });
        world.lose(null);
        await world.pass(8 * minute);
        const after = await world.session(session.id);
        const [held, ...more] = heldAt(world);
        expect(more, `${where} ${call}`).toEqual([]);
        // Whoever was cut off before the item was written has asked for nothing.
        expect([25_000n, 35_000n], `${where} ${call}`).toContain(held);
        expect(after.hold?.holdAmount.minor, `${where} ${call}`).toBe(held);
      }
  });
});
