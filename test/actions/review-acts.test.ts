/** A session in review ends by a person's act alone: with what they decide in its proof, never above what can be true, and once. */
import { correctSession } from "@barq/actions/correct-session";
import { judgeProof } from "@barq/actions/judge-proof";
import { showProof, showReceipt } from "@barq/actions/sealed-session";
import { showCorrections } from "@barq/actions/show-corrections";
import { tellStory } from "@barq/actions/tell-story";
import { day, hour, minute } from "@barq/domain/instant";
import { balances } from "@barq/domain/ledger";
import { connectorKey, tariffVersionKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { actsOf, charge, inReview, openRow, personIn, resolvedRows, reviewed } from "./resolving.ts";
import { chargingSession, createWorld, station } from "./world.ts";

describe("a review that is settled by what a person states", () => {
  it("is priced, captured and booked by it; proof and receipt say that a person decided", async () => {
    const { world, session, person } = await inReview();
    const row = await openRow(world, session, "meter_backwards");
    expect(row).toMatchObject({ acts: ["settle", "release"], amountIs: "held", sessionState: "review" });
    const done = await person.settle(row.id, { meterStop: "1012000" });
    expect(done.resolved).toMatchObject({
      act: "settle",
      by: "person-1",
      reason: "meter_read",
      energyMwh: 12_000_000n,
      amount: { minor: 5400n, currency: "MAD" },
    });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 5400n,
      receivable: null,
      receipt: "CAS-01-2026-000001",
    });
    expect(await world.journal(session.id)).toHaveLength(1);
    const document = await showProof(world.ports, world.tenant, session.id);
    expect(document.proof).toMatchObject({
      decision: { meter_start: "1000000", meter_stop: "1012000", reason: "meter_read" },
      facts: { meter_stop: "900000" },
    });
    const judged = JSON.parse(JSON.stringify(document));
    expect(await judgeProof(judged, world.published)).toMatchObject({ kind: "good", priceAfterTax: "54.00" });
    const receipt = await showReceipt(world.ports, world.tenant, session.id);
    expect(receipt.meter).toMatchObject({ evidence: "decided", energy_kwh: "12.000" });
    expect(receipt.meter.flags).toContain("decided_meter_read");
    const [act, ...others] = await actsOf(world, session.id);
    expect(others).toEqual([]);
    expect(act).toMatchObject({ by: "person-1", before: { st: "review" }, after: { ef: "seal.1#1" } });
    expect(await world.work()).toEqual([]);
    const { lines } = await tellStory(world.ports, world.tenant, session.id);
    expect(lines.map(({ what }) => what)).toContain(
      "a person resolved the work queue by settle (meter_read)",
    );
  });

  it("where it stays contradictory by the lower figure: the driver wins, and the receipt says why (failure case 34)", async () => {
    // Start and Stop say 12 kWh, the readings moved 20: the person states what the meter shows.
    const { world, session, person } = await inReview({ wh: 20_000, stop: "1012000" });
    const row = await openRow(world, session, "meter_contradicts");
    await person.settle(row.id, { meterStop: "1020000" });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    const { meter } = await showReceipt(world.ports, world.tenant, session.id);
    expect(meter.flags).toEqual(expect.arrayContaining(["driver_wins", "decided_meter_read"]));
  });

  it("to the last trusted register, where the Stop never came (failure case 20)", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 12_000);
    const lastAt = world.now();
    await world.goOffline();
    await world.pass(80 * hour, 30 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "review", why: "stop_missing" });
    const row = await openRow(world, session, "stop_missing");
    await personIn(world).settle(row.id, { reason: "last_trusted" });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 5400n,
      endedAt: lastAt,
    });
    const { meter } = await showReceipt(world.ports, world.tenant, session.id);
    expect(meter).toMatchObject({ evidence: "decided", stop_kwh: "1012.000" });
    expect(meter.flags).toContain("decided_last_trusted");
  });

  it("with a zero that a person decides is a release with a receipt of nothing, and its reason (failure case 34)", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(30 * minute);
    await world.stop(transactionId, "1000000");
    await world.settleDown();
    const row = await openRow(world, session, "meter_still");
    await personIn(world).settle(row.id, { meterStop: "1000000" });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "released", why: "nothing_owed" });
    const { meter, captured } = await showReceipt(world.ports, world.tenant, session.id);
    expect([meter.flags, captured.amount]).toEqual([["decided_meter_read"], "0.00"]);
  });

  it("after its hold has lapsed is a receivable, and nothing is held again", async () => {
    const { world, session, person } = await inReview();
    await world.pass(8 * day, 6 * hour);
    const row = await openRow(world, session, "hold_lapsed");
    expect((await world.work()).map(({ why }) => why).sort()).toEqual([
      "hold_lapsed",
      "hold_lapses_soon",
      "meter_backwards",
    ]);
    await person.settle(row.id, { meterStop: "1012000" });
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 0n,
      receivable: 5400n,
    });
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["receivable"]);
    expect(world.provider.calls.open).toBe(1);
    // Everything that was said of the review has gone with it; what is owed stands alone.
    expect((await world.work()).map(({ why }) => why)).toEqual(["receivable_open"]);
    expect(await resolvedRows(world)).toHaveLength(3);
  });

  it("lets the connector go with it", async () => {
    const { world, session, person } = await inReview();
    await person.settle((await openRow(world, session, "meter_backwards")).id, { meterStop: "1012000" });
    await world.settleDown();
    const [connector] = await world.store.read([connectorKey(world.tenant, station, 1)]);
    expect(connector?.act).toBeUndefined();
  });
});

describe("evidence that is missing or cannot be true", () => {
  it("is refused with the reason, and nothing is written", async () => {
    const { world, session, person } = await inReview();
    const { id } = await openRow(world, session, "meter_backwards");
    const before = await world.session(session.id);
    const refusals: readonly (readonly [string, Parameters<typeof person.settle>[1]])[] = [
      ["meter_too_much", { meterStop: "1100000" }],
      ["meter_backwards", { meterStop: "999999" }],
      ["evidence_missing", {}],
      ["times_impossible", { meterStop: "1012000", endedAt: world.now() + hour }],
      ["times_impossible", { meterStop: "1012000", startedAt: session.createdAt - 1 }],
      ["times_impossible", { meterStop: "1012000", endedAt: (session.startedAt ?? 0) - 1 }],
      ["meter_too_much", { meterStop: "1012000", endedAt: (session.startedAt ?? 0) + minute }],
    ];
    for (const [why, evidence] of refusals)
      await expect(person.settle(id, evidence)).rejects.toMatchObject({
        code: "unpriceable",
        details: { why },
      });
    await expect(person.settle(id, { reason: "last_trusted", meterStop: "1012000" })).rejects.toMatchObject({
      code: "invalid_request",
    });
    expect(await world.session(session.id)).toEqual(before);
    expect(await actsOf(world, session.id)).toEqual([]);
    expect(await resolvedRows(world)).toEqual([]);
  });

  it("is lowered where a person states a longer session than the station did", async () => {
    const { world, session, person } = await inReview();
    const { id } = await openRow(world, session, "meter_backwards");
    world.advance(hour);
    await person.settle(id, { meterStop: "1012000", endedAt: world.now() });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", endedAt: session.endedAt });
    const { meter } = await showReceipt(world.ports, world.tenant, session.id);
    expect(meter.flags).toContain("driver_wins");
  });

  it("names what a session without its Start, or without any reading, has to be told", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(30 * minute);
    await world.stop(transactionId, "-1");
    await world.settleDown();
    const { id } = await openRow(world, session, "meter_missing");
    const person = personIn(world);
    await expect(person.settle(id, { endedAt: world.now() })).rejects.toMatchObject({
      details: { why: "evidence_missing", missing: "meter_stop_wh" },
    });
    await expect(person.settle(id, { reason: "last_trusted" })).rejects.toMatchObject({
      details: { why: "meter_missing" },
    });
    await person.settle(id, { meterStop: "1006000" });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 2700n });
  });
});

describe("a review that is given free", () => {
  it("gives the hold back for a reason of the list, and counts what it would have cost", async () => {
    const { world, session, person } = await inReview();
    const { id } = await openRow(world, session, "meter_backwards");
    await expect(person.resolve(id, { act: "release", reason: "i_felt_like_it" })).rejects.toMatchObject({
      code: "invalid_request",
      details: { reasons: expect.stringContaining("station_fault") },
    });
    const row = await person.resolve(id, { act: "release", reason: "station_fault" });
    expect(row.resolved).toMatchObject({ act: "release", amount: { minor: 5400n, currency: "MAD" } });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({
      state: "released",
      why: "given_free",
      sealed: null,
      receipt: null,
    });
    expect(
      await world.provider.payments.read({ page: session.hold?.page ?? null, intent: null }),
    ).toMatchObject({ kind: "gone", why: "released" });
    expect(await world.journal(session.id)).toEqual([]);
    expect(await world.work()).toEqual([]);
  });

  it("with a price that is sealed is a write-off with a receipt", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.confuse(session.hold?.page ?? null, "nobody_knows");
    world.provider.faults.silence("capture", "before");
    await charge(world, transactionId, 12_000);
    await world.stop(transactionId, "1012000");
    for (let n = 0; n < 60; n++) world.provider.faults.silence("capture", "before");
    world.provider.faults.confuse(session.hold?.page ?? null, null);
    await world.pass(5 * hour, 5 * minute);
    const review = await world.session(session.id);
    expect(review).toMatchObject({ state: "review", why: "capture_stuck", sealed: { total: 5400n } });
    const row = await openRow(world, session, "capture_stuck");
    await personIn(world).resolve(row.id, { act: "release" });
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({
      state: "released",
      captured: 0n,
      writtenOff: 5400n,
      receipt: "CAS-01-2026-000001",
    });
    const entries = await world.journal(session.id);
    expect(entries.map(({ kind }) => kind)).toEqual(["write_off"]);
    expect([...balances(entries).values()].reduce((a, b) => a + b, 0n)).toBe(0n);
  });
});

describe("two people and one case", () => {
  it("one wins, and the other is told how it stands", async () => {
    const { world, session } = await inReview();
    const { id } = await openRow(world, session, "meter_backwards");
    const [one, other] = [personIn(world, "one"), personIn(world, "other")];
    const answers = await Promise.allSettled([
      one.settle(id, { meterStop: "1012000" }),
      other.resolve(id, { act: "release" }),
      other.settle(id, { meterStop: "1011000" }),
    ]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "state_conflict" });
    await world.settleDown();
    expect(await actsOf(world, session.id)).toHaveLength(1);
    await expect(other.resolve(id, { act: "release" })).rejects.toMatchObject({
      code: "state_conflict",
      details: { state: "resolved", act: expect.any(String), by: expect.any(String) },
    });
  });

  it("a repeat under its key answers the same and changes nothing; another request under it is refused", async () => {
    const { world, session, person } = await inReview();
    const { id } = await openRow(world, session, "meter_backwards");
    const of = { act: "release", key: "k", reason: "station_fault" } as const;
    const first = await person.resolve(id, of);
    await world.settleDown();
    const again = await person.resolve(id, of);
    expect(again.resolved).toEqual(first.resolved);
    expect(await actsOf(world, session.id)).toHaveLength(1);
    await expect(person.resolve(id, { ...of, body: "another" })).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
  });

  it("what is none of the acts of a row is refused, and a row that never was is not found", async () => {
    const { world, session, person } = await inReview();
    const { id } = await openRow(world, session, "meter_backwards");
    for (const act of ["acknowledge", "retry", "collect", "give_up", "returned"] as const)
      await expect(person.resolve(id, { act })).rejects.toMatchObject({ code: "state_conflict" });
    await expect(person.resolve("ses_none.meter_backwards", { act: "release" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(person.resolve("~~~", { act: "release" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a session that is in review again", () => {
  it("because what was decided cannot be sealed any more is told again, with the hold kept", async () => {
    const world = await createWorld();
    const session = await reviewed(world);
    const { id } = await openRow(world, session, "meter_backwards");
    await personIn(world).settle(id, { meterStop: "1012000" });
    // The tariff's record is gone between the act and its sealing: nothing is guessed.
    const { tariff, tariffVersion } = session.pinned;
    await world.store.commit([{ delete: tariffVersionKey(world.tenant, tariff, tariffVersion) }]);
    world.ports.cache.drop(`tariff|${world.tenant}|${tariff}|${tariffVersion}`);
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({
      state: "review",
      why: "facts_missing",
      effect: null,
      hold: { stands: true },
    });
    expect(await openRow(world, session, "facts_missing")).toMatchObject({ acts: ["settle", "release"] });
  });
});

describe("a price that a person decided", () => {
  it("is corrected downwards like any other, with the decision in the new proof, and the difference goes back", async () => {
    const { world, session, person } = await inReview();
    await person.settle((await openRow(world, session, "meter_backwards")).id, { meterStop: "1012000" });
    await world.settleDown();
    await correctSession(world.ports, world.tenant, {
      session: session.id,
      key: "correct",
      body: {},
      meterStop: "1010000",
      endedAt: null,
      note: null,
      who: "amina",
    });
    await world.pass(minute);
    const [shown] = await showCorrections(world.ports, world.tenant, session.id);
    expect(shown?.correction).toMatchObject({ state: "sealed", corrected: { total: 4500n } });
    expect(JSON.stringify(shown?.proof)).toContain('"meter_stop":"1012000"');
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["capture", "refund"]);
  });
});
