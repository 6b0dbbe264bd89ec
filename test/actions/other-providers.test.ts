/**
 * The same actions at providers of other abilities: one without keys, parts or a known expiry, and one that can only sell.
 * Nothing here names a provider, and nothing in the actions does.
 */
import { addHold } from "@barq/actions/add-hold";
import { advanceSession } from "@barq/actions/advance-session";
import { confirmHold } from "@barq/actions/confirm-hold";
import { furtherHoldsOf } from "@barq/actions/further-holds";
import { cautiousHoldMs } from "@barq/actions/policy";
import { refundsOf } from "@barq/actions/refund-store";
import { showReceipt } from "@barq/actions/sealed-session";
import { day, hour, minute, second } from "@barq/domain/instant";
import { balances, startingAccounts } from "@barq/domain/ledger";
import { enter } from "@barq/domain/session";
import { bankGateway, cardProvider, saleOnly } from "@barq/payments/memory-abilities";
import type { PaymentCapabilities } from "@barq/payments/port";
import { sessionChange } from "@barq/store/session-item";
import { describe, expect, it } from "vitest";
import { assertKept, takesWhole } from "./provider-books.ts";
import { live } from "./whole-session.ts";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, paidSession } from "./world.ts";

const providers = [
  { name: "like Stripe", can: cardProvider },
  { name: "a bank's gateway", can: bankGateway },
  { name: "that can only sell", can: saleOnly },
  // One ability at a time, so that each rule stands for itself.
  { name: "with keys and a known expiry, but no parts", can: { ...cardProvider, partialCapture: false } },
  { name: "without keys alone", can: { ...cardProvider, idempotencyKeys: false } },
  { name: "that can only sell, with keys", can: { ...saleOnly, idempotencyKeys: true } },
] as const;

/** Whatever is still on its way comes to rest. */
const rest = (world: World): Promise<void> => world.pass(30 * minute, 2 * minute);
const refunds = async (world: World, id: string) => refundsOf(world.ports, world.tenant, id);
const owedToDriver = async (world: World, id: string): Promise<bigint> =>
  balances(await world.journal(id)).get(`${startingAccounts.deposits} MAD`) ?? 0n;

describe.each(providers)("a provider $name", ({ can }) => {
  const whole = takesWhole(can);

  it("settles exactly what is owed; what was taken beyond it goes back at once, and the receipt says so", async () => {
    const world = await createWorld({ abilities: can });
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 20_000);
    await rest(world);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 9_000n,
      receivable: null,
      returned: whole ? 16_000n : null,
    });
    await assertKept(world, session.id, 9_000n);
    expect(world.provider.all().map(({ refundAmount }) => refundAmount.minor)).toEqual(
      whole ? [16_000n] : [],
    );
    expect(await showReceipt(world.ports, world.tenant, session.id)).toMatchObject({
      hold: { amount: "250.00" },
      captured: { amount: "90.00" },
      released: { amount: whole ? "0.00" : "160.00" },
      returned: whole ? { amount: "160.00" } : null,
      after_tax: { amount: "90.00" },
      refunds: [],
    });
    expect(await world.work()).toEqual([]);
  });

  it("gives everything back where nothing was begun, before the session is released", async () => {
    const world = await createWorld({ abilities: can });
    const paid = await paidSession(world);
    await world.pass(12 * minute);
    expect(await world.session(paid.id)).toMatchObject({ state: "released", hold: { released: true } });
    await assertKept(world, paid.id, 0n);
    const truth = await world.provider.payments.read({ page: paid.hold?.page ?? null, intent: null });
    expect(truth).toMatchObject({ kind: "gone", why: "released" });
  });

  it("gives everything back where nothing is owed", async () => {
    const world = await createWorld({ abilities: can });
    const { session, transactionId } = await chargingSession(world);
    world.advance(20 * second);
    await world.stop(transactionId, "1000000", "DeAuthorized");
    await rest(world);
    expect(await world.session(session.id)).toMatchObject({ state: "released", why: "nothing_owed" });
    await assertKept(world, session.id, 0n);
  });

  it("whose driver is too late for the connector has everything back", async () => {
    const world = await createWorld({ abilities: can });
    const first = await world.start({ key: "one" });
    const second_ = await world.start({ key: "two" });
    for (const { session } of [first, second_])
      world.provider.driver.pay((await world.session(session.id)).hold?.page ?? null);
    await world.pass(3 * minute);
    const states = await Promise.all(
      [first, second_].map(async ({ session }) => (await world.session(session.id)).state),
    );
    expect([...states].sort()).toEqual(["released", "starting"]);
    const loser = states[0] === "released" ? first : second_;
    expect(await owedToDriver(world, loser.session.id)).toBe(0n);
    const page = (await world.session(loser.session.id)).hold?.page ?? null;
    expect((await world.provider.payments.read({ page, intent: null })).kind).toBe("gone");
  });

  it("takes what the holds can give, oldest first, and owes the driver nothing", async () => {
    const world = await createWorld({ abilities: can });
    const { session, transactionId } = await chargingSession(world);
    const added = await addHold(world.ports, world.tenant, session.id, "100.00");
    world.provider.driver.pay(added.hold.page);
    await confirmHold(world.ports, world.tenant, session.id);
    expect(await world.session(session.id)).toMatchObject({ further: { heldMinor: 10_000n } });
    await chargeAndStop(world, transactionId, 60_000);
    await rest(world);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 27_000n,
      returned: whole ? 8_000n : null,
    });
    const [further] = await furtherHoldsOf(world.ports, session);
    expect(further).toMatchObject({ state: "captured", captured: 2_000n });
    expect(world.provider.all().map(({ refundAmount }) => refundAmount.minor)).toEqual(whole ? [8_000n] : []);
    const books = balances(await world.journal(session.id));
    expect(books.get(`${startingAccounts.clearing} MAD`)).toBe(27_000n);
    expect(books.get(`${startingAccounts.deposits} MAD`) ?? 0n).toBe(0n);
  });

  it("gives a further hold back whole that nothing was needed of", async () => {
    const world = await createWorld({ abilities: can });
    const { session, transactionId } = await chargingSession(world);
    const added = await addHold(world.ports, world.tenant, session.id, "100.00");
    world.provider.driver.pay(added.hold.page);
    await confirmHold(world.ports, world.tenant, session.id);
    await chargeAndStop(world, transactionId, 20_000);
    await rest(world);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 9_000n });
    const [further] = await furtherHoldsOf(world.ports, session);
    expect(further).toMatchObject({ state: "released" });
    const page = { page: added.hold.page, intent: null };
    expect((await world.provider.payments.read(page)).kind).toBe("gone");
    const books = balances(await world.journal(session.id));
    expect(books.get(`${startingAccounts.clearing} MAD`)).toBe(9_000n);
    expect(books.get(`${startingAccounts.deposits} MAD`) ?? 0n).toBe(0n);
  });

  it("opens one page for two presses at once and for a press whose answer was lost", async () => {
    const world = await createWorld({ abilities: can });
    const [one, two] = await Promise.allSettled([world.start(), world.start()]);
    const lostAnswer = await createWorld({ abilities: can });
    lostAnswer.provider.faults.silence("open", "after");
    await expect(lostAnswer.start()).rejects.toMatchObject({ code: "provider_unavailable" });
    const again = await lostAnswer.start();
    expect(again.paymentUrl).toMatch(/^https:/);
    expect(lostAnswer.provider.calls.open).toBe(can.idempotencyKeys ? 2 : 1);
    const urls = [one, two].flatMap((each) => (each?.status === "fulfilled" ? [each.value.paymentUrl] : []));
    const { hold } = await world.session((await world.start()).session.id);
    for (const url of urls) expect(url).toBe(`https://pay.example/${hold?.page}`);
    expect(urls.length).toBeGreaterThan(0);
  });

  it("asks for the provider's own word before it repeats a call whose answer was lost", async () => {
    const world = await createWorld({ abilities: can });
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.silence("capture", "after");
    world.provider.faults.silence("refund", "after");
    await chargeAndStop(world, transactionId, 20_000);
    await rest(world);
    await assertKept(world, session.id, 9_000n);
    const released = await paidSession(world, { connector: 2, key: "two" });
    world.provider.faults.silence("release", "after");
    await world.pass(20 * minute);
    expect(await world.session(released.id)).toMatchObject({ state: "released" });
    const { capture, refund, release } = world.provider.calls;
    expect({ capture, refund, release }).toEqual({
      capture: can.hold ? 1 : 0,
      refund: (whole ? 1 : 0) + (can.hold ? 0 : 1),
      // What came of a release is read in the same step.
      release: can.hold ? 1 : 0,
    });
  });

  it("captures and gives back once with two workers at every step", async () => {
    const world = await createWorld({ abilities: can });
    const { session, transactionId } = await chargingSession(world);
    for (const wh of [1_010_000, 1_020_000]) {
      world.advance(10 * minute);
      await world.meter(transactionId, wh);
      await world.settleDown(1);
    }
    await world.stop(transactionId, "1020000");
    await world.drain();
    for (let round = 0; round < 40; round++) {
      world.advance(minute);
      const advance = () => advanceSession(world.ports, world.tenant, session.id);
      await Promise.all([advance(), advance(), world.sweep(), world.sweep()]);
    }
    expect(await world.session(session.id)).toMatchObject({ state: "settled" });
    await assertKept(world, session.id, 9_000n);
    expect(world.provider.all()).toHaveLength(whole ? 1 : 0);
  });
});

/** Stripe's own abilities have crash.test.ts. */
describe.each([bankGateway, saleOnly])("a provider whose ability to hold is $hold", (can) => {
  it("loses nothing and doubles nothing when any call is lost, before it was done or after", {
    timeout: 60_000,
  }, async () => {
    const endsWell = async (loss: Parameters<World["lose"]>[0]): Promise<number> => {
      const world = await createWorld({ abilities: can });
      world.lose(loss);
      const id = await live(world);
      for (let n = 0; n < 8; n++) {
        world.advance(3 * minute);
        await world.settleDown(1);
      }
      const { calls } = world;
      world.lose(null);
      expect(await world.session(id)).toMatchObject({ state: "settled", captured: 9_000n });
      await assertKept(world, id, 9_000n);
      expect(world.provider.all()).toHaveLength(1);
      expect((await refunds(world, id)).map(({ state }) => state)).toEqual(["given"]);
      return calls;
    };
    const all = await endsWell(null);
    for (const where of ["before", "after"] as const)
      for (let call = 1; call <= all; call++)
        await endsWell({ call, where }).catch((error: unknown) => {
          throw new Error(`call ${call} lost ${where} it was done`, { cause: error });
        });
  });
});

const withoutExpiry: PaymentCapabilities = bankGateway;

describe("a refund without a key", () => {
  it("that arrives a minute after it was given up for lost is found, and not given a second time", async () => {
    const world = await createWorld({ abilities: bankGateway });
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.silence("refund", "before");
    await chargeAndStop(world, transactionId, 20_000);
    await world.pass(minute, 10 * second);
    expect(world.provider.calls.refund).toBe(1);
    const [sending] = await refunds(world, session.id);
    await world.provider.refunds.refund({
      key: "the call that was under way",
      refund: sending?.id ?? "",
      tenant: world.tenant,
      session: session.id,
      ref: { page: (await world.session(session.id)).hold?.page ?? null, intent: null },
      refundAmount: { minor: 16_000n, currency: "MAD" },
    });
    await rest(world);
    expect((await refunds(world, session.id)).map(({ state }) => state)).toEqual(["given"]);
    expect(world.provider.all()).toHaveLength(1);
    await assertKept(world, session.id, 9_000n);
  });
});

describe("where nobody says when a hold lapses", () => {
  it("a cautious life by policy is stored for it, and a session in review is shown before that", async () => {
    const world = await createWorld({ abilities: withoutExpiry });
    const { session, transactionId } = await chargingSession(world);
    const { hold, heldAt } = await world.session(session.id);
    expect(hold?.captureBefore).toBe((heldAt ?? 0) + cautiousHoldMs(world.ports.policy, heldAt ?? 0));
    world.advance(10 * minute);
    await world.stop(transactionId, "900000");
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "review" });
    await world.pass(3 * day + hour, hour);
    expect((await world.work()).map(({ why }) => why)).toContain("hold_lapses_soon");
  });

  it("a hold that is gone when it is captured is read first, and is a receivable", async () => {
    const world = await createWorld({ abilities: withoutExpiry });
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.lapse((await world.session(session.id)).hold?.page ?? null);
    await chargeAndStop(world, transactionId, 20_000);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 0n,
      receivable: 9_000n,
      returned: null,
    });
    expect(world.provider.calls.capture).toBe(0);
  });
});

describe("a deposit", () => {
  it("is a debt to the driver from the moment it is seen, and is never captured or released as a hold is", async () => {
    const world = await createWorld({ abilities: saleOnly });
    const { session } = await chargingSession(world);
    expect(await owedToDriver(world, session.id)).toBe(-25_000n);
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["deposit"]);
    expect((await world.session(session.id)).hold?.captureBefore).toBeNull();
    expect(world.provider.calls).toMatchObject({ capture: 0, release: 0 });
  });

  it("of a session that is over is found by its event, and goes back once", async () => {
    const world = await createWorld({ abilities: saleOnly });
    const { session } = await world.start();
    const read = await world.session(session.id);
    const over = enter(read, "failed", world.now(), { why: "hold_abandoned", due: null, effect: null });
    await world.store.commit([sessionChange(read, over)]);
    world.provider.driver.pay(read.hold?.page ?? null);
    for (const event of ["evt_1", "evt_1", "evt_2"])
      await confirmHold(world.ports, world.tenant, session.id, event);
    await rest(world);
    expect(await world.session(session.id)).toMatchObject({ state: "failed", returned: 25_000n });
    await assertKept(world, session.id, 0n);
    expect(world.provider.all()).toHaveLength(1);
  });

  it("that the bank will not take back is owed still, and a person sees it", async () => {
    const world = await createWorld({ abilities: saleOnly });
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 20_000);
    await rest(world);
    const [refund] = await refunds(world, session.id);
    world.provider.bank.turnOut(refund?.id ?? "", "failed");
    await world.pass(8 * day, 12 * hour);
    expect((await refunds(world, session.id)).map(({ state }) => state)).toEqual(["failed"]);
    expect(await owedToDriver(world, session.id)).toBe(-16_000n);
    expect((await world.work()).map(({ why }) => why)).toEqual(["refund_failed"]);
    expect(await world.session(session.id)).toMatchObject({ captured: 9_000n, refunded: null });
  });

  it("of a provider that gives nothing back is a person's from the start", async () => {
    const world = await createWorld({ abilities: { ...saleOnly, refunds: false } });
    const paid = await paidSession(world);
    await world.pass(12 * minute);
    expect(await world.session(paid.id)).toMatchObject({ state: "released", hold: { released: false } });
    expect(await owedToDriver(world, paid.id)).toBe(-25_000n);
    expect((await world.work()).map(({ why }) => why)).toEqual(["refund_refused"]);
    expect(world.provider.calls.refund).toBe(0);
  });

  it("that somebody gave back at the provider is no lapse: a person looks", async () => {
    const world = await createWorld({ abilities: saleOnly });
    const { session, transactionId } = await chargingSession(world);
    const ref = { page: (await world.session(session.id)).hold?.page ?? null, intent: null };
    await world.provider.refunds.refund({
      key: "by hand",
      refund: "by hand",
      tenant: world.tenant,
      session: session.id,
      ref,
      refundAmount: { minor: 25_000n, currency: "MAD" },
    });
    await chargeAndStop(world, transactionId, 20_000);
    expect(await world.session(session.id)).toMatchObject({ state: "review", why: "deposit_gone" });
  });
});
