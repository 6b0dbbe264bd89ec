/** What happened to others with holds, turned into promises: numbers that were lost, second tries, windows, environments, old prices. */
import { addHold } from "@barq/actions/add-hold";
import { confirmHold } from "@barq/actions/confirm-hold";
import { createTariff } from "@barq/actions/create-tariff";
import { furtherHoldsOf } from "@barq/actions/further-holds";
import { startingPolicy } from "@barq/actions/policy";
import { showReceipt } from "@barq/actions/sealed-session";
import { showConnector } from "@barq/actions/show-connector";
import { takeCommandOutcome } from "@barq/actions/take-outcome";
import { day, hour, minute } from "@barq/domain/instant";
import type { HoldRef } from "@barq/payments/port";
import { settingsKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { give, settledSession } from "./refunded.ts";
import { charge, openRow } from "./resolving.ts";
import { insist } from "./whole-session.ts";
import type { World } from "./world.ts";
import {
  chargeAndStop,
  chargingSession,
  createWorld,
  Lost,
  paidSession,
  perKwh,
  station,
  tenant,
} from "./world.ts";

const truthOf = (world: World, page: string | null | undefined) =>
  world.provider.payments.read({ page: page ?? null, intent: null });

/** The provider's own last instant for every hold from now on. */
function lapsesAt(world: World, captureBefore: number): void {
  const { payments } = world.ports;
  const read = async (ref: HoldRef) => {
    const truth = await payments.read(ref);
    return truth.kind === "held" ? { ...truth, captureBefore } : truth;
  };
  Object.assign(world.ports, { payments: { ...payments, read } });
}

describe("a Start whose answer is lost (failure case 1)", () => {
  it("at any call is answered with one number, which is stored before it is told, and its Stop finds the session", async () => {
    for (const where of ["before", "after"] as const) {
      for (let call = 1; call <= 10; call++) {
        const world = await createWorld();
        const paid = await paidSession(world);
        await world.status("Preparing");
        await world.settleDown();
        world.lose({ call, where });
        const transactionId = await insist(() => world.begin(paid.id));
        world.lose(null);
        expect(await world.begin(paid.id)).toBe(transactionId);
        await chargeAndStop(world, transactionId, 20_000);
        expect(await world.session(paid.id)).toMatchObject({ state: "settled", captured: 9000n });
        expect(await world.work()).toEqual([]);
      }
    }
  });
});

describe("an ended session without a CDR (failure case 1)", () => {
  it("is found by the sweeper, though whoever was to price it has died", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 20_000);
    await world.stop(transactionId, "1020000");
    await world.drain();
    expect(await world.session(session.id)).toMatchObject({ state: "ended", sealed: null });
    const { archive } = world.ports;
    Object.assign(world.ports, {
      archive: { ...archive, put: () => Promise.reject(new Lost("the process died")) },
    });
    expect((await world.sweep()).failed).toHaveLength(1);
    expect((await world.session(session.id)).captured).toBeNull();
    expect(world.provider.calls.capture).toBe(0);
    Object.assign(world.ports, { archive });
    world.advance(hour);
    await world.sweep();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 9000n });
  });
});

describe("a further hold whose card is declined (failure case 3)", () => {
  it("leaves the first one in use: charging stops where it did, and no more than it is taken", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const { hold } = await addHold(world.ports, tenant, session.id, "100.00");
    world.provider.driver.decline(hold.page);
    await confirmHold(world.ports, tenant, session.id);
    await world.pass(15 * minute);
    const after = await world.session(session.id);
    expect(after).toMatchObject({ state: "charging", further: null, stopEnergyMwh: session.stopEnergyMwh });
    expect(await furtherHoldsOf(world.ports, session)).toMatchObject([{ n: 2, state: "released" }]);
    world.advance(hour);
    const limitWh = Number((session.stopEnergyMwh ?? 0n) / 1000n) + 1;
    await world.meter(transactionId, 1_000_000 + limitWh);
    expect(await world.session(session.id)).toMatchObject({ state: "stopping", why: "energy_limit" });
    await world.stop(transactionId, `${1_000_000 + limitWh}`);
    await world.settleDown();
    const settled = await world.session(session.id);
    expect(settled).toMatchObject({ state: "settled", receivable: null });
    expect((settled.captured ?? 0n) <= (session.hold?.holdAmount.minor ?? 0n)).toBe(true);
  });
});

describe("a second try after a start that failed (failure case 4)", () => {
  it("holds nothing at the connector until the first hold is known to be back, however often the provider is silent", async () => {
    const world = await createWorld();
    const first = await paidSession(world);
    await takeCommandOutcome(
      world.ports,
      tenant,
      station,
      { session: first.id, effect: "remote_start#1", again: false },
      { kind: "rejected", why: "Rejected" },
    );
    for (let n = 0; n < 3; n++) world.provider.faults.silence("release", "before");
    await world.pass(world.ports.policy.moveMs);
    for (let n = 0; n < 40 && !(await world.isOver(first.id)); n++) {
      expect(await truthOf(world, first.hold?.page)).toMatchObject({ kind: "held" });
      await expect(world.start({ key: `again ${n}` })).rejects.toMatchObject({ code: "connector_taken" });
      await world.pass(10_000, 5_000);
    }
    expect(await world.session(first.id)).toMatchObject({ state: "released", why: "station_refused" });
    expect(world.provider.calls).toMatchObject({ open: 1 });
    expect(world.provider.calls.release).toBeGreaterThan(3);
    expect(await truthOf(world, first.hold?.page)).toMatchObject({ kind: "gone", why: "released" });
    expect((await paidSession(world, { key: "at last" })).state).toBe("starting");
    const standing = world.provider.holds().filter(({ standing }) => standing === "held");
    expect(standing).toHaveLength(1);
  });
});

describe("the end of a hold (failure case 6)", () => {
  it("is the provider's own word, warned of ahead; its lapse is a state of its own, and nothing is held anew", async () => {
    const world = await createWorld();
    const captureBefore = world.now() + 4 * day + 18 * hour + 17 * minute;
    lapsesAt(world, captureBefore);
    const { session, transactionId } = await chargingSession(world);
    expect(session.hold?.captureBefore).toBe(captureBefore);
    await charge(world, transactionId, 12_000);
    await world.stop(transactionId, "900000");
    await world.settleDown();
    const review = await world.session(session.id);
    expect(review).toMatchObject({ state: "review", due: captureBefore - startingPolicy.lapseMarginMs });
    await world.pass(captureBefore - startingPolicy.lapseMarginMs - world.now() + minute, hour);
    await openRow(world, session, "hold_lapses_soon");
    await world.pass(captureBefore - world.now(), hour);
    world.provider.faults.lapse(session.hold?.page ?? null);
    await world.pass(2 * hour, hour);
    await openRow(world, session, "hold_lapsed");
    expect(world.provider.calls).toMatchObject({ open: 1, capture: 0 });
  });

  it("that comes before the longest session does stops the energy in time, and the hold is captured", async () => {
    const world = await createWorld();
    const captureBefore = world.now() + 10 * hour;
    lapsesAt(world, captureBefore);
    const { session, transactionId } = await chargingSession(world);
    let wh = 0;
    for (let n = 0; n < 40 && (await world.session(session.id)).state === "charging"; n++) {
      await world.pass(15 * minute, 15 * minute);
      wh += 1_000;
      await world.meter(transactionId, 1_000_000 + wh);
    }
    expect(await world.session(session.id)).toMatchObject({ state: "stopping", why: "time_limit" });
    expect(world.now()).toBeLessThan(captureBefore);
    await world.stop(transactionId, `${1_000_000 + wh}`);
    await world.settleDown();
    expect(world.now()).toBeLessThan(captureBefore);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: (BigInt(wh) * 450n) / 1000n,
      receivable: null,
    });
  });
});

describe("the rest of a hold that was captured in part (failure case 9)", () => {
  it("is said to be released once the provider says that the hold is over, not when the capture is asked for", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.silence("capture", "after");
    for (let n = 0; n < 3; n++) world.provider.faults.silence("read", "before");
    await chargeAndStop(world, transactionId, 20_000);
    const waiting = await world.session(session.id);
    expect(waiting).toMatchObject({ state: "settling", hold: { stands: true, released: false } });
    await expect(showReceipt(world.ports, tenant, session.id)).rejects.toMatchObject({
      code: "receipt_not_ready",
    });
    await world.pass(10 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", hold: { released: true } });
    const receipt = await showReceipt(world.ports, tenant, session.id);
    expect(receipt).toMatchObject({ captured: { amount: "90.00" }, released: { amount: "160.00" } });
  });
});

describe("two environments that share a provider's account (failure case 11)", () => {
  it("hold, capture and give back under keys of their own, though their sessions have the same ids", async () => {
    const one = await createWorld();
    const built = await createWorld();
    const { provider } = one;
    Object.assign(built.ports, {
      environment: "preview",
      payments: provider.payments,
      refunds: provider.refunds,
    });
    const other: World = { ...built, provider };
    const first = await settledSession(one, 20_000);
    other.advance(one.now() - other.now());
    const second = await settledSession(other, 10_000);
    expect(second.id).toBe(first.id);
    expect([first.captured, second.captured]).toEqual([9000n, 4500n]);
    for (const [world, session] of [
      [one, first],
      [other, second],
    ] as const)
      expect(await give(world, session.id)).toMatchObject({ state: "given" });
    expect(
      provider.holds().map(({ labels, capturedAmount }) => [labels.environment, capturedAmount?.minor]),
    ).toEqual([
      ["test", 9000n],
      ["preview", 4500n],
    ]);
  });

  it("and a capture whose key was used with other words has a path of its own: no other key, the hold kept, a person told", async () => {
    const world = await createWorld();
    const { payments } = world.ports;
    const keys: string[] = [];
    const capture: typeof payments.capture = async ({ key }) => {
      keys.push(key);
      return { kind: "refused", code: "idempotency_error", why: "other parameters" };
    };
    Object.assign(world.ports, { payments: { ...payments, capture } });
    const { session, transactionId } = await chargingSession(world);
    await chargeAndStop(world, transactionId, 20_000);
    await world.pass(hour, 5 * minute);
    expect(keys).toEqual([`test#${session.id}#capture.1#1`]);
    expect(await world.session(session.id)).toMatchObject({ state: "review", why: "capture_key_reused" });
    await openRow(world, session, "capture_key_reused");
    expect(await truthOf(world, session.hold?.page)).toMatchObject({ kind: "held" });
  });

  it("and a repeat says the same words under the same key", async () => {
    const world = await createWorld();
    const { payments } = world.ports;
    const said = new Map<string, Set<string>>();
    const hear = <T extends { readonly key: string }>(request: T): T => {
      const words = JSON.stringify(request, (_, value: unknown) =>
        typeof value === "bigint" ? `${value}` : value,
      );
      said.set(request.key, (said.get(request.key) ?? new Set()).add(words));
      return request;
    };
    Object.assign(world.ports, {
      payments: {
        ...payments,
        open: (request: Parameters<typeof payments.open>[0]) => payments.open(hear(request)),
        capture: (request: Parameters<typeof payments.capture>[0]) => payments.capture(hear(request)),
      },
    });
    world.provider.faults.silence("open", "before");
    await expect(world.start()).rejects.toMatchObject({ code: "provider_unavailable" });
    world.advance(minute);
    const { session, transactionId } = await chargingSession(world);
    world.provider.faults.silence("capture", "before");
    await chargeAndStop(world, transactionId, 20_000);
    await world.pass(10 * minute);
    expect((await world.session(session.id)).state).toBe("settled");
    expect([...said.keys()].map((key) => key.split("#")[0])).toEqual([...said.keys()].map(() => "test"));
    expect([...said.values()].map(({ size }) => size)).toEqual([...said.keys()].map(() => 1));
    expect(world.provider.calls).toMatchObject({ open: 2, capture: 2 });
  });
});

describe("a currency of another exponent (failure case 14)", () => {
  it.each([
    ["TND", "60.000", 0.45, 9_000n, "9.000"],
    ["JPY", "3000", 20, 400n, "400"],
  ])(
    "%s is held, priced, captured and printed with its own decimals, and never a hundred times wrong",
    async (currency, policy, price, minor, text) => {
      const [element] = perKwh.elements;
      const [component] = element?.price_components ?? [];
      if (!component) throw new Error("a price per kWh has a component");
      const tariff = { ...perKwh, currency, elements: [{ price_components: [{ ...component, price }] }] };
      const world = await createWorld({ tariff });
      const key = settingsKey(tenant, "TENANT");
      const [item] = await world.store.read([key]);
      const hold = { AC: { amount: policy, currency }, DC: { amount: policy, currency } };
      const json = JSON.stringify({ ...JSON.parse(String(item?.json)), hold });
      await world.store.commit([{ put: { ...key, json } }]);
      world.ports.cache.drop(`settings|${tenant}`);
      const { session, transactionId } = await chargingSession(world);
      expect(session.hold?.holdAmount).toEqual({ minor: BigInt(policy.replace(".", "")), currency });
      await chargeAndStop(world, transactionId, 20_000);
      expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: minor });
      expect(await truthOf(world, session.hold?.page)).toMatchObject({ capturedAmount: { minor, currency } });
      expect((await showReceipt(world.ports, tenant, session.id)).captured).toEqual({
        amount: text,
        currency,
      });
    },
  );
});

describe("a price that was changed (failure case 15)", () => {
  it("is what the very next hold is computed from, and the hold before it stays what it was", async () => {
    const world = await createWorld();
    const tenKwh = { kind: "energy", kwhText: "10" } as const;
    const before = await world.start({ limit: tenKwh });
    expect(before.session.hold?.holdAmount.minor).toBe(4500n);
    const [element] = perKwh.elements;
    const dearer = (element?.price_components ?? []).map((component) => ({ ...component, price: 6 }));
    await createTariff(world.ports, tenant, { ...perKwh, elements: [{ price_components: dearer }] });
    const after = await world.start({ limit: tenKwh, key: "after", connector: 2 });
    expect(after.session).toMatchObject({
      pinned: { tariffVersion: 2 },
      hold: { holdAmount: { minor: 6000n } },
    });
    expect((await world.session(before.session.id)).hold?.holdAmount.minor).toBe(4500n);
    expect(world.provider.holds().map(({ holdAmount }) => holdAmount.minor)).toEqual([4500n, 6000n]);
    expect((await showConnector(world.ports, world.codeOf(1))).tariff.version).toBe(2);
  });
});
