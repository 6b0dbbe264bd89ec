/** The curve of a session's energy: between its two ends, never falling, and read at any instant. */
import { begunAt, curveOf, energyAt } from "@barq/domain/energy-curve";
import type { Point } from "@barq/domain/register-series";
import { describe, expect, it } from "vitest";

const points = (...rows: readonly (readonly [number, number])[]): readonly Point[] =>
  rows.map(([at, mwh]) => ({ at, registerMwh: BigInt(mwh), context: "Sample.Periodic", readings: [] }));
const curve = (rows: readonly (readonly [number, number])[], start: number | null, total: number) =>
  curveOf(
    { startedAt: 10, endedAt: 100 },
    points(...rows),
    start === null ? null : BigInt(start),
    BigInt(total),
  ).map(({ at, energyMwh }) => [at, Number(energyMwh)]);

describe("the curve", () => {
  it("goes from nothing at the start to everything at the end, through what was read between", () => {
    expect(curve([[40, 700]], 500, 1000)).toEqual([
      [10, 0],
      [40, 200],
      [100, 1000],
    ]);
  });

  it("is straight where nothing says how the energy lies in time", () => {
    expect(curve([[40, 700]], null, 1000)).toEqual([
      [10, 0],
      [100, 1000],
    ]);
  });

  it("takes nothing from readings at its ends or beyond them", () => {
    const outside = [
      [5, 600],
      [10, 600],
      [100, 600],
      [120, 600],
    ] as const;
    expect(curve(outside, 500, 1000)).toEqual([
      [10, 0],
      [100, 1000],
    ]);
  });

  it("never falls, never begins below nothing, and is never more than the whole", () => {
    expect(
      curve(
        [
          [20, 450],
          [30, 800],
          [40, 790],
          [60, 2000],
        ],
        500,
        1000,
      ),
    ).toEqual([
      [10, 0],
      [20, 0],
      [30, 300],
      [40, 300],
      [60, 1000],
      [100, 1000],
    ]);
  });

  it("has one point an instant, the later one, and none that lies on a line between its neighbours", () => {
    expect(
      curve(
        [
          [40, 600],
          [40, 900],
        ],
        500,
        1000,
      ),
    ).toEqual([
      [10, 0],
      [40, 400],
      [100, 1000],
    ]);
    expect(
      curve(
        [
          [20, 520],
          [30, 540],
          [40, 560],
          [70, 590],
        ],
        500,
        1000,
      ),
    ).toEqual([
      [10, 0],
      [40, 60],
      [70, 90],
      [100, 1000],
    ]);
  });

  it("of a session without length is one point with all of it", () => {
    for (const endedAt of [10, 9])
      expect(curveOf({ startedAt: 10, endedAt }, points([10, 5]), 0n, 7n)).toEqual([
        { at: 10, energyMwh: 7n },
      ]);
  });
});

describe("the energy at an instant", () => {
  const line = [
    { at: 0, energyMwh: 0n },
    { at: 4, energyMwh: 10n },
    { at: 8, energyMwh: 11n },
  ];

  it("is interpolated and rounded once, half away from zero", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map((at) => energyAt(line, at))).toEqual([
      0n,
      3n,
      5n,
      8n,
      10n,
      10n,
      11n,
      11n,
      11n,
    ]);
  });

  it("is nothing before the first point, and everything after the last", () => {
    expect([energyAt(line, -1), energyAt(line, 9), energyAt([], 5)]).toEqual([0n, 11n, 0n]);
  });
});

describe("the first energy", () => {
  const at = (...energies: readonly number[]) =>
    energies.map((mwh, n) => ({ at: n * 10 + 5, energyMwh: BigInt(mwh) }));

  it("began to flow at the last point before a whole step of a coarse meter", () => {
    expect([begunAt(at(0, 0, 9999, 10_000)), begunAt(at(0, 10_000)), begunAt(at(10_000, 20_000))]).toEqual([
      25, 5, 5,
    ]);
  });

  it("never did where no step was reached: the end", () => {
    expect([begunAt(at(0, 0, 9999)), begunAt([])]).toEqual([25, 0]);
  });
});
