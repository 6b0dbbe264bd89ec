/** Bad days of the driver's money: races, silence, refusals, lapses. Nothing is taken that was not metered, nothing is held that is not needed. */
import { receiveEvent } from "@barq/actions/receive-event";
import { stopSession } from "@barq/actions/stop-session";
import { minute, second } from "@barq/domain/instant";
import { enter } from "@barq/domain/session";
import { inboxKey } from "@barq/store/keys";
import { sessionChange } from "@barq/store/session-item";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, paidSession } from "./world.ts";

const truthOf = (world: World, page: string | null) => world.provider.payments.read({ page, intent: null });
const pageOf = async (world: World, id: string): Promise<string | null> =>
  (await world.session(id)).hold?.page ?? null;

describe("two drivers at one connector", () => {
  it("one charges, the other's hold goes back at once with the reason", async () => {
    const world = await createWorld();
    const one = await world.start({ key: "one" });
    const two = await world.start({ key: "two" });
    for (const { session } of [one, two]) world.provider.driver.pay(await pageOf(world, session.id));
    world.advance(11 * second);
    await world.settleDown();
    const states = await Promise.all([one, two].map(async ({ session }) => world.session(session.id)));
    expect(states.map(({ state }) => state).sort()).toEqual(["released", "starting"]);
    const loser = states.find(({ state }) => state === "released");
    expect(loser?.why).toBe("connector_taken");
    expect(await truthOf(world, loser?.hold?.page ?? null)).toMatchObject({ kind: "gone", why: "released" });
  });
});

describe("a payment page", () => {
  it("on which a card is declined stays open for another card", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    world.provider.driver.decline(await pageOf(world, session.id));
    await world.pass(minute);
    expect((await world.session(session.id)).state).toBe("pending");
    world.provider.driver.pay(await pageOf(world, session.id));
    await world.pass(2 * minute);
    expect((await world.session(session.id)).state).toBe("starting");
  });

  it("that is abandoned is ended by us, and nothing can be paid on it any more", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const page = await pageOf(world, session.id);
    await world.pass(11 * minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "failed",
      why: "hold_abandoned",
      due: null,
    });
    expect(await truthOf(world, page)).toMatchObject({ kind: "gone", why: "expired" });
    expect(() => world.provider.driver.pay(page)).toThrow();
  });

  it("whose answer was lost is found again by our labels, and opened once", async () => {
    const world = await createWorld();
    world.provider.faults.silence("open", "after");
    await expect(world.start()).rejects.toMatchObject({ code: "provider_unavailable" });
    await world.pass(minute);
    const again = await world.start();
    expect(again.paymentUrl).not.toBeNull();
    world.provider.driver.pay(again.session.hold?.page ?? null);
    await world.pass(2 * minute);
    expect((await world.session(again.session.id)).state).toBe("starting");
  });

  it("that is paid in the moment we end it is a hold, and the session goes on", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const page = await pageOf(world, session.id);
    world.advance(9 * minute + 59 * second);
    world.provider.driver.pay(page);
    await world.pass(2 * minute);
    expect((await world.session(session.id)).heldAt).not.toBeNull();
  });
});

describe("a session that is over", () => {
  it("gives back whatever is paid for it all the same, and the event stays due until it is back", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const page = await pageOf(world, session.id);
    // A bug, or a hand in the database, has ended the session while its page was open.
    const pending = await world.session(session.id);
    const failed = enter(pending, "failed", world.now(), { due: null, effect: null, why: "hold_abandoned" });
    await world.store.commit([sessionChange(pending, failed)]);
    world.provider.driver.pay(page);
    world.provider.faults.silence("release", "before");
    const { body, signature } = world.provider.news(page);
    await receiveEvent(world.ports, body, signature);
    const first = await world.sweep();
    expect(first.failed).toHaveLength(1);
    expect(await truthOf(world, page)).toMatchObject({ kind: "held" });
    world.advance(minute);
    await world.settleDown();
    expect(await truthOf(world, page)).toMatchObject({ kind: "gone", why: "released" });
    const [row] = await world.store.read([inboxKey(`evt_${page}_held`)]);
    expect(row?.due).toBeUndefined();
  });

  it("opens no page in its last minute, and hands out none that lost the race", async () => {
    const world = await createWorld();
    world.provider.faults.silence("open", "before");
    await expect(world.start()).rejects.toMatchObject({ code: "provider_unavailable" });
    world.advance(9 * minute + 30 * second);
    const { paymentUrl } = await world.start();
    expect(paymentUrl).toBeNull();
    expect(world.provider.calls.open).toBe(1);
    await world.pass(2 * minute);
    expect(
      (
        await world.session(
          world.ports.identity.sessionId({ tenant: world.tenant, qr: world.codeOf(1), key: "key-1" }),
        )
      ).state,
    ).toBe("failed");
  });
});

describe("news of the provider", () => {
  it("before our own answer, twice and three at once, moves the session once", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const page = await pageOf(world, session.id);
    world.provider.driver.pay(page);
    const { body, signature } = world.provider.news(page);
    await Promise.all([1, 2, 3].map(() => receiveEvent(world.ports, body, signature)));
    await world.settleDown();
    await world.wake(session.id);
    const held = await world.session(session.id);
    expect(held.state).toBe("starting");
    const [row] = await world.store.read([inboxKey(`evt_${page}_held`)]);
    expect(row).toMatchObject({ handled: world.now() });
    expect(row?.due).toBeUndefined();
    await receiveEvent(world.ports, body, signature);
    await world.settleDown();
    expect((await world.session(session.id)).version).toBe(held.version);
  });

  it("that is forged or old is refused, and changes nothing", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const page = await pageOf(world, session.id);
    world.provider.driver.pay(page);
    const { body, signature } = world.provider.news(page);
    const forged = body.replace(session.id, "ses_other");
    await expect(receiveEvent(world.ports, forged, signature)).rejects.toMatchObject({
      code: "signature_invalid",
    });
    await expect(receiveEvent(world.ports, body, null)).rejects.toMatchObject({ code: "signature_invalid" });
    const old = world.provider.news(page, world.now() - 10 * minute);
    await expect(receiveEvent(world.ports, old.body, old.signature)).rejects.toMatchObject({
      code: "signature_invalid",
    });
    expect((await world.session(session.id)).state).toBe("pending");
  });

  it("is never needed", async () => {
    const world = await createWorld();
    expect((await paidSession(world)).state).toBe("starting");
  });
});

describe("a hold from which no energy flows", () => {
  it("goes back when the driver declines, and when no car comes in time", async () => {
    const leave: readonly (readonly [string, (world: World, id: string) => Promise<unknown>])[] = [
      ["not_plugged", (world) => world.pass(11 * minute)],
      ["driver", (world, id) => stopSession(world.ports, world.tenant, id)],
    ];
    for (const [why, act] of leave) {
      const world = await createWorld();
      await world.status("Available");
      const paid = await paidSession(world);
      expect(paid.state).toBe("held");
      await act(world, paid.id);
      await world.settleDown();
      expect(await world.session(paid.id)).toMatchObject({ state: "released", why });
      expect(await truthOf(world, paid.hold?.page ?? null)).toMatchObject({ kind: "gone" });
    }
  });

  it("stays on record until the provider says that it is gone", async () => {
    const world = await createWorld();
    await world.status("Available");
    const paid = await paidSession(world);
    for (let n = 0; n < 4; n++) world.provider.faults.silence("release", "before");
    await world.pass(11 * minute);
    const trying = await world.session(paid.id);
    expect(trying.state === "held" || trying.state === "released").toBe(true);
    await world.pass(10 * minute);
    expect((await world.session(paid.id)).state).toBe("released");
    expect(await truthOf(world, paid.hold?.page ?? null)).toMatchObject({ kind: "gone", why: "released" });
  });
});

describe("a capture", () => {
  for (const where of ["before", "after", "spent"] as const) {
    it(`whose answer is lost (${where}) is made once, of exactly the CDR's total`, async () => {
      const world = await createWorld();
      const { session, transactionId } = await chargingSession(world);
      world.provider.faults.silence("capture", where);
      await chargeAndStop(world, transactionId, 20_000);
      await world.pass(10 * minute);
      expect(await world.session(session.id)).toMatchObject({
        state: "settled",
        captured: 9000n,
        receivable: null,
      });
      expect(await truthOf(world, session.hold?.page ?? null)).toMatchObject({
        capturedAmount: { minor: 9000n },
      });
      expect(await world.journal(session.id)).toHaveLength(1);
    });
  }

  it("of a hold that has lapsed is a receivable, never a new hold", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.lapse(session.hold?.page ?? null);
    await chargeAndStop(world, transactionId, 20_000);
    await world.pass(10 * minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 0n,
      receivable: 9000n,
    });
    expect((await world.journal(session.id))[0]?.kind).toBe("receivable");
    expect(world.provider.calls.open).toBe(1);
  });

  it("by a provider in a state nobody knows waits, and is never guessed", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.silence("capture", "before");
    world.provider.faults.confuse(session.hold?.page ?? null, "requires_something_new");
    await chargeAndStop(world, transactionId, 20_000);
    await world.pass(5 * minute);
    expect((await world.session(session.id)).state).toBe("settling");
    world.provider.faults.confuse(session.hold?.page ?? null, null);
    await world.pass(10 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 9000n });
  });

  it("below the provider's least is a release and a write-off in the ledger", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 500);
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "released",
      captured: 0n,
      writtenOff: 225n,
      receipt: "CAS-01-2026-000001",
    });
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["write_off"]);
    expect(world.provider.calls.capture).toBe(0);
  });

  it("of nothing is a release with a receipt of 0.00 and no entry", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 0);
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "released",
      captured: 0n,
      writtenOff: null,
    });
    expect(await world.journal(session.id)).toEqual([]);
  });
});
