/** A charging period is as long as nothing changes that tells one price from another; lines stand in the order of the elements. */
import { hour, minute } from "@barq/domain/instant";
import { priceUsage } from "@barq/domain/price";
import type { OcpiTariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import type { Stretch } from "@barq/domain/usage";
import { stretch } from "@barq/domain/usage";
import { describe, expect, it } from "vitest";

const startedAt = Date.parse("2026-11-24T15:00:00Z");
const at = (minutes: number): number => startedAt + minutes * minute;
const component = (type: string, price = 1, step_size = 1) => ({ type, price, step_size, vat: 20 });
type Elements = OcpiTariff["elements"];

function priced(elements: Elements, stretches: readonly Stretch[], barq: OcpiTariff["barq"] = null) {
  const tariff = readTariff({ id: "T1", currency: "MAD", tax_included: "YES", elements, barq });
  const usage = { startedAt, endedAt: stretches.at(-1)?.to ?? startedAt, stretches };
  return priceUsage(tariff, usage, "Africa/Casablanca");
}
/** From and to in minutes, what it is, Wh, minutes, and whether its start was interpolated. */
const told = (elements: Elements, stretches: readonly Stretch[], barq: OcpiTariff["barq"] = null) =>
  priced(elements, stretches, barq).periods.map(({ from, to, kind, energyMwh, ms, isCut }) => [
    (from - startedAt) / minute,
    (to - startedAt) / minute,
    kind,
    Number(energyMwh) / 1000,
    ms / minute,
    isCut,
  ]);

const open = [{ price_components: [component("ENERGY"), component("TIME"), component("PARKING_TIME")] }];

describe("a charging period", () => {
  it("goes on over all readings that nothing tells apart", () => {
    const stretches = [0, 10, 20].map((m) => stretch(at(m), at(m + 10), "charging", 1_000_000n));
    expect(told(open, stretches)).toEqual([[0, 30, "charging", 3000, 30, false]]);
  });

  it("ends where the state changes, and begins again where it changes back", () => {
    const kinds = ["charging", "parking", "parking", "charging", "withheld"] as const;
    const stretches = kinds.map((kind, n) => stretch(at(n), at(n + 1), kind));
    expect(told(open, stretches)).toEqual([
      [0, 1, "charging", 0, 1, false],
      [1, 3, "parking", 0, 2, false],
      [3, 4, "charging", 0, 1, false],
      [4, 5, "withheld", 0, 1, false],
    ]);
  });

  it("ends where another element prices the energy, or the time alone", () => {
    for (const type of ["ENERGY", "TIME"]) {
      const elements = [
        { price_components: [component(type, 2)], restrictions: { max_duration: 600 } },
        ...open,
      ];
      expect(told(elements, [stretch(at(0), at(30), "charging", 3_000_000n)])).toEqual([
        [0, 10, "charging", 1000, 10, false],
        [10, 30, "charging", 2000, 20, true],
      ]);
    }
  });

  it("ends where readings have a gap", () => {
    const stretches = [stretch(at(0), at(5), "charging", 1000n), stretch(at(6), at(9), "charging", 1000n)];
    expect(told(open, stretches)).toEqual([
      [0, 5, "charging", 1, 5, false],
      [6, 9, "charging", 1, 3, false],
    ]);
  });

  it("of somebody's CDR is never made longer, as its hours are stated", () => {
    const stated = { ...stretch(at(5), at(10), "charging", 1000n), statedMs: 4 * minute };
    const stretches = [
      stretch(at(0), at(5), "charging", 1000n),
      stated,
      { ...stated, from: at(10), to: at(15) },
    ];
    expect(told(open, stretches)).toEqual([
      [0, 5, "charging", 1, 5, false],
      [5, 10, "charging", 1, 4, false],
      [10, 15, "charging", 1, 4, false],
    ]);
  });

  it("goes on where a boundary changes nothing that is priced", () => {
    const elements = [
      { price_components: [component("FLAT", 2)], restrictions: { max_duration: 600 } },
      ...open,
    ];
    const price = priced(elements, [stretch(at(0), at(30), "charging", 3_000_000n)]);
    expect(price.periods).toHaveLength(1);
    expect(price.notes).toEqual([{ code: "period_cut", stretch: 0 }]);
  });

  it("of idle time ends with its grace, and where its hours begin and end", () => {
    const hours = { start_time: "16:00", end_time: "17:00" };
    // By then the clocks of Casablanca show UTC: 16:00 is an hour after the start.
    expect(told(open, [stretch(at(0), at(180), "parking")], { idle: { grace_s: 600, hours } })).toEqual([
      [0, 60, "parking", 0, 60, false],
      [60, 120, "parking", 0, 60, true],
      [120, 180, "parking", 0, 60, true],
    ]);
    const { lines } = priced(open, [stretch(at(0), at(180), "parking")], { idle: { grace_s: 600, hours } });
    expect(lines).toMatchObject([{ dimension: "PARKING_TIME", quantityText: "1", explained: { cuts: 1 } }]);
  });
});

describe("the lines of a price", () => {
  it("stand in the order of the elements, whichever was used first", () => {
    const elements = [
      { price_components: [component("ENERGY", 3)], restrictions: { min_duration: 1800 } },
      { price_components: [component("ENERGY", 2)], restrictions: { min_duration: 600 } },
      { price_components: [component("ENERGY", 1), component("FLAT")] },
    ];
    const { lines } = priced(elements, [stretch(startedAt, startedAt + hour, "charging", 6_000_000n)]);
    expect(lines.map(({ element, dimension, quantityText }) => [element, dimension, quantityText])).toEqual([
      [0, "ENERGY", "3.000"],
      [1, "ENERGY", "2.000"],
      [2, "ENERGY", "1.000"],
      [2, "FLAT", "1"],
    ]);
  });

  it("have a flat fee of the first element that ever holds, even where a later one held first", () => {
    const elements = [
      { price_components: [component("FLAT", 9)], restrictions: { min_duration: 7200 } },
      { price_components: [component("FLAT", 5)], restrictions: { min_duration: 1800 } },
      { price_components: [component("FLAT", 2)] },
    ];
    const fees = (minutes: number) =>
      priced(elements, [stretch(at(0), at(minutes), "charging", 1000n)]).lines.map((line) => [
        line.element,
        line.afterTax?.minor,
      ]);
    expect([10, 60, 180].map(fees)).toEqual([[[2, 200n]], [[1, 500n]], [[0, 900n]]]);
  });
});
