/** Every worked example of OCPI's text through the preview, as a CDR of 2.3.0 and of 2.2.1: exact totals, and the lines by element. */
import { previewBody } from "@barq/functions/api/bodies/preview";
import { previewPrice } from "@barq/functions/api/preview-price";
import { bySchema } from "@barq/functions/api/read-body";
import { describe, expect, it } from "vitest";
import type { WorkedExample } from "../oracle/worked-examples.ts";
import { workedExamples } from "../oracle/worked-examples.ts";
import type { Json } from "./bench.ts";
import { rowsOf } from "./bench.ts";

/** Hours and kWh with OCPI's four decimals: some of them have lost up to a fifth of a second. */
const fourDecimals = (value: number): number => Math.round(value * 10_000) / 10_000;

function cdrOf({ session, periods }: WorkedExample): Json {
  const dimension = (type: string, volume: number | undefined): readonly Json[] =>
    volume === undefined ? [] : [{ type, volume: fourDecimals(volume) }];
  const hours = (seconds: number | undefined): number | undefined =>
    seconds === undefined ? undefined : seconds / 3600;
  const kilo = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : Number(text) / 1000;
  const amperes = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : Number(text);
  return {
    start_date_time: session.start,
    end_date_time: session.end,
    charging_periods: periods.map((period) => ({
      start_date_time: period.start,
      dimensions: [
        ...dimension("ENERGY", kilo(period.energy_wh)),
        ...dimension("TIME", hours(period.time_s)),
        ...dimension("PARKING_TIME", hours(period.parking_time_s)),
        ...dimension("RESERVATION_TIME", hours(period.reservation_time_s)),
        ...dimension("MIN_CURRENT", amperes(period.current_a)),
        ...dimension("MAX_CURRENT", amperes(period.current_a)),
        ...dimension("MIN_POWER", kilo(period.power_w)),
        ...dimension("MAX_POWER", kilo(period.power_w)),
      ],
    })),
  };
}

/** The tariff as 2.2.1 writes it; that version has no word for a tax that is unknown. */
function older({ tax_included: _, min_price, max_price, ...rest }: WorkedExample["tariff"]): Json {
  const limit = (of: typeof min_price): Json =>
    of && "before_taxes" in of ? { excl_vat: of.before_taxes, incl_vat: of.after_taxes } : {};
  return {
    ...rest,
    ...(min_price && { min_price: limit(min_price) }),
    ...(max_price && { max_price: limit(max_price) }),
  };
}

function expectExact(example: WorkedExample, tariff: Json): void {
  const asked = { tariff, cdr: cdrOf(example), time_zone: example.session.time_zone };
  const answer = previewPrice(bySchema(previewBody, asked));
  const { before_tax, tax, after_tax, lines, limited_by } = example.expected;
  expect(answer.exact).toEqual({ before_tax, tax, after_tax });
  const told = rowsOf(answer, "lines").filter(({ element }) => element !== null);
  expect(told.map(({ element, dimension, price, vat }) => ({ element, dimension, price, vat }))).toEqual(
    expect.arrayContaining(
      lines.map(({ element, dimension, price, vat }) => ({ element, dimension, price, vat })),
    ),
  );
  expect(told).toHaveLength(lines.length);
  const notes = rowsOf(answer, "notes").map(({ code }) => code);
  if (limited_by !== null) expect(notes).toContain(`${limited_by}_applied`);
}

describe("a worked example", () => {
  it.each(workedExamples)("$id: $teaches", (example) => {
    expectExact(example, { ...example.tariff });
    if (!example.id.startsWith("tax-unknown")) expectExact(example, older(example.tariff));
  });

  it("is one of thirty-seven", () => {
    expect(workedExamples).toHaveLength(37);
  });
});
