/** What somebody who meant harm to the money found, or an unlucky order of people, banks and keys: each is told to the end. */
import { addHold } from "@barq/actions/add-hold";
import { confirmHold } from "@barq/actions/confirm-hold";
import { furtherHoldsOf } from "@barq/actions/further-holds";
import { workItem } from "@barq/actions/work-queue";
import { day, hour, minute } from "@barq/domain/instant";
import { balances, startingAccounts } from "@barq/domain/ledger";
import type { Session } from "@barq/domain/session";
import { enter } from "@barq/domain/session";
import { saleOnly } from "@barq/payments/memory-abilities";
import { sessionChange } from "@barq/store/session-item";
import { describe, expect, it } from "vitest";
import { isChained } from "./refunded.ts";
import { charge, inReview, openRow, personIn } from "./resolving.ts";
import type { World } from "./world.ts";
import { chargingSession, createWorld } from "./world.ts";

const balanceOf = async (world: World, id: string, account: keyof typeof startingAccounts): Promise<bigint> =>
  balances(await world.journal(id)).get(`${startingAccounts[account]} MAD`) ?? 0n;
const whys = async (world: World): Promise<readonly string[]> =>
  (await world.work()).map(({ why }) => why).sort();

/** Charges for an hour to so many Wh, and leaves. */
async function chargeTo(world: World, transactionId: number, wh: number): Promise<void> {
  await charge(world, transactionId, wh);
  await world.stop(transactionId, `${1_000_000 + wh}`);
  await world.status("Available");
  await world.pass(minute);
}

async function added(world: World, session: Session, amount: string): Promise<string | null> {
  const { hold } = await addHold(world.ports, world.tenant, session.id, amount);
  world.provider.driver.pay(hold.page);
  await confirmHold(world.ports, world.tenant, session.id);
  return hold.page;
}

describe("a hold that was captured outside Barq, of a session that owes less than can be captured", () => {
  it("is never written off as if nothing had been taken: what was too much is a person's until it is back", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.dashboard(session.hold?.page ?? null, { capture: 25_000n });
    await chargeTo(world, transactionId, 500);
    const person = personIn(world);
    await person.resolve((await openRow(world, session, "captured_elsewhere")).id, { act: "settle" });
    await world.pass(minute);
    // 2.25 are owed and 250.00 are with us.
    expect(await world.session(session.id)).toMatchObject({
      state: "review",
      captured: null,
      writtenOff: null,
    });
    const row = await openRow(world, session, "captured_too_much");
    expect(row.amount).toEqual({ minor: 25_000n, currency: "MAD" });
    await person.resolve(row.id, { act: "returned" });
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 225n,
      writtenOff: null,
    });
    expect(await balanceOf(world, session.id, "clearing")).toBe(225n);
  });

  it("that owes nothing at all ends with nothing captured, once everything is back", async () => {
    const { world, session, person } = await inReview();
    world.provider.faults.dashboard(session.hold?.page ?? null, { capture: 25_000n });
    const [row] = await world.work();
    await person.settle(row?.id ?? "", { meterStop: "1000000", meterStart: "1000000" });
    await world.pass(minute);
    await person.resolve((await openRow(world, session, "captured_elsewhere")).id, { act: "settle" });
    await world.pass(minute);
    await person.resolve((await openRow(world, session, "captured_too_much")).id, { act: "returned" });
    await world.pass(minute);
    const after = await world.session(session.id);
    expect([after.state, after.captured, after.receivable, after.writtenOff]).toEqual([
      "settled",
      0n,
      null,
      null,
    ]);
    expect(await world.journal(session.id)).toEqual([]);
  });
});

describe("a capture that was given up, and made all the same", () => {
  it("is on record as captured when a person settles it: the driver who paid owes nothing", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    for (let n = 0; n < 60; n++) world.provider.faults.silence("capture", "spent");
    await charge(world, transactionId, 12_000);
    await world.stop(transactionId, "1012000");
    await world.pass(5 * hour, 5 * minute);
    const stuck = await openRow(world, session, "capture_stuck");
    // A request of ours comes late; a person has given the session free by then.
    world.provider.faults.dashboard(session.hold?.page ?? null, { capture: 5_400n });
    await personIn(world).resolve(stuck.id, { act: "release" });
    await world.pass(minute);
    const row = await openRow(world, session, "captured_elsewhere");
    await personIn(world, "person-2").resolve(row.id, { act: "settle" });
    await world.pass(minute);
    const after = await world.session(session.id);
    expect([after.state, after.captured, after.receivable, after.writtenOff]).toEqual([
      "settled",
      5_400n,
      null,
      null,
    ]);
  });
});

describe("a further hold that is cancelled behind our back", () => {
  it("stops the car whose limits it had raised and that may have passed what is left, and a person is told", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const page = await added(world, session, "100.00");
    world.provider.faults.dashboard(page, "cancel");
    // Nobody sent an event: it is looked at by the hour.
    await world.pass(61 * minute, minute);
    const stopping = await world.session(session.id);
    expect([stopping.state, stopping.why]).toEqual(["stopping", "hold_lost"]);
    await world.wake(session.id);
    expect(world.hardware.sent.at(-1)?.command).toEqual({ kind: "remote_stop", transactionId });
    expect(await whys(world)).toEqual(["further_lost_2"]);
    await world.stop(transactionId, "1012000");
    await world.status("Available");
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    expect((await furtherHoldsOf(world.ports, session)).map(({ state }) => state)).toEqual(["lapsed"]);
  });
});

describe("a further hold that the provider took in another currency", () => {
  it("raises nothing and goes back, whatever the figure is", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    const { hold } = await addHold(world.ports, world.tenant, session.id, "100.00");
    world.provider.driver.pay(hold.page);
    const { payments } = world.ports;
    const read: typeof payments.read = async (ref) => {
      const truth = await payments.read(ref);
      return truth.kind === "held"
        ? { ...truth, heldAmount: { ...truth.heldAmount, currency: "EUR" } }
        : truth;
    };
    await confirmHold({ ...world.ports, payments: { ...payments, read } }, world.tenant, session.id);
    expect(await world.session(session.id)).toMatchObject({
      further: null,
      stopEnergyMwh: session.stopEnergyMwh,
    });
    expect((await furtherHoldsOf(world.ports, session))[0]?.state).toBe("released");
    expect((await payments.read({ page: hold.page, intent: null })).kind).toBe("gone");
  });
});

describe("too much of a further hold that somebody captured", () => {
  it("ends with what was owed on record at that hold, once the rest is back", async () => {
    const world = await createWorld();
    const of = { limit: { kind: "amount", text: "40.00" } } as const;
    const { session, transactionId } = await chargingSession(world, of);
    const page = await added(world, session, "50.00");
    world.provider.faults.dashboard(page, { capture: 5_000n });
    await chargeTo(world, transactionId, 12_000);
    const person = personIn(world);
    await person.resolve((await openRow(world, session, "captured_too_much")).id, { act: "returned" });
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    const [hold] = await furtherHoldsOf(world.ports, session);
    expect(hold).toMatchObject({ state: "captured", captured: 1400n, due: null });
    await person.resolve((await openRow(world, session, "captured_elsewhere_2")).id, { act: "acknowledge" });
    await world.pass(3 * day, 6 * hour);
    expect(await world.work()).toEqual([]);
  });
});

describe("a further hold that somebody captured and no price ever needed", () => {
  it("is told once, keeps its age, and is over when a person has seen it", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const page = await added(world, session, "50.00");
    world.provider.faults.dashboard(page, { capture: 5_000n });
    await world.pass(2 * hour, 10 * minute);
    const { id, at } = await openRow(world, session, "captured_elsewhere_2");
    await world.pass(26 * hour, hour);
    await chargeTo(world, transactionId, 12_000);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    await world.pass(2 * day, 6 * hour);
    expect((await openRow(world, session, "captured_elsewhere_2")).at).toBe(at);
    expect((await furtherHoldsOf(world.ports, session))[0]).toMatchObject({ captured: 0n, due: null });
    await personIn(world).resolve(id, { act: "acknowledge" });
    await world.pass(3 * day, 6 * hour);
    expect(await world.work()).toEqual([]);
  });
});

describe("a deposit of a session that was priced and then given free", () => {
  it("goes back whole, on books that are one chain and owe the driver nothing", async () => {
    const world = await createWorld({ abilities: saleOnly });
    const { session, transactionId } = await chargingSession(world);
    const page = session.hold?.page ?? null;
    world.provider.faults.confuse(page, "nobody knows");
    await chargeTo(world, transactionId, 12_000);
    // As when another version has sealed it, and the files are not those that were sealed.
    const settling = await world.session(session.id);
    const why = "proof_differs";
    await world.store.commit([
      sessionChange(settling, enter(settling, "review", world.now(), { effect: null, due: null, why })),
      workItem(settling, why, world.now()),
    ]);
    world.provider.faults.confuse(page, null);
    await personIn(world).resolve((await openRow(world, session, why)).id, { act: "release" });
    await world.pass(5 * minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "released",
      captured: 0n,
      writtenOff: 5400n,
    });
    const journal = await world.journal(session.id);
    expect(journal.map(({ kind }) => kind)).toEqual(["deposit", "deposit_returned", "write_off"]);
    expect(isChained(journal)).toBe(true);
    expect(await balanceOf(world, session.id, "deposits")).toBe(0n);
    expect(await balanceOf(world, session.id, "clearing")).toBe(0n);
  });
});
