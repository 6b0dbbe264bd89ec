/**
 * The one rounding: once per tax rate at the total, half away from zero, in the column in which the
 * price is quoted; the other column follows from that printed amount. Lines by largest remainder, so that they add up.
 */
import type { Fraction } from "./fraction.ts";
import { fraction, roundHalfAway, shares, times } from "./fraction.ts";
import type { TaxGroup } from "./tax-groups.ts";
import { wholeRate } from "./tax-groups.ts";

/** Minor units; null: cannot be known from the tariff. */
export interface Printed {
  readonly beforeTax: bigint | null;
  readonly tax: bigint | null;
  readonly afterTax: bigint | null;
}

export const nothing: Printed = { beforeTax: 0n, tax: 0n, afterTax: 0n };

/** A group's exact amounts as they are printed. */
export function printed(group: TaxGroup, gross: boolean): Printed {
  const { beforeTax, afterTax, kind } = group;
  if (kind === "unknown" || !beforeTax || !afterTax)
    return {
      beforeTax: beforeTax && roundHalfAway(beforeTax),
      tax: null,
      afterTax: afterTax && roundHalfAway(afterTax),
    };
  const rate = group.vat ?? 0n;
  if (group.isBound || kind === "none") return columns(roundHalfAway(beforeTax), roundHalfAway(afterTax));
  if (gross) {
    const total = roundHalfAway(afterTax);
    return columns(roundHalfAway(fraction(total * wholeRate, wholeRate + rate)), total);
  }
  const net = roundHalfAway(beforeTax);
  return columns(net, net + roundHalfAway(fraction(net * rate, wholeRate)));
}

const columns = (beforeTax: bigint, afterTax: bigint): Printed => ({
  beforeTax,
  tax: afterTax - beforeTax,
  afterTax,
});

/** Two printed amounts taken from each other, or added; what is unknown on one side is unknown. */
export function combined(a: Printed, b: Printed, sign: 1n | -1n): Printed {
  const of = (x: bigint | null, y: bigint | null): bigint | null =>
    x === null || y === null ? null : x + sign * y;
  return {
    beforeTax: of(a.beforeTax, b.beforeTax),
    tax: of(a.tax, b.tax),
    afterTax: of(a.afterTax, b.afterTax),
  };
}

/** A group's printed amount over its lines, whose exact amounts stand in the quoted column. */
export function sharedOut(
  group: TaxGroup,
  total: Printed,
  quoted: readonly Fraction[],
  gross: boolean,
): readonly Printed[] {
  const rate = group.kind === "rate" ? (group.vat ?? 0n) : 0n;
  if (gross) {
    const totals = shares(total.afterTax ?? 0n, quoted);
    if (total.beforeTax === null) return totals.map((afterTax) => ({ beforeTax: null, tax: null, afterTax }));
    // No line has a net above its gross: its tax would be below zero.
    const net = quoted.map((each) => times(each, fraction(wholeRate, wholeRate + rate)));
    const nets = shares(total.beforeTax, net, totals);
    return totals.map((afterTax, n) => columns(nets[n] ?? 0n, afterTax));
  }
  const nets = shares(total.beforeTax ?? 0n, quoted);
  if (total.tax === null) return nets.map((beforeTax) => ({ beforeTax, tax: null, afterTax: null }));
  const taxes = shares(
    total.tax,
    quoted.map((each) => times(each, fraction(rate, wholeRate))),
  );
  return nets.map((beforeTax, n) => columns(beforeTax, beforeTax + (taxes[n] ?? 0n)));
}
