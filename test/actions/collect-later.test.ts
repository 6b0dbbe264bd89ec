/**
 * What a hold did not cover is taken from the card that paid it where the driver agreed to that at the start: once, never above
 * the sum that was named, never while a bank disputes the session, and whatever happens in between.
 */
import { audit } from "@barq/actions/audit/audit";
import { findConsent } from "@barq/actions/collect-later";
import { startingPolicy } from "@barq/actions/policy";
import { receiveEvent } from "@barq/actions/receive-event";
import { reconcile } from "@barq/actions/reconcile";
import { showReceipt } from "@barq/actions/sealed-session";
import { day, hour, minute } from "@barq/domain/instant";
import { balances, startingAccounts } from "@barq/domain/ledger";
import type { Session } from "@barq/domain/session";
import { bankGateway } from "@barq/payments/memory-abilities";
import type { PaymentCapabilities } from "@barq/payments/port";
import { journalPrefix, receivableKey, sessionPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import { describe, expect, it } from "vitest";
import { actsOf, openRow, personIn } from "./resolving.ts";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld } from "./world.ts";

const agreed = { wording: 1, mostText: "200.00" };
const declined = { code: "card_declined", why: "insufficient_funds" };

/** 90.00 of a price that the hold was gone for, as the session is about to be settled. */
async function owing(
  of: {
    readonly consent?: typeof agreed | null;
    readonly abilities?: PaymentCapabilities;
    readonly before?: (world: World, session: Session) => unknown;
  } = {},
): Promise<{ readonly world: World; readonly session: Session }> {
  const { consent = agreed, abilities, before } = of;
  const world = await createWorld({ ...(abilities && { abilities }) });
  const { session, transactionId } = await chargingSession(world, { consent });
  world.provider.faults.lapse(session.hold?.page ?? null);
  await before?.(world, session);
  await chargeAndStop(world, transactionId, 20_000);
  await world.pass(minute);
  return { world, session: await world.session(session.id) };
}

/** 90.00 captured of 99.00: the driver's limit was all that could be taken. */
async function partlyCaptured(
  consent: typeof agreed | null,
  before: (world: World) => unknown = () => undefined,
): Promise<{ readonly world: World; readonly session: Session; readonly page: string | null }> {
  const world = await createWorld();
  const limit = { kind: "amount", text: "90.00" } as const;
  const { session, transactionId } = await chargingSession(world, { consent, limit });
  before(world);
  await chargeAndStop(world, transactionId, 22_000);
  await world.settleDown();
  expect(await world.session(session.id)).toMatchObject({ captured: 9000n, receivable: 900n });
  return { world, session: await world.session(session.id), page: session.hold?.page ?? null };
}

/** Everything that the provider has told, handed over. */
async function tellAll(world: World): Promise<void> {
  for (const news of world.provider.events) {
    const { body, signature } = world.provider.sign(news);
    await receiveEvent(world.ports, body, signature);
  }
  await world.settleDown();
}

const kindsOf = async (world: World, { id }: Session) => (await world.journal(id)).map(({ kind }) => kind);
const balanceOf = async (world: World, { id }: Session, account: string): Promise<bigint> =>
  balances(await world.journal(id)).get(`${account} MAD`) ?? 0n;
const receivableOf = async (world: World, { id }: Session) =>
  (await world.store.read([receivableKey(world.tenant, id)]))[0];
/** How often the card was asked, and what it paid in all. */
const taken = ({ provider }: World) => ({
  tries: provider.collections().length,
  minor: provider
    .collections()
    .reduce((sum, { declined: no, collectAmount }) => (no ? sum : sum + collectAmount.minor), 0n),
});

/** Where the session's last entry lies. */
async function entryKey({ store, tenant }: World, { id }: Session) {
  const entries = await Array.fromAsync(store.list(sessionPartition(tenant, id), { prefix: journalPrefix }));
  const { pk = "", sk = "" } = entries.at(-1) ?? {};
  return { pk, sk };
}

async function assertTakenOnce(world: World, session: Session): Promise<void> {
  expect(taken(world)).toEqual({ tries: 1, minor: 9000n });
  expect(await kindsOf(world, session)).toEqual(["receivable", "collected"]);
  expect(await balanceOf(world, session, startingAccounts.receivable)).toBe(0n);
  expect(await balanceOf(world, session, startingAccounts.clearing)).toBe(9000n);
  expect(await receivableOf(world, session)).toMatchObject({ st: "collected" });
  expect((await world.work()).filter(({ why }) => why === "receivable_open")).toEqual([]);
}

describe("on a bad day a later collection", () => {
  for (const where of ["before", "after", "spent"] as const) {
    it(`whose answer is lost (${where}) takes the sum once`, async () => {
      const { world, session } = await owing({
        before: ({ provider }) => provider.faults.silence("collect", where),
      });
      await world.pass(2 * day, hour);
      await assertTakenOnce(world, session);
    });
  }

  it("whose answer is lost, and nobody looks for three days while its key is forgotten, takes the sum once", async () => {
    const { world, session } = await owing({
      before: ({ provider }) => {
        provider.faults.silence("collect", "after");
        for (let n = 0; n < 3; n++) provider.faults.silence("findCollection", "before");
      },
    });
    world.advance(3 * day);
    await world.pass(day, hour);
    await assertTakenOnce(world, session);
  });

  it("is made by one of two workers that come at once", async () => {
    const { world, session } = await owing({
      before: ({ provider }) => provider.faults.silence("collect", "before"),
    });
    world.advance(hour);
    await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
    await assertTakenOnce(world, session);
    expect(world.provider.calls.collect).toBe(2);
  });

  it("survives the loss of any call, before or after it was done", { timeout: 60_000 }, async () => {
    const probe = async (loss: { call: number; where: "before" | "after" } | null): Promise<number> => {
      const world = await createWorld();
      const { session, transactionId } = await chargingSession(world, { consent: agreed });
      world.provider.faults.lapse(session.hold?.page ?? null);
      // Everything is settled but the collection.
      world.provider.faults.silence("collect", "before");
      await chargeAndStop(world, transactionId, 20_000);
      await world.settleDown();
      world.lose(loss);
      world.advance(20 * minute);
      await world.settleDown(1);
      const { calls } = world;
      world.lose(null);
      await world.pass(2 * day, hour);
      await assertTakenOnce(world, session);
      return calls;
    };
    const calls = await probe(null);
    expect(calls).toBeGreaterThan(5);
    for (let call = 1; call <= calls; call++)
      for (const where of ["before", "after"] as const) await probe({ call, where });
  });

  it("with a status that nobody knows goes to a person after some tries, who cannot end it meanwhile", async () => {
    const { world, session } = await owing({
      before: ({ provider }) => provider.keptCards.confuseCollections("requires_something_new"),
    });
    await world.pass(3 * hour, 5 * minute);
    const row = await openRow(world, session, "receivable_open");
    expect(row).toMatchObject({ acts: [], facts: { collection: "unclear" } });
    await expect(personIn(world).resolve(row.id, { act: "collect" })).rejects.toMatchObject({
      code: "state_conflict",
    });
    world.provider.keptCards.confuseCollections(null);
    await world.pass(2 * hour, 5 * minute);
    await assertTakenOnce(world, session);
  });

  it("is never made while a bank disputes the session, and is when the dispute is won", async () => {
    const { world, session, page } = await partlyCaptured(agreed, ({ provider }) =>
      provider.faults.silence("collect", "before"),
    );
    expect(taken(world)).toEqual({ tries: 0, minor: 0n });
    const dispute = world.provider.issuer.dispute(page);
    await tellAll(world);
    await world.pass(2 * day, hour);
    expect(taken(world)).toEqual({ tries: 0, minor: 0n });
    world.provider.issuer.decide(dispute, "won");
    await tellAll(world);
    await world.pass(2 * day, hour);
    expect(taken(world)).toEqual({ tries: 1, minor: 900n });
    expect(await balanceOf(world, session, startingAccounts.receivable)).toBe(0n);
  });

  it("of a dispute that was lost is never made, and policy gives the rest up", async () => {
    const { world, session, page } = await partlyCaptured(agreed, ({ provider }) =>
      provider.faults.silence("collect", "before"),
    );
    world.provider.issuer.decide(world.provider.issuer.dispute(page), "lost");
    await tellAll(world);
    await world.pass(startingPolicy.receivableMs + 2 * day, day);
    expect(taken(world)).toEqual({ tries: 0, minor: 0n });
    expect(await kindsOf(world, session)).toContain("given_up");
    expect((await world.work()).filter(({ why }) => why === "receivable_open")).toEqual([]);
  });

  it("is refused to a person too while a bank disputes the session; given up it may be", async () => {
    const { world, session, page } = await partlyCaptured(null);
    world.provider.issuer.dispute(page);
    await tellAll(world);
    const { id } = await openRow(world, session, "receivable_open");
    const person = personIn(world);
    await expect(person.resolve(id, { act: "collect" })).rejects.toMatchObject({
      code: "state_conflict",
      details: { disputed: true },
    });
    await person.resolve(id, { act: "give_up", reason: "the bank has it" });
    expect(await balanceOf(world, session, startingAccounts.receivable)).toBe(0n);
  });
});

describe("a later collection", () => {
  it("takes what was owed at once, with an entry, a deed of policy's, and no row for a person", async () => {
    const { world, session } = await owing();
    await assertTakenOnce(world, session);
    const [request] = world.provider.collections();
    expect(request?.labels).toEqual({
      tenant: world.tenant,
      session: session.id,
      reference: session.reference,
      environment: "test",
      attempt: 1,
    });
    expect(await actsOf(world, session.id)).toMatchObject([
      { by: "policy", act: "collect", reason: "agreed_before", after: { intent: "collection_1" } },
    ]);
    expect(session).toMatchObject({ state: "settled", receivable: 9000n, captured: 0n });
    // Never a second time, and never given up.
    await world.pass(100 * day, 10 * day);
    await assertTakenOnce(world, session);
  });

  it("takes what the price is above a hold that was captured", async () => {
    const { world, session } = await partlyCaptured(agreed);
    expect(taken(world)).toEqual({ tries: 1, minor: 900n });
    expect(await kindsOf(world, session)).toEqual(["capture", "collected"]);
    expect(await balanceOf(world, session, startingAccounts.clearing)).toBe(9900n);
  });

  it("never takes more than the driver agreed to: the rest is a person's", async () => {
    const { world, session } = await owing({ consent: { wording: 1, mostText: "40.00" } });
    expect(taken(world)).toEqual({ tries: 1, minor: 4000n });
    expect(await openRow(world, session, "receivable_open")).toMatchObject({
      acts: ["collect", "give_up"],
      amount: { minor: 5000n },
      facts: { collection: "in_part", taken_minor: "4000" },
    });
    const { id } = await openRow(world, session, "receivable_open");
    await personIn(world).resolve(id, { act: "give_up", reason: "the driver was wronged" });
    expect(await kindsOf(world, session)).toEqual(["receivable", "collected", "given_up"]);
    expect(await balanceOf(world, session, startingAccounts.receivable)).toBe(0n);
    expect(await balanceOf(world, session, startingAccounts.writeOff)).toBe(5000n);
  });

  it("that the card declines is not tried again: a person is told why, and in the end policy gives it up", async () => {
    const { world, session } = await owing({
      before: ({ provider }) => provider.keptCards.declineLater(declined),
    });
    expect(await openRow(world, session, "receivable_open")).toMatchObject({
      acts: ["collect", "give_up"],
      amount: { minor: 9000n },
      facts: { collection: "declined", ...declined },
    });
    await world.pass(startingPolicy.receivableMs - day, day);
    expect(await kindsOf(world, session)).toEqual(["receivable"]);
    await world.pass(2 * day, day);
    expect(await kindsOf(world, session)).toEqual(["receivable", "given_up"]);
    expect(taken(world)).toEqual({ tries: 1, minor: 0n });
    expect(await world.work()).toEqual([]);
  });

  it("is not made where somebody cancelled the hold at the provider: whether it is asked for is a person's to say", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world, { consent: agreed });
    world.advance(5 * minute);
    await world.meter(transactionId, 1_005_000);
    world.provider.faults.dashboard(session.hold?.page ?? null, "cancel");
    await tellAll(world);
    await world.stop(transactionId, "1005000");
    await world.pass(10 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", why: "hold_lost" });
    expect(taken(world)).toEqual({ tries: 0, minor: 0n });
    expect(await openRow(world, session, "receivable_open")).toMatchObject({ acts: ["collect", "give_up"] });
  });

  it("that was declined can be collected by a person", async () => {
    const { world, session } = await owing({
      before: ({ provider }) => provider.keptCards.declineLater(declined),
    });
    const { id } = await openRow(world, session, "receivable_open");
    await personIn(world).resolve(id, { act: "collect", note: "transfer 4711" });
    expect(await showReceipt(world.ports, world.tenant, session.id)).toMatchObject({
      receivable: { amount: "90.00" },
      still_owed: null,
      collected: [{ amount: { amount: "90.00" }, by: "person" }],
    });
  });

  it("is on the receipt, beside what was owed when that was issued", async () => {
    const { world, session } = await owing();
    expect(await showReceipt(world.ports, world.tenant, session.id)).toMatchObject({
      captured: { amount: "0.00" },
      receivable: { amount: "90.00" },
      still_owed: null,
      collected: [{ amount: { amount: "90.00", currency: "MAD" }, by: "card" }],
    });
  });
});

describe("without consent", () => {
  it("nothing is kept of the card, nobody asks it, and the receivable is a person's at once", async () => {
    const { world, session } = await owing({ consent: null });
    expect(world.provider.holds()[0]?.savesCard).toBe(false);
    expect(taken(world)).toEqual({ tries: 0, minor: 0n });
    expect(await findConsent(world.ports, world.tenant, session.id)).toBeNull();
    expect(await openRow(world, session, "receivable_open")).toMatchObject({ facts: {} });
    expect(await showReceipt(world.ports, world.tenant, session.id)).toMatchObject({
      still_owed: { amount: "90.00" },
      collected: [],
    });
  });

  it("a provider that keeps no cards is not asked to, whatever was sent with the start", async () => {
    const world = await createWorld({ abilities: bankGateway });
    const { session, consent } = await world.start({ consent: agreed });
    expect(consent).toBeNull();
    expect(await findConsent(world.ports, world.tenant, session.id)).toBeNull();
    expect(world.provider.holds()[0]?.savesCard).toBe(false);
  });
});

describe("a consent", () => {
  it("is a fact of the session: wording, sum and time, written with it and never again", async () => {
    const world = await createWorld();
    const { session } = await world.start({ consent: { wording: 1, mostText: "50.00" } });
    const given = { wording: 1, mostMinor: 5000n, at: session.createdAt };
    expect(await findConsent(world.ports, world.tenant, session.id)).toEqual(given);
    world.advance(minute);
    const again = await world.start({ consent: { wording: 1, mostText: "50.00" } });
    expect(again).toMatchObject({ repeated: true, consent: given });
    expect(world.provider.holds()).toMatchObject([{ savesCard: true }]);
  });

  it("is never to more than policy allows, nor to more than is held", async () => {
    const world = await createWorld();
    const tooMuch = { wording: 1, mostText: "9000.00" };
    expect((await world.start({ consent: tooMuch })).consent?.mostMinor).toBe(20_000n);
    const limited = await world.start({
      consent: tooMuch,
      limit: { kind: "amount", text: "60.00" },
      connector: 2,
      key: "key-2",
    });
    expect(limited.consent?.mostMinor).toBe(limited.session.hold?.holdAmount.minor);
  });
});

async function* itemsOf(world: World): AsyncIterable<Item> {
  for (const item of world.items.all()) yield item;
}

describe("the books", () => {
  it("match a later collection with its session: intents, movements, ledger, and an audit finds nothing", async () => {
    const { world, session } = await owing();
    await world.pass(5 * day, hour);
    const result = await reconcile(world.ports, world.tenant, { from: "2026-11-24", to: "2026-11-27" });
    expect(result.rows).toEqual([]);
    expect(world.provider.collections()).toHaveLength(1);
    expect(session.state).toBe("settled");
    expect(
      (
        await audit(world.ports, world.tenant, {
          items: () => itemsOf(world),
          documents: world.published,
        })
      ).findings,
    ).toEqual([]);
  });

  it("match one that was made days after the session, whichever day is asked for first", async () => {
    const { world } = await owing({
      before: ({ provider }) => {
        provider.faults.silence("collect", "before");
        for (let n = 0; n < 3; n++) provider.faults.silence("findCollection", "before");
      },
    });
    world.advance(2 * day);
    await world.pass(6 * day, hour);
    for (const date of ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"]) {
      const result = await reconcile(world.ports, world.tenant, { from: date, to: date });
      expect(result.rows).toEqual([]);
    }
  });

  it("say that a collection under way is not here yet, and that one without its entry is amiss", async () => {
    const { world, session } = await owing();
    const key = receivableKey(world.tenant, session.id);
    const item = await receivableOf(world, session);
    const co = item?.co;
    const whys = async () => {
      const result = await reconcile(world.ports, world.tenant, { from: "2026-11-24", to: "2026-11-24" });
      return result.rows.map(({ book, why }) => `${book} ${why}`);
    };
    await world.store.commit([
      { update: key, set: { st: "asking", co: { s: "asking", a: "9000", n: 1, t: 1 } } },
    ]);
    expect(await whys()).toEqual(["intents not_yet_here", "movements not_yet_here"]);
    await world.store.commit([
      { update: key, set: { st: "collected", co: co ?? null } },
      { delete: await entryKey(world, session) },
    ]);
    expect(await whys()).toEqual(["journal collection_ledger_differs"]);
  });

  it("name a collection that is at the provider and not here", async () => {
    const { world, session } = await owing();
    await world.store.commit([{ update: receivableKey(world.tenant, session.id), set: { co: null } }]);
    const result = await reconcile(world.ports, world.tenant, { from: "2026-11-24", to: "2026-11-24" });
    expect(result.rows.map(({ book, state, why }) => `${book} ${state} ${why}`)).toEqual([
      "intents missing_here hold_unknown",
      "movements missing_here movement_without_record",
    ]);
  });
});
