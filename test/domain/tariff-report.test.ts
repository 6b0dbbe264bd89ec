/** What will surprise in a tariff is named with its place, each slip once, and an ordinary tariff has nothing to be told. */
import type { OcpiTariff } from "@barq/domain/ocpi-tariff";
import { reportCodes } from "@barq/domain/report-row";
import { dimensions } from "@barq/domain/tariff";
import { tariffReport } from "@barq/domain/tariff-report";
import { describe, expect, it } from "vitest";
import { always, elementsOf, hourly, hundred, priced, when } from "./tariff-terms.ts";

type Elements = OcpiTariff["elements"];

const rowsOf = (elements: Elements, more: Partial<OcpiTariff> = {}) =>
  tariffReport(elementsOf(elements, more), dimensions);
const told = (elements: Elements, more: Partial<OcpiTariff> = {}): readonly string[] =>
  rowsOf(elements, more).map(({ code, path }) => `${code} ${path}`);

const energy = priced("ENERGY", 2.5);
const grace = { barq: { idle: { grace_s: 600 } } };

describe("a tariff that says what it means", () => {
  it("has nothing to be told", () => {
    expect(told([always(energy)])).toEqual([]);
    expect(told([always(energy, priced("FLAT", 1), priced("PARKING_TIME", 60))], grace)).toEqual([]);
    expect(told(hourly, { type: "AD_HOC_PAYMENT" })).toEqual([]);
    expect(told([when({ max_kwh: 20 }, energy), always(priced("ENERGY", 3))])).toEqual([]);
  });
});

describe("the report names", () => {
  it("a dimension that is free when none of its elements holds, and a session that is free altogether", () => {
    const peak = when({ start_time: "08:00", end_time: "20:00" }, energy, priced("TIME", 6));
    expect(told([peak, always(energy, priced("PARKING_TIME", 6))], grace)).toEqual([
      "dimension_free elements.0.price_components.1",
    ]);
    expect(told([always(priced("FLAT", 0))])).toEqual(["session_free elements"]);
    expect(told([always(priced("TIME", 6))])).toEqual(["parking_free elements"]);
    expect(told(hourly.slice(1))).toEqual(["dimension_free elements.22.price_components.0"]);
  });

  it("limits of power and current, which a station may not measure", () => {
    expect(
      told([when({ min_power: 50 }, energy), when({ max_current: 16 }, energy), always(energy)]),
    ).toEqual([
      "needs_power_readings elements.0.restrictions.min_power",
      "needs_current_readings elements.1.restrictions.max_current",
    ]);
  });

  it("equal start and end times, and hours over midnight beside weekdays", () => {
    expect(told([when({ start_time: "08:00", end_time: "08:00" }, energy)])).toEqual([
      "whole_day elements.0.restrictions.end_time",
    ]);
    const night = { start_time: "22:00", end_time: "06:00" };
    expect(told([when({ ...night, day_of_week: ["FRIDAY"] }, energy), always(energy)])).toEqual([
      "weekday_at_midnight elements.0.restrictions.day_of_week",
    ]);
    expect(told([when(night, energy), always(energy)])).toEqual([]);
    expect(
      told([
        when({ start_time: "22:00", end_time: "00:00", day_of_week: ["FRIDAY"] }, energy),
        always(energy),
      ]),
    ).toEqual([]);
  });

  it("an element that can never hold", () => {
    for (const [restrictions, name] of [
      [{ min_kwh: 20, max_kwh: 20 }, "max_kwh"],
      [{ max_kwh: 0 }, "max_kwh"],
      [{ start_date: "2026-12-01", end_date: "2026-12-01" }, "end_date"],
      [{ min_duration: 60, max_duration: 30 }, "max_duration"],
    ] as const)
      expect(told([when(restrictions, energy), always(energy)])).toEqual([
        `never_holds elements.0.restrictions.${name}`,
      ]);
  });

  it("a component that never wins, because those before it always hold or hold exactly then", () => {
    expect(told([always(energy), when({ min_kwh: 5 }, energy), always(priced("FLAT", 1), energy)])).toEqual([
      "component_shadowed elements.1.price_components.0",
      "component_shadowed elements.2.price_components.1",
    ]);
    expect(told([...hourly, always(energy)])).toEqual(["component_shadowed elements.24.price_components.0"]);
    const morning = { start_time: "06:00", end_time: "09:00" };
    expect(told([when(morning, energy), when(morning, energy), always(energy)])).toEqual([
      "same_conditions elements.1.price_components.0",
    ]);
    const reserved = when({ reservation: "RESERVATION" }, priced("TIME", 1));
    expect(told([reserved, reserved, always(energy)])).toEqual([]);
  });

  it("steps, several flat fees, idle time without grace, and idle terms without a price", () => {
    expect(
      told([always(priced("ENERGY", 2, { step_size: 500 }), priced("FLAT", 1, { step_size: 60 }))]),
    ).toEqual(["step_large elements.0.price_components.0.step_size"]);
    expect(told([when({ min_kwh: 5 }, priced("FLAT", 1)), always(priced("FLAT", 2), energy)])).toEqual([
      "flat_several elements.1.price_components.0",
    ]);
    expect(told([always(energy, priced("PARKING_TIME", 60))])).toEqual([
      "idle_without_grace elements.0.price_components.1",
    ]);
    expect(told([always(energy)], grace)).toEqual(["idle_without_price barq.idle"]);
  });

  it("a least price that a session of nothing owes, whichever column it stands in", () => {
    expect(told([always(energy)], { min_price: { before_taxes: 1 } })).toEqual([
      "min_price_of_nothing min_price",
    ]);
    expect(told([always(energy)], { min_price: { before_taxes: 0, after_taxes: 1 } })).toEqual([
      "min_price_of_nothing min_price",
    ]);
    expect(told([always(energy)], { min_price: { before_taxes: 0 } })).toEqual([]);
  });

  it("a rate that is absent, one of 0 %, and one that is not used", () => {
    const at = "elements.0.price_components.0.vat";
    const taxed = (vat: number | null, tax_included: "YES" | "NO" | "N/A") =>
      told([always(priced("ENERGY", 2, { vat }))], { tax_included });
    expect(taxed(null, "NO")).toEqual([`tax_absent ${at}`]);
    expect(taxed(0, "YES")).toEqual([`tax_zero ${at}`]);
    expect(taxed(20, "N/A")).toEqual([`tax_ignored ${at}`]);
    expect(taxed(null, "N/A")).toEqual([]);
  });

  it("what the law of the country does not let be priced, and a type that OCPI does not know", () => {
    const tariff = elementsOf([always(energy, priced("FLAT", 1))], { type: "NIGHT" });
    expect(tariffReport(tariff, ["TIME", "FLAT"])).toMatchObject([
      { code: "type_unknown", path: "type" },
      { code: "component_not_allowed", path: "elements.0.price_components.0" },
    ]);
  });

  it("at most a hundred rows, and says how many are left out", () => {
    const rows = rowsOf(hundred);
    expect(rows).toHaveLength(101);
    expect(rows.at(-1)).toMatchObject({ code: "more" });
  });

  it("nothing without a sentence, and no code that is not on the list", () => {
    const rows = rowsOf([...hundred.slice(0, 5), always(energy)], {
      type: "X",
      min_price: { before_taxes: 1 },
    });
    for (const { code, says } of rows) {
      expect(reportCodes).toContain(code);
      expect(says).toMatch(/^[A-Z0-9].*\.$/);
    }
  });
});
