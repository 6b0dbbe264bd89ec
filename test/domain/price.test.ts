/** What a session costs, worked by hand: every dimension, tax inside and on top, steps, and the one rounding at the total. */
import type { Price } from "@barq/domain/price";
import { priceSession as priceThere } from "@barq/domain/price";
import type { Tariff } from "@barq/domain/tariff";
import type { Usage } from "@barq/domain/usage";
import { describe, expect, it } from "vitest";
import type { Parts } from "./tariffs.ts";
import { tariffOf } from "./tariffs.ts";
import type { Stretch } from "./usage.ts";
import { charging, parking, usageOf } from "./usage.ts";

const priceSession = (tariff: Tariff, usage: Usage): Price => priceThere(tariff, usage, "UTC");
const minors = ({ beforeTax, tax, afterTax }: Pick<Price, "beforeTax" | "tax" | "afterTax">): string =>
  `${beforeTax.minor} + ${tax.minor} = ${afterTax.minor}`;
const priceOf = (parts: Parts, ...of: readonly Stretch[]): Price =>
  priceSession(tariffOf(parts), usageOf(...of));
const billed = (price: Price): Readonly<Record<string, string>> =>
  Object.fromEntries(
    price.lines.map(({ dimension, explained }) => {
      if (explained.kind !== "component") throw new Error("no component's line");
      return [dimension, `${explained.billed / 1000n}`];
    }),
  );

describe("a price with the tax inside", () => {
  it("of energy is what stands on the post times what was delivered", () => {
    const price = priceOf({ ENERGY: { price: 2.5 } }, charging(12_345));
    expect(minors(price)).toBe("2572 + 514 = 3086");
    expect(price.lines).toMatchObject([
      {
        dimension: "ENERGY",
        quantityText: "12.345",
        unit: "kWh",
        priceText: "2.5",
        vatText: "20",
        element: 0,
      },
    ]);
    expect(price.exact).toEqual({ beforeTax: "25.71875", tax: "5.14375", afterTax: "30.8625" });
  });

  it("of 99.99 at 20 % is 83.33 and 16.66, never 83.33 and 16.67", () => {
    expect(minors(priceOf({ FLAT: { price: 99.99 } }, charging(0, 60)))).toBe("8333 + 1666 = 9999");
  });

  it("of time is by the second", () => {
    const price = priceOf({ TIME: { price: 36 } }, charging(5000, 3601));
    expect(minors(price)).toBe("3001 + 600 = 3601");
    expect(price.lines[0]).toMatchObject({ quantityText: "3601/3600", unit: "h", billedText: "3601/3600" });
  });

  it("of parking counts no second in which the vehicle asked for power", () => {
    const price = priceOf({ PARKING_TIME: { price: 60 } }, charging(5000, 3600), parking(120));
    expect(price.afterTax.minor).toBe(200n);
    expect(price.lines.map((line) => line.reason)).toEqual(["120 s parked without asking for power"]);
  });

  it("of a start is due once, however often the session changes its mind", () => {
    const usage = [charging(1000, 60), parking(60), charging(1000, 60), parking(60)];
    expect(priceOf({ FLAT: { price: 5 } }, ...usage).afterTax.minor).toBe(500n);
  });

  it("of everything together is a line for each, and the lines add up", () => {
    const price = priceOf(
      { ENERGY: { price: 2.5 }, TIME: { price: 3 }, PARKING_TIME: { price: 60 }, FLAT: { price: 1.005 } },
      charging(12_345, 3000),
      parking(655),
    );
    // 30.8625 + 2.5 + 10.91666... + 1.005 = 45.284166...
    expect(price.afterTax.minor).toBe(4528n);
    expect(price.lines.map((line) => `${line.dimension} ${line.afterTax.minor}`)).toEqual([
      "ENERGY 3086",
      "TIME 250",
      "PARKING_TIME 1092",
      "FLAT 100",
    ]);
    expect(price.exact.afterTax).toBe("54341/1200");
  });
});

describe("a price with the tax on top", () => {
  it("is rounded before tax, and the tax follows from what is printed", () => {
    const price = priceSession(
      tariffOf({ ENERGY: { price: 2.0833 } }, { taxIncluded: "NO" }),
      usageOf(charging(12_345)),
    );
    // 25.7183... is 25.72, and 20 % of 25.72 is 5.144.
    expect(minors(price)).toBe("2572 + 514 = 3086");
    expect(price.exact).toMatchObject({ beforeTax: "25.7183385" });
  });

  it("without a rate has no tax, and invents none", () => {
    const price = priceSession(
      tariffOf({ ENERGY: { price: 2 } }, { taxIncluded: "NO", vat: null }),
      usageOf(charging(1000)),
    );
    expect(price.vatText).toBeNull();
    expect(minors(price)).toBe("200 + 0 = 200");
  });

  it("of nobody's tax (N/A) has none, whatever rate is written beside it", () => {
    const price = priceSession(
      tariffOf({ ENERGY: { price: 2 } }, { taxIncluded: "N/A" }),
      usageOf(charging(1000)),
    );
    expect([price.vatText, minors(price)]).toEqual([null, "200 + 0 = 200"]);
  });

  it("at 0 % says so: that is not the same as none", () => {
    const price = priceSession(
      tariffOf({ ENERGY: { price: 2 } }, { taxIncluded: "NO", vat: 0 }),
      usageOf(charging(1000)),
    );
    expect(price.vatText).toBe("0");
  });
});

describe("rounding", () => {
  it("is done once at the total, not by line: three parts of 0.414 are 1.24", () => {
    const price = priceOf(
      { ENERGY: { price: 0.414 }, TIME: { price: 0.414 }, PARKING_TIME: { price: 0.414 } },
      charging(1000, 3600),
      parking(3600),
    );
    expect(price.afterTax.minor).toBe(124n);
    expect(price.lines.map((line) => line.afterTax.minor)).toEqual([42n, 41n, 41n]);
  });

  it("is half away from zero: 7.125 is 7.13, and 4.995 is 5.00", () => {
    expect(priceOf({ FLAT: { price: 7.125 } }, charging(0, 1)).afterTax.minor).toBe(713n);
    expect(priceOf({ FLAT: { price: 4.995 } }, charging(0, 1)).afterTax.minor).toBe(500n);
  });

  it("follows the currency: dinars have three decimals, yen none", () => {
    const usage = usageOf(charging(1234));
    const costs = ["TND", "JPY"].map((currency) =>
      priceSession(tariffOf({ ENERGY: { price: 1.5 } }, { currency }), usage),
    );
    expect(costs.map((cost) => cost.afterTax.minor)).toEqual([1851n, 2n]);
  });

  it("never gives a line a tax below zero", () => {
    // Gross 1.30 and 0.20 minor units: the gross goes to the first line, and the net may not go to the second.
    const price = priceSession(
      tariffOf({ ENERGY: { price: 0.013 }, FLAT: { price: 0.002 } }, { vat: 11 }),
      usageOf(charging(1000)),
    );
    expect(price.lines.map(minors)).toEqual(["2 + 0 = 2", "0 + 0 = 0"]);
  });
});

describe("step_size", () => {
  const steps = (step: number, energyWh: number): string =>
    billed(priceOf({ ENERGY: { price: 2, step } }, charging(energyWh))).ENERGY ?? "";

  it("of 1 Wh is a real step, of 0 none, and an exact multiple stays", () => {
    expect(steps(1, 115.2)).toBe("116");
    expect(priceOf({ ENERGY: { price: 10_000, step: 0 } }, charging(115.2)).afterTax.minor).toBe(115_200n);
    expect(steps(500, 1500)).toBe("1500");
    expect(steps(500, 1500.001)).toBe("2000");
  });

  it("is applied once to the whole session, never to its parts", () => {
    const price = priceOf({ ENERGY: { price: 2, step: 500 } }, charging(300), parking(5), charging(300));
    expect(billed(price)).toEqual({ ENERGY: "1000" });
    expect(price.lines[0]?.reason).toBe("0.600 kWh delivered, billed as 1.000 kWh by steps of 500 Wh");
  });

  it("of nothing is nothing", () => {
    expect(
      priceOf({ ENERGY: { price: 2, step: 500 }, TIME: { price: 2, step: 900 } }, charging(0)).lines,
    ).toEqual([]);
  });

  it("of time falls on the parking alone where any was priced", () => {
    const parts = { TIME: { price: 6, step: 900 }, PARKING_TIME: { price: 12, step: 600 } };
    expect(billed(priceOf(parts, charging(0, 1201), parking(1)))).toEqual({
      TIME: "1201",
      PARKING_TIME: "600",
    });
    expect(billed(priceOf(parts, charging(0, 1201)))).toEqual({ TIME: "1800" });
  });

  it("of time falls on the charging where parking has no price", () => {
    expect(billed(priceOf({ TIME: { price: 6, step: 900 } }, charging(0, 1201), parking(500)))).toEqual({
      TIME: "1800",
    });
  });

  it("of parking at 0.00 counts all the same: a price of nothing is a price", () => {
    const parts = { TIME: { price: 6, step: 900 }, PARKING_TIME: { price: 0, step: 600 } };
    expect(billed(priceOf(parts, charging(0, 1201), parking(1)))).toEqual({
      TIME: "1201",
      PARKING_TIME: "600",
    });
  });

  it("is not reached by a few hundred milliseconds", () => {
    const price = priceOf({ TIME: { price: 6, step: 900 } }, { kind: "charging", ms: 900_400 });
    expect(billed(price)).toEqual({ TIME: "900" });
  });
});

describe("a session that costs nothing", () => {
  it("has a line of zero where a component says so, and a total of zero in its currency", () => {
    const free = priceOf({ FLAT: { price: 0 } }, charging(20_000, 3600));
    expect([free.lines.map(minors), minors(free), free.currency]).toEqual([
      ["0 + 0 = 0"],
      "0 + 0 = 0",
      "MAD",
    ]);
  });

  it("without a single period owes no flat fee either", () => {
    expect(priceOf({ FLAT: { price: 5 } }).lines).toEqual([]);
  });
});
