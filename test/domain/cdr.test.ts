/** The CDR says in OCPI's numbers what was priced, and its parts add up to its totals to the last digit. */
import type { Cdr, CdrFacts } from "@barq/domain/cdr";
import { buildCdr } from "@barq/domain/cdr";
import { parseDecimal } from "@barq/domain/decimal";
import { priceSession } from "@barq/domain/price";
import type { Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import type { Usage } from "@barq/domain/usage";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cdrFactsOf } from "./cdr-facts.ts";
import { anyTariff, bodyOf, tariffOf } from "./tariffs.ts";
import { anyUsage, charging, parking, usageOf } from "./usage.ts";

const versions = ["2.3.0", "2.2.1"] as const;

const factsOf = (tariff: Tariff, usage: Usage): CdrFacts =>
  cdrFactsOf(tariff, usage, priceSession(tariff, usage, "UTC"));

const everything = tariffOf({
  ENERGY: { price: 2.5 },
  TIME: { price: 6 },
  PARKING_TIME: { price: 60 },
  FLAT: { price: 1 },
});
const usual = usageOf(charging(12_345, 2467), parking(655));

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;
const json = (value: unknown): Json => {
  if (!isJson(value)) throw new Error("no JSON object");
  return value;
};
/** A JSON number as whole ten-thousandths, by its text: more decimals than four are no OCPI number. */
const number = (value: unknown): bigint => {
  const read = parseDecimal(String(value), 4);
  if (read === undefined) throw new Error(`${value} is no number with four decimals`);
  return read;
};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const periods = (cdr: Cdr): readonly Json[] => list(cdr.charging_periods).map(json);
const volumes = (cdr: Cdr, ...types: readonly string[]): bigint =>
  periods(cdr)
    .flatMap((period) => list(period.dimensions).map(json))
    .filter((dimension) => types.includes(String(dimension.type)))
    .reduce((all, dimension) => all + number(dimension.volume), 0n);

describe("a CDR", () => {
  it("of 2.3.0 has taxes beside the price before them", () => {
    const cdr = buildCdr(factsOf(everything, usual));
    expect(cdr).toMatchObject({
      id: "ses_k7m2pq4vtx3hjn6wzr5yb2cdfg",
      country_code: "MA",
      party_id: "BRQ",
      start_date_time: "2026-11-24T15:00:00Z",
      end_date_time: "2026-11-24T15:52:02Z",
      cdr_token: { type: "AD_HOC_USER", uid: "abcdefghij234567klmn" },
      auth_method: "COMMAND",
      cdr_location: { id: "LOC-1", evse_uid: "EVSE-1", connector_id: "1", country: "MAR" },
      currency: "MAD",
      total_energy: 12.345,
      total_time: 0.8672,
      total_parking_time: 0.1819,
      total_cost: { before_taxes: 39.08, taxes: [{ name: "VAT", percentage: 20, amount: 7.81 }] },
      last_updated: "2026-11-24T15:52:02Z",
    });
    expect(list(cdr.tariffs)).toMatchObject([{ id: "T1", tax_included: "YES" }]);
  });

  it("of 2.2.1 has prices without and with VAT", () => {
    const cdr = buildCdr(factsOf(everything, usual), "2.2.1");
    expect(cdr.total_cost).toEqual({ excl_vat: 39.08, incl_vat: 46.89 });
    expect(cdr.total_fixed_cost).toEqual({ excl_vat: 0.83, incl_vat: 1 });
  });

  it("has a cost for each dimension that was priced, and for no other", () => {
    const cdr = buildCdr(factsOf(tariffOf({ PARKING_TIME: { price: 60 } }), usual));
    expect(Object.keys(cdr).filter((name) => name.endsWith("_cost"))).toEqual([
      "total_cost",
      "total_parking_cost",
    ]);
  });

  it("without tax has none: no rate is invented", () => {
    const tariff = tariffOf({ ENERGY: { price: 2.5 } }, { taxIncluded: "NO", vat: null });
    expect(buildCdr(factsOf(tariff, usual)).total_cost).toEqual({ before_taxes: 30.86 });
  });

  it("of a session that was over at once still has a period, and says why it costs nothing", () => {
    const cdr = buildCdr(factsOf(everything, { ...usual, stretches: [] }));
    expect(periods(cdr)).toMatchObject([
      {
        dimensions: [
          { type: "ENERGY", volume: 0 },
          { type: "TIME", volume: 0.8672 },
        ],
      },
    ]);
    expect(cdr).toMatchObject({
      total_cost: { before_taxes: 0 },
      total_energy: 0,
      remark: expect.stringMatching(/nothing/),
    });
  });

  it("is the same whenever it is made", () => {
    expect(JSON.stringify(buildCdr(factsOf(everything, usual)))).toBe(
      JSON.stringify(buildCdr(factsOf(everything, usual))),
    );
  });
});

describe("the tariff in a CDR", () => {
  const tariffIn = (tariff: Tariff, version: (typeof versions)[number]) =>
    list(buildCdr(factsOf(tariff, usual), version).tariffs);

  it("of 2.3.0 says how tax stands in its prices, also where it came from 2.2.1", () => {
    const { tax_included: _, ...older } = bodyOf({ ENERGY: { price: 2.5 } });
    expect(tariffIn(readTariff(older), "2.3.0")).toEqual([{ ...older, tax_included: "NO" }]);
    expect(tariffIn(readTariff(older), "2.2.1")).toEqual([older]);
  });

  it("of 2.2.1 is before tax, where its prices can be said so in four decimals", () => {
    const [body] = tariffIn(tariffOf({ ENERGY: { price: 2.4 }, FLAT: { price: 0.6 } }), "2.2.1");
    expect(body).toMatchObject({ elements: [{ price_components: [{ price: 2 }, { price: 0.5 }] }] });
    expect(body).not.toHaveProperty("tax_included");
  });

  it("of 2.2.1 is left out where its prices have no end before tax: a near price is another price", () => {
    expect(buildCdr(factsOf(tariffOf({ ENERGY: { price: 2.5 } }), usual), "2.2.1")).not.toHaveProperty(
      "tariffs",
    );
  });
});

describe("every CDR", () => {
  it("has volumes of four decimals that add up to its totals", () => {
    fc.assert(
      fc.property(anyTariff(), anyUsage, fc.constantFrom(...versions), (tariff, usage, version) => {
        const cdr = buildCdr(factsOf(tariff, usage), version);
        expect(volumes(cdr, "ENERGY")).toBe(number(cdr.total_energy));
        expect(volumes(cdr, "TIME", "PARKING_TIME")).toBe(number(cdr.total_time));
        expect(volumes(cdr, "PARKING_TIME")).toBe(number(cdr.total_parking_time));
        expect(periods(cdr).every((period) => list(period.dimensions).length > 0)).toBe(true);
      }),
    );
  });

  it("has costs that add up to its total, before tax and after it", () => {
    const parts = ["total_fixed_cost", "total_energy_cost", "total_time_cost", "total_parking_cost"];
    const tax = (price: Json): bigint =>
      list(price.taxes).reduce((all: bigint, each) => all + number(json(each).amount), 0n);
    fc.assert(
      fc.property(anyTariff(), anyUsage, (tariff, usage) => {
        const facts = factsOf(tariff, usage);
        const [newer, older] = versions.map((version) => buildCdr(facts, version));
        const sum = (cdr: Cdr | undefined, pick: (price: Json) => bigint): bigint =>
          parts.reduce((all, part) => (cdr?.[part] ? all + pick(json(cdr[part])) : all), 0n);
        const total = json(newer?.total_cost);
        expect(sum(newer, (price) => number(price.before_taxes))).toBe(number(total.before_taxes));
        expect(sum(newer, tax)).toBe(tax(total));
        const oldTotal = json(older?.total_cost);
        expect(sum(older, (price) => number(price.excl_vat))).toBe(number(oldTotal.excl_vat));
        expect(sum(older, (price) => number(price.incl_vat))).toBe(number(oldTotal.incl_vat));
        expect(number(total.before_taxes) + tax(total)).toBe(number(oldTotal.incl_vat));
      }),
    );
  });
});
