/** Exact fractions of big integers: prices are multiplied and added without ever being rounded on the way. */

export interface Fraction {
  readonly numerator: bigint;
  /** always positive */
  readonly denominator: bigint;
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** In lowest terms. The denominator must be positive. */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator <= 0n) throw new Error("a fraction's denominator is positive");
  const divisor = commonDivisor(numerator, denominator);
  return divisor > 1n
    ? { numerator: numerator / divisor, denominator: denominator / divisor }
    : { numerator, denominator };
}

export const noFraction: Fraction = { numerator: 0n, denominator: 1n };
export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { ...b, numerator: -b.numerator });
export const times = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.numerator, a.denominator * b.denominator);
/** a / b; b is above zero. */
export const ratio = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator, a.denominator * b.numerator);
export const sum = (all: readonly Fraction[]): Fraction => all.reduce(plus, noFraction);
export const isLess = (a: Fraction, b: Fraction): boolean =>
  a.numerator * b.denominator < b.numerator * a.denominator;

/** The nearest integer, halves away from zero: the one rounding there is. */
export function roundHalfAway(value: Fraction): bigint {
  const sign = value.numerator < 0n ? -1n : 1n;
  const size = value.numerator * sign;
  return sign * ((2n * size + value.denominator) / (2n * value.denominator));
}

const floor = (value: Fraction): bigint => {
  const quotient = value.numerator / value.denominator;
  return value.numerator % value.denominator < 0n ? quotient - 1n : quotient;
};

/**
 * Whole shares of a total that follow exact parts, none of them negative: each part is floored and the missing units go to
 * the largest remainders, ties in order. No share is more than its bound where there are bounds, and none is less than zero:
 * where the floors are already more than the total, units are taken from the smallest remainders.
 * @throws Error (a bug) when the total cannot be shared so
 */
export function shares(total: bigint, parts: readonly Fraction[], most?: readonly bigint[]): bigint[] {
  const given = parts.map(floor);
  const order = parts
    .map((part, n) => ({ n, rest: plus(part, fraction(-(given[n] ?? 0n))) }))
    .sort((a, b) => (isLess(b.rest, a.rest) ? -1 : isLess(a.rest, b.rest) ? 1 : a.n - b.n))
    .map((entry) => entry.n);
  let left = total - given.reduce((a, b) => a + b, 0n);
  const step = left < 0n ? -1n : 1n;
  if (step < 0n) order.reverse();
  const hasRoom = (n: number): boolean => {
    const share = given[n] ?? 0n;
    const bound = most?.[n];
    return step < 0n ? share > 0n : bound === undefined || share < bound;
  };
  while (left !== 0n) {
    const before = left;
    for (const n of order) {
      if (left === 0n || !hasRoom(n)) continue;
      given[n] = (given[n] ?? 0n) + step;
      left -= step;
    }
    if (left === before) throw new Error("a total cannot be shared over these parts");
  }
  return given;
}

/**
 * As `shares`, for many parts over one small denominator that add up to the total within a unit each: volumes of a CDR's periods.
 * Parts are 0 or more. The largest remainders are found by counting, so that it takes no longer than the parts are many.
 */
export function evenShares(total: bigint, numerators: readonly bigint[], denominator: bigint): bigint[] {
  const given: bigint[] = [];
  const rests: number[] = [];
  const howMany = new Array<number>(Number(denominator)).fill(0);
  let left = total;
  for (const each of numerators) {
    const share = each / denominator;
    const rest = Number(each - share * denominator);
    given.push(share);
    rests.push(rest);
    howMany[rest] = (howMany[rest] ?? 0) + 1;
    left -= share;
  }
  // All above the last remainder get a unit, and of those with that remainder the first ones.
  let last = howMany.length - 1;
  let ofLast = Number(left);
  while (last > 0 && (howMany[last] ?? 0) < ofLast) ofLast -= howMany[last--] ?? 0;
  for (const [n, rest] of rests.entries()) {
    if (rest < last || (rest === last && ofLast-- <= 0)) continue;
    given[n] = (given[n] ?? 0n) + 1n;
  }
  return given;
}

/** A decimal where it ends ("4.997"), else `a/b`: the form of exact amounts in a preview and in vectors. */
export function fractionText(value: Fraction): string {
  const lowest = fraction(value.numerator, value.denominator);
  let { numerator, denominator } = lowest;
  let decimals = 0;
  while (denominator % 2n === 0n || denominator % 5n === 0n) {
    denominator = denominator % 2n === 0n ? denominator / 2n : denominator / 5n;
    decimals++;
  }
  if (denominator !== 1n) return `${lowest.numerator}/${lowest.denominator}`;
  numerator = (lowest.numerator * 10n ** BigInt(decimals)) / lowest.denominator;
  const digits = (numerator < 0n ? -numerator : numerator).toString().padStart(decimals + 1, "0");
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  const trimmed = decimals === 0 ? text : text.replace(/\.?0+$/, "");
  return numerator < 0n ? `-${trimmed}` : trimmed;
}
