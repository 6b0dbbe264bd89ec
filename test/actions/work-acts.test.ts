/** What a machine cannot settle waits for a person, keeps its age, and leaves the queue by their act alone. */
import { addHold } from "@barq/actions/add-hold";
import { confirmHold } from "@barq/actions/confirm-hold";
import { sealing } from "@barq/actions/decided";
import { listWork, showWork } from "@barq/actions/list-work";
import { actsFor } from "@barq/actions/work-acts";
import { stationWork, workItem } from "@barq/actions/work-queue";
import { workId, workName } from "@barq/actions/work-row";
import { day, hour, minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { enter, sessionStates } from "@barq/domain/session";
import { sessionChange } from "@barq/store/session-item";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actsOf, charge, inReview, openRow, personIn, resolvedRows, reviewed } from "./resolving.ts";
import type { World } from "./world.ts";
import { chargingSession, createWorld, paidSession, station } from "./world.ts";

/** Somebody captures in the provider's dashboard. */
const captureByHand = (world: World, page: string | null, minor: bigint): Promise<unknown> =>
  world.provider.payments.capture({
    key: "by hand",
    ref: { page, intent: `intent_${page}` },
    captureAmount: { minor, currency: "MAD" },
  });

describe("a hold that was captured outside Barq", () => {
  it("of a session that owes nothing waits for a person, keeps its age, and ends once the money is back", async () => {
    const world = await createWorld();
    await world.status("Available");
    const paid = await paidSession(world);
    await captureByHand(world, paid.hold?.page ?? null, 25_000n);
    await world.pass(11 * minute);
    const row = await openRow(world, paid, "captured_elsewhere");
    expect(row).toMatchObject({
      acts: ["settle", "returned"],
      amount: { minor: 25_000n, currency: "MAD" },
      amountIs: "captured",
    });
    await world.pass(hour, 5 * minute);
    expect((await openRow(world, paid, "captured_elsewhere")).at).toBe(row.at);
    await personIn(world).resolve(row.id, { act: "returned", note: "re_by_hand" });
    await world.settleDown();
    expect(await world.session(paid.id)).toMatchObject({ state: "released", hold: { stands: false } });
    expect(await world.journal(paid.id)).toEqual([]);
    expect(await world.work()).toEqual([]);
  });

  it("of a session in review is settled with what was captured, and the rest is owed", async () => {
    const { world, session, person } = await inReview();
    await captureByHand(world, session.hold?.page ?? null, 4000n);
    await world.pass(8 * day, 6 * hour);
    const row = await openRow(world, session, "captured_elsewhere");
    expect(row.acts).toEqual(["settle", "returned"]);
    await person.settle(row.id, { meterStop: "1012000" });
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 4000n,
      receivable: 1400n,
    });
    // The review is over, and so is everything that was said of it.
    expect((await world.work()).map(({ why }) => why)).toEqual(["receivable_open"]);
  });

  it("of more than the CDR came to is settled once the difference is back, by exactly the CDR", async () => {
    const { world, session, person } = await inReview();
    await captureByHand(world, session.hold?.page ?? null, 9000n);
    await person.settle((await openRow(world, session, "meter_backwards")).id, { meterStop: "1012000" });
    await world.pass(minute);
    const row = await openRow(world, session, "captured_too_much");
    expect(row).toMatchObject({ acts: ["settle", "returned"], amount: { minor: 9000n } });
    // Nothing has been given back yet: it comes again.
    await person.resolve(row.id, { act: "settle" });
    await world.pass(minute);
    await person.resolve((await openRow(world, session, "captured_too_much")).id, { act: "returned" });
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 5400n,
      receivable: null,
    });
    expect(await world.journal(session.id)).toHaveLength(1);
    expect((await resolvedRows(world)).map(({ why }) => why).sort()).toEqual([
      "captured_too_much",
      "captured_too_much",
      "meter_backwards",
    ]);
  });
});

describe("a capture that got stuck", () => {
  it("is tried again under a key that no earlier attempt has spent, and made once", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    for (let n = 0; n < 60; n++) world.provider.faults.silence("capture", "spent");
    await charge(world, transactionId, 12_000);
    await world.stop(transactionId, "1012000");
    await world.pass(5 * hour, 5 * minute);
    const row = await openRow(world, session, "capture_stuck");
    while (world.provider.calls.capture < 60)
      await world.provider.payments.capture({
        key: `spend ${world.provider.calls.capture}`,
        ref: { page: "none", intent: null },
        captureAmount: { minor: 1n, currency: "MAD" },
      });
    const person = personIn(world);
    await expect(person.settle(row.id, { meterStop: "1000001" })).rejects.toMatchObject({
      code: "state_conflict",
    });
    await person.resolve(row.id, { act: "settle" });
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    expect(await world.journal(session.id)).toHaveLength(1);
  });
});

describe("a capture of a further hold that got stuck", () => {
  it("is taken up at that hold: what the first one gave is not counted twice", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const { hold } = await addHold(world.ports, world.tenant, session.id, "100.00");
    world.provider.driver.pay(hold.page);
    await confirmHold(world.ports, world.tenant, session.id);
    await charge(world, transactionId, 60_000);
    const { payments } = world.ports;
    const silent: typeof payments.capture = async (request) =>
      request.key.includes("capture.2") ? { kind: "unknown", why: "no_answer" } : payments.capture(request);
    Object.assign(world.ports, { payments: { ...payments, capture: silent } });
    await world.stop(transactionId, "1060000");
    await world.pass(5 * hour, 5 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "review", captured: 25_000n });
    Object.assign(world.ports, { payments });
    const row = await openRow(world, session, "capture_stuck");
    expect(row.acts).toEqual(["settle"]);
    await personIn(world).resolve(row.id, { act: "settle" });
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 27_000n,
      receivable: null,
    });
    expect(await world.journal(session.id)).toHaveLength(1);
    expect(await world.provider.payments.read({ page: hold.page, intent: null })).toMatchObject({
      kind: "captured",
      capturedAmount: { minor: 2000n },
    });
  });
});

describe("a step that keeps failing", () => {
  it("is taken up again now by a person's act, and told again when it fails on", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 12_000);
    const { ports } = world;
    const put = ports.archive.put.bind(ports.archive);
    const broken = { ...ports.archive, put: () => Promise.reject(new Error("the archive is away")) };
    Object.assign(ports, { archive: broken });
    await world.stop(transactionId, "1012000");
    for (let n = 0; n < 14; n++) {
      await world.drain();
      await world.sweep();
      world.advance(6 * minute);
    }
    const row = await openRow(world, session, "step_keeps_failing");
    expect(row.acts).toEqual(["retry"]);
    Object.assign(ports, { archive: { ...broken, put } });
    await personIn(world).resolve(row.id, { act: "retry" });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    expect(await world.work()).toEqual([]);
  });
});

describe("what only has to be seen", () => {
  it("is acknowledged with who and why, stays readable, and may come again", async () => {
    const world = await createWorld();
    const note = stationWork(world.tenant, station, 'TX#"a#b"', "start_without_session", world.now(), {
      connector: 1,
    });
    await world.store.commit([note]);
    const [row] = await world.work();
    expect(row).toMatchObject({ station, session: null, acts: ["acknowledge"], facts: { connector: "1" } });
    world.advance(hour);
    const id = row?.id ?? "";
    const done = await personIn(world).resolve(id, { act: "acknowledge", reason: "a technician's own car" });
    expect(done.resolved).toMatchObject({ at: world.now(), reason: "a technician's own car" });
    expect(await world.work()).toEqual([]);
    expect(await showWork(world.ports, world.tenant, id)).toEqual(done);
    await world.store.commit([note]);
    expect((await showWork(world.ports, world.tenant, id)).resolved).toBeNull();
    expect(await resolvedRows(world)).toHaveLength(1);
  });

  it("is acknowledged once, whoever of two people is first", async () => {
    const world = await createWorld();
    await world.store.commit([stationWork(world.tenant, station, "TX#1", "start_without_session", 1, {})]);
    const id = (await world.work())[0]?.id ?? "";
    const answers = await Promise.allSettled(
      ["one", "two", "three"].map((actor) => personIn(world, actor).resolve(id, { act: "acknowledge" })),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await resolvedRows(world)).toHaveLength(1);
  });

  it("a Stop after sealing is acknowledged, and changes nothing of what was sealed", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 12_000);
    await world.stop(transactionId, "1012000");
    await world.settleDown();
    await world.stop(transactionId, "1013000");
    await world.settleDown();
    const before = await world.session(session.id);
    const row = await openRow(world, session, "stop_after_sealing");
    await personIn(world).resolve(row.id, { act: "acknowledge" });
    expect(await world.session(session.id)).toEqual(before);
  });
});

describe("what can be done", () => {
  it("is settled or given free in review alone, retried where a step waits, and else seen", async () => {
    const base = await reviewed(await createWorld());
    const acts = (why: string, of: Partial<Session>) => actsFor(why, { ...base, ...of }).join(" ");
    expect(sessionStates.map((state) => [state, acts("stop_came_late", { state })])).toEqual(
      sessionStates.map((state) => [state, state === "review" ? "settle release" : "acknowledge"]),
    );
    const releasing = { effect: { name: "release.1", attempt: 1 } };
    expect([acts("meter_missing", releasing), acts("captured_elsewhere", releasing)]).toEqual([
      "acknowledge",
      "acknowledge",
    ]);
    expect(acts("captured_elsewhere", {})).toBe("settle returned");
    for (const why of ["step_keeps_failing", "release_stuck"]) {
      expect(acts(why, { effect: sealing })).toBe("retry");
      expect(acts(why, { state: "settled" })).toBe("acknowledge");
    }
    expect(acts("captured_elsewhere_2", {})).toBe("acknowledge");
    expect(actsFor("anything_new", undefined)).toEqual(["acknowledge"]);
  });
});

describe("the queue", () => {
  it("has one winner where the other's commit comes between reading and writing, at any time", async () => {
    const world = await createWorld();
    await world.store.commit([stationWork(world.tenant, station, "TX#1", "start_without_session", 1, {})]);
    const id = (await world.work())[0]?.id ?? "";
    const { store } = world.ports;
    const commit = store.commit.bind(store);
    store.commit = async (changes) => {
      store.commit = commit;
      world.advance(minute);
      await personIn(world, "quick").resolve(id, { act: "acknowledge" });
      world.advance(minute);
      return commit(changes);
    };
    await expect(personIn(world, "slow").resolve(id, { act: "acknowledge" })).rejects.toMatchObject({
      code: "state_conflict",
      details: { by: "quick" },
    });
    expect((await resolvedRows(world)).map(({ resolved }) => resolved?.by)).toEqual(["quick"]);
  });

  it("shows the oldest first, over all pages, and loses none", async () => {
    const world = await createWorld();
    const base = await paidSession(world);
    const ages = Array.from({ length: 230 }, (_, n) => (n * 37) % 230);
    for (const age of ages) {
      const row = workItem({ ...base, id: `ses_${"a".repeat(20)}${age}` }, "meter_missing", age * minute);
      await world.store.commit([row]);
    }
    const seen: number[] = [];
    let from: string | undefined;
    do {
      const found = await listWork(world.ports, world.tenant, from);
      seen.push(...found.rows.map(({ at }) => at));
      from = found.next ?? undefined;
    } while (from !== undefined);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen).toHaveLength(230);
  });

  it("knows every row by an id that goes through an address", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" }), (what) => {
        const id = workId(what);
        expect(encodeURIComponent(id)).toBe(id);
        expect(workName(id)).toBe(what);
      }),
    );
    expect(workId("ses_ab2#meter_missing")).toBe("ses_ab2.meter_missing");
    expect(workName("ses_ab2.meter_missing")).toBe("ses_ab2#meter_missing");
  });

  it("is another operator's no more than its sessions are", async () => {
    const { world, session, person } = await inReview();
    const { id } = await openRow(world, session, "meter_backwards");
    await expect(showWork(world.ports, "rival", id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listWork(world.ports, "rival")).rows).toEqual([]);
    await person.resolve(id, { act: "release" });
    await expect(showWork(world.ports, "rival", id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("has nothing to be done with a session that a person has decided and nobody has sealed yet", async () => {
    const world = await createWorld();
    const session = await reviewed(world);
    await world.store.commit([workItem(session, "hold_lapses_soon", world.now())]);
    await personIn(world).settle((await openRow(world, session, "meter_backwards")).id, {
      meterStop: "1012000",
    });
    await world.store.commit([workItem(session, "stop_came_late", world.now())]);
    expect((await world.work()).map(({ why, acts }) => [why, acts])).toEqual([["stop_came_late", []]]);
    expect((await actsOf(world, session.id)).map(({ rows }) => rows)).toEqual([
      [`${session.id}#meter_backwards`, `${session.id}#hold_lapses_soon`],
    ]);
  });

  it("takes no act on a session that moved on while the person was thinking", async () => {
    const { world, session, person } = await inReview();
    const { id } = await openRow(world, session, "meter_backwards");
    const seen = await world.session(session.id);
    const settling = enter(seen, "released", world.now(), { due: null, effect: null });
    await world.store.commit([sessionChange(seen, settling)]);
    await expect(person.resolve(id, { act: "release" })).rejects.toMatchObject({
      code: "state_conflict",
      details: { acts: "acknowledge", state: "released" },
    });
  });
});
