/** Fractions to the letter, and whole shares of a total: nothing is lost on the way, and who gets the odd unit is no accident. */
import type { Fraction } from "@barq/domain/fraction";
import {
  evenShares,
  fraction,
  fractionText,
  isLess,
  minus,
  noFraction,
  plus,
  ratio,
  roundHalfAway,
  shares,
  sum,
  times,
} from "@barq/domain/fraction";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const of = (numerator: number, denominator = 1): Fraction => fraction(BigInt(numerator), BigInt(denominator));
const tenths = (...values: readonly number[]): readonly Fraction[] => values.map((value) => of(value, 10));

describe("a fraction", () => {
  it("over nothing or less is a bug, and says so", () => {
    for (const denominator of [0n, -1n])
      expect(() => fraction(1n, denominator)).toThrow("a fraction's denominator is positive");
  });

  it("is in lowest terms on both sides of zero", () => {
    expect([of(-6, 4), of(6, 4), of(7, 3), of(-8, 2), of(0, 5), of(5)]).toEqual([
      { numerator: -3n, denominator: 2n },
      { numerator: 3n, denominator: 2n },
      { numerator: 7n, denominator: 3n },
      { numerator: -4n, denominator: 1n },
      noFraction,
      { numerator: 5n, denominator: 1n },
    ]);
  });

  it("is added, taken away, multiplied, divided and compared exactly", () => {
    expect(plus(of(1, 6), of(1, 3))).toEqual(of(1, 2));
    expect(minus(of(1, 6), of(1, 2))).toEqual(of(-1, 3));
    expect(times(of(2, 3), of(3, 4))).toEqual(of(1, 2));
    expect(ratio(of(2, 3), of(4, 9))).toEqual(of(3, 2));
    expect(sum([of(1, 6), of(1, 3), of(1, 2)])).toEqual(of(1));
    expect(sum([])).toEqual(noFraction);
    expect([isLess(of(1, 3), of(2, 5)), isLess(of(2, 5), of(1, 3)), isLess(of(1, 3), of(2, 6))]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isLess(of(-1, 2), of(1, 3)), isLess(of(-1, 2), of(-2, 3))]).toEqual([true, false]);
  });

  it("is rounded half away from zero", () => {
    expect([of(5, 2), of(-5, 2), of(7, 3), of(-7, 3), of(8, 3), of(0)].map(roundHalfAway)).toEqual([
      3n,
      -3n,
      2n,
      -2n,
      3n,
      0n,
    ]);
  });

  it("is written as the decimal that it is, without a zero too many, else as it stands", () => {
    const texts: readonly (readonly [number, number, string])[] = [
      [3, 20, "0.15"],
      [1, 100, "0.01"],
      [-3, 2, "-1.5"],
      [2, 4, "0.5"],
      [1000, 10, "100"],
      [-200, 1, "-200"],
      [7, 5, "1.4"],
      [7, 6, "7/6"],
      [14, 12, "7/6"],
      [-10, 15, "-2/3"],
      [1001, 8, "125.125"],
    ];
    for (const [numerator, denominator, text] of texts)
      expect(fractionText({ numerator: BigInt(numerator), denominator: BigInt(denominator) })).toBe(text);
  });
});

describe("shares", () => {
  it("that cannot be are a bug, and say so", () => {
    const words = "a total cannot be shared over these parts";
    expect(() => shares(1n, [])).toThrow(words);
    expect(() => shares(-1n, tenths(0, 9))).toThrow(words);
    expect(() => shares(5n, tenths(10, 10), [2n, 2n])).toThrow(words);
  });

  it("of far more than the parts go round and round, in the order of their remainders", () => {
    expect(shares(7n, tenths(4, 5))).toEqual([3n, 4n]);
    expect(shares(7n, tenths(5, 5))).toEqual([4n, 3n]);
    expect(shares(7n, tenths(5, 4), [2n, 9n])).toEqual([2n, 5n]);
    expect(shares(4n, tenths(10, 10), [2n, 2n])).toEqual([2n, 2n]);
    expect(shares(9n, tenths(10, 10, 10), [1n])).toEqual([1n, 4n, 4n]);
  });

  it("of far less than the parts are taken from the smallest remainders, the last first, down to nothing", () => {
    expect(shares(1n, tenths(30, 40))).toEqual([0n, 1n]);
    expect(shares(5n, tenths(30, 30))).toEqual([3n, 2n]);
    expect(shares(0n, tenths(31, 5, 32))).toEqual([0n, 0n, 0n]);
    expect(shares(5n, tenths(32, 31))).toEqual([3n, 2n]);
  });

  it("below zero are floored as those above it", () => {
    expect(shares(-1n, tenths(-5, -6))).toEqual([0n, -1n]);
    expect(shares(-3n, tenths(-20, -10))).toEqual([-2n, -1n]);
  });

  it("go to the largest remainders, ties in order", () => {
    expect(shares(3n, tenths(7, 7, 9, 7))).toEqual([1n, 1n, 1n, 0n]);
    expect(shares(2n, tenths(1, 9, 2, 8))).toEqual([0n, 1n, 0n, 1n]);
  });
});

describe("even shares", () => {
  const even = (total: number, numerators: readonly number[], denominator: number): readonly bigint[] =>
    evenShares(BigInt(total), numerators.map(BigInt), BigInt(denominator));

  it("give the missing units to the largest remainders, ties in order", () => {
    expect(even(10, [10, 11, 9], 3)).toEqual([3n, 4n, 3n]);
    expect(even(2, [1, 1, 1, 1], 2)).toEqual([1n, 1n, 0n, 0n]);
    expect(even(3, [3, 5, 1, 3, 5], 6)).toEqual([1n, 1n, 0n, 0n, 1n]);
    expect(even(4, [3, 5, 1, 3, 5], 6)).toEqual([1n, 1n, 0n, 1n, 1n]);
    expect(even(6, [6, 3, 15], 6)).toEqual([2n, 1n, 3n]);
    expect(even(1, [0, 0, 0], 6)).toEqual([1n, 0n, 0n]);
  });

  it("are the parts themselves where those are whole", () => {
    expect(even(6, [1, 2, 3], 1)).toEqual([1n, 2n, 3n]);
    expect(even(0, [], 7)).toEqual([]);
    expect(even(3, [6, 12], 6)).toEqual([1n, 2n]);
  });

  it("are those that any parts would get", () => {
    const cases = fc.record({
      numerators: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 12 }),
      denominator: fc.integer({ min: 1, max: 12 }),
      units: fc.nat({ max: 12 }),
    });
    fc.assert(
      fc.property(cases, ({ numerators, denominator, units }) => {
        const floors = numerators.reduce((all, each) => all + Math.floor(each / denominator), 0);
        const total = floors + Math.min(units, numerators.length);
        const parts = numerators.map((each) => of(each, denominator));
        expect(even(total, numerators, denominator)).toEqual(shares(BigInt(total), parts));
      }),
    );
  });
});
