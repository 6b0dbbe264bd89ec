/**
 * The most that a session can cost which takes at most so much energy in at most so much time, whatever the vehicle does and
 * whichever elements hold: every dimension at its dearest component, its largest step and every fee there is. A bound, so
 * that a hold made from it is never passed; it never falls when energy or time grow.
 */

import type { Fraction } from "./fraction.ts";
import { fraction, isLess, plus, roundHalfAway, times } from "./fraction.ts";
import { exponentOf } from "./money.ts";
import type { Component, Dimension, Tariff } from "./tariff.ts";
import { isForSession } from "./tariff.ts";
import { isGross, wholeRate } from "./tax-groups.ts";

/** What a dimension costs at most: its dearest price after tax, in ten-thousandths of the major unit, and its steps. */
interface Dearest {
  readonly price: Fraction;
  readonly steps: readonly bigint[];
}

/** After tax, in minor units. */
export function worstCost(tariff: Tariff, energyMwh: bigint, ms: number): bigint {
  const perMajor = 10n ** BigInt(exponentOf(tariff.currency));
  const minor = (price: Fraction, quantity: bigint, unit: bigint): Fraction =>
    times(price, fraction(quantity * perMajor, 10_000n * unit));
  const energy = dearest(tariff, "ENERGY");
  const flat = dearest(tariff, "FLAT");
  const billedMwh = energyMwh === 0n ? 0n : stepped(energyMwh, energy, 1000n);
  const parts = [
    minor(energy.price, billedMwh, 1_000_000n),
    worstTime(tariff, ms, minor),
    minor(flat.price, 1n, 1n),
  ];
  return roundedUp(tariff, bounded(tariff, parts.reduce(plus), perMajor));
}

export function dearest(tariff: Tariff, dimension: Dimension): Dearest {
  const own = tariff.elements
    .filter(isForSession)
    .flatMap(({ components }) => components.filter((each) => each.dimension === dimension));
  return {
    price: own.map((component) => afterTax(tariff, component)).reduce(larger, fraction(0n)),
    steps: [...new Set(own.map(({ stepSize }) => stepSize))],
  };
}

const larger = (a: Fraction, b: Fraction): Fraction => (isLess(a, b) ? b : a);

/**
 * Up to the next multiple of the step, in the unit of `perStep`. Where elements have several steps no one of them bounds the
 * others: a whole largest step more does.
 */
function stepped(value: bigint, { steps }: Dearest, perStep: bigint): bigint {
  const [only = 0n, ...others] = steps;
  const largest = others.reduce((a, b) => (a > b ? a : b), only);
  return others.length === 0 ? upTo(value, only * perStep) : value + largest * perStep;
}

function afterTax(tariff: Tariff, { price, vat }: Component): Fraction {
  const isOnTop = !isGross(tariff) && tariff.taxIncluded !== "N/A";
  return fraction(price * (wholeRate + (isOnTop ? (vat ?? 0n) : 0n)), wholeRate);
}

/**
 * Charging is exact to the second where parking is priced, and parking goes up to its step: the dearest mixtures begin a
 * step of parking, the first or the last. Idle time alone costs at most its cap.
 */
function worstTime(
  tariff: Tariff,
  ms: number,
  minor: (price: Fraction, quantity: bigint, unit: bigint) => Fraction,
): Fraction {
  if (ms <= 0) return fraction(0n);
  const charging = dearest(tariff, "TIME");
  const idle = dearest(tariff, "PARKING_TIME");
  // Charging and parking are brought to whole seconds apart, so together they may be a second more.
  const seconds = BigInt(Math.ceil(ms / 1000));
  const cost = (of: Dearest, quantity: bigint): Fraction => minor(of.price, quantity, 3600n);
  const allCharging = cost(charging, stepped(seconds, charging, 1n));
  if (idle.price.numerator === 0n) return allCharging;
  const cap = tariff.idle?.capMinor ?? null;
  const idling = cost(idle, stepped(seconds, idle, 1n));
  if (cap !== null) {
    const onTop = isGross(tariff) ? 0n : dearestRate(tariff);
    const most = times(fraction(cap), fraction(wholeRate + onTop, wholeRate));
    return plus(allCharging, isLess(most, idling) ? most : idling);
  }
  if (idle.steps.length > 1) {
    const [step = 0n] = idle.steps.toSorted((a, b) => (a > b ? -1 : 1));
    const dearer = { ...charging, price: larger(charging.price, idle.price) };
    return larger(allCharging, plus(cost(dearer, seconds + 1n), cost(idle, step)));
  }
  const step = idle.steps.reduce((a, b) => (a > b ? a : b), 1n) || 1n;
  const lastBegins = (seconds / step) * step;
  const mixtures = [0n, lastBegins].map((parkedS) =>
    plus(cost(charging, seconds - parkedS), cost(idle, parkedS + step)),
  );
  return [allCharging, idling, ...mixtures].reduce(larger);
}

const dearestRate = (tariff: Tariff): bigint =>
  tariff.taxIncluded === "N/A" ? 0n : ratesOf(tariff).reduce((a, b) => (a > b ? a : b), 0n);

const upTo = (value: bigint, step: bigint): bigint =>
  step <= 1n ? value : ((value + step - 1n) / step) * step;

/**
 * Rounded once per tax rate, so that the printed total may be above the exact one: by half a unit for each rate where the price
 * holds the tax; where tax comes on top its base is rounded first, and then the tax on that.
 */
function roundedUp(tariff: Tariff, exact: Fraction): bigint {
  const total = roundHalfAway(exact);
  if (total === 0n || tariff.taxIncluded === "N/A") return total;
  const rates = [...ratesOf(tariff)];
  const count = BigInt(rates.length);
  if (isGross(tariff)) return total + count - 1n;
  const all = rates.reduce((sum, rate) => sum + rate, 0n);
  // The largest whole number below a half, a unit for each rate, and half of each tax on half a unit.
  return total + ((1n + 2n * count) * wholeRate + all - 1n) / (2n * wholeRate);
}

/** What components may be taxed at; none is 0, and a group of its own beside 0 %, whose rounding is the same. */
const ratesOf = ({ elements }: Tariff): readonly bigint[] => [
  ...new Map(
    elements.flatMap(({ components }) => components.map(({ vat }) => [`${vat}`, vat ?? 0n] as const)),
  ).values(),
];

/**
 * As the bounds are applied (tax-groups.ts, withinLimits), with every tax at the dearest rate: a floor before tax is paid with its
 * tax, a cap before tax leaves no more than its tax on top, and then the bounds after tax have the last word.
 */
function bounded(tariff: Tariff, worst: Fraction, perMajor: bigint): Fraction {
  const { minPrice, maxPrice } = tariff;
  const withTax = fraction(wholeRate + dearestRate(tariff), wholeRate);
  const minor = (limit: bigint | null | undefined): Fraction | null =>
    limit === null || limit === undefined ? null : fraction(limit * perMajor, 10_000n);
  const taxed = (limit: bigint | null | undefined): Fraction | null => {
    const beforeTax = minor(limit);
    return beforeTax && times(beforeTax, withTax);
  };
  const lifted = (to: Fraction | null, from: Fraction): Fraction => (to ? larger(from, to) : from);
  const lowered = (to: Fraction | null, from: Fraction): Fraction => (to && isLess(to, from) ? to : from);
  const beforeTax = lowered(taxed(maxPrice?.beforeTax), lifted(taxed(minPrice?.beforeTax), worst));
  return lowered(minor(maxPrice?.afterTax), lifted(minor(minPrice?.afterTax), beforeTax));
}
