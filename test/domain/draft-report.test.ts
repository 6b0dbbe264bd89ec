/** What is unusual in a draft beside the last version, and which elements of it hold at once. */
import { draftReport } from "@barq/domain/draft-report";
import type { OcpiRestrictions } from "@barq/domain/ocpi-tariff";
import { canHoldTogether } from "@barq/domain/overlap";
import type { OcpiTariff } from "@barq/domain/tariff";
import { dimensions, readTariff } from "@barq/domain/tariff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const energy = { type: "ENERGY", price: 4.5, vat: 20, step_size: 1 };
const texts = ["ar", "fr", "en"].map((language) => ({ language, text: "x" }));
const tariff = (more: Partial<OcpiTariff> = {}): OcpiTariff => ({
  ...{ id: "T", currency: "MAD", tax_included: "YES", tariff_alt_text: texts },
  elements: [{ price_components: [energy] }],
  ...more,
});
const at = (price: number, more: Partial<OcpiTariff> = {}): OcpiTariff =>
  tariff({ elements: [{ price_components: [{ ...energy, price }] }], ...more });

const codes = (body: OcpiTariff, last: OcpiTariff | null, farPercent = 50): readonly string[] =>
  draftReport(readTariff(body), { last: last && readTariff(last), allowed: dimensions, farPercent }).map(
    ({ code }) => code,
  );

const restrictionsOf = (body: OcpiRestrictions) => {
  const { elements } = readTariff(tariff({ elements: [{ price_components: [energy], restrictions: body }] }));
  const restrictions = elements[0]?.restrictions;
  if (!restrictions) throw new Error("it restricts nothing");
  return restrictions;
};
const meet = (a: OcpiRestrictions, b: OcpiRestrictions): boolean =>
  canHoldTogether(restrictionsOf(a), restrictionsOf(b));

describe("the report on a draft", () => {
  it("says nothing of an ordinary change, and tells a digit too many and a digit too few", () => {
    expect(codes(at(4.75), at(4.5))).toEqual([]);
    expect(codes(at(6.75), at(4.5))).toEqual([]);
    expect(codes(at(6.7501), at(4.5))).toEqual(["price_far"]);
    expect(codes(at(45), at(4.5))).toEqual(["price_far"]);
    expect(codes(at(0.45), at(4.5))).toEqual(["price_far"]);
    expect(codes(at(45), null)).toEqual([]);
  });

  it("tells a dimension that is new, one that is gone, and prices that mean something else", () => {
    const both = tariff({
      elements: [{ price_components: [energy, { type: "FLAT", price: 5, vat: 20, step_size: 1 }] }],
    });
    expect(codes(both, tariff())).toEqual(["dimension_added"]);
    expect(codes(tariff(), both)).toEqual(["dimension_gone"]);
    expect(codes(at(4.5, { tax_included: "NO" }), tariff())).toEqual(["terms_other"]);
    expect(codes(at(45, { currency: "EUR" }), tariff())).toEqual(["terms_other"]);
  });

  it("asks for a cap where idle time costs, in whichever place it may stand", () => {
    const parking = { type: "PARKING_TIME", price: 12, vat: 20, step_size: 1 };
    const idle = (more: Partial<OcpiTariff>) =>
      codes(tariff({ elements: [{ price_components: [energy, parking] }], ...more }), null);
    const grace = { grace_s: 600 };
    expect(idle({ barq: { idle: grace } })).toEqual(["idle_without_cap"]);
    expect(idle({ barq: { idle: { ...grace, cap: { amount: "50.00", currency: "MAD" } } } })).toEqual([]);
    expect(idle({ barq: { idle: grace }, max_price: { before_taxes: 100 } })).toEqual([]);
  });

  it("names the languages that are missing, and an end after which nothing is sold", () => {
    expect(codes(tariff({ tariff_alt_text: [] }), null)).toEqual(["text_missing"]);
    expect(codes(tariff({ end_date_time: "2027-01-01T00:00:00Z" }), null)).toEqual(["ends"]);
  });
});

describe("two restrictions", () => {
  it("hold at once where everything that both test leaves them something in common", () => {
    expect(meet({ day_of_week: ["SATURDAY"] }, { start_time: "22:00", end_time: "06:00" })).toBe(true);
    expect(meet({ day_of_week: ["SATURDAY"] }, { day_of_week: ["SUNDAY"] })).toBe(false);
    expect(meet({ max_kwh: 20 }, { min_kwh: 20 })).toBe(false);
    expect(meet({ max_kwh: 20 }, { min_kwh: 19.9 })).toBe(true);
    expect(meet({ max_kwh: 20, max_duration: 60 }, { min_kwh: 10, min_duration: 60 })).toBe(false);
    expect(meet({ start_time: "22:00", end_time: "06:00" }, { start_time: "06:00", end_time: "22:00" })).toBe(
      false,
    );
    expect(meet({ start_time: "22:00", end_time: "06:00" }, { start_time: "05:59", end_time: "07:00" })).toBe(
      true,
    );
  });

  it("meet whichever is named first, and meet themselves", () => {
    const clock = fc
      .record({ h: fc.integer({ min: 0, max: 23 }), m: fc.constantFrom("00", "30") })
      .map(({ h, m }) => `${`${h}`.padStart(2, "0")}:${m}`);
    const any = fc.record({
      start_time: clock,
      end_time: clock,
      min_kwh: fc.integer({ min: 0, max: 5 }),
      max_kwh: fc.integer({ min: 6, max: 9 }),
    });
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(meet(a, b)).toBe(meet(b, a));
        expect(meet(a, a)).toBe(true);
      }),
    );
  });
});
