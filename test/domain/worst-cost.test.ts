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
    const component = (type: string, price: number, step_size: number) => ({
      type,
      price,
      step_size,
      vat: 20,
    });
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
});
