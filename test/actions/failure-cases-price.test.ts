/** What happened to others with prices, fees and trust, turned into promises: one figure everywhere, no wallet, fees as they were, no eager stop. */
import { judgeProof } from "@barq/actions/judge-proof";
import { reconcile } from "@barq/actions/reconcile";
import { showCdr, showProof, showReceipt } from "@barq/actions/sealed-session";
import { showSession } from "@barq/actions/show-session";
import { hour, minute } from "@barq/domain/instant";
import { startingAccounts } from "@barq/domain/ledger";
import { amountOf } from "@barq/domain/money";
import type { OcpiTariff } from "@barq/domain/tariff";
import { previewBody } from "@barq/functions/api/bodies/preview";
import { previewPrice } from "@barq/functions/api/preview-price";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { settledSession } from "./refunded.ts";
import { charge } from "./resolving.ts";
import { chargeAndStop, chargingSession, createWorld, paidSession, tenant } from "./world.ts";

describe("one figure (failure case 38)", () => {
  const byEverything: OcpiTariff = {
    id: "ALL",
    currency: "MAD",
    tax_included: "NO",
    elements: [
      {
        price_components: [
          { type: "ENERGY", price: 3.33, vat: 20, step_size: 1 },
          { type: "TIME", price: 7.77, vat: 10, step_size: 1 },
          { type: "FLAT", price: 1.11, vat: 20, step_size: 1 },
        ],
      },
    ],
  };

  it("is what the live view shows, the CDR says, the preview of that CDR makes, and whoever computes the proof again gets", async () => {
    const world = await createWorld({ tariff: byEverything });
    const { session, transactionId } = await chargingSession(world);
    await world.status("Charging");
    for (const wh of [3_333, 7_777, 11_111]) {
      world.advance(11 * minute);
      await showSession(world.ports, tenant, session.id);
      await world.meter(transactionId, 1_000_000 + wh);
      await world.settleDown(1);
    }
    const live = (await showSession(world.ports, tenant, session.id))?.cost;
    await world.stop(transactionId, "1011111");
    await world.settleDown();
    const settled = await world.session(session.id);
    expect(settled.state).toBe("settled");
    const total = { minor: settled.captured ?? 0n, currency: "MAD" };
    expect(live).toEqual(total);
    const { amount } = amountOf(total);
    const document = await showProof(world.ports, tenant, session.id);
    expect(await judgeProof(document, world.published)).toMatchObject({
      kind: "good",
      priceAfterTax: amount,
    });
    const cdr = await showCdr(world.ports, tenant, session.id, "2.3.0");
    const body = v.parse(previewBody, { tariff: byEverything, cdr, time_zone: "Africa/Casablanca" });
    const { cdr: priced } = previewPrice(body);
    expect(priced).toMatchObject({ total_cost: JSON.parse(JSON.stringify(cdr)).total_cost });
    expect((await showReceipt(world.ports, tenant, session.id)).after_tax.amount).toBe(amount);
  });
});

describe("a provider's fee (failure case 45)", () => {
  it("is the one of its balance, never an estimate of ours: nothing is said or booked of it before that is read", async () => {
    const world = await createWorld();
    const session = await settledSession(world);
    const entries = await world.journal(session.id);
    const { clearing, revenue, vat } = startingAccounts;
    const accounts = entries.flatMap(({ postings }) => postings.flatMap(({ from, to }) => [from, to]));
    expect(new Set(accounts)).toEqual(new Set([revenue, vat, clearing]));
    expect(JSON.stringify(await showReceipt(world.ports, tenant, session.id))).not.toMatch(/fee/i);
    const today = { from: "2026-11-24", to: "2026-11-24" };
    const { movements } = await reconcile(world.ports, tenant, today);
    let [fee, net] = [0n, 0n];
    const period = { from: world.now() - 2 * hour, to: world.now() + hour };
    for await (const row of world.provider.books.list("movements", period)) {
      if (row.kind !== "movement" || row.type !== "charge") continue;
      fee += row.fee.minor;
      net += row.net.minor;
    }
    expect(fee > 0n).toBe(true);
    const [charged] = movements.filter(({ type }) => type === "charge");
    const currency = charged?.currency ?? "none";
    expect([charged?.count, charged?.fee, charged?.net]).toEqual([
      1,
      amountOf({ minor: fee, currency }).amount,
      amountOf({ minor: net, currency }).amount,
    ]);
  });
});

describe("money of a session (failure case 48)", () => {
  it("pays that session at its location and no other: there is no wallet, and what is left goes back to the card", async () => {
    const world = await createWorld();
    const one = await settledSession(world, 20_000);
    const idle = await paidSession(world, { key: "two", connector: 2 });
    const charging = await chargingSession(world, { key: "three" });
    await chargeAndStop(world, charging.transactionId, 10_000);
    await world.pass(20 * minute, minute);
    const all = await Promise.all([one.id, idle.id, charging.session.id].map((id) => world.session(id)));
    expect(all.map(({ state, captured }) => [state, captured])).toEqual([
      ["settled", 9000n],
      ["released", null],
      ["settled", 4500n],
    ]);
    // A payment each, captured for its own CDR; none stands, and nothing of one was kept for another.
    const holds = world.provider.holds();
    expect(
      holds.map(({ labels, standing, capturedAmount }) => [
        labels.session,
        standing,
        capturedAmount?.minor ?? null,
      ]),
    ).toEqual([
      [one.id, "captured", 9000n],
      [idle.id, "released", null],
      [charging.session.id, "captured", 4500n],
    ]);
    for (const session of all.filter(({ state }) => state === "settled")) {
      const entries = await world.journal(session.id);
      expect(entries.map((entry) => [entry.session, entry.kind])).toEqual([[session.id, "capture"]]);
      expect(session).toMatchObject({
        pinned: { location: "CAS-01" },
        receipt: expect.stringMatching(/^CAS-01-/),
      });
    }
  });
});

describe("a vehicle that stands still (failure case 52)", () => {
  it("after it took energy is never stopped for that, however long: only its hold, its time or its driver end the session", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 2_000);
    await world.status("SuspendedEV");
    for (let n = 0; n < 48; n++) {
      await world.pass(30 * minute, 30 * minute);
      await world.meter(transactionId, 1_002_000);
      await world.settleDown(1);
    }
    expect(await world.session(session.id)).toMatchObject({ state: "charging", why: null });
    expect(world.hardware.sent.map(({ command }) => command.kind)).not.toContain("remote_stop");
    expect(await world.work()).toEqual([]);
  });
});
