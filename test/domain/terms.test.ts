/** A tariff in plain terms: nothing that can never apply, no gap that there is not, and an example that the engine made. */
import { coversEverything } from "@barq/domain/coverage";
import { hour, minute } from "@barq/domain/instant";
import { minutePrice, shownQuantity, withCoins } from "@barq/domain/shown-quantity";
import { dependsOnTime, elementsNow, exampleOf, isFreeOtherwise, termsOf } from "@barq/domain/terms";
import type { Why } from "@barq/domain/why";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { always, elementsOf, hourly, hundred, priced, when } from "./tariff-terms.ts";
import { anyTariff } from "./tariffs.ts";

const zone = "Africa/Casablanca";
/** a Tuesday, 15:40 on the wall */
const now = Date.parse("2026-11-24T15:40:00Z");
const shown = (tariff: ReturnType<typeof elementsOf>) =>
  termsOf(tariff).map(({ element, dimension, price }) => [element, dimension, price]);

describe("the terms of a tariff", () => {
  it("leave out what an element before it never lets apply, be it by hours that are the whole day", () => {
    const dead = [
      always(priced("ENERGY", 2)),
      when({ min_kwh: 5 }, priced("ENERGY", 9)),
      always(priced("ENERGY", 9), priced("FLAT", 1)),
    ];
    expect(shown(elementsOf(dead))).toEqual([
      [0, "ENERGY", "2.00"],
      [2, "FLAT", "1.00"],
    ]);
    const wholeDay = when({ start_time: "08:00", end_time: "08:00" }, priced("ENERGY", 2));
    expect(shown(elementsOf([wholeDay, always(priced("ENERGY", 9))]))).toEqual([[0, "ENERGY", "2.00"]]);
    expect(termsOf(elementsOf([...hourly, always(priced("ENERGY", 9))]))).toHaveLength(24);
  });

  it("leave out a dimension that is free whatever happens, and say a price of 0 that comes before another", () => {
    expect(termsOf(elementsOf([always(priced("FLAT", 0), priced("ENERGY", 0))]))).toEqual([]);
    const tariff = elementsOf([
      when({ max_duration: 1800 }, priced("TIME", 0)),
      always(priced("TIME", 6), priced("FLAT", 0)),
    ]);
    expect(shown(tariff)).toEqual([
      [0, "TIME", "0.00"],
      [1, "TIME", "6.00"],
    ]);
  });

  it("are not those of a reservation, which nobody makes by scanning a code", () => {
    const reserved = when({ reservation: "RESERVATION" }, priced("FLAT", 5), priced("TIME", 3));
    expect(shown(elementsOf([reserved, always(priced("ENERGY", 2))]))).toEqual([[1, "ENERGY", "2.00"]]);
  });

  it("stand in the order of the elements, with the rate of each, and none where no tax applies", () => {
    const elements = [
      when({ min_kwh: 5 }, priced("FLAT", 1), priced("ENERGY", 2.0005, { vat: 5.5 })),
      always(priced("ENERGY", 3, { vat: 0 })),
    ];
    expect(termsOf(elementsOf(elements)).map(({ dimension, price, vat }) => [dimension, price, vat])).toEqual(
      [
        ["FLAT", "1.00", "20"],
        ["ENERGY", "2.0005", "5.5"],
        ["ENERGY", "3.00", "0"],
      ],
    );
    expect(termsOf(elementsOf(elements, { tax_included: "N/A" })).map(({ vat }) => vat)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("hold a hundred elements with everything that restricts", () => {
    const terms = termsOf(elementsOf(hundred));
    expect(terms).toHaveLength(400);
    expect(terms.every(({ conditions }) => conditions.length === 7)).toBe(true);
  });
});

describe("free otherwise", () => {
  it("is said of what no element prices at some moment, and of nothing else", () => {
    const isFree = (...elements: Parameters<typeof elementsOf>[0]): boolean =>
      isFreeOtherwise(elementsOf(elements), "ENERGY");
    const upTo20 = when({ max_kwh: 20 }, priced("ENERGY", 2));
    expect(isFree(upTo20)).toBe(true);
    expect(isFree(upTo20, when({ min_kwh: 20 }, priced("ENERGY", 3)))).toBe(false);
    expect(isFree(upTo20, when({ min_kwh: 20.0001 }, priced("ENERGY", 3)))).toBe(true);
    expect(isFree(...hourly)).toBe(false);
    expect(isFree(...hourly.slice(1))).toBe(true);
    const weekend = when({ day_of_week: ["SATURDAY", "SUNDAY"] }, priced("ENERGY", 1));
    const week = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"];
    const byDay = when({ day_of_week: week, start_time: "08:00", end_time: "20:00" }, priced("ENERGY", 3));
    const byNight = when({ day_of_week: week, start_time: "20:00", end_time: "08:00" }, priced("ENERGY", 2));
    expect(isFree(weekend, byDay, byNight)).toBe(false);
    expect(isFree(weekend, byDay)).toBe(true);
    expect(isFree(weekend, byDay, byNight, upTo20)).toBe(false);
  });

  it("is said of a hundred elements that cut a session into too many pieces to try", () => {
    const { elements } = elementsOf(hundred);
    expect(coversEverything(elements.map(({ restrictions }) => restrictions))).toBe(false);
  });
});

describe("what holds now", () => {
  it("is the element whose hours it is, by the clock on the wall; else the one that stands for the rest", () => {
    const tariff = elementsOf([
      when({ start_time: "08:00", end_time: "20:00", day_of_week: ["TUESDAY"] }, priced("ENERGY", 5)),
      when({ min_kwh: 40 }, priced("ENERGY", 4)),
      always(priced("ENERGY", 3), priced("FLAT", 1)),
    ]);
    expect([...(elementsNow(tariff, "ENERGY", zone, now) ?? [])]).toEqual([0]);
    expect([...(elementsNow(tariff, "ENERGY", zone, now + 6 * hour) ?? [])]).toEqual([1, 2]);
    expect(elementsNow(tariff, "FLAT", zone, now)).toBeNull();
    expect(dependsOnTime(tariff)).toBe(true);
  });

  it("follows the law's clock: the same instant is another hour before the decree and after it", () => {
    const evening = elementsOf([when({ start_time: "18:00", end_time: "22:00" }, priced("ENERGY", 5))]);
    const at = (text: string) => elementsNow(evening, "ENERGY", zone, Date.parse(text))?.size;
    expect(at("2026-09-01T17:30:00Z")).toBe(1);
    expect(at("2026-11-06T17:30:00Z")).toBe(0);
  });
});

describe("the example", () => {
  it("is what the engine makes of it at that time of day, and says when only where that matters", () => {
    const tariff = elementsOf([
      when({ start_time: "16:00", end_time: "20:00" }, priced("ENERGY", 6)),
      always(priced("ENERGY", 3)),
    ]);
    // Twenty of the sixty minutes at 3.00, forty at 6.00.
    expect(exampleOf(tariff, zone, now)).toMatchObject({ cost: { minor: 10_000n }, at: now });
    expect(exampleOf(tariff, zone, now - 2 * hour)).toMatchObject({ cost: { minor: 6000n } });
    expect(exampleOf(elementsOf([always(priced("ENERGY", 3))]), zone, now)).toMatchObject({
      cost: { minor: 6000n },
      at: null,
    });
  });

  it("is none where the price hangs on a current, which no example has", () => {
    expect(exampleOf(elementsOf([when({ max_current: 16 }, priced("ENERGY", 3))]), zone, now)).toBeNull();
  });

  it("names its time for idle hours neither: nobody is idle in it", () => {
    const idle = { barq: { idle: { hours: { start_time: "08:00", end_time: "20:00" } } } };
    expect(exampleOf(elementsOf([always(priced("PARKING_TIME", 60))], idle), zone, now)?.at).toBeNull();
  });
});

describe("time by the minute", () => {
  it("is shown where it is a whole number of coins, and by the hour otherwise", () => {
    expect(minutePrice("60", "MAD")).toBe("1.00");
    expect(minutePrice("36.6", "MAD")).toBe("0.61");
    expect(minutePrice("0", "MAD")).toBe("0.00");
    expect(minutePrice("50", "MAD")).toBeNull();
    expect(minutePrice("0.75", "MAD")).toBeNull();
    expect(minutePrice("36.0006", "MAD")).toBeNull();
    expect(minutePrice("0.06", "TND")).toBe("0.001");
    expect(minutePrice("600", "JPY")).toBe("10");
    expect(minutePrice("90", "JPY")).toBeNull();
  });

  it("is the hourly price divided by sixty, to the last digit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (coins) => {
        expect(minutePrice(withCoins(String(coins * 60), "JPY"), "JPY")).toBe(String(coins));
      }),
    );
  });

  it("counts what was billed in minutes, and leaves everything else as it is", () => {
    const why = (billed: string): Why => ({
      kind: "component",
      dimension: "PARKING_TIME",
      measured: billed,
      billed,
      unit: "s",
      step: null,
      element: 0,
      conditions: [],
      cuts: 0,
      idle: null,
    });
    const line = { quantity: "0.1819", unit: "h", price: "60" } as const;
    expect(shownQuantity({ ...line, why: why("655") }, "MAD")).toEqual({
      quantity: "10.9167",
      unit: "min",
      price: "1.00",
    });
    expect(shownQuantity({ ...line, price: "50", why: why("655") }, "MAD")).toEqual({
      quantity: "0.1819",
      unit: "h",
      price: "50.00",
    });
    expect(
      shownQuantity({ quantity: "1", unit: "session", price: null, why: { kind: "idle_cap" } }, "MAD"),
    ).toEqual({ quantity: "1", unit: "session", price: null });
  });
});

describe("any tariff", () => {
  it("can be told, whatever it is, and its example costs what its terms say", () => {
    fc.assert(
      fc.property(anyTariff(), fc.integer({ min: 0, max: 365 * 24 * 60 }), (tariff, minutes) => {
        const at = now + minutes * minute;
        const terms = termsOf(tariff);
        expect(terms.every(({ price }) => /^\d+(\.\d+)?$/.test(price))).toBe(true);
        const example = exampleOf(tariff, "UTC", at);
        const isPriced = terms.some(({ dimension }) => dimension !== "PARKING_TIME");
        if (!isPriced) expect(example?.cost.minor).toBe(0n);
      }),
    );
  });
});
