/** The tariff inside a CDR says what it said, in the words of the CDR's version of OCPI, or is not there at all. */
import { tariffsOf } from "@barq/domain/cdr-tariff";
import type { OcpiTariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import { describe, expect, it } from "vitest";

const component = (price: number, vat?: number | null) => ({ type: "ENERGY", price, step_size: 1, vat });
const bodyOf = (other: Partial<OcpiTariff>): OcpiTariff => ({
  id: "T1",
  currency: "MAD",
  elements: [{ price_components: [component(2.4, 20)] }],
  ...other,
});
const inside = (body: OcpiTariff, version: "2.2.1" | "2.3.0"): unknown =>
  tariffsOf(readTariff(body), version);

describe("the limits of a tariff", () => {
  const newer = {
    min_price: { before_taxes: 1, after_taxes: 1.2 },
    max_price: { before_taxes: 50, after_taxes: 60 },
  };
  const older = { min_price: { excl_vat: 1, incl_vat: 1.2 }, max_price: { excl_vat: 50, incl_vat: 60 } };

  it.each([
    ["2.3.0", newer],
    ["2.2.1", older],
  ] as const)("are told in the words of %s, whichever they were written in", (version, words) => {
    for (const limits of [newer, older]) {
      expect(inside(bodyOf({ tax_included: "NO", ...limits }), version)).toEqual([
        expect.objectContaining(words),
      ]);
    }
  });

  it.each([
    ["2.3.0", { min_price: { before_taxes: 0 }, max_price: { before_taxes: 50 } }],
    ["2.2.1", { min_price: { excl_vat: 0 }, max_price: { excl_vat: 50 } }],
  ] as const)("in %s have no bound after tax where there is none", (version, words) => {
    for (const none of [undefined, null]) {
      const limits = {
        min_price: { before_taxes: 0, after_taxes: none },
        max_price: { before_taxes: 50, after_taxes: none },
      };
      const [told] = tariffsOf(readTariff(bodyOf({ tax_included: "NO", ...limits })), version);
      expect({ min_price: told?.min_price, max_price: told?.max_price }).toStrictEqual(words);
    }
  });

  it.each(["2.3.0", "2.2.1"] as const)("are absent in %s where there are none, one or both", (version) => {
    for (const none of [undefined, null]) {
      const [told] = tariffsOf(readTariff(bodyOf({ min_price: none, max_price: none })), version);
      expect(told).not.toHaveProperty("min_price");
      expect(told).not.toHaveProperty("max_price");
    }
  });
});

describe("the prices of a tariff", () => {
  it("are what they were where they are before tax, or no tax applies", () => {
    for (const tax_included of ["NO", "N/A", undefined] as const) {
      const body = bodyOf(tax_included === undefined ? {} : { tax_included });
      expect(inside(body, "2.3.0")).toEqual([{ ...body, tax_included: tax_included ?? "NO" }]);
      const { tax_included: _, ...rest } = body;
      expect(inside(body, "2.2.1")).toEqual([rest]);
    }
  });

  it("are made before tax for 2.2.1, each by its own rate, and nothing else changes", () => {
    const restrictions = { min_kwh: 3 };
    const body = bodyOf({
      tax_included: "YES",
      elements: [
        { price_components: [component(2.4, 20), component(1.1, 10)].slice(0, 1), restrictions },
        { price_components: [{ ...component(1.1, 10), type: "TIME" }, component(3, null)] },
      ],
    });
    expect(inside(body, "2.2.1")).toEqual([
      {
        id: "T1",
        currency: "MAD",
        elements: [
          { price_components: [component(2, 20)], restrictions },
          { price_components: [{ ...component(1, 10), type: "TIME" }, component(3, null)] },
        ],
      },
    ]);
  });

  it("are all left out where one of them has no end before tax", () => {
    const body = bodyOf({
      tax_included: "YES",
      elements: [{ price_components: [component(2.4, 20)] }, { price_components: [component(2.5, 20)] }],
    });
    expect(inside(body, "2.2.1")).toEqual([]);
    expect(inside(body, "2.3.0")).toEqual([body]);
  });
});
