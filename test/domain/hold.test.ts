/** What is held is never less than what a session can come to: the driver is told to stop in time, whatever the tariff. */
import type { HoldPlan, HoldQuestion } from "@barq/domain/hold";
import { planHold } from "@barq/domain/hold";
import { hour } from "@barq/domain/instant";
import { priceSession } from "@barq/domain/price";
import type { Tariff } from "@barq/domain/tariff";
import { worstCost } from "@barq/domain/worst-cost";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Parts } from "./tariffs.ts";
import { anyTariff, tariffOf } from "./tariffs.ts";
import { usageOf } from "./usage.ts";

type Hold = Extract<HoldPlan, { kind: "hold" }>;

const mad = (minor: bigint) => ({ minor, currency: "MAD" });
const perKwh: Parts = { ENERGY: { price: 2.5 } };

/** 150 MAD by policy on a 22 kW connector that reports every minute, unless something else is said. */
const plan = (parts: Parts, other: Partial<HoldQuestion> = {}): HoldPlan =>
  planHold({
    tariff: tariffOf(parts),
    limit: null,
    policy: mad(15_000n),
    maxPowerW: 22_000,
    readingIntervalS: 60,
    maxSessionMs: 72 * hour,
    ...other,
  });
const amount = (minor: bigint) => ({ kind: "amount" as const, value: mad(minor) });
const energy = (energyWh: bigint) => ({ kind: "energy" as const, energyWh });

/** What can flow in a reading interval and 20 s, in mWh, rounded up. */
const overshoot = (powerW: number, intervalS: number): bigint =>
  (BigInt(powerW) * BigInt((intervalS + 20) * 1000) + 3599n) / 3600n;

function holdOf(parts: Parts, other: Partial<HoldQuestion> = {}): Hold {
  const planned = plan(parts, other);
  if (planned.kind !== "hold") throw new Error(`no hold but ${planned.kind}`);
  return planned;
}

describe("the hold", () => {
  it("is the policy's where the driver names no limit, and charging stops before it is used up", () => {
    expect(holdOf(perKwh)).toEqual({
      kind: "hold",
      holdAmount: mad(15_000n),
      // 60.001 kWh cost 150.00 rounded, 60.002 a unit more; less 22 kW for 80 s.
      stopEnergyMwh: 60_001_000n - overshoot(22_000, 60),
      stopAfterMs: null,
      readingIntervalS: 60,
    });
  });

  it("is the driver's own limit to the unit", () => {
    expect(holdOf(perKwh, { limit: amount(5000n) }).holdAmount).toEqual(mad(5000n));
  });

  it("of a limit in kWh is their price, and no more than those kWh are delivered", () => {
    const held = holdOf(perKwh, { limit: energy(20_000n) });
    expect(held.holdAmount).toEqual(mad(5000n));
    expect(held.stopEnergyMwh).toBe(20_000_000n - overshoot(22_000, 60));
  });

  it("of a limit in kWh covers the time that they take where time costs too", () => {
    const held = holdOf({ ...perKwh, TIME: { price: 6 } }, { limit: energy(22_000n) });
    // Four hours at a quarter of the power and ten minutes, at 6.00 an hour.
    expect(held.holdAmount).toEqual(mad(5500n + 2500n));
    expect(held.stopAfterMs).toBe(4 * hour + 600_000 - 80_000);
    expect(held.stopEnergyMwh).toBe(22_000_000n - overshoot(22_000, 60));
  });

  it("bounds time alone where only time costs", () => {
    const held = holdOf({ TIME: { price: 60 } });
    expect(held.stopEnergyMwh).toBeNull();
    // 150 minutes cost 150.00, and so does a third of a second more.
    expect(held.stopAfterMs).toBe(9_000_000 - 80_000);
  });

  it("bounds nothing where a flat fee is all there is", () => {
    expect(holdOf({ FLAT: { price: 20 } })).toMatchObject({ stopEnergyMwh: null, stopAfterMs: null });
  });

  it("leaves most of the energy where time costs a little beside it", () => {
    const held = holdOf({ ...perKwh, PARKING_TIME: { price: 6 } });
    expect((held.stopEnergyMwh ?? 0n) > 25_000_000n).toBe(true);
    expect((held.stopAfterMs ?? 0) > 3 * hour).toBe(true);
  });

  it("is the least that is sold where the policy is less, so that a start without a limit is never refused", () => {
    const held = holdOf(perKwh, { policy: mad(1n), maxPowerW: 400_000 });
    const refused = plan(perKwh, { limit: amount(1n), maxPowerW: 400_000 });
    expect(refused).toEqual({ kind: "limit_too_small", least: held.holdAmount });
  });

  it("of a connector that does not say its power is planned for the strongest there is", () => {
    for (const maxPowerW of [null, 0, -1]) {
      expect(holdOf(perKwh, { maxPowerW })).toEqual(holdOf(perKwh, { maxPowerW: 400_000 }));
    }
  });
});

describe("nothing is held", () => {
  it.each<readonly [string, Parts]>([
    ["a flat fee of 0.00", { FLAT: { price: 0 } }],
    ["energy at 0.00", { ENERGY: { price: 0 } }],
    [
      "time and parking at 0.00, in steps",
      { TIME: { price: 0, step: 900 }, PARKING_TIME: { price: 0, step: 900 } },
    ],
  ])("where the worst case costs nothing: %s", (_what, parts) => {
    expect(plan(parts)).toEqual({ kind: "free" });
    expect(plan(parts, { limit: amount(100n) })).toEqual({ kind: "free" });
  });
});

describe("a limit", () => {
  it("below the least is refused with the least, which is then taken; a unit less is not", () => {
    for (const parts of [perKwh, { TIME: { price: 60 } }, { ...perKwh, FLAT: { price: 20 } }]) {
      const refused = plan(parts, { limit: amount(1n) });
      if (refused.kind !== "limit_too_small") throw new Error("not refused");
      const least = refused.least.minor;
      expect(plan(parts, { limit: amount(least) }).kind).toBe("hold");
      expect(plan(parts, { limit: amount(least - 1n) })).toEqual(refused);
    }
  });

  it("lowers the reading interval before it is refused", () => {
    const intervals = [5000n, 200n, 100n, 50n].map((minor) => holdOf(perKwh, { limit: amount(minor) }));
    expect(intervals.map(({ readingIntervalS }) => readingIntervalS)).toEqual([60, 15, 10, 10]);
  });

  it("counts a flat fee once: what is left after it is what the margin is measured by", () => {
    const parts = { ...perKwh, FLAT: { price: 20 } };
    expect(plan(parts, { limit: amount(2000n) })).toMatchObject({
      kind: "limit_too_small",
      least: mad(2048n),
    });
    expect(holdOf(parts, { limit: amount(2500n) }).readingIntervalS).toBe(60);
  });

  it("in kWh below what flows before a stop is refused too", () => {
    expect(plan(perKwh, { limit: energy(100n) }).kind).toBe("limit_too_small");
    expect(holdOf(perKwh, { limit: energy(190n) }).readingIntervalS).toBe(10);
  });

  it.each([0n, -1n, -5000n])("of %d is no limit", (minor) => {
    expect(plan(perKwh, { limit: amount(minor) }).kind).toBe("limit_too_small");
  });

  it("of twenty times the policy is the most, in money or in kWh", () => {
    expect(holdOf(perKwh, { limit: amount(300_000n) }).holdAmount.minor).toBe(300_000n);
    const tooLarge = expect.objectContaining({ code: "limit_too_large" });
    expect(() => plan(perKwh, { limit: amount(300_001n) })).toThrow(tooLarge);
    expect(() => plan(perKwh, { limit: energy(999_999_000n) })).toThrow(tooLarge);
  });

  it("in another currency than the tariff's is a bug, not a price", () => {
    const limit = { kind: "amount" as const, value: { minor: 5000n, currency: "EUR" } };
    expect(() => plan(perKwh, { limit })).toThrow(/currency/);
    expect(() => plan(perKwh, { policy: { minor: 5000n, currency: "EUR" } })).toThrow(/currency/);
  });
});

describe("whatever the tariff, the power and the limit", () => {
  const anyQuestion = fc
    .record({
      tariff: anyTariff({ currencies: ["MAD", "JPY", "TND"] }),
      policyMinor: fc.bigInt({ min: 100n, max: 60_000n }),
      limit: fc.oneof(
        fc.constant(null),
        fc.bigInt({ min: 1n, max: 60_000n }),
        fc.bigInt({ min: 1n, max: 60n }).map((kwh) => ({ energyWh: kwh * 1000n })),
      ),
      maxPowerW: fc.constantFrom(3700, 7400, 22_000, 60_000, 150_000, 400_000, null),
      readingIntervalS: fc.constantFrom(5, 10, 30, 60, 300, 900),
      maxSessionMs: fc.constantFrom(2, 12, 72).map((hours) => hours * hour),
    })
    .map(({ tariff, policyMinor, limit, ...rest }): HoldQuestion => {
      const { currency } = tariff;
      return {
        ...rest,
        tariff,
        policy: { minor: policyMinor, currency },
        limit:
          limit === null
            ? null
            : typeof limit === "bigint"
              ? { kind: "amount", value: { minor: limit, currency } }
              : { kind: "energy", energyWh: limit.energyWh },
      };
    });

  const planned = (question: HoldQuestion): HoldPlan | undefined => {
    try {
      return planHold(question);
    } catch {
      // Too large a limit: nothing is sold.
      return undefined;
    }
  };

  it("no session that stops within a reading and 20 s of its limits costs more than its hold", () => {
    const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(anyQuestion, share, share, (question, energyShare, parkedShare) => {
        const plan = planned(question);
        if (plan?.kind !== "hold") return;
        const powerW = question.maxPowerW ?? 400_000;
        const lateMs = (plan.readingIntervalS + 20) * 1000;
        const ms = (plan.stopAfterMs ?? question.maxSessionMs) + lateMs;
        const most =
          plan.stopEnergyMwh === null
            ? (BigInt(powerW) * BigInt(ms)) / 3600n
            : plan.stopEnergyMwh + (BigInt(powerW) * BigInt(lateMs)) / 3600n;
        const energyMwh = (most * BigInt(Math.round(energyShare * 10 ** 6))) / 10n ** 6n;
        const parkedMs = Math.round(ms * parkedShare);
        const usages = [
          [parkedMs, ms - parkedMs],
          // The dearest mixtures of all: a second of the one beside the rest of the other.
          [1000, ms - 1000],
          [ms - 1000, 1000],
        ];
        for (const [parked = 0, driven = 0] of usages) {
          const cost = priceSession(
            question.tariff,
            usageOf({ kind: "charging", ms: driven, energyMwh }, { kind: "parking", ms: parked }),
            "UTC",
          );
          expect(cost.afterTax.minor <= plan.holdAmount.minor).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("what is sold can be charged: both limits lie ahead of the start", () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const plan = planned(question);
        if (plan?.kind !== "hold") return;
        expect(plan.holdAmount.minor > 0n).toBe(true);
        expect(plan.stopEnergyMwh === null || plan.stopEnergyMwh > 0n).toBe(true);
        expect(plan.stopAfterMs === null || plan.stopAfterMs > 0).toBe(true);
        expect(plan.readingIntervalS).toBeLessThanOrEqual(question.readingIntervalS);
      }),
    );
  });

  it("the least that is named is sold, and a unit less is not", () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const asked = { ...question, policy: { ...question.policy, minor: 10n ** 9n } };
        const value = (minor: bigint) => ({ kind: "amount" as const, value: { ...question.policy, minor } });
        const refused = planned({ ...asked, limit: value(0n) });
        if (refused?.kind !== "limit_too_small") return;
        const { minor } = refused.least;
        expect(planned({ ...asked, limit: value(minor) })?.kind).toBe("hold");
        expect(planned({ ...asked, limit: value(minor - 1n) })).toEqual(refused);
      }),
    );
  });

  it("the worst case is the worst: nothing inside it costs more, and it never falls as it grows", () => {
    const inside = fc.integer({ min: 0, max: 3 * hour });
    const any = fc.tuple(anyTariff(), inside, inside, fc.bigInt({ min: 0n, max: 10n ** 8n }));
    const costOf = (tariff: Tariff, charged: number, parked: number, energyMwh: bigint): bigint =>
      priceSession(
        tariff,
        usageOf({ kind: "parking", ms: parked }, { kind: "charging", ms: charged, energyMwh }),
        "UTC",
      ).afterTax.minor;
    fc.assert(
      fc.property(any, ([tariff, charged, parked, energyMwh]) => {
        const worst = worstCost(tariff, energyMwh, charged + parked);
        expect(costOf(tariff, charged, parked, energyMwh) <= worst).toBe(true);
        expect(worst <= worstCost(tariff, energyMwh + 1000n, charged + parked)).toBe(true);
        expect(worst <= worstCost(tariff, energyMwh, charged + parked + 700)).toBe(true);
      }),
    );
  });
});
