/** Whoever writes a tariff is told of everything that is wrong with it at once: each member by its path, and what was expected. */
import { Fault } from "@barq/domain/fault";
import type { OcpiTariff } from "@barq/domain/tariff";
import { mostElements, readTariff } from "@barq/domain/tariff";
import { describe, expect, it } from "vitest";

const component = { type: "ENERGY", price: 2.5, vat: 20, step_size: 1 };
const good: OcpiTariff = {
  id: "T1",
  currency: "MAD",
  tax_included: "YES",
  elements: [{ price_components: [component] }],
};

function faultOf(body: OcpiTariff): Fault {
  try {
    readTariff(body);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error("it was not refused");
}
const problemsOf = (body: OcpiTariff): unknown => faultOf(body).details.errors;
const number = (most: number): string => `a number from 0 to ${most} with at most four decimals`;
const whole = (most: number): string => `a whole number from 0 to ${most}`;

describe("the problems of a tariff", () => {
  it("are told of every member of its elements", () => {
    const body: OcpiTariff = {
      ...good,
      elements: [
        { price_components: [component] },
        {
          price_components: [
            { type: "POWER", price: -1, vat: 101, step_size: 0.5 },
            { ...component, price: 1_000_000.01, vat: 0.00001, step_size: 10_000_001 },
            { ...component, price: 1_000_000, vat: 100, step_size: 10_000_000 },
          ],
          restrictions: {
            start_time: "24:00",
            end_time: "9:00",
            start_date: "2026-02-30",
            end_date: "tomorrow",
            min_kwh: -1,
            max_kwh: 10_000_000.1,
            min_power: 0.00001,
            max_power: -0.1,
            min_current: Number.NaN,
            max_current: Infinity,
            min_duration: -1,
            max_duration: 100_000_001,
            day_of_week: ["MONDAY", "FRYDAY", "monday"],
            reservation: "MAYBE",
          },
        },
        { price_components: [] },
        {
          price_components: [{ ...component, type: "TIME" }, component],
          restrictions: { reservation: "RESERVATION" },
        },
      ],
    };
    expect(problemsOf(body)).toEqual([
      {
        path: "elements.1.price_components.0.type",
        expected: "ENERGY, TIME, PARKING_TIME, FLAT",
      },
      { path: "elements.1.price_components.0.price", expected: number(1_000_000) },
      { path: "elements.1.price_components.0.vat", expected: number(100) },
      { path: "elements.1.price_components.0.step_size", expected: whole(10_000_000) },
      { path: "elements.1.price_components.1.price", expected: number(1_000_000) },
      { path: "elements.1.price_components.1.vat", expected: number(100) },
      { path: "elements.1.price_components.1.step_size", expected: whole(10_000_000) },
      {
        path: "elements.1.price_components.2.type",
        expected: "one component of a dimension in an element",
      },
      { path: "elements.1.restrictions.start_time", expected: 'a local time from "00:00" to "23:59"' },
      { path: "elements.1.restrictions.end_time", expected: 'a local time from "00:00" to "23:59"' },
      { path: "elements.1.restrictions.start_date", expected: "a date such as 2026-09-20" },
      { path: "elements.1.restrictions.end_date", expected: "a date such as 2026-09-20" },
      { path: "elements.1.restrictions.day_of_week.1", expected: "a day such as MONDAY" },
      { path: "elements.1.restrictions.day_of_week.2", expected: "a day such as MONDAY" },
      { path: "elements.1.restrictions.min_kwh", expected: number(10_000_000) },
      { path: "elements.1.restrictions.max_kwh", expected: number(10_000_000) },
      { path: "elements.1.restrictions.min_power", expected: number(10_000_000) },
      { path: "elements.1.restrictions.max_power", expected: number(10_000_000) },
      { path: "elements.1.restrictions.min_current", expected: number(10_000_000) },
      { path: "elements.1.restrictions.max_current", expected: number(10_000_000) },
      { path: "elements.1.restrictions.min_duration", expected: whole(100_000_000) },
      { path: "elements.1.restrictions.max_duration", expected: whole(100_000_000) },
      { path: "elements.1.restrictions.reservation", expected: "RESERVATION or RESERVATION_EXPIRES" },
      { path: "elements.2.price_components", expected: "at least one price component" },
      { path: "elements.3.price_components", expected: "TIME and FLAT alone under a reservation" },
    ]);
  });

  it("are told of its limits, its idle terms and its dates", () => {
    const body: OcpiTariff = {
      ...good,
      min_price: { before_taxes: 5, after_taxes: 4 },
      max_price: { after_taxes: 100_000_000.01 },
      start_date_time: "soon",
      end_date_time: "2026-02-30T00:00:00Z",
      barq: {
        idle: {
          grace_s: -1,
          hours: [
            { start_time: "07:00", end_time: "23:00" },
            { start_time: "7", end_time: "25:00" },
          ],
          threshold_w: 0.5,
          cap: { amount: "80.00", currency: "EUR" },
        },
      },
    };
    expect(problemsOf(body)).toEqual([
      { path: "min_price", expected: "a bound after tax that is not below the one before tax" },
      { path: "max_price.after_taxes", expected: number(100_000_000) },
      { path: "max_price", expected: "before_taxes (excl_vat in OCPI 2.2.1)" },
      { path: "barq.idle.hours.1.start_time", expected: 'a local time from "00:00" to "23:59"' },
      { path: "barq.idle.hours.1.end_time", expected: 'a local time from "00:00" to "23:59"' },
      { path: "barq.idle.grace_s", expected: whole(10_000_000) },
      { path: "barq.idle.threshold_w", expected: whole(10_000_000) },
      { path: "barq.idle.cap.currency", expected: "MAD, the tariff's currency" },
      { path: "start_date_time", expected: "a date and time such as 2026-11-24T00:00:00Z" },
      { path: "end_date_time", expected: "a date and time such as 2026-11-24T00:00:00Z" },
      { path: "min_price", expected: "at most max_price" },
    ]);
  });

  it.each<readonly [string, Partial<OcpiTariff>, string, string]>([
    [
      "a floor above its cap",
      { min_price: { before_taxes: 3 }, max_price: { before_taxes: 2 } },
      "min_price",
      "at most max_price",
    ],
    [
      "a floor above its cap after tax",
      { min_price: { before_taxes: 1, after_taxes: 5 }, max_price: { before_taxes: 2, after_taxes: 4 } },
      "min_price",
      "at most max_price",
    ],
    [
      "a floor of 2.2.1 that is no number",
      { min_price: { excl_vat: -1 } },
      "min_price.excl_vat",
      number(100_000_000),
    ],
    [
      "a cap of 2.2.1 with another after tax",
      { max_price: { excl_vat: 0, incl_vat: 0.00001 } },
      "max_price.incl_vat",
      number(100_000_000),
    ],
    [
      "a floor that is no number",
      { min_price: { before_taxes: 1e9 } },
      "min_price.before_taxes",
      number(100_000_000),
    ],
    [
      "a cap on idle time with too many digits",
      { barq: { idle: { cap: { amount: "1.001", currency: "MAD" } } } },
      "barq.idle.cap.amount",
      "an amount in MAD",
    ],
    [
      "an end at its beginning",
      { start_date_time: "2026-11-24T00:00:00Z", end_date_time: "2026-11-24T00:00:00Z" },
      "end_date_time",
      "later than start_date_time",
    ],
    ["no element", { elements: [] }, "elements", "at least one element"],
    [
      "too many elements",
      { elements: Array.from({ length: mostElements + 1 }, () => ({ price_components: [component] })) },
      "elements",
      `at most ${mostElements} elements`,
    ],
  ])("are one where it has %s", (_what, change, path, expected) => {
    const fault = faultOf({ ...good, ...change });
    expect(fault.details.errors).toEqual([{ path, expected }]);
    expect(fault.code).toBe("tariff_invalid");
    expect(fault.message).toBe(`${path} is not as expected (${expected}).`);
  });

  it("are the first hundred of them, and those of the hundred elements that are read", () => {
    const elements = Array.from({ length: mostElements + 20 }, () => ({
      price_components: [{ ...component, price: -1, step_size: -1 }],
    }));
    const problems = problemsOf({ ...good, elements });
    expect(problems).toHaveLength(100);
    expect(problems).toEqual(expect.arrayContaining([expect.objectContaining({ path: "elements" })]));
  });

  it("are not its currency alone, which is a refusal of its own", () => {
    const unknown = faultOf({ ...good, currency: "XXX" });
    expect(unknown.code).toBe("currency_unknown");
    expect(unknown.message).toBe("Currency XXX is not supported.");
    expect(unknown.details).toEqual({
      errors: [{ path: "currency", expected: "a currency that is sold in here" }],
    });
    // What else is wrong is told first, and a cap in a currency nobody knows is no second problem.
    const more = faultOf({
      ...good,
      currency: "XXX",
      barq: { idle: { cap: { amount: "1.00", currency: "EUR" } } },
      elements: [],
    });
    expect(more.code).toBe("tariff_invalid");
    expect(more.details.errors).toEqual([{ path: "elements", expected: "at least one element" }]);
  });
});

describe("a tariff at the edge of what can be", () => {
  it("is read: a hundred elements, the dearest price, the highest rate, the longest step", () => {
    const edge = { type: "TIME", price: 1_000_000, vat: 100, step_size: 10_000_000 };
    const elements = Array.from({ length: mostElements }, () => ({ price_components: [edge] }));
    const tariff = readTariff({
      ...good,
      elements,
      min_price: { before_taxes: 100_000_000, after_taxes: 100_000_000 },
      max_price: { before_taxes: 100_000_000, after_taxes: 100_000_000 },
    });
    expect(tariff.elements).toHaveLength(mostElements);
    expect(tariff.elements[99]?.components).toEqual([
      { dimension: "TIME", price: 10_000_000_000n, vat: 1_000_000n, stepSize: 10_000_000n },
    ]);
    expect(tariff.minPrice).toEqual({ beforeTax: 1_000_000_000_000n, afterTax: 1_000_000_000_000n });
  });

  it("has nothing where its members are null, as where they are absent", () => {
    const nothing = {
      start_time: null,
      end_time: null,
      start_date: null,
      end_date: null,
      min_kwh: null,
      max_kwh: null,
      min_power: null,
      max_power: null,
      min_current: null,
      max_current: null,
      min_duration: null,
      max_duration: null,
      day_of_week: null,
      reservation: null,
    };
    const body: OcpiTariff = {
      id: "T1",
      currency: "MAD",
      tax_included: null,
      min_price: null,
      max_price: { excl_vat: 9, incl_vat: null, before_taxes: null, after_taxes: null },
      start_date_time: null,
      end_date_time: null,
      elements: [{ price_components: [{ ...component, vat: null }], restrictions: nothing }],
      barq: { idle: { grace_s: null, hours: null, threshold_w: null, cap: null } },
    };
    expect(readTariff(body)).toEqual({
      id: "T1",
      version: 1,
      currency: "MAD",
      taxIncluded: "NO",
      ocpiVersion: "2.2.1",
      elements: [
        {
          components: [{ dimension: "ENERGY", price: 25_000n, vat: null, stepSize: 1n }],
          restrictions: null,
        },
      ],
      minPrice: null,
      maxPrice: { beforeTax: 90_000n, afterTax: null },
      idle: { graceMs: 0, hours: null, thresholdMilliW: null, capMinor: null },
      validFrom: null,
      validUntil: null,
      source: body,
    });
    const absent = readTariff({
      ...body,
      elements: [{ price_components: [{ type: "ENERGY", price: 2.5, step_size: 1 }], restrictions: null }],
      barq: { idle: { hours: [] } },
    });
    expect(absent.elements).toEqual(readTariff(body).elements);
    expect(absent.idle).toEqual(readTariff(body).idle);
    expect(readTariff({ ...body, barq: null }).idle).toBeNull();
    expect(readTariff({ ...body, barq: { idle: null } }).idle).toBeNull();
  });

  it("is read with its restrictions in whole units", () => {
    const tariff = readTariff({
      ...good,
      elements: [
        {
          price_components: [component],
          restrictions: {
            start_time: "09:30",
            end_time: "00:00",
            start_date: "2026-11-24",
            end_date: "2026-11-25",
            min_kwh: 1.5,
            max_kwh: 20,
            min_power: 3.7,
            max_power: 22,
            min_current: 6.25,
            max_current: 32,
            min_duration: 60,
            max_duration: 3600,
            day_of_week: ["MONDAY", "SUNDAY"],
          },
        },
      ],
      start_date_time: "2026-11-01T00:00:00Z",
      end_date_time: "2026-11-01T00:00:00.001Z",
      barq: {
        idle: {
          grace_s: 600,
          hours: { start_time: "22:00", end_time: "06:00" },
          threshold_w: 500,
          cap: { amount: "80.00", currency: "MAD" },
        },
      },
    });
    expect(tariff.elements[0]?.restrictions).toEqual({
      window: { startMinute: 570, endMinute: 1440 },
      startDay: 20_781,
      endDay: 20_782,
      weekdays: new Set([1, 7]),
      minMwh: 1_500_000n,
      maxMwh: 20_000_000n,
      minMilliW: 3_700_000,
      maxMilliW: 22_000_000,
      minTenthMa: 62_500,
      maxTenthMa: 320_000,
      minMs: 60_000,
      maxMs: 3_600_000,
      reservation: null,
    });
    expect(tariff.idle).toEqual({
      graceMs: 600_000,
      hours: [{ startMinute: 1320, endMinute: 360 }],
      thresholdMilliW: 500_000,
      capMinor: 8000n,
    });
    const from = Date.parse("2026-11-01T00:00:00Z");
    expect([tariff.validFrom, tariff.validUntil]).toEqual([from, from + 1]);
  });

  it.each<readonly [string, string | null, string | null, readonly [number, number] | null]>([
    ["from a time on, to the end of the day", "22:00", null, [1320, 1440]],
    ["until a time, from the start of the day", null, "06:00", [0, 360]],
    ["over midnight", "22:00", "06:00", [1320, 360]],
    ["the whole day, from midnight to midnight", "00:00", "00:00", [0, 0]],
    ["the whole day, from a time to itself", "12:00", "12:00", [720, 720]],
    ["to the last minute", "00:00", "23:59", [0, 1439]],
    ["always", null, null, null],
  ])("has a window %s", (_what, start_time, end_time, expected) => {
    const { elements } = readTariff({
      ...good,
      elements: [{ price_components: [component], restrictions: { start_time, end_time, min_kwh: 1 } }],
    });
    const window = elements[0]?.restrictions?.window ?? null;
    expect(window && [window.startMinute, window.endMinute]).toEqual(expected);
  });
});
