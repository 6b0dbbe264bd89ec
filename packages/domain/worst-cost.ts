/**
 * The most that a session can cost which takes at most so much energy in at most so much time, whatever the vehicle does and
 * whichever elements hold: every dimension at its dearest component, its largest step and every fee there is. A bound, so
 * that a hold made from it is never passed; it never falls when energy or time grow.
 */

import type { Fraction } from "./fraction.ts";
import { fraction, isLess, roundHalfAway, times } from "./fraction.ts";
import { exponentOf } from "./money.ts";
import type { Component, Dimension, PriceLimit, Tariff } from "./tariff.ts";
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
  const total = roundedUp(tariff, parts);
  return bounded(tariff, total, perMajor);
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
    const most = times(fraction(cap), fraction(wholeRate + dearestVat(tariff), wholeRate));
    return sumOfTwo(allCharging, isLess(most, idling) ? most : idling);
  }
  if (idle.steps.length > 1) {
    const [step = 0n] = idle.steps.toSorted((a, b) => (a > b ? -1 : 1));
    return sumOfTwo(
      cost({ ...charging, price: larger(charging.price, idle.price) }, seconds + 1n),
      cost(idle, step),
    );
  }
  const step = idle.steps.reduce((a, b) => (a > b ? a : b), 1n) || 1n;
  const lastBegins = (seconds / step) * step;
  const mixtures = [0n, lastBegins].map((parkedS) =>
    sumOfTwo(cost(charging, seconds - parkedS), cost(idle, parkedS + step)),
  );
  return [allCharging, idling, ...mixtures].reduce(larger);
}

const sumOfTwo = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

const dearestVat = (tariff: Tariff): bigint =>
  isGross(tariff) || tariff.taxIncluded === "N/A"
    ? 0n
    : tariff.elements
        .flatMap(({ components }) => components.map(({ vat }) => vat ?? 0n))
        .reduce((a, b) => (a > b ? a : b), 0n);

const upTo = (value: bigint, step: bigint): bigint =>
  step <= 1n ? value : ((value + step - 1n) / step) * step;

/** Rounded once per tax rate, so that with each rate the printed total may be half a unit above the exact one. */
function roundedUp(tariff: Tariff, parts: readonly Fraction[]): bigint {
  const rates = new Set(tariff.elements.flatMap(({ components }) => components.map(({ vat }) => `${vat}`)));
  const total = roundHalfAway(parts.reduce(sumOfTwo, fraction(0n)));
  // Before tax the base is rounded, and then the tax on it: twice a half at most.
  const slack = isGross(tariff) || tariff.taxIncluded === "N/A" ? rates.size - 1 : rates.size;
  return total === 0n ? 0n : total + BigInt(slack);
}

/** A floor lifts the worst case too; a cap bounds it. */
function bounded({ minPrice, maxPrice, ...tariff }: Tariff, total: bigint, perMajor: bigint): bigint {
  const rate = dearestVat({ minPrice, maxPrice, ...tariff });
  const minor = (limit: PriceLimit | null): bigint | null => {
    if (!limit) return null;
    const { beforeTax, afterTax: after } = limit;
    const scaled = (value: bigint): Fraction => fraction(value * perMajor, 10_000n);
    if (after !== null) return roundHalfAway(scaled(after)) + 1n;
    return beforeTax === null
      ? null
      : roundHalfAway(times(scaled(beforeTax), fraction(wholeRate + rate, wholeRate))) + 1n;
  };
  const [least, most] = [minor(minPrice), minor(maxPrice)];
  const lifted = least !== null && total < least ? least : total;
  return most !== null && most < lifted ? most : lifted;
}
