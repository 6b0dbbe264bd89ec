/** Numbers stay exact until the one rounding, which is half away from zero, and shares add up to what is shared. */
import { decimalText, kwhText, parseDecimal, roundDecimal } from "@barq/domain/decimal";
import {
  fraction,
  fractionText,
  isLess,
  plus,
  roundHalfAway,
  shares,
  sum,
  times,
} from "@barq/domain/fraction";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const whole = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 12n });
const anyFraction = fc.tuple(whole, positive).map(([a, b]) => fraction(a, b));

describe("a fraction", () => {
  it("is the same in whatever order it is added and multiplied", () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, anyFraction, (a, b, c) => {
        expect(plus(a, plus(b, c))).toEqual(plus(plus(c, b), a));
        expect(times(a, plus(b, c))).toEqual(plus(times(a, b), times(a, c)));
      }),
    );
  });

  it("is kept in lowest terms, over a positive denominator", () => {
    expect(fraction(6n, 4n)).toEqual({ numerator: 3n, denominator: 2n });
    expect(fraction(0n, 7n)).toEqual({ numerator: 0n, denominator: 1n });
    expect(() => fraction(1n, 0n)).toThrow();
    expect(() => fraction(1n, -2n)).toThrow();
  });

  it("is rounded half away from zero, on both sides", () => {
    const rounded = [5n, 4n, 15n, -5n, -4n, -15n, 25n].map((tenths) => roundHalfAway(fraction(tenths, 10n)));
    expect(rounded).toEqual([1n, 0n, 2n, -1n, 0n, -2n, 3n]);
  });

  it("is never rounded by more than a half, and the sign changes nothing", () => {
    fc.assert(
      fc.property(anyFraction, (value) => {
        const rounded = roundHalfAway(value);
        const apart = plus(value, fraction(-rounded));
        expect(isLess(fraction(1n, 2n), apart) || isLess(apart, fraction(-1n, 2n))).toBe(false);
        expect(roundHalfAway(fraction(-value.numerator, value.denominator))).toBe(-rounded);
      }),
    );
  });

  it.each([
    [4997n, 1000n, "4.997"],
    [1n, 3n, "1/3"],
    [-2n, 6n, "-1/3"],
    [10n, 4n, "2.5"],
    [100n, 1n, "100"],
    [0n, 9n, "0"],
    [-1n, 8n, "-0.125"],
    [1n, 1_000_000n, "0.000001"],
  ])("%s over %s is written %s", (numerator, denominator, text) => {
    expect(fractionText({ numerator, denominator })).toBe(text);
  });

  it("is written so that it can be read back exactly", () => {
    fc.assert(
      fc.property(anyFraction, (value) => {
        const [above = "", below] = fractionText(value).split("/");
        const [digits = "", part = ""] = above.split(".");
        const read = fraction(BigInt(digits + part), 10n ** BigInt(part.length) * BigInt(below ?? "1"));
        expect(read).toEqual(value);
      }),
    );
  });
});

describe("shares", () => {
  const parts = fc.array(
    fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), positive).map(([a, b]) => fraction(a, b)),
    { minLength: 1, maxLength: 12 },
  );

  it("add up to the rounded total, none a whole unit from its part", () => {
    fc.assert(
      fc.property(parts, (all) => {
        const total = roundHalfAway(sum(all));
        const given = shares(total, all);
        expect(given.reduce((a, b) => a + b, 0n)).toBe(total);
        for (const [n, part] of all.entries()) {
          const apart = plus(part, fraction(-(given[n] ?? 0n)));
          expect(isLess(apart, fraction(1n)) && isLess(fraction(-1n), apart)).toBe(true);
        }
      }),
    );
  });

  it("give the missing units to the largest remainders, ties in order", () => {
    const thirds = [1n, 1n, 1n].map((n) => fraction(n, 3n));
    expect(shares(1n, thirds)).toEqual([1n, 0n, 0n]);
    expect(shares(10n, [fraction(33n, 10n), fraction(34n, 10n), fraction(33n, 10n)])).toEqual([3n, 4n, 3n]);
  });

  it("take units too many from the smallest remainders, and never below zero", () => {
    expect(shares(9n, [fraction(50n, 10n), fraction(59n, 10n)])).toEqual([4n, 5n]);
    expect(shares(1n, [fraction(9n, 10n), fraction(20n, 10n)])).toEqual([0n, 1n]);
    expect(() => shares(-1n, [fraction(9n, 10n)])).toThrow();
  });

  it("stay inside their bounds, and say so where that is not possible", () => {
    expect(shares(2n, [fraction(9n, 10n), fraction(8n, 10n)], [0n, 5n])).toEqual([0n, 2n]);
    expect(() => shares(2n, [fraction(9n, 10n)], [1n])).toThrow();
    expect(() => shares(1n, [])).toThrow();
    expect(shares(0n, [])).toEqual([]);
  });
});

describe("a decimal", () => {
  it("comes back to the letter", () => {
    fc.assert(
      fc.property(whole, fc.integer({ min: 0, max: 8 }), (value, decimals) => {
        expect(parseDecimal(decimalText(value, decimals), decimals)).toBe(value);
      }),
    );
  });

  it("reads the numbers of JSON by their text", () => {
    expect([2.5, 0.0001, 1e21, 5e-4, 100].map((n) => parseDecimal(String(n), 4))).toEqual([
      25_000n,
      1n,
      10n ** 25n,
      5n,
      1_000_000n,
    ]);
    expect(parseDecimal(String(0.1 + 0.2), 4)).toBeUndefined();
  });

  it.each(["", "abc", "1,5", "NaN", "Infinity", "0x1F", "1.2.3", "--1", "1e999", "१"])(
    'is not seen in "%s"',
    (text) => {
      expect(parseDecimal(text, 3)).toBeUndefined();
      expect(roundDecimal(text, 3)).toBeUndefined();
    },
  );

  it("may end in zeros beyond its decimals, and have an exponent with or without a sign", () => {
    expect(
      ["1.2300", "100.000", "-0.5000", "1e2", "1E+2", "1200e-3", ".5", " 7 "].map((t) => parseDecimal(t, 2)),
    ).toEqual([123n, 10_000n, -50n, 10_000n, 10_000n, 120n, undefined, 700n]);
    expect(parseDecimal("1.2301", 2)).toBeUndefined();
  });

  it("is floored nowhere: a float's tail is rounded half away from zero", () => {
    expect(roundDecimal("12.300000000000001", 3)).toBe(12_300n);
    expect(roundDecimal("0.0005", 3)).toBe(1n);
    expect(roundDecimal("-0.0005", 3)).toBe(-1n);
    expect(roundDecimal("0.00049999999999999", 3)).toBe(0n);
    expect(roundDecimal("1e-40", 3)).toBe(0n);
  });

  it("of energy is kWh with three decimals", () => {
    expect([12_345_000n, 12_345_500n, 12_345_499n, 0n, -500n].map(kwhText)).toEqual([
      "12.345",
      "12.346",
      "12.345",
      "0.000",
      "-0.001",
    ]);
  });
});
