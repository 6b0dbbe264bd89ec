/** What was tried against money that is settled, or nearly: disputes that are early or somebody else's, corrections that a person chooses. */
import { correctionsOf, correctSession } from "@barq/actions/correct-session";
import { disputesOf } from "@barq/actions/dispute-store";
import { noteDispute } from "@barq/actions/note-dispute";
import { receiveEvent } from "@barq/actions/receive-event";
import { approveRefund } from "@barq/actions/refund-approve";
import type { Instant } from "@barq/domain/instant";
import { hour, minute } from "@barq/domain/instant";
import type { ProviderNews } from "@barq/payments/port";
import { describe, expect, it } from "vitest";
import { ask, give, isChained, refundsIn, settledSession } from "./refunded.ts";
import { charge, inReview, openRow } from "./resolving.ts";
import type { World } from "./world.ts";
import { chargingSession, createWorld } from "./world.ts";

async function told(world: World, news: ProviderNews): Promise<void> {
  const { body, signature } = world.provider.sign(news);
  await receiveEvent(world.ports, body, signature);
}
async function tellAll(world: World): Promise<void> {
  for (const news of world.provider.events) await told(world, news);
  await world.settleDown();
}

/** Charges for an hour to so many Wh, and leaves. */
async function chargeTo(world: World, transactionId: number, wh: number): Promise<void> {
  await charge(world, transactionId, wh);
  await world.stop(transactionId, `${1_000_000 + wh}`);
  await world.status("Available");
  await world.pass(minute);
}

const correct = (
  world: World,
  session: string,
  of: { readonly meterStop?: string; readonly endedAt?: Instant; readonly key?: string },
) =>
  correctSession(world.ports, world.tenant, {
    session,
    key: of.key ?? "k1",
    body: {},
    meterStop: of.meterStop ?? null,
    endedAt: of.endedAt ?? null,
    note: null,
    who: "amina",
  });

describe("a dispute", () => {
  it("of what others captured is booked before the price is, and the journal is one chain all the same", async () => {
    const { world, session, person } = await inReview();
    world.provider.faults.dashboard(session.hold?.page ?? null, { capture: 5_400n });
    await tellAll(world);
    world.provider.issuer.dispute(session.hold?.page ?? null);
    await tellAll(world);
    await person.settle((await openRow(world, session, "captured_elsewhere")).id, { meterStop: "1012000" });
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 5400n });
    const journal = await world.journal(session.id);
    expect(journal.map(({ kind }) => kind)).toEqual(["dispute", "capture"]);
    expect(isChained(journal)).toBe(true);
  });

  it("of what others captured and a person gave back leaves one chain with the write-off", async () => {
    const { world, session, person } = await inReview();
    const page = session.hold?.page ?? null;
    for (let n = 0; n < 60; n++) world.provider.faults.silence("capture", "spent");
    await person.settle((await openRow(world, session, "meter_backwards")).id, { meterStop: "1012000" });
    await world.pass(5 * hour, 5 * minute);
    world.provider.faults.dashboard(page, { capture: 25_000n });
    world.provider.issuer.dispute(page);
    await tellAll(world);
    await person.resolve((await openRow(world, session, "captured_elsewhere")).id, { act: "returned" });
    await world.pass(minute);
    const journal = await world.journal(session.id);
    expect(journal.map(({ kind }) => kind)).toEqual(["dispute", "write_off"]);
    expect(isChained(journal)).toBe(true);
  });

  it("lets no correction give money back while the bank has it, nor a second person agree to a refund", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(50 * minute);
    await world.meter(transactionId, 1_045_000);
    world.advance(10 * minute);
    await world.stop(transactionId, "1050000");
    await world.status("Available");
    await world.settleDown();
    const { refund } = await ask(world, session.id, { text: "210.00" });
    await correct(world, session.id, { meterStop: "1048000", key: "early" });
    const page = (await world.session(session.id)).hold?.page ?? null;
    // The bank is heard of before the correction is taken up.
    const dispute = world.provider.issuer.dispute(page);
    await noteDispute(world.ports, await world.session(session.id), dispute, []);
    await world.pass(minute);
    expect(await correctionsOf(world.ports, world.tenant, session.id)).toMatchObject([
      { state: "refused", why: "disputed" },
    ]);
    const disputed = { code: "state_conflict", details: { disputed: true } };
    await expect(approveRefund(world.ports, world.tenant, refund.id, "bilal")).rejects.toMatchObject(
      disputed,
    );
    expect(world.provider.calls.refund).toBe(0);
  });

  it("whose labels name another session is never booked there, and is booked where its hold is", async () => {
    const world = await createWorld();
    const disputed = await settledSession(world);
    const { session: other } = await chargingSession(world, { key: "key-2", connector: 2, body: {} });
    const object = world.provider.issuer.dispute(disputed.hold?.page ?? null);
    const type = "charge.dispute.created";
    const { tenant } = world;
    const labels = { tenant, session: other.id, intent: null, at: world.now() };
    await told(world, { event: "ev_1", type, kind: "dispute", isOver: false, object, ...labels });
    await world.settleDown();
    expect(await world.journal(other.id)).toEqual([]);
    expect(await disputesOf(world.ports, tenant, other.id)).toEqual([]);
    expect((await world.journal(disputed.id)).map(({ kind }) => kind)).toEqual(["capture", "dispute"]);
  });
});

describe("a correction", () => {
  it("is sealed whatever Idempotency-Key a refund was asked for with", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(30 * minute);
    await world.meter(transactionId, 1_015_000);
    world.advance(10 * minute);
    await world.stop(transactionId, "1020000");
    await world.status("Available");
    await world.settleDown();
    await give(world, session.id, { key: `correction|${session.id}|k1`, text: "1.00" });
    await correct(world, session.id, { meterStop: "1018000" });
    await world.pass(minute);
    expect((await correctionsOf(world.ports, world.tenant, session.id)).map(({ state }) => state)).toEqual([
      "sealed",
    ]);
    expect((await refundsIn(world, session.id)).map(({ refundAmount }) => refundAmount.minor).sort()).toEqual(
      [100n, 900n],
    );
  });

  const perHour = {
    id: "HOUR",
    currency: "MAD",
    tax_included: "YES",
    elements: [{ price_components: [{ type: "TIME", price: 60, vat: 20, step_size: 1 }] }],
  } as const;

  it("to an end after which energy still flowed is refused: the meter is believed before a person is", async () => {
    const world = await createWorld({ tariff: perHour });
    const { session, transactionId } = await chargingSession(world);
    await chargeTo(world, transactionId, 6000);
    const { startedAt, captured } = await world.session(session.id);
    expect(captured).toBe(6000n);
    await correct(world, session.id, { endedAt: (startedAt ?? 0) + 10 * minute });
    await world.pass(minute);
    expect((await correctionsOf(world.ports, world.tenant, session.id)).map(({ why }) => why)).toEqual([
      "readings_disagree",
    ]);
    expect(await refundsIn(world, session.id)).toEqual([]);
  });

  it("to an end after which the register stood still is sealed", async () => {
    const world = await createWorld({ tariff: perHour });
    const { session, transactionId } = await chargingSession(world);
    for (let n = 1; n <= 12; n++) {
      world.advance(5 * minute);
      await world.meter(transactionId, 1_000_000 + Math.min(n, 6) * 500);
      await world.settleDown(1);
    }
    await world.stop(transactionId, "1003000");
    await world.status("Available");
    await world.pass(minute);
    const { startedAt } = await world.session(session.id);
    await correct(world, session.id, { endedAt: (startedAt ?? 0) + 31 * minute });
    await world.pass(minute);
    expect(await correctionsOf(world.ports, world.tenant, session.id)).toMatchObject([
      { state: "sealed", corrected: { total: 3100n } },
    ]);
  });
});
