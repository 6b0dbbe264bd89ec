/** A value is worth what its unit and its power of ten say together, to the mWh, and never more than was understood. */
import { energyOf, registerMwh, registersMwh } from "@barq/domain/energy-reading";
import type { Reading } from "@barq/domain/reading";
import { scaledValue } from "@barq/domain/reading";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { begin, end, factsOf, meteredOf, register, rising, verdictOf } from "./readings.ts";

const measurand = "Energy.Active.Import.Register";
const of = (value: string, unit: string | null, multiplier?: number): Reading =>
  register(0, value, { unit, ...(multiplier === undefined ? {} : { multiplier }) });

describe("a reading with a multiplier", () => {
  it("by a power of ten that no meter has is energy nobody understood: a person looks", () => {
    for (const multiplier of [25, -25, 1000, Number.MAX_SAFE_INTEGER, 0.5, Number.NaN]) {
      expect(energyOf(of("1", "Wh", multiplier), measurand)).toMatchObject({
        kind: "unreadable",
        why: expect.stringMatching(/^unit/),
      });
    }
    expect(verdictOf({ readings: [begin("1", { multiplier: 99 }), end("2", { multiplier: 99 })] })).toBe(
      "meter_unit",
    );
  });

  it("is no number where its value is none, whatever the multiplier", () => {
    expect(energyOf(of("twelve", "Wh", 3), measurand)).toEqual({ kind: "unreadable", why: "value" });
  });

  it("says the same energy in every spelling", () => {
    const same: readonly (readonly [string, string | null, number | undefined])[] = [
      ["12345.678", "Wh", undefined],
      ["12345678", "Wh", -3],
      ["12.345678", "kWh", 0],
      ["12345.678", "kWh", -3],
      ["12.345678", "Wh", 3],
      ["0.000012345678", null, 9],
      ["1.2345678e4", "Wh", 0],
    ];
    for (const [value, unit, multiplier] of same)
      expect(registerMwh(of(value, unit, multiplier))).toBe(12_345_678n);
  });

  it("is exact for any digits: ten times the value is the same as one more power of ten", () => {
    const anyDigits = fc.bigInt({ min: 0n, max: 10n ** 25n });
    fc.assert(
      fc.property(anyDigits, fc.integer({ min: -20, max: 20 }), (digits, multiplier) => {
        const one = scaledValue(of(`${digits}0`, "Wh", multiplier), 3);
        expect(scaledValue(of(`${digits}`, "Wh", multiplier + 1), 3)).toBe(one);
      }),
    );
  });

  it("prices like its plain twin, phase by phase too", () => {
    const plain = rising(1_000_000, 1_010_000);
    const scaled = plain.map((reading) => ({
      ...reading,
      value: `${Number(reading.value) / 1000}`,
      multiplier: 3,
    }));
    const facts = factsOf({ meterStart: null, meterStop: null });
    expect(meteredOf({ ...facts, readings: scaled })).toEqual(meteredOf({ ...facts, readings: plain }));
    const phases = ["L1", "L2", "L3"].map((phase) => register(0, "5", { phase, multiplier: 3 }));
    expect(registersMwh(phases)).toEqual([15_000_000n]);
  });

  it("is not taken for a repeat of the same digits without one", () => {
    const ends = [begin("1000"), end("1001"), end("1001", { multiplier: 3 })];
    const metered = meteredOf({ meterStart: null, meterStop: null, readings: ends });
    expect(metered).toMatchObject({ energyMwh: 1000n, flags: ["readings_rejected"] });
    expect(metered.rejected).toMatchObject([{ why: "contradicts", reading: { multiplier: 3 } }]);
  });
});
