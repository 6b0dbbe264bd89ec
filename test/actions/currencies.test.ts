/** Money in currencies with none or three decimals: what a card cannot pay is neither asked of it nor stuck for ever. */
import { addHold } from "@barq/actions/add-hold";
import { confirmHold } from "@barq/actions/confirm-hold";
import { correctSession } from "@barq/actions/correct-session";
import { approveRefund } from "@barq/actions/refund-approve";
import { showConnector } from "@barq/actions/show-connector";
import { hour, minute } from "@barq/domain/instant";
import { balances, startingAccounts } from "@barq/domain/ledger";
import { amountText } from "@barq/domain/money";
import { bankGateway, cardProvider, saleOnly } from "@barq/payments/memory-abilities";
import type { PaymentCapabilities } from "@barq/payments/port";
import { settingsKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { ask, give, refundOf, refundsIn } from "./refunded.ts";
import { charge } from "./resolving.ts";
import type { World } from "./world.ts";
import { chargingSession, createWorld, tenant } from "./world.ts";

/** An operator whose prices and holds are in another currency. */
async function worldIn(
  currency: string,
  price: number,
  hold: string,
  abilities: PaymentCapabilities = cardProvider,
): Promise<World> {
  const world = await createWorld({
    abilities,
    tariff: {
      id: "KWH",
      currency,
      tax_included: "YES",
      elements: [{ price_components: [{ type: "ENERGY", price, vat: 19, step_size: 1 }] }],
    },
  });
  const amount = { amount: hold, currency };
  const settings = {
    operator: "Barq",
    supportPhone: "+216 70 00 00 00",
    legalEntity: { id: "E1", name: "Barq", lines: [] },
    hold: { AC: amount, DC: amount },
    country: "TN",
    party: "BRQ",
  };
  await world.store.commit([{ put: { ...settingsKey(tenant, "TENANT"), json: JSON.stringify(settings) } }]);
  world.ports.cache.drop(`settings|${tenant}`);
  return world;
}

async function chargeTo(world: World, transactionId: number, wh: number): Promise<void> {
  await charge(world, transactionId, wh);
  await world.stop(transactionId, `${1_000_000 + wh}`);
  await world.status("Available");
  await world.pass(minute);
}

describe("a currency with three decimals", () => {
  it("is held in what a card can pay, and shown as it is held", async () => {
    const world = await worldIn("TND", 0.457, "60.005");
    expect((await showConnector(world.ports, world.codeOf(1))).hold?.minor).toBe(60_010n);
    expect((await world.start()).session.hold?.holdAmount.minor).toBe(60_010n);
    const of = {
      key: "key-2",
      connector: 2,
      body: {},
      limit: { kind: "energy", kwhText: "21.001" },
    } as const;
    const { session } = await world.start(of);
    // 21.001 kWh at 0.457 are 9.597457.
    expect(session.hold?.holdAmount.minor).toBe(9_600n);
  });

  it("is never held above the driver's own limit, and a limit that is told as the least is one that is taken", async () => {
    const world = await worldIn("TND", 0.457, "60.000");
    const start = (key: string, text: string, connector = 1) =>
      world.start({ key, connector, body: { text }, limit: { kind: "amount", text } });
    expect((await start("a", "10.009")).session.hold?.holdAmount.minor).toBe(10_000n);
    const refusal = await start("b", "0.001", 2).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "limit_too_small", details: { least: { currency: "TND" } } });
    const least = Number(Object(refusal).details.least.minor);
    expect(least % 10).toBe(0);
    const text = amountText({ minor: BigInt(least), currency: "TND" });
    expect((await start("c", text, 2)).session.hold?.holdAmount.minor).toBe(BigInt(least));
  });

  it("is captured to the last coin that a card can pay, and what is less than that is given up", async () => {
    const world = await worldIn("TND", 0.457, "60.000");
    const { session, transactionId } = await chargingSession(world);
    await chargeTo(world, transactionId, 12_001);
    // 12.001 kWh at 0.457 are 5.484457.
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      sealed: { total: 5_484n },
      captured: 5_480n,
      writtenOff: 4n,
      receivable: null,
    });
    expect([...balances(await world.journal(session.id)).values()].reduce((a, b) => a + b, 0n)).toBe(0n);
    expect(await world.work()).toEqual([]);
  });

  it("is captured so of several holds, too", async () => {
    const world = await worldIn("TND", 0.457, "60.000");
    const of = { limit: { kind: "amount", text: "4.000" } } as const;
    const { session, transactionId } = await chargingSession(world, of);
    const { hold } = await addHold(world.ports, tenant, session.id, "4.009");
    expect(hold.holdAmount.minor).toBe(4_000n);
    world.provider.driver.pay(hold.page);
    await confirmHold(world.ports, tenant, session.id);
    await chargeTo(world, transactionId, 14_001);
    // 6.398457
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 6_390n,
      writtenOff: 8n,
    });
  });
});

describe("a refund in a currency with three decimals", () => {
  it("of what no card can be given is refused at once, and all that was captured can be given back", async () => {
    const world = await worldIn("TND", 0.457, "60.000");
    const { session, transactionId } = await chargingSession(world);
    await chargeTo(world, transactionId, 12_001);
    await expect(ask(world, session.id, { text: "1.005" })).rejects.toMatchObject({ code: "amount_invalid" });
    const refund = await give(world, session.id, { key: "all" });
    expect([refund.state, refund.refundAmount.minor]).toEqual(["asked", 5_480n]);
    await approveRefund(world.ports, tenant, refund.id, "bilal");
    await world.settleDown();
    expect(await refundOf(world, refund)).toMatchObject({ state: "given" });
    expect(balances(await world.journal(session.id)).get(`${startingAccounts.clearing} TND`)).toBe(0n);
  });

  it("of a correction leaves with us what a card can pay of the new price", async () => {
    const world = await worldIn("TND", 0.457, "60.000");
    const { session, transactionId } = await chargingSession(world);
    world.advance(hour);
    await world.meter(transactionId, 1_010_000);
    await world.stop(transactionId, "1012001");
    await world.status("Available");
    await world.pass(minute);
    const asked = { session: session.id, key: "k", body: {}, endedAt: null, note: null, who: "amina" };
    await correctSession(world.ports, tenant, { ...asked, meterStop: "1011000" });
    await world.pass(minute);
    // 11 kWh at 0.457 are 5.027, of 5.484 before.
    expect((await refundsIn(world, session.id)).map(({ refundAmount }) => refundAmount.minor)).toEqual([
      460n,
    ]);
  });
});

describe.each([bankGateway, saleOnly])("at a provider whose ability to hold is $hold", (abilities) => {
  it("what goes back of three decimals is what a card can be given", async () => {
    const world = await worldIn("TND", 0.457, "60.000", abilities);
    const { session, transactionId } = await chargingSession(world);
    await chargeTo(world, transactionId, 12_001);
    await world.pass(15 * minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 5_480n,
      writtenOff: 4n,
      returned: 54_520n,
    });
    expect((await refundsIn(world, session.id)).map(({ state }) => state)).toEqual(["given"]);
    expect(balances(await world.journal(session.id)).get(`${startingAccounts.deposits} TND`)).toBe(0n);
    expect(balances(await world.journal(session.id)).get(`${startingAccounts.clearing} TND`)).toBe(5_480n);
  });
});

describe("a currency without decimals", () => {
  it("is held and captured in whole units", async () => {
    const world = await worldIn("JPY", 50, "5000");
    const { session, transactionId } = await chargingSession(world);
    await chargeTo(world, transactionId, 12_010);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      hold: { holdAmount: { minor: 5_000n, currency: "JPY" } },
      captured: 601n,
    });
  });
});
