/** The edges of a hold: exactly enough, exactly too little, and nothing that is not asked for. */
import type { HoldPlan, HoldQuestion } from "@barq/domain/hold";
import { planHold } from "@barq/domain/hold";
import { hour } from "@barq/domain/instant";
import { describe, expect, it } from "vitest";
import type { Parts } from "./tariffs.ts";
import { tariffOf } from "./tariffs.ts";

const mad = (minor: bigint) => ({ minor, currency: "MAD" });
const amount = (minor: bigint) => ({ kind: "amount" as const, value: mad(minor) });
const energy = (energyWh: bigint) => ({ kind: "energy" as const, energyWh });
const perKwh: Parts = { ENERGY: { price: 2.5 } };

const plan = (parts: Parts, other: Partial<HoldQuestion> = {}): HoldPlan =>
  planHold({
    tariff: tariffOf(parts),
    limit: null,
    policy: mad(15_000n),
    maxPowerW: 22_000,
    readingIntervalS: 60,
    maxSessionMs: 2 * hour,
    ...other,
  });

describe("a hold", () => {
  it("bounds the time where it covers the longest session and not the readings after it", () => {
    // Two hours cost 120.00, and 80 s more 121.33.
    const parts = { TIME: { price: 60 } };
    expect(plan(parts, { policy: mad(12_100n) })).toMatchObject({ stopAfterMs: 7_260_000 - 80_000 });
    expect(plan(parts, { policy: mad(12_133n) })).toMatchObject({ stopAfterMs: null, stopEnergyMwh: null });
  });

  it("bounds nothing where it covers all that can be", () => {
    expect(plan({ TIME: { price: 1 }, ENERGY: { price: 0.1 } })).toMatchObject({
      stopAfterMs: null,
      stopEnergyMwh: null,
    });
  });

  it("names the least of a limit in kWh by the Wh that are sold, rounded up", () => {
    // 22 kW for 31 s are 189.445 Wh; 190 Wh cost 0.475.
    const exact = { ENERGY: { price: 2.5, step: 0 } };
    expect(plan(exact, { limit: energy(1n) })).toEqual({ kind: "limit_too_small", least: mad(48n) });
    expect(plan(exact, { limit: amount(1n) })).toEqual({ kind: "limit_too_small", least: mad(47n) });
  });

  it("is sold for exactly the energy that flows before a stop, and for no Wh less", () => {
    // 36 kW for 31 s are 310 Wh.
    expect(plan(perKwh, { limit: energy(310n), maxPowerW: 36_000 }).kind).toBe("hold");
    expect(plan(perKwh, { limit: energy(309n), maxPowerW: 36_000 }).kind).toBe("limit_too_small");
  });

  it("is never of nothing where something costs something", () => {
    const cheap = { ENERGY: { price: 0.001 } };
    expect(plan(cheap, { limit: amount(0n) })).toEqual({ kind: "limit_too_small", least: mad(1n) });
    expect(plan(cheap, { policy: mad(0n), maxSessionMs: 72 * hour })).toMatchObject({ holdAmount: mad(1n) });
  });

  it("says that too large a limit is not held", () => {
    expect(() => plan(perKwh, { limit: amount(300_001n) })).toThrow("So much is not held for one session.");
  });
});

describe("the reading interval", () => {
  const intervalOf = (parts: Parts, other: Partial<HoldQuestion>): number | null => {
    const planned = plan(parts, other);
    return planned.kind === "hold" ? planned.readingIntervalS : null;
  };

  it("is lowered where what flows between two readings is more than a third of what a fee leaves", () => {
    const parts = { ...perKwh, FLAT: { price: 20 } };
    // In 80 s 1.22 flow, which is a third of 3.66.
    expect(intervalOf(parts, { limit: amount(2365n) })).toBe(30);
    expect(intervalOf(parts, { limit: amount(2366n) })).toBe(60);
  });

  it("is lowered where it is more than a third of a limit in kWh, though energy costs nothing", () => {
    const byTime = { TIME: { price: 6 } };
    expect(intervalOf(byTime, { limit: energy(1000n) })).toBe(30);
    // 36 kW for 80 s are 800 Wh, a third of 2.4 kWh.
    expect(intervalOf(byTime, { limit: energy(2400n), maxPowerW: 36_000 })).toBe(60);
    expect(intervalOf(byTime, { limit: energy(2399n), maxPowerW: 36_000 })).toBe(30);
  });
});
