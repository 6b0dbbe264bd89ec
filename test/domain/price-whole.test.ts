/** A whole price, member by member: its lines, what changed its total and why, its rates, and what cannot be known of it. */

import type { OcpiElement, OcpiTariff } from "@barq/domain/ocpi-tariff";
import type { OpenPrice } from "@barq/domain/price";
import { isKnown, priceSession, priceUsage, rateText } from "@barq/domain/price";
import type { Waiver } from "@barq/domain/waiver";
import { describe, expect, it } from "vitest";
import { always, elementsOf, priced, when } from "./tariff-terms.ts";
import type { Stretch } from "./usage.ts";
import { charging, parking, usageOf } from "./usage.ts";

const priceOf = (
  elements: readonly OcpiElement[],
  more: Partial<OcpiTariff>,
  stretches: readonly Stretch[],
  waiver: Waiver | null = null,
): OpenPrice => priceUsage(elementsOf(elements, more), usageOf(...stretches), "UTC", waiver);
const net = { tax_included: "NO" } as const;
const mad = (minor: number) => ({ minor: BigInt(minor), currency: "MAD" });
const amounts = (before: number, tax: number, after: number) => ({
  beforeTax: mad(before),
  tax: mad(tax),
  afterTax: mad(after),
});
/** "dimension vat: before + tax = after" of every line. */
const spoken = ({ lines }: OpenPrice): readonly string[] =>
  lines.map(
    ({ dimension, vatText, beforeTax, tax, afterTax }) =>
      `${dimension} ${vatText}: ${beforeTax?.minor ?? "?"} + ${tax?.minor ?? "?"} = ${afterTax?.minor ?? "?"}`,
  );
const unnamed = { vat: null };

describe("a tax that cannot be known", () => {
  const open = [always(priced("ENERGY", 2.5), priced("FLAT", 3, unnamed))];

  it("sells nothing: such a tariff should have been refused", () => {
    const tariff = elementsOf(open);
    expect(() => priceSession(tariff, usageOf(charging(1000)), "UTC")).toThrow(
      "the tax of tariff T cannot be known",
    );
    expect(priceSession(tariff, usageOf(), "UTC").afterTax.minor).toBe(0n);
  });

  it("leaves the gross, rate by rate, and is said of the whole", () => {
    const price = priceOf(open, {}, [charging(1000)]);
    expect(spoken(price)).toEqual(["ENERGY 20: 208 + 42 = 250", "FLAT null: ? + ? = 300"]);
    expect([price.beforeTax, price.tax, price.afterTax]).toEqual([null, null, mad(550)]);
    expect(price.exact).toEqual({ beforeTax: null, tax: null, afterTax: "5.5" });
    expect(price.taxes).toEqual([
      { vatText: "20", isByRate: true, ...amounts(208, 42, 250) },
      { vatText: null, isByRate: true, beforeTax: null, tax: null, afterTax: mad(300) },
    ]);
  });

  it("is one that any part of a price leaves open", () => {
    const whole = priceOf([always(priced("ENERGY", 2.5))], {}, [charging(1000)]);
    expect(isKnown(whole)).toBe(true);
    for (const part of [{ beforeTax: null }, { tax: null }, { afterTax: null }]) {
      expect(isKnown({ ...whole, ...part })).toBe(false);
      const [[line], [tax]] = [whole.lines, whole.taxes];
      if (!line || !tax) throw new Error("there is a line and a rate");
      expect(isKnown({ ...whole, lines: [line, { ...line, ...part }] })).toBe(false);
      expect(isKnown({ ...whole, taxes: [tax, { ...tax, ...part }] })).toBe(false);
    }
  });
});

describe("a price", () => {
  it("is all of its members", () => {
    const elements = [
      always(
        priced("ENERGY", 2.5),
        priced("TIME", 6, { vat: 10 }),
        priced("PARKING_TIME", 60, { step_size: 1200 }),
        priced("FLAT", 5, unnamed),
      ),
    ];
    const more = { ...net, barq: { idle: { cap: { amount: "20.00", currency: "MAD" } } } };
    const { periods, ...price } = priceOf(elements, more, [charging(10_000, 3600), parking(1800)]);
    const component = { kind: "component", stepSize: 1n, element: 0, restrictions: null, cuts: 0 } as const;
    const adjustment = {
      element: null,
      quantityText: "1",
      billedText: "1",
      unit: "session",
      priceText: null,
    };
    expect(price).toEqual({
      currency: "MAD",
      lines: [
        {
          element: 0,
          dimension: "ENERGY",
          quantityText: "10.000",
          billedText: "10.000",
          unit: "kWh",
          priceText: "2.5",
          vatText: "20",
          ...amounts(2500, 500, 3000),
          explained: { ...component, dimension: "ENERGY", measured: 10_000_000n, billed: 10_000_000n },
          reason: "10.000 kWh delivered",
        },
        {
          element: 0,
          dimension: "TIME",
          quantityText: "1",
          billedText: "1",
          unit: "h",
          priceText: "6",
          vatText: "10",
          ...amounts(600, 60, 660),
          explained: { ...component, dimension: "TIME", measured: 3_600_000n, billed: 3_600_000n },
          reason: "3600 s charging",
        },
        {
          element: 0,
          dimension: "PARKING_TIME",
          quantityText: "0.5",
          billedText: "2/3",
          unit: "h",
          priceText: "60",
          vatText: "20",
          ...amounts(4000, 800, 4800),
          explained: {
            ...component,
            dimension: "PARKING_TIME",
            measured: 1_800_000n,
            billed: 2_400_000n,
            stepSize: 1200n,
          },
          reason: "1800 s parked without asking for power, billed as 2400 s by steps of 1200 s",
        },
        {
          element: 0,
          dimension: "FLAT",
          quantityText: "1",
          billedText: "1",
          unit: "session",
          priceText: "5",
          vatText: null,
          ...amounts(500, 0, 500),
          explained: { ...component, dimension: "FLAT", measured: 1n, billed: 1n },
          reason: "once for the session",
        },
        {
          ...adjustment,
          dimension: "IDLE_CAP",
          vatText: "20",
          ...amounts(-2000, -400, -2400),
          explained: { kind: "idle_cap" },
          reason: "idle time costs no more than the tariff's cap",
        },
      ],
      taxes: [
        { vatText: "20", isByRate: true, ...amounts(4500, 900, 5400) },
        { vatText: "10", isByRate: true, ...amounts(600, 60, 660) },
        { vatText: null, isByRate: true, ...amounts(500, 0, 500) },
      ],
      ...amounts(5600, 960, 6560),
      vatText: null,
      exact: { beforeTax: "56", tax: "9.6", afterTax: "65.6" },
      limitedBy: null,
      notes: [],
    });
    expect(periods.map(({ kind, ms, energyMwh, isCut }) => [kind, ms, energyMwh, isCut])).toEqual([
      ["charging", 3_600_000, 10_000_000n, false],
      ["parking", 1_800_000, 0n, false],
    ]);
  });

  it("names the conditions that held, and how often it was cut between readings", () => {
    const elements = [when({ max_kwh: 5 }, priced("ENERGY", 1)), always(priced("ENERGY", 2))];
    const price = priceOf(elements, net, [charging(10_000, 3600)]);
    expect(price.lines.map(({ element, explained, reason }) => [element, explained, reason])).toMatchObject([
      [
        0,
        { restrictions: { maxMwh: 5_000_000n }, cuts: 0 },
        "5.000 kWh delivered; element 0 holds below 5.000 kWh",
      ],
      [
        1,
        { restrictions: null, cuts: 1 },
        "5.000 kWh delivered; cut at 1 boundary between readings, by interpolation",
      ],
    ]);
    expect(price.notes).toEqual([{ code: "period_cut", stretch: 0 }]);
  });

  it("has a rate where all of it has one, be that 0 or none", () => {
    const rate = (vat: number | null, ...others: readonly (number | null)[]) =>
      priceOf(
        [always(priced("ENERGY", 1, { vat }), ...others.map((each) => priced("FLAT", 1, { vat: each })))],
        net,
        [charging(1000)],
      ).vatText;
    expect([rate(20), rate(20, 20), rate(0), rate(null), rate(5.5), rate(20, 10)]).toEqual([
      "20",
      "20",
      "0",
      null,
      "5.5",
      null,
    ]);
    expect([0n, 200_000n, 25_000n, 1n, 1_000_000n].map(rateText)).toEqual([
      "0",
      "20",
      "2.5",
      "0.0001",
      "100",
    ]);
  });

  it("of nobody's tax is one sum, whatever rates are written beside its parts", () => {
    const parts = [always(priced("ENERGY", 1), priced("FLAT", 2, { vat: 10 }))];
    const price = priceOf(parts, { tax_included: "N/A" }, [charging(1000)]);
    expect(spoken(price)).toEqual(["ENERGY null: 100 + 0 = 100", "FLAT null: 200 + 0 = 200"]);
    expect(price.taxes).toEqual([{ vatText: null, isByRate: true, ...amounts(300, 0, 300) }]);
  });
});

describe("a limit", () => {
  const two = [always(priced("ENERGY", 1), priced("TIME", 1, { vat: 10 }))];

  it("is a line for every rate that it moves, and says which it was", () => {
    const raised = priceOf(two, { ...net, min_price: { before_taxes: 4 } }, [charging(1000, 3600)]);
    expect(spoken(raised)).toEqual([
      "ENERGY 20: 100 + 20 = 120",
      "TIME 10: 100 + 10 = 110",
      "MIN_PRICE 20: 100 + 20 = 120",
      "MIN_PRICE 10: 100 + 10 = 110",
    ]);
    expect([raised.limitedBy, raised.lines.at(-1)?.explained]).toEqual(["min_price", { kind: "min_price" }]);
    const lowered = priceOf(two, { ...net, max_price: { before_taxes: 1, after_taxes: 1.06 } }, [
      charging(1000, 3600),
    ]);
    expect(spoken(lowered).slice(2)).toEqual([
      "MAX_PRICE 20: -50 + -16 = -66",
      "MAX_PRICE 10: -50 + -8 = -58",
    ]);
    expect([lowered.limitedBy, lowered.lines.at(-1)?.reason]).toEqual([
      "max_price",
      "lowered to the tariff's highest price",
    ]);
    expect(lowered.taxes.map(({ isByRate }) => isByRate)).toEqual([false, false]);
    expect(
      priceOf(two, { ...net, min_price: { before_taxes: 2 } }, [charging(1000, 3600)]).lines,
    ).toHaveLength(2);
  });

  it("under a session that used nothing is one line at no rate where the tariff names several, and none before it begins", () => {
    const least = { ...net, min_price: { before_taxes: 4 } };
    const price = priceOf([always(priced("ENERGY", 1), priced("TIME", 1, { vat: 10 }))], least, [
      charging(0),
    ]);
    expect(spoken(price)).toEqual(["MIN_PRICE null: 400 + 0 = 400"]);
    const none = priceOf(two, least, []);
    expect([none.lines, none.limitedBy, none.afterTax]).toEqual([[], null, mad(0)]);
    expect(none.taxes).toEqual([{ vatText: "20", isByRate: true, ...amounts(0, 0, 0) }]);
  });

  it("on idle time lowers that alone, all of it in one proportion, and is none where it is not reached", () => {
    const parked = [
      when({ max_duration: 3600 }, priced("PARKING_TIME", 60)),
      always(priced("PARKING_TIME", 30), priced("FLAT", 7)),
    ];
    const capped = (amount: string, currency = "MAD") =>
      spoken(
        priceOf(parked, { ...net, currency, barq: { idle: { cap: { amount, currency } } } }, [parking(7200)]),
      );
    const whole = [
      "PARKING_TIME 20: 6000 + 1200 = 7200",
      "PARKING_TIME 20: 3000 + 600 = 3600",
      "FLAT 20: 700 + 140 = 840",
    ];
    expect(capped("90.00")).toEqual(whole);
    expect(capped("89.99")).toEqual([...whole, "IDLE_CAP 20: -1 + 0 = -1"]);
    expect(capped("0.00")).toEqual([...whole, "IDLE_CAP 20: -9000 + -1800 = -10800"]);
    expect(capped("30.000", "TND").at(-1)).toBe("IDLE_CAP 20: -60000 + -12000 = -72000");
    expect(spoken(priceOf(parked, { ...net, barq: { idle: {} } }, [parking(7200)]))).toEqual(whole);
  });
});

describe("what is given up", () => {
  const flat: Waiver = { kind: "flat", why: "station_ended" };
  const parts = [always(priced("ENERGY", 1), priced("FLAT", 2, { vat: 10 }))];

  it("is a line at its own rate, after every other", () => {
    const capped = { ...net, max_price: { before_taxes: 2 } };
    expect(spoken(priceOf(parts, capped, [charging(2000)], flat))).toEqual([
      "ENERGY 20: 200 + 40 = 240",
      "FLAT 10: 200 + 20 = 220",
      "MAX_PRICE 20: -100 + -20 = -120",
      "MAX_PRICE 10: -100 + -10 = -110",
    ]);
    const price = priceOf(parts, net, [charging(1000)], flat);
    expect(spoken(price).at(-1)).toBe("WAIVER 10: -200 + -20 = -220");
    expect(price.lines.at(-1)?.explained).toEqual({ kind: "waiver", why: "station_ended" });
    expect(price.taxes.map(({ afterTax }) => afterTax)).toEqual([mad(120), mad(0)]);
    expect(spoken(priceOf(parts, net, [charging(1000)], null))).toHaveLength(2);
  });
});
