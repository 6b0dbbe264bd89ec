/** The worst case of a hold knows every way in which a price is raised: floors with their tax, steps, and the rounding of each rate. */
import { hour, minute } from "@barq/domain/instant";
import { priceSession } from "@barq/domain/price";
import type { OcpiTariff, Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import { worstCost } from "@barq/domain/worst-cost";
import { describe, expect, it } from "vitest";
import { bodyOf } from "./tariffs.ts";
import { charging, parking, usageOf } from "./usage.ts";

const tariffOf = (body: Partial<OcpiTariff>): Tariff =>
  readTariff({ ...bodyOf({ ENERGY: { price: 0 } }), ...body });

/** After tax, in centimes, of a Wh in a minute. */
const costOf = (tariff: Tariff): bigint =>
  priceSession(tariff, usageOf(charging(1, 60)), "UTC").afterTax.minor;

describe("the worst case", () => {
  const component = (type: string, price: number, step_size = 1, vat = 20) => ({
    type,
    price,
    step_size,
    vat,
  });
  const elementsOf = (...components: readonly ReturnType<typeof component>[]): Partial<OcpiTariff> => ({
    elements: components.map((each) => ({ price_components: [each] })),
  });
  const [mwh, quarter] = [1_000_000n, 15 * minute];

  it.each<readonly [string, Partial<OcpiTariff>, bigint]>([
    ["inside prices", { min_price: { before_taxes: 10 } }, 1200n],
    ["on top of prices", { tax_included: "NO", min_price: { before_taxes: 10 } }, 1200n],
    ["with a lower floor after tax", { min_price: { before_taxes: 10, after_taxes: 11 } }, 1200n],
    ["with a higher floor after tax", { min_price: { before_taxes: 10, after_taxes: 13 } }, 1300n],
    ["that no tax applies to", { tax_included: "N/A", min_price: { before_taxes: 10 } }, 1000n],
  ])("pays a floor before tax with its tax %s", (_what, body, floor) => {
    const tariff = tariffOf(body);
    expect(costOf(tariff)).toBe(floor);
    const worst = worstCost(tariff, 1000n, minute);
    expect(worst >= floor && worst <= floor + 1n).toBe(true);
  });

  it.each<readonly [string, Partial<OcpiTariff>, bigint]>([
    ["inside prices", { max_price: { before_taxes: 10 } }, 1200n],
    ["on top of prices", { tax_included: "NO", max_price: { before_taxes: 10 } }, 1200n],
    ["where the cap after tax is lower", { max_price: { before_taxes: 10, after_taxes: 11 } }, 1100n],
  ])("is no more than a cap before tax with its tax %s", (_what, body, cap) => {
    const tariff = tariffOf({ ...bodyOf({ FLAT: { price: 50 } }), ...body });
    expect(costOf(tariff)).toBe(cap);
    const worst = worstCost(tariff, 1000n, minute);
    expect(worst >= cap && worst <= cap + 1n).toBe(true);
  });

  it("fills a step of charging even where parking has several steps", () => {
    const tariff = tariffOf({
      elements: [
        { price_components: [component("TIME", 6, 1800), component("PARKING_TIME", 1, 1)] },
        { price_components: [component("PARKING_TIME", 7, 0)], restrictions: { min_duration: 7200 } },
      ],
    });
    const usage = usageOf(charging(1, 60));
    const cost = priceSession(tariff, usage, "UTC").afterTax.minor;
    expect(cost).toBe(300n);
    expect(worstCost(tariff, 1000n, minute) >= cost).toBe(true);
  });

  it("knows that each of several rates is rounded by itself, base and tax", () => {
    const rates = [100, 60, 50];
    const tariff = tariffOf({
      tax_included: "NO",
      elements: ["ENERGY", "TIME", "FLAT"].map((type, n) => ({
        // Half a centime each, where an hour and a kWh are used.
        price_components: [{ type, price: 0.005, step_size: 1, vat: rates[n] ?? 0 }],
      })),
    });
    const cost = priceSession(tariff, usageOf(charging(1000, 3600)), "UTC").afterTax.minor;
    expect(cost).toBe(6n);
    expect(worstCost(tariff, 1_000_000n, hour) >= cost).toBe(true);
  });

  it("of idle time is its cap with the tax that comes on top of it", () => {
    const body = bodyOf({ PARKING_TIME: { price: 60 } }, { taxIncluded: "NO" });
    const tariff = tariffOf({ ...body, barq: { idle: { cap: { amount: "5.00", currency: "MAD" } } } });
    const cost = priceSession(tariff, usageOf(charging(1, 60), parking(3600)), "UTC").afterTax.minor;
    expect(cost).toBe(600n);
    const worst = worstCost(tariff, 1000n, hour + minute);
    expect(worst >= cost && worst <= cost + 1n).toBe(true);
  });

  it.each<readonly [string, Partial<OcpiTariff>, bigint, number, bigint]>([
    ["energy", elementsOf(component("ENERGY", 2.5)), 10n * mwh, 0, 2500n],
    ["energy in its step", elementsOf(component("ENERGY", 2.5, 500)), mwh + 1n, 0, 375n],
    [
      "energy in any of its steps, a whole one more",
      elementsOf(component("ENERGY", 2, 100), component("ENERGY", 1, 500), component("ENERGY", 1, 1)),
      mwh,
      0,
      300n,
    ],
    [
      "no energy, whatever its steps",
      elementsOf(component("ENERGY", 2, 1), component("ENERGY", 2, 500)),
      0n,
      0,
      0n,
    ],
    ["no time, whatever its steps", elementsOf(component("PARKING_TIME", 6, 600)), 0n, 0, 0n],
    ["a fee", elementsOf(component("FLAT", 7), component("FLAT", 9)), 0n, 0, 900n],
    ["charging in its step", elementsOf(component("TIME", 6, 600)), 0n, quarter, 200n],
    [
      "charging where parking costs nothing in several steps",
      elementsOf(component("TIME", 6), component("PARKING_TIME", 0, 60), component("PARKING_TIME", 0, 300)),
      0n,
      quarter,
      150n,
    ],
    [
      "a step of parking at the end of parking, and charging before it",
      elementsOf(component("TIME", 6), component("PARKING_TIME", 12, 600)),
      0n,
      quarter,
      450n,
    ],
    [
      "charging, and the first step of parking",
      elementsOf(component("TIME", 12), component("PARKING_TIME", 6, 600)),
      0n,
      quarter,
      400n,
    ],
    ["parking alone, to its step", elementsOf(component("PARKING_TIME", 12, 600)), 0n, quarter, 400n],
    [
      "parking without a step, and a second more",
      elementsOf(component("PARKING_TIME", 36, 0)),
      0n,
      quarter,
      901n,
    ],
    [
      "the dearest of the time, a second more, and the largest step of parking",
      elementsOf(component("TIME", 6), component("PARKING_TIME", 36, 60), component("PARKING_TIME", 36, 300)),
      0n,
      quarter,
      1201n,
    ],
    [
      "the same whichever step comes first, and where charging is dearer",
      elementsOf(
        component("TIME", 36),
        component("PARKING_TIME", 18, 300),
        component("PARKING_TIME", 18, 60),
      ),
      0n,
      quarter,
      1051n,
    ],
    [
      "charging beside idle time up to its cap",
      {
        ...elementsOf(component("TIME", 6), component("PARKING_TIME", 60, 60)),
        barq: { idle: { cap: { amount: "5.00", currency: "MAD" } } },
      },
      0n,
      quarter,
      650n,
    ],
    [
      "charging beside idle time below its cap",
      {
        ...elementsOf(component("TIME", 6), component("PARKING_TIME", 12, 60)),
        barq: { idle: { cap: { amount: "5.00", currency: "MAD" } } },
      },
      0n,
      quarter,
      450n,
    ],
    [
      "what the session is priced by, and no reservation",
      {
        elements: [
          { price_components: [component("TIME", 90)], restrictions: { reservation: "RESERVATION" } },
          { price_components: [component("TIME", 6)] },
        ],
      },
      0n,
      quarter,
      150n,
    ],
    [
      "nothing of a tax that applies to nothing",
      { ...elementsOf(component("ENERGY", 2, 1, 20), component("TIME", 4, 1, 10)), tax_included: "N/A" },
      mwh,
      quarter,
      300n,
    ],
    [
      "nothing, where everything costs nothing",
      { ...elementsOf(component("ENERGY", 0)), tax_included: "NO" },
      mwh,
      0,
      0n,
    ],
    [
      "a tax on top, and a unit that its rounding may add",
      { ...elementsOf(component("ENERGY", 2)), tax_included: "NO" },
      mwh,
      0,
      241n,
    ],
    [
      "a unit more for each further rate inside prices",
      elementsOf(component("ENERGY", 2, 1, 20), component("TIME", 4, 1, 10), component("FLAT", 1, 1, 0)),
      mwh,
      quarter,
      402n,
    ],
    [
      "a unit for each rate on top, and what is rounded of the taxes",
      {
        ...elementsOf(
          component("ENERGY", 2, 1, 100),
          component("TIME", 4, 1, 60),
          component("FLAT", 1, 1, 50),
        ),
        tax_included: "NO",
      },
      mwh,
      quarter,
      400n + 160n + 150n + 4n,
    ],
  ])("is %s", (_what, body, energyMwh, ms, worst) => {
    expect(worstCost(tariffOf(body), energyMwh, ms)).toBe(worst);
  });
});
