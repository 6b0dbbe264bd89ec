/** Which readings lie on the line of a register that never falls, and when nobody can say which of them are true. */
import { isOtherUnit, lineOf, noiseMwh } from "@barq/domain/register-line";
import type { Point } from "@barq/domain/register-series";
import { describe, expect, it } from "vitest";

const pointsOf = (
  values: readonly number[],
  contexts: Readonly<Record<number, string>> = {},
): readonly Point[] =>
  values.map((wh, n) => ({
    at: n,
    registerMwh: BigInt(Math.round(wh * 1000)),
    context: contexts[n] ?? "Sample.Periodic",
    readings: [],
  }));

const read = (
  values: readonly number[],
  [start, stop]: readonly (number | null)[] = [],
  contexts: Readonly<Record<number, string>> = {},
) => {
  const mwh = (wh: number | null | undefined) =>
    wh === null || wh === undefined ? null : BigInt(wh) * 1000n;
  const line = lineOf(pointsOf(values, contexts), mwh(start), mwh(stop));
  return line.kind === "broken"
    ? line.why
    : [line.points, line.outliers].map((part) => part.map(({ at }) => at));
};

describe("the line of a register", () => {
  it("holds everything that never falls, and what falls by no more than a meter's noise", () => {
    expect(read([])).toEqual([[], []]);
    expect(read([100, 100, 200], [100, 200])).toEqual([[0, 1, 2], []]);
    expect(read([100, 90, 200])).toEqual([[0, 1, 2], []]);
    // The noise counts from the highest so far, not from the value before.
    expect(read([100, 200, 195, 189, 300])).toEqual([[0, 2, 3, 4], [1]]);
  });

  it("leaves out the few that do not fit", () => {
    expect(read([1000, 1100, 3, 1300, 1400, 1500])).toEqual([[0, 1, 3, 4, 5], [2]]);
    expect(read([1000, 1100, 9000, 1300, 1400, 1500])).toEqual([[0, 1, 3, 4, 5], [2]]);
  });

  it("keeps what lies within the noise of the line beside an outlier", () => {
    expect(read([1000, 1100, 1090, 5, 1300, 1310, 1305, 1400])).toEqual([[0, 1, 2, 4, 5, 6, 7], [3]]);
    expect(read([1000, 1100, 1089, 1300, 1310, 1305, 1400, 1500, 1600])).toEqual([
      [0, 2, 3, 4, 5, 6, 7, 8],
      [1],
    ]);
  });

  it("is broken where more than a quarter does not fit, or an end or a marked reading is the odd one out", () => {
    expect(read([1000, 1100, 3, 1300])).toEqual([[0, 1, 3], [2]]);
    expect(read([1000, 1, 1200])).toBe("meter_backwards");
    expect(read([1000, 1100, 1200, 1300], [1000, 5])).toBe("meter_backwards");
    expect(read([1000, 1100, 1200, 1300], [9000, null])).toBe("meter_backwards");
    const values = [1000, 1100, 4, 1300, 1400, 1500, 3, 1600, 1700];
    expect(read(values)).toEqual([
      [0, 1, 3, 4, 5, 7, 8],
      [2, 6],
    ]);
    expect(read(values, [], { 2: "Transaction.End" })).toBe("meter_backwards");
    expect(read(values, [], { 6: "Transaction.Begin" })).toBe("meter_backwards");
  });

  it("is broken by a unit where one of the outliers lies on it a thousand times as high, or as low", () => {
    const wh = [1_000_000, 1_001_000, 1_002_000, 1002.5, 1_003_000, 1_004_000, 1_005_000, 7, 1_006_000];
    expect(read(wh)).toBe("meter_unit");
    expect(read([100, 110, 120, 120_000, 130, 140, 150])).toBe("meter_unit");
  });
});

describe("another unit", () => {
  const [lowest, highest] = [1_000_000_000n, 1_010_000_000n];

  it("is a thousandth that lies between the ends, or within what a decimal of a kWh is good for", () => {
    for (const [value, is] of [
      [999_900n, true],
      [999_899n, false],
      [1_010_100n, true],
      [1_010_101n, false],
      [0n, false],
    ] as const)
      expect(isOtherUnit(value, lowest, highest)).toBe(is);
    expect(isOtherUnit(0n, 0n, 10_000n)).toBe(false);
    expect(isOtherUnit(-1n, 0n, 10_000n)).toBe(false);
  });

  it("is a thousandfold that lies there, and is more than noise", () => {
    expect(isOtherUnit(1_005_000_000_000n, lowest, highest)).toBe(true);
    expect(isOtherUnit(1_020_000_000_000n, lowest, highest)).toBe(false);
    expect(isOtherUnit(1000n * noiseMwh, noiseMwh, noiseMwh)).toBe(true);
    expect(isOtherUnit(1000n * noiseMwh - 1n, noiseMwh, noiseMwh)).toBe(false);
  });
});
