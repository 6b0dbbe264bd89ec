/** The evaluator that judges the price engine is itself judged by the worked examples of the OCPI text. */
import { describe, expect, it } from "vitest";
import { exact, plus, sum, textOf, times } from "./exact.ts";
import type { Evaluation, Line } from "./second-evaluator.ts";
import { evaluate, evaluateCoarse } from "./second-evaluator.ts";
import type { ExampleLine, WorkedExample } from "./worked-examples.ts";
import { sessionOf, workedExamples } from "./worked-examples.ts";

const orNull = (value: Parameters<typeof textOf>[0] | null): string | null => (value ? textOf(value) : null);
const totals = ({ exact: { beforeTax, tax, afterTax } }: Evaluation) => ({
  before_tax: orNull(beforeTax),
  tax: orNull(tax),
  after_tax: orNull(afterTax),
});

/** A quantity of the dimension in the examples' unit: Wh or s. */
const inUnits = (amount: Line["measured"]): string => textOf(times(amount, exact(1n, 1000n)));

function lineText(line: Line): string {
  const quantity = line.dimension === "FLAT" ? "1+0" : `${inUnits(line.measured)}+${inUnits(line.surplus)}`;
  const money = line.beforeTax
    ? `${textOf(line.beforeTax)} tax ${orNull(line.tax)}`
    : `${orNull(line.afterTax)} gross`;
  return `${line.element} ${line.dimension} ${quantity} at ${textOf(line.price)} vat ${orNull(line.vat)}: ${money}`;
}

function expectedText(line: ExampleLine): string {
  const quantity =
    line.dimension === "FLAT"
      ? "1+0"
      : `${line.measured_wh ?? line.measured_s}+${line.step_surplus_wh ?? line.step_surplus_s}`;
  const money =
    line.after_tax === undefined ? `${line.before_tax} tax ${line.tax}` : `${line.after_tax} gross`;
  return `${line.element} ${line.dimension} ${quantity} at ${line.price} vat ${line.vat}: ${money}`;
}

function billedOf({ lines }: Evaluation): WorkedExample["expected"]["billed"] {
  const billed = (dimension: Line["dimension"]): string | undefined => {
    const all = lines.filter((line) => line.dimension === dimension);
    return all.length === 0 ? undefined : inUnits(sum(all.map((line) => plus(line.measured, line.surplus))));
  };
  const [energy, time, parking, reservation] = [
    billed("ENERGY"),
    billed("TIME"),
    billed("PARKING_TIME"),
    billed("RESERVATION_TIME"),
  ];
  return {
    ...(energy === undefined ? {} : { energy_wh: energy }),
    ...(time === undefined ? {} : { time_s: Number(time) }),
    ...(parking === undefined ? {} : { parking_time_s: Number(parking) }),
    ...(reservation === undefined ? {} : { reservation_time_s: Number(reservation) }),
  };
}

describe.each([
  { name: "by seconds", evaluation: evaluate },
  { name: "by minutes", evaluation: evaluateCoarse },
])("the OCPI text's worked examples, walked $name", ({ evaluation }) => {
  it.each(workedExamples)("$id: $teaches", (example) => {
    const { tariff, session, expected } = example;
    const found = evaluation(tariff, session.time_zone, sessionOf(example));
    expect(found.lines.map(lineText).sort()).toEqual(expected.lines.map(expectedText).sort());
    expect(billedOf(found)).toEqual(expected.billed);
    const { before_tax, tax, after_tax } = expected;
    expect({ ...totals(found), limited_by: found.limitedBy }).toEqual({
      before_tax,
      tax,
      after_tax,
      limited_by: expected.limited_by,
    });
    expect(found.isCurrentMissing).toBe(false);
  });
});

it("holds all of the text's examples", () => {
  expect(workedExamples).toHaveLength(37);
  expect(new Set(workedExamples.map(({ id }) => id)).size).toBe(37);
});

describe("rounding to a currency", () => {
  const byId = (id: string) => {
    const example = workedExamples.find((candidate) => candidate.id === id);
    if (!example) throw new Error(id);
    return evaluate(example.tariff, example.session.time_zone, sessionOf(example)).rounded;
  };

  it.each([
    ["complex-monday", 900n, 131n, 1031n],
    ["complex-saturday", 1238n, 161n, 1399n],
    ["energy-step-100wh", 563n, 61n, 624n],
    ["fractional-rate", 475n, 25n, 500n],
    ["max-price-applies", 1000n, 100n, 1100n],
    ["tax-unknown-on-top", 500n, null, null],
    ["tax-unknown-inside", null, null, 525n],
  ])("is done once per rate in %s", (id, beforeTax, tax, afterTax) => {
    expect(byId(id)).toEqual({ beforeTax, tax, afterTax });
  });
});
