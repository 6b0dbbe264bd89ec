/** A tariff that cannot be priced whole is refused when it is made, with the member's name. */
import { Fault } from "@barq/domain/fault";
import { sessionCandidates } from "@barq/domain/matching";
import type { Dimension, OcpiTariff, Tariff } from "@barq/domain/tariff";
import { isForSession, mostElements, readTariff, taxKindOf } from "@barq/domain/tariff";
import { describe, expect, it } from "vitest";
import { bodyOf, tariffOf } from "./tariffs.ts";

const good = bodyOf({ ENERGY: { price: 2.5 } });
const component = { type: "ENERGY", price: 2.5, vat: 20, step_size: 1 };
const withComponents = (...components: OcpiTariff["elements"][number]["price_components"]): OcpiTariff => ({
  ...good,
  elements: [{ price_components: components }],
});

const restricted = (restrictions: OcpiTariff["elements"][number]["restrictions"]): OcpiTariff => ({
  ...good,
  elements: [{ price_components: [component], restrictions }],
});
const componentFor = (tariff: Tariff, dimension: Dimension) => {
  const found = sessionCandidates(tariff, dimension)[0];
  return found && { element: found.element, component: found.component };
};

describe("a tariff is refused", () => {
  const refusals: readonly (readonly [string, OcpiTariff, string])[] = [
    ["without an element", { ...good, elements: [] }, "tariff_invalid"],
    ["with an element of nothing", withComponents(), "tariff_invalid"],
    [
      "with two prices of one dimension in an element",
      withComponents(component, component),
      "tariff_invalid",
    ],
    ["with a dimension nobody knows", withComponents({ ...component, type: "POWER" }), "tariff_invalid"],
    ["with a price below zero", withComponents({ ...component, price: -0.01 }), "tariff_invalid"],
    ["with a price of five decimals", withComponents({ ...component, price: 0.00001 }), "tariff_invalid"],
    ["with a price that a float made", withComponents({ ...component, price: 0.1 + 0.2 }), "tariff_invalid"],
    ["with a price that is no number", withComponents({ ...component, price: Number.NaN }), "tariff_invalid"],
    ["with an endless price", withComponents({ ...component, price: Infinity }), "tariff_invalid"],
    ["with a rate below zero", withComponents({ ...component, vat: -1 }), "tariff_invalid"],
    ["with half a step", withComponents({ ...component, step_size: 0.5 }), "tariff_invalid"],
    ["with a step below zero", withComponents({ ...component, step_size: -1 }), "tariff_invalid"],
    ["in a currency nobody sells in", { ...good, currency: "XXX" }, "currency_unknown"],
    ["with a date that is none", { ...good, start_date_time: "2026-02-30T00:00:00Z" }, "tariff_invalid"],
    ["with a time that no clock shows", restricted({ start_time: "24:00" }), "tariff_invalid"],
    ["with a day that no week has", restricted({ day_of_week: ["FRYDAY"] }), "tariff_invalid"],
    ["with a date that no year has", restricted({ end_date: "2026-02-30" }), "tariff_invalid"],
    ["with energy below zero", restricted({ min_kwh: -1 }), "tariff_invalid"],
    ["with half a second", restricted({ max_duration: 0.5 }), "tariff_invalid"],
    ["with a reservation nobody knows", restricted({ reservation: "MAYBE" }), "tariff_invalid"],
    ["with energy under a reservation", restricted({ reservation: "RESERVATION" }), "tariff_invalid"],
    ["with a rate above the whole", withComponents({ ...component, vat: 101 }), "tariff_invalid"],
    ["with a price beyond reason", withComponents({ ...component, price: 1e7 }), "tariff_invalid"],
    ["with a bound of nothing", { ...good, min_price: {} }, "tariff_invalid"],
    [
      "with a bound after tax below the one before",
      { ...good, max_price: { before_taxes: 2, after_taxes: 1 } },
      "tariff_invalid",
    ],
    [
      "with a floor above its ceiling",
      { ...good, min_price: { before_taxes: 3 }, max_price: { before_taxes: 2 } },
      "tariff_invalid",
    ],
    [
      "that ends before it begins",
      { ...good, start_date_time: "2026-02-01T00:00:00Z", end_date_time: "2026-01-01T00:00:00Z" },
      "tariff_invalid",
    ],
    [
      "with a cap in other money",
      { ...good, barq: { idle: { cap: { amount: "5.00", currency: "EUR" } } } },
      "tariff_invalid",
    ],
  ];
  it.each(refusals)("%s", (_what, body, code) => {
    expect(() => readTariff(body)).toThrow(expect.objectContaining({ code }));
  });
});

describe("a tariff is read", () => {
  it("exactly: prices and rates in ten-thousandths", () => {
    const tariff = readTariff(withComponents({ ...component, price: 2.5833, vat: 5.5, step_size: 500 }));
    expect(componentFor(tariff, "ENERGY")).toEqual({
      element: 0,
      component: { dimension: "ENERGY", price: 25_833n, vat: 55_000n, stepSize: 500n },
    });
    expect(componentFor(tariff, "TIME")).toBeUndefined();
  });

  it("as before tax where it is of 2.2.1 and cannot say", () => {
    const { tax_included: _, ...older } = good;
    expect(readTariff(older).taxIncluded).toBe("NO");
  });

  it("with each dimension from the first element that has it", () => {
    const tariff = readTariff({
      ...good,
      elements: [
        { price_components: [{ ...component, type: "TIME", price: 1 }] },
        { price_components: [component, { ...component, type: "TIME", price: 9 }] },
      ],
    });
    expect(componentFor(tariff, "TIME")).toMatchObject({ element: 0, component: { price: 10_000n } });
    expect(componentFor(tariff, "ENERGY")).toMatchObject({ element: 1, component: { price: 25_000n } });
  });

  it("with its dates", () => {
    const tariff = readTariff({ ...good, start_date_time: "2026-11-01T00:00:00Z", end_date_time: null });
    expect([tariff.validFrom, tariff.validUntil]).toEqual([Date.parse("2026-11-01T00:00:00Z"), null]);
  });

  it("for nothing: a flat fee of 0.00", () => {
    expect(componentFor(tariffOf({ FLAT: { price: 0 } }), "FLAT")?.component.price).toBe(0n);
  });
});

describe("what is wrong with a tariff", () => {
  const problemsOf = (body: OcpiTariff): unknown => {
    try {
      readTariff(body);
      return [];
    } catch (error) {
      if (error instanceof Fault) return error.details.errors;
      throw error;
    }
  };
  const at = (path: string) => expect.objectContaining({ path });
  const priced = (...types: readonly string[]) => types.map((type) => ({ ...component, type }));
  const reserved = (...types: readonly string[]): OcpiTariff => ({
    ...good,
    elements: [{ price_components: priced(...types), restrictions: { reservation: "RESERVATION" } }],
  });

  it("is told once: what nobody knows is not also what no reservation may have", () => {
    expect(problemsOf(reserved("POWER"))).toEqual([at("elements.0.price_components.0.type")]);
    for (const type of ["ENERGY", "PARKING_TIME"])
      expect(problemsOf(reserved("TIME", type))).toEqual([at("elements.0.price_components")]);
    expect(problemsOf(reserved("TIME", "FLAT"))).toEqual([]);
  });

  it("is not looked for in more elements than are read", () => {
    const elements = Array.from({ length: mostElements }, () => ({ price_components: priced("TIME") }));
    expect(problemsOf({ ...good, elements: [...elements, { price_components: [] }] })).toEqual([
      at("elements"),
    ]);
  });

  it("is no floor beside a ceiling that says nothing of the same total, and no end without a start", () => {
    expect(
      problemsOf({ ...good, min_price: { before_taxes: 1, after_taxes: 5 }, max_price: { before_taxes: 2 } }),
    ).toEqual([]);
    expect(
      problemsOf({ ...good, min_price: { before_taxes: 1 }, max_price: { before_taxes: 2, after_taxes: 3 } }),
    ).toEqual([]);
    expect(problemsOf({ ...good, min_price: { before_taxes: 1, after_taxes: 5 } })).toEqual([]);
    expect(problemsOf({ ...good, max_price: { before_taxes: 1 } })).toEqual([]);
    expect(problemsOf({ ...good, end_date_time: "1970-01-01T00:00:00Z" })).toEqual([]);
  });
});

describe("the tax on what a component prices", () => {
  const kind = (currency: string, tax_included: OcpiTariff["tax_included"], vat: bigint | null) =>
    taxKindOf(readTariff({ ...good, currency, tax_included: tax_included ?? null }), vat);

  it("is unknown where it is inside and not named, or added at the till", () => {
    expect(kind("MAD", "YES", null)).toBe("unknown");
    expect([kind("USD", "NO", null), kind("CAD", "NO", null)]).toEqual(["unknown", "unknown"]);
  });

  it("is by its rate where one is named, and none where nothing is said or none applies", () => {
    expect([kind("USD", "NO", 0n), kind("MAD", "YES", 200_000n)]).toEqual(["rate", "rate"]);
    expect([kind("MAD", "NO", null), kind("USD", null, null), kind("CAD", null, null)]).toEqual([
      "none",
      "none",
      "none",
    ]);
    expect([kind("USD", "N/A", null), kind("MAD", "N/A", 200_000n)]).toEqual(["none", "none"]);
  });
});

it("an element prices the session unless it is a reservation's", () => {
  const isOne = (restrictions: OcpiTariff["elements"][number]["restrictions"]) =>
    readTariff({
      ...good,
      elements: [{ price_components: [{ ...component, type: "TIME" }], restrictions }],
    }).elements.map(isForSession);
  expect([isOne(null), isOne({ min_kwh: 1 })]).toEqual([[true], [true]]);
  expect([isOne({ reservation: "RESERVATION" }), isOne({ reservation: "RESERVATION_EXPIRES" })]).toEqual([
    [false],
    [false],
  ]);
});
