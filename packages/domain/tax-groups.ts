/**
 * Exact totals by tax rate, and the price limits on them. Both bounds apply to the total before tax
 * and to the total after tax; a clamp scales every rate's base and tax in proportion.
 */
import type { Fraction } from "./fraction.ts";
import { fraction, isLess, minus, noFraction, plus, ratio, sum, times } from "./fraction.ts";
import type { PriceLimit, Tariff, TaxKind } from "./tariff.ts";
import { taxKindOf } from "./tariff.ts";

/** A rate of 100 % in ten-thousandths of a per cent. */
export const wholeRate = 1_000_000n;

/** What is taxed at one rate, exact, in minor units. */
export interface TaxGroup {
  /** ten-thousandths of a per cent; null: the components name none */
  readonly vat: bigint | null;
  readonly kind: TaxKind;
  /** null: cannot be known from the tariff */
  readonly beforeTax: Fraction | null;
  readonly afterTax: Fraction | null;
  /** the tax is no longer base times rate: a bound on the total after tax made it */
  readonly isBound: boolean;
}

export type LimitName = "min_price" | "max_price";

interface Limited {
  readonly groups: readonly TaxGroup[];
  /** the bound that had the last word */
  readonly by: LimitName | null;
}

export const isGross = ({ taxIncluded }: Tariff): boolean => taxIncluded === "YES";

/** A group from what is quoted: gross where the tariff includes tax, else net. */
export function groupOf(tariff: Tariff, vat: bigint | null, quoted: Fraction): TaxGroup {
  const kind = quoted.numerator === 0n && vat === null ? "none" : taxKindOf(tariff, vat);
  const named = tariff.taxIncluded === "N/A" ? null : vat;
  const group = { vat: named, kind, isBound: false };
  if (kind === "none") return { ...group, beforeTax: quoted, afterTax: quoted };
  if (kind === "unknown")
    return isGross(tariff)
      ? { ...group, beforeTax: null, afterTax: quoted }
      : { ...group, beforeTax: quoted, afterTax: null };
  const rate = vat ?? 0n;
  return isGross(tariff)
    ? { ...group, beforeTax: times(quoted, fraction(wholeRate, wholeRate + rate)), afterTax: quoted }
    : { ...group, beforeTax: quoted, afterTax: times(quoted, fraction(wholeRate + rate, wholeRate)) };
}

/** The sum of a column; null where part of it is not known. */
export function totalOf(groups: readonly TaxGroup[], column: "beforeTax" | "afterTax"): Fraction | null {
  let all = noFraction;
  for (const group of groups) {
    const value = group[column];
    if (!value) return null;
    all = plus(all, value);
  }
  return all;
}

/**
 * First the total before tax into its bounds (least, then most), every base and tax in that proportion; then the total
 * after tax, where the difference is tax, shared in proportion (pricing 6). What is unknown is bound by nothing.
 */
export function withinLimits(
  tariff: Tariff,
  groups: readonly TaxGroup[],
  minorPerMajor: bigint,
  isFloorDue = true,
): Limited {
  const minPrice = isFloorDue ? tariff.minPrice : null;
  const first = bounded(tariff, groups, "beforeTax", minPrice, tariff.maxPrice, minorPerMajor);
  const second = bounded(tariff, first.groups, "afterTax", minPrice, tariff.maxPrice, minorPerMajor);
  return { groups: second.groups, by: second.by ?? first.by };
}

function bounded(
  tariff: Tariff,
  groups: readonly TaxGroup[],
  column: "beforeTax" | "afterTax",
  minPrice: PriceLimit | null,
  maxPrice: PriceLimit | null,
  minorPerMajor: bigint,
): Limited {
  const total = totalOf(groups, column);
  if (!total) return { groups, by: null };
  const limit = (of: PriceLimit | null): Fraction | null => {
    const bound = of?.[column] ?? null;
    return bound === null ? null : fraction(bound * minorPerMajor, 10_000n);
  };
  const [least, most] = [limit(minPrice), limit(maxPrice)];
  let [target, by]: [Fraction, LimitName | null] = [total, null];
  if (least && isLess(target, least)) [target, by] = [least, "min_price"];
  if (most && isLess(most, target)) [target, by] = [most, "max_price"];
  if (by === null) return { groups, by };
  return {
    groups: column === "beforeTax" ? scaled(tariff, groups, total, target) : taxed(groups, total, target),
    by,
  };
}

function scaled(
  tariff: Tariff,
  groups: readonly TaxGroup[],
  total: Fraction,
  target: Fraction,
): readonly TaxGroup[] {
  if (total.numerator === 0n) return [fromNothing(tariff, target)];
  const factor = ratio(target, total);
  return groups.map((group) => ({
    ...group,
    beforeTax: group.beforeTax && times(group.beforeTax, factor),
    afterTax: group.afterTax && times(group.afterTax, factor),
  }));
}

/** A floor under a session that costs nothing: at the tariff's rate where it names exactly one, without tax where it names several. */
function fromNothing(tariff: Tariff, beforeTax: Fraction): TaxGroup {
  const rates = new Set(
    tariff.elements.flatMap(({ components }) => components.flatMap(({ vat }) => (vat === null ? [] : [vat]))),
  );
  if (rates.size > 1) return { vat: null, kind: "none", beforeTax, afterTax: beforeTax, isBound: false };
  const [only = null] = rates;
  return groupOf({ ...tariff, taxIncluded: tariff.taxIncluded === "N/A" ? "N/A" : "NO" }, only, beforeTax);
}

interface WholeGroup extends TaxGroup {
  readonly beforeTax: Fraction;
  readonly afterTax: Fraction;
}

const isWhole = (group: TaxGroup): group is WholeGroup => group.beforeTax !== null && group.afterTax !== null;

/** The total after tax, known, set to a bound: what the bases leave of it is tax, in proportion to the taxes that were there. */
function taxed(groups: readonly TaxGroup[], after: Fraction, target: Fraction): readonly TaxGroup[] {
  if (!groups.every(isWhole)) {
    // Only the gross is known (tax inside, no rate named): the gross itself is bound.
    if (after.numerator === 0n) return groups;
    const factor = ratio(target, after);
    return groups.map((group) => ({
      ...group,
      afterTax: group.afterTax && times(group.afterTax, factor),
      isBound: true,
    }));
  }
  const before = sum(groups.map(({ beforeTax }) => beforeTax));
  if (isLess(target, before)) {
    const factor = ratio(target, before);
    return groups.map((group) => {
      const net = times(group.beforeTax, factor);
      return asBound({ ...group, beforeTax: net, afterTax: net });
    });
  }
  const taxes = minus(after, before);
  const wanted = minus(target, before);
  return groups.map((group, n) => {
    const { beforeTax, afterTax } = group;
    // Where there was no tax to share by, the bases are what there is; without a base the first group takes all.
    const part =
      taxes.numerator !== 0n ? ratio(minus(afterTax, beforeTax), taxes) : shareOfBase(beforeTax, before, n);
    return asBound({ ...group, afterTax: plus(beforeTax, times(wanted, part)) });
  });
}

/** Whether the bound has moved the tax away from base times rate. */
function asBound(group: WholeGroup): TaxGroup {
  const byRate = times(group.beforeTax, fraction(wholeRate + (group.vat ?? 0n), wholeRate));
  return { ...group, isBound: isLess(byRate, group.afterTax) || isLess(group.afterTax, byRate) };
}

const shareOfBase = (base: Fraction, total: Fraction, n: number): Fraction =>
  total.numerator !== 0n ? ratio(base, total) : fraction(n === 0 ? 1n : 0n);
