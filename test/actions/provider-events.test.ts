/** The provider's events on bad days: twice, at once, shuffled, late, thin, foreign, unknown, and a dashboard behind our back. */
import { catchUpEvents, hurryEvents } from "@barq/actions/catch-up-events";
import { receiveEvent, recordNews } from "@barq/actions/receive-event";
import { showSession } from "@barq/actions/show-session";
import { sweep } from "@barq/actions/sweep";
import { day, hour, minute, second } from "@barq/domain/instant";
import type { ProviderNews } from "@barq/payments/port";
import { inboxKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, paidSession, register } from "./world.ts";

const eventsOf = (world: World): readonly ProviderNews[] => world.provider.events;
const row = async (world: World, event: string) => (await world.store.read([inboxKey(event)]))[0];
const handOver = async (world: World, news: ProviderNews): Promise<void> => {
  const { body, signature } = world.provider.sign(news);
  await receiveEvent(world.ports, body, signature);
};
/** As an event destination sends it: it names its object and carries no labels. */
const thin = (news: ProviderNews): ProviderNews => ({
  ...news,
  event: `${news.event}_thin`,
  intent: null,
  tenant: null,
  session: null,
});
const shuffled = <T>(all: readonly T[], turn: number): T[] =>
  [...all]
    .map((value, n) => ({ value, at: (n * 7919 + turn * 104_729) % 1009 }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);

async function settled(world: World): Promise<string> {
  const { session, transactionId } = await chargingSession(world);
  await chargeAndStop(world, transactionId, 20_000);
  await world.pass(minute);
  expect((await world.session(session.id)).state).toBe("settled");
  return session.id;
}

describe("failure case 16: three deliveries at the same time", () => {
  it("of every event of a session's life make one capture and one journal entry", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    world.provider.driver.pay((await world.session(session.id)).hold?.page ?? null);
    const deliver = async (): Promise<void> => {
      for (const news of eventsOf(world)) await Promise.all([1, 2, 3].map(() => handOver(world, news)));
      await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
    };
    await deliver();
    await world.status("Preparing");
    await world.settleDown();
    const transactionId = await world.begin(session.id);
    await deliver();
    await chargeAndStop(world, transactionId, 20_000);
    await deliver();
    await world.pass(minute);
    await deliver();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 9000n });
    expect(world.provider.calls.capture).toBe(1);
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["capture"]);
  });
});

describe("failure case 17: no order is promised", () => {
  it("any order of all events, with each of them twice and thin ones among them, ends in the same session and books", async () => {
    const ends = new Set<string>();
    for (let turn = 0; turn < 12; turn++) {
      const world = await createWorld();
      const id = await settled(world);
      const page = (await world.session(id)).hold?.page ?? null;
      const dispute = world.provider.issuer.dispute(page);
      world.provider.issuer.decide(dispute, "lost");
      const all = eventsOf(world);
      for (const news of shuffled([...all, ...all, ...all.map(thin)], turn)) {
        await handOver(world, news);
        if (turn % 2 === 0) await world.settleDown(1);
      }
      await world.pass(minute);
      const session = await world.session(id);
      const journal = (await world.journal(id)).map(({ kind, postings }) => [
        kind,
        postings.map((p) => `${p.from}>${p.to} ${p.minor}`),
      ]);
      ends.add(JSON.stringify([session.state, session.captured?.toString(), journal]));
      for (const news of all) expect((await row(world, news.event))?.due).toBeUndefined();
    }
    expect([...ends]).toHaveLength(1);
  });
});

describe("failure case 18: the page is back before the event", () => {
  it("says that it is being checked, and never that it was refused, until the provider has been read", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const page = (await world.session(session.id)).hold?.page ?? null;
    world.provider.driver.pay(page);
    for (let n = 0; n < 3; n++) world.provider.faults.silence("read", "before");
    const seen = new Set<string>();
    for (let n = 0; n < 20; n++) {
      seen.add((await showSession(world.ports, world.tenant, session.id))?.session.state ?? "none");
      await world.pass(5 * second, 5 * second);
    }
    expect([...seen].sort()).toEqual(["pending", "starting"]);
    expect((await world.session(session.id)).why).toBeNull();
  });
});

describe("failure case 19: a crash between received and handled", () => {
  it("loses no event: what was received is found by the sweeper, whatever call is lost on the way", async () => {
    for (const where of ["before", "after"] as const) {
      for (let call = 1; call <= 12; call++) {
        const world = await createWorld();
        const { session } = await world.start();
        const page = (await world.session(session.id)).hold?.page ?? null;
        world.provider.driver.pay(page);
        const { body, signature } = world.provider.news(page);
        world.lose({ call, where });
        // The provider sends it again until it is taken.
        for (let tries = 0; tries < 3; tries++) {
          try {
            await receiveEvent(world.ports, body, signature);
            break;
          } catch {}
        }
        await world.settleDown(2);
        world.advance(minute);
        await world.settleDown(2);
        world.lose(null);
        expect((await world.session(session.id)).heldAt).not.toBeNull();
        const received = await row(world, `evt_${page}_held`);
        expect([typeof received?.handled, received?.due]).toEqual(["number", undefined]);
      }
    }
  });
});

describe("a thin event", () => {
  it("names its object alone, and moves the session all the same", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const page = (await world.session(session.id)).hold?.page ?? null;
    world.provider.driver.pay(page);
    const [news] = eventsOf(world);
    if (!news) throw new Error("nothing was told");
    await handOver(world, thin(news));
    await world.settleDown(1);
    expect((await world.session(session.id)).heldAt).not.toBeNull();
    expect(await row(world, thin(news).event)).toMatchObject({ handled: world.now() });
  });

  it("stays due while the provider does not say whose it is", async () => {
    const world = await createWorld();
    const id = await settled(world);
    const dispute = world.provider.issuer.dispute((await world.session(id)).hold?.page ?? null);
    const news = eventsOf(world).find(({ object }) => object === dispute);
    if (!news) throw new Error("nothing was told");
    await handOver(world, thin(news));
    const silent = {
      ...world.ports.books,
      whose: async () => ({ kind: "unknown" as const, why: "no_answer" }),
    };
    expect((await sweep({ ...world.ports, books: silent })).failed).toHaveLength(1);
    world.advance(minute);
    world.provider.faults.silence("readDispute", "before");
    expect((await world.sweep()).failed).toHaveLength(1);
    expect((await row(world, thin(news).event))?.handled).toBeUndefined();
    await world.pass(minute);
    expect((await row(world, thin(news).event))?.handled).toBeDefined();
    expect((await world.journal(id)).map(({ kind }) => kind)).toEqual(["capture", "dispute"]);
  });
});

describe("an event that is none of ours", () => {
  const lies = [
    ["a tenant that does not exist", { tenant: "nobody" }],
    ["another operator's name on our session", { tenant: "rival" }],
    ["a session that does not exist", { session: "ses_nobody" }],
    ["an object that nobody knows", { tenant: null, session: null, object: "page_99", intent: null }],
  ] as const;
  for (const [what, lie] of lies) {
    it(`changes nothing: ${what}`, async () => {
      const world = await createWorld();
      const { session } = await world.start();
      world.provider.driver.pay((await world.session(session.id)).hold?.page ?? null);
      const [news] = eventsOf(world);
      if (!news) throw new Error("nothing was told");
      const { version } = await world.session(session.id);
      await handOver(world, { ...news, ...lie });
      // What names a session that is none is not even kept; what names an object alone waits for a look.
      if (!("object" in lie)) expect(await row(world, news.event)).toBeUndefined();
      const { failed } = await world.sweep();
      expect(failed).toEqual([]);
      expect(await world.session(session.id)).toMatchObject({ state: "pending", version });
      expect(await world.work()).toEqual([]);
      expect((await row(world, news.event))?.due).toBeUndefined();
    });
  }

  it("in whose metadata another session of ours is named cannot give that session a hold", async () => {
    const world = await createWorld();
    const mine = await world.start({ key: "mine" });
    const other = await world.start({ key: "other", connector: 2 });
    world.provider.driver.pay((await world.session(mine.session.id)).hold?.page ?? null);
    const [news] = eventsOf(world);
    if (!news) throw new Error("nothing was told");
    await handOver(world, { ...news, session: other.session.id });
    await world.settleDown(1);
    expect((await world.session(other.session.id)).state).toBe("pending");
  });
});

describe("an event of a type that nobody knows", () => {
  it("is kept and shown once per type and day, and nothing is guessed", async () => {
    const world = await createWorld();
    const id = await settled(world);
    const { version } = await world.session(id);
    const unknown = (n: number, type: string): ProviderNews => ({
      event: `evt_new_${n}`,
      type,
      kind: "other",
      isOver: false,
      object: "pi_1",
      intent: null,
      tenant: world.tenant,
      session: id,
      at: world.now(),
    });
    for (let n = 0; n < 5; n++) await handOver(world, unknown(n, "payment_intent.split_in_two"));
    await handOver(world, unknown(5, "mandate.dreamt"));
    await handOver(world, unknown(5, "mandate.dreamt"));
    await world.settleDown();
    const rows = (await world.work()).filter(({ why }) => why === "unknown_event");
    expect(rows.map(({ nextStep }) => /Type: (.*)\.$/.exec(nextStep)?.[1]).sort()).toEqual([
      "mandate.dreamt",
      "payment_intent.split_in_two",
    ]);
    expect(await row(world, "evt_new_4")).toMatchObject({
      parked: true,
      type: "payment_intent.split_in_two",
    });
    world.advance(day);
    await handOver(world, unknown(6, "mandate.dreamt"));
    expect((await world.work()).filter(({ why }) => why === "unknown_event")).toHaveLength(3);
    expect((await world.session(id)).version).toBe(version);
  });

  it("and one that names nothing at all is parked too; one that says nothing new is not even kept", async () => {
    const world = await createWorld();
    const news = {
      event: "evt_1",
      type: "refund.updated",
      isOver: false,
      object: null,
      intent: null,
      tenant: null,
      session: null,
      at: world.now(),
    };
    await recordNews(world.ports, { ...news, kind: "refund" });
    await recordNews(world.ports, { ...news, event: "evt_2", kind: "nothing" });
    expect(await row(world, "evt_1")).toMatchObject({ parked: true });
    expect(await row(world, "evt_2")).toBeUndefined();
  });
});

describe("a provider that says what nobody knows of a hold", () => {
  it("leaves an event due and shows it once; when the word is known again it is handled", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    const page = session.hold?.page ?? null;
    world.provider.faults.dashboard(page, { capture: 1_000n });
    world.provider.faults.confuse(page, "requires_something_new");
    const news = eventsOf(world).at(-1);
    if (!news) throw new Error("nothing was told");
    await handOver(world, news);
    for (let n = 0; n < 14; n++) {
      world.advance(5 * minute);
      await world.sweep();
    }
    expect((await world.work()).map(({ why }) => why)).toEqual(["event_stuck"]);
    expect((await world.session(session.id)).state).toBe("charging");
    expect((await row(world, news.event))?.handled).toBeUndefined();
    world.provider.faults.confuse(page, null);
    world.advance(5 * minute);
    await world.settleDown();
    expect((await row(world, news.event))?.handled).toBeDefined();
    expect((await world.work()).map(({ why }) => why)).toContain("captured_elsewhere");
  });

  it("shows a session that waits for its hold after some half an hour, and guesses nothing", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const page = (await world.session(session.id)).hold?.page ?? null;
    world.provider.driver.pay(page);
    world.provider.faults.confuse(page, "requires_something_new");
    await world.pass(40 * minute);
    expect((await world.session(session.id)).state).toBe("pending");
    expect((await world.work()).map(({ why }) => why)).toEqual(["hold_unclear"]);
    world.provider.faults.confuse(page, null);
    await world.pass(10 * minute);
    expect((await world.session(session.id)).heldAt).not.toBeNull();
  });
});

describe("somebody at the provider's dashboard", () => {
  const tell = async (world: World): Promise<void> => {
    const last = eventsOf(world).at(-1);
    if (last) await handOver(world, last);
    await world.settleDown();
  };

  it("who cancels the hold of a session that charges stops the energy, and what was delivered is a receivable", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(10 * minute);
    await world.meter(transactionId, 1_010_000);
    world.provider.faults.dashboard(session.hold?.page ?? null, "cancel");
    await tell(world);
    expect(await world.session(session.id)).toMatchObject({
      state: "stopping",
      why: "hold_lost",
      hold: { stands: false },
    });
    expect(world.hardware.sent.filter(({ command }) => command.kind === "remote_stop")).toHaveLength(1);
    expect((await world.work()).map(({ why }) => why)).toEqual(["hold_lost"]);
    world.advance(second);
    await world.stop(transactionId, "1010000");
    await world.settleDown();
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 0n,
      receivable: 4500n,
    });
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["receivable"]);
  });

  it("who cancels a hold before any energy flowed frees the connector, and nothing is started", async () => {
    for (const plugs of [false, true]) {
      const world = await createWorld();
      await world.status("Available");
      const paid = await paidSession(world);
      if (plugs) await world.status("Preparing");
      world.provider.faults.dashboard(paid.hold?.page ?? null, "cancel");
      await tell(world);
      expect(await world.session(paid.id)).toMatchObject({ state: "released", why: "hold_lost", due: null });
      const again = await paidSession(world, { key: "again" });
      expect(["held", "starting"]).toContain(again.state);
    }
  });

  it("who cancels a hold that may still go to another connector ends that: nothing starts on a hold that is gone", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    await world.status("Preparing");
    await world.settleDown();
    await world.pass(2 * minute + 30 * second);
    const waiting = await world.session(paid.id);
    expect(waiting).toMatchObject({ state: "starting", why: "station_silent", hold: { stands: true } });
    expect(waiting.due ?? 0).toBeGreaterThan(world.now());
    world.provider.faults.dashboard(paid.hold?.page ?? null, "cancel");
    await tell(world);
    expect(await world.session(paid.id)).toMatchObject({ state: "released", why: "hold_lost" });
  });

  it("who captures the hold of a session that charges takes it once: a person is shown the amount, nothing is captured again", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.dashboard(session.hold?.page ?? null, { capture: 25_000n });
    await tell(world);
    expect((await world.session(session.id)).state).toBe("charging");
    expect((await world.work()).map(({ why }) => why)).toEqual(["captured_elsewhere"]);
    await chargeAndStop(world, transactionId, 20_000);
    await world.pass(10 * minute);
    // More was taken than is owed: a person gives the rest back.
    expect(await world.session(session.id)).toMatchObject({
      state: "review",
      why: "captured_too_much",
      captured: null,
    });
    const truth = await world.provider.payments.read({ page: session.hold?.page ?? null, intent: null });
    expect(truth).toMatchObject({ kind: "captured", capturedAmount: { minor: 25_000n } });
    expect(await world.journal(session.id)).toEqual([]);
  });

  it("who captures less than is owed leaves a receivable of the rest", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.dashboard(session.hold?.page ?? null, { capture: 1_000n });
    await tell(world);
    await chargeAndStop(world, transactionId, 20_000);
    await world.pass(10 * minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 1000n,
      receivable: 8000n,
    });
  });

  it("is noticed in every state in which a hold stands, and never by a guess while the provider is silent", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await world.say({
      kind: "stopped",
      transactionId,
      token: null,
      meterStop: "900000",
      at: world.now() + minute,
      reason: "Local",
      readings: [register(world.now(), "1000000")],
    });
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("review");
    world.provider.faults.dashboard(session.hold?.page ?? null, "cancel");
    world.provider.faults.silence("read", "before");
    const last = eventsOf(world).at(-1);
    if (last) await handOver(world, last);
    expect((await world.sweep()).failed).toHaveLength(1);
    expect((await world.session(session.id)).hold?.stands).toBe(true);
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({ state: "review", hold: { stands: false } });
    expect((await world.work()).map(({ why }) => why)).toContain("hold_lapsed");
  });
});

describe("an endpoint that was down for a week", () => {
  it("and nothing else: every session came right, and what only events tell is found in the provider's own list", async () => {
    const world = await createWorld();
    await hurryEvents(world.ports);
    await world.settleDown();
    const disputed = await settled(world);
    const { session: stopped, transactionId } = await chargingSession(world, { key: "two", connector: 2 });
    const page = (await world.session(disputed)).hold?.page ?? null;
    const dispute = world.provider.issuer.dispute(page);
    world.provider.issuer.warn(page);
    world.provider.faults.dashboard(stopped.hold?.page ?? null, "cancel");
    // No event is handed over. The clock alone goes on, and with it the sweeper.
    await world.pass(hour + minute, 5 * minute);
    expect(await world.session(stopped.id)).toMatchObject({ state: "stopping", why: "hold_lost" });
    await world.stop(transactionId, "1002000");
    await world.pass(7 * day, hour);
    expect(await world.session(disputed)).toMatchObject({ state: "settled", captured: 9000n });
    expect(await world.session(stopped.id)).toMatchObject({
      state: "settled",
      captured: 0n,
      receivable: 900n,
    });
    expect((await world.journal(disputed)).map(({ kind }) => kind)).toEqual(["capture", "dispute"]);
    const whys = (await world.work()).map(({ why }) => why);
    expect(whys).toContain("fraud_warning");
    expect(whys).toContain("hold_lost");
    for (const news of eventsOf(world)) expect((await row(world, news.event))?.due).toBeUndefined();
    expect(dispute).not.toBe("");
  });

  it("with the whole product down beside it: the first sweep after the start finds all of it", async () => {
    const world = await createWorld();
    const id = await settled(world);
    world.provider.issuer.dispute((await world.session(id)).hold?.page ?? null, { kind: "inquiry" });
    world.advance(7 * day);
    await hurryEvents(world.ports);
    await world.settleDown();
    expect((await world.work()).map(({ why }) => why)).toEqual(["dispute_inquiry"]);
    expect((await world.journal(id)).map(({ kind }) => kind)).toEqual(["capture"]);
  });

  it("is caught up once: events that arrived are not recorded again, and late ones of the list are not lost", async () => {
    const world = await createWorld();
    const id = await settled(world);
    expect(await catchUpEvents(world.ports)).toEqual({ missed: 2 });
    expect(await catchUpEvents(world.ports)).toEqual({ missed: 0 });
    await world.settleDown();
    // The provider's list shows this event only after it has been read past the event's own time.
    const dispute = world.provider.issuer.dispute((await world.session(id)).hold?.page ?? null);
    world.advance(minute);
    const behind: typeof world.ports.books = {
      ...world.ports.books,
      async *list(book, period) {
        for await (const row of world.ports.books.list(book, period)) {
          if (row.kind !== "event" || row.news.object !== dispute) yield row;
        }
      },
    };
    expect(await catchUpEvents({ ...world.ports, books: behind })).toEqual({ missed: 0 });
    world.advance(30 * minute);
    expect(await catchUpEvents(world.ports)).toEqual({ missed: 1 });
    await world.settleDown();
    expect((await world.journal(id)).map(({ kind }) => kind)).toEqual(["capture", "dispute"]);
  });

  it("reads the list again from where it was when the provider does not answer", async () => {
    const world = await createWorld();
    const id = await settled(world);
    await catchUpEvents(world.ports);
    world.provider.issuer.dispute((await world.session(id)).hold?.page ?? null);
    const broken = {
      ...world.ports,
      books: {
        ...world.ports.books,
        list: async function* () {
          yield* [];
          throw new Error("no answer");
        },
      },
    };
    world.advance(3 * hour);
    await expect(catchUpEvents(broken)).rejects.toThrow("no answer");
    expect(await catchUpEvents(world.ports)).toEqual({ missed: 1 });
  });
});
