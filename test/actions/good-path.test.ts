/** One session as it should go, through the real actions on twins. */
import { showReceipt } from "@barq/actions/sealed-session";
import { balances } from "@barq/domain/ledger";
import { describe, expect, it } from "vitest";
import { chargeAndStop, chargingSession, createWorld, free, paidSession, station } from "./world.ts";

describe("a session from the scan to the receipt", () => {
  it("captures exactly what the meter proves and gives the rest back", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    expect(session.state).toBe("charging");
    await chargeAndStop(world, transactionId, 20_000);
    const settled = await world.session(session.id);
    // 20 kWh at 4.50 with tax: 90.00, of which 15.00 is VAT.
    expect(settled).toMatchObject({
      state: "settled",
      captured: 9000n,
      receivable: null,
      receipt: "CAS-01-2026-000001",
    });
    expect(settled.sealed).toMatchObject({
      energyMwh: 20_000_000n,
      beforeTax: 7500n,
      tax: 1500n,
      total: 9000n,
    });
    expect(world.provider.calls.capture).toBe(1);
    const entries = await world.journal(session.id);
    expect(entries).toHaveLength(1);
    expect([...balances(entries).values()].reduce((a, b) => a + b, 0n)).toBe(0n);
    const receipt = await showReceipt(world.ports, world.tenant, session.id);
    expect(receipt).toMatchObject({
      number: "CAS-01-2026-000001",
      after_tax: { amount: "90.00" },
      captured: { amount: "90.00" },
      released: { amount: "160.00" },
      meter: { start_kwh: "1000.000", stop_kwh: "1020.000", energy_kwh: "20.000" },
      local: { day: "2026-11-24", offset: "+00:00" },
    });
    expect(await world.work()).toEqual([]);
  });

  it("waits for the plug after payment, and starts when it comes", async () => {
    const world = await createWorld();
    await world.status("Available");
    const paid = await paidSession(world);
    expect(paid.state).toBe("held");
    expect(world.hardware.sent).toEqual([]);
    await world.status("Preparing");
    expect((await world.session(paid.id)).state).toBe("starting");
    expect(world.hardware.sent).toMatchObject([{ station, command: { kind: "remote_start", connector: 1 } }]);
  });

  it("that is free needs no card and no provider call, and ends in a receipt of 0.00", async () => {
    const world = await createWorld({ tariff: free });
    await world.status("Available");
    const { session, paymentUrl } = await world.start();
    expect(paymentUrl).toBeNull();
    expect(session).toMatchObject({ state: "starting", hold: null });
    expect(world.hardware.sent).toEqual([]);
    await world.status("Preparing");
    expect(world.hardware.sent).toHaveLength(1);
    const transactionId = await world.begin(session.id);
    await chargeAndStop(world, transactionId, 7_000);
    expect(await world.session(session.id)).toMatchObject({
      state: "released",
      receipt: "CAS-01-2026-000001",
    });
    expect((await showReceipt(world.ports, world.tenant, session.id)).after_tax.amount).toBe("0.00");
    expect(Object.values(world.provider.calls).every((count) => count === 0)).toBe(true);
  });
});
