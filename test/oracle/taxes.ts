/** What lines come to: tax by tax_included, groups by rate, price limits, and one rounding per rate. */
import type { Exact } from "./exact.ts";
import {
  compare,
  exact,
  exactOf,
  isZero,
  minus,
  nearest,
  over,
  plus,
  same,
  sum,
  times,
  zero,
} from "./exact.ts";
import type { OcpiLimit, OcpiTariff } from "./ocpi.ts";

/** Before tax, tax and after tax; null is unknown, never zero. */
export interface Columns {
  readonly beforeTax: Exact | null;
  readonly tax: Exact | null;
  readonly afterTax: Exact | null;
}

/** The same in minor units of the currency. */
export interface MinorColumns {
  readonly beforeTax: bigint | null;
  readonly tax: bigint | null;
  readonly afterTax: bigint | null;
}

export interface Group extends Columns {
  /** per cent; null: no VAT is named, which is not 0 % */
  readonly rate: Exact | null;
}

/** Where law adds a sales tax on top of a price that names none. */
const taxedOnTop = new Set(["USD", "CAD"]);

const exponents: Readonly<Record<string, number>> = {
  MAD: 2,
  EUR: 2,
  USD: 2,
  CAD: 2,
  GBP: 2,
  TND: 3,
  JPY: 0,
};

const hundred = exact(100n);

/** The three columns of an amount in the column in which the tariff quotes. */
export function columnsOf(quoted: Exact, rate: Exact | null, tariff: OcpiTariff): Columns {
  // The tax of nothing is nothing, whatever nobody says of its rate.
  if (isZero(quoted)) return { beforeTax: zero, tax: zero, afterTax: zero };
  const mode = tariff.tax_included ?? "NO";
  if (mode === "N/A") return { beforeTax: quoted, tax: zero, afterTax: quoted };
  if (mode === "YES") {
    if (rate === null) return { beforeTax: null, tax: null, afterTax: quoted };
    const net = over(times(quoted, hundred), plus(hundred, rate));
    return { beforeTax: net, tax: minus(quoted, net), afterTax: quoted };
  }
  if (rate === null && tariff.tax_included === "NO" && taxedOnTop.has(tariff.currency)) {
    return { beforeTax: quoted, tax: null, afterTax: null };
  }
  const tax = over(times(quoted, rate ?? zero), hundred);
  return { beforeTax: quoted, tax, afterTax: plus(quoted, tax) };
}

const allOrNone = (values: readonly (Exact | null)[]): Exact | null =>
  values.reduce<Exact | null>((total, value) => (total && value ? plus(total, value) : null), zero);

export const totalOf = (groups: readonly Columns[]): Columns => ({
  beforeTax: allOrNone(groups.map(({ beforeTax }) => beforeTax)),
  tax: allOrNone(groups.map(({ tax }) => tax)),
  afterTax: allOrNone(groups.map(({ afterTax }) => afterTax)),
});

interface Bounds {
  readonly beforeTax: Exact;
  readonly afterTax: Exact | null;
}

function boundsOf(limit: OcpiLimit | undefined): Bounds | null {
  if (limit === undefined) return null;
  const [before, after] =
    "before_taxes" in limit ? [limit.before_taxes, limit.after_taxes] : [limit.excl_vat, limit.incl_vat];
  return {
    beforeTax: exactOf(String(before)),
    afterTax: after === undefined ? null : exactOf(String(after)),
  };
}

export type LimitedBy = "min_price" | "max_price" | null;

export interface Limited {
  readonly groups: readonly Group[];
  readonly limitedBy: LimitedBy;
}

/** Min first, then max; the total before tax first, then the total after tax, which wins. */
export function limited(natural: readonly Group[], tariff: OcpiTariff): Limited {
  const [least, most] = [boundsOf(tariff.min_price), boundsOf(tariff.max_price)];
  let limitedBy: LimitedBy = null;
  const clamped = (total: Exact, low: Exact | null | undefined, high: Exact | null | undefined): Exact => {
    let value = total;
    if (low && compare(value, low) < 0) [value, limitedBy] = [low, "min_price"];
    if (high && compare(value, high) > 0) [value, limitedBy] = [high, "max_price"];
    return value;
  };
  let groups = natural;
  const before = totalOf(groups).beforeTax;
  if (before) {
    const wanted = clamped(before, least?.beforeTax, most?.beforeTax);
    if (!same(wanted, before))
      groups = isZero(before) ? [outOfNothing(wanted, tariff)] : scaled(groups, wanted, before);
  }
  const { beforeTax, afterTax } = totalOf(groups);
  if (afterTax) {
    const wanted = clamped(afterTax, least?.afterTax, most?.afterTax);
    if (!same(wanted, afterTax)) {
      groups = beforeTax ? withTax(groups, minus(wanted, beforeTax)) : scaled(groups, wanted, afterTax);
    }
  }
  return { groups, limitedBy };
}

function scaled(groups: readonly Group[], wanted: Exact, total: Exact): readonly Group[] {
  const factor = over(wanted, total);
  const by = (value: Exact | null): Exact | null => (value ? times(value, factor) : null);
  return groups.map(({ rate, beforeTax, tax, afterTax }) => ({
    rate,
    beforeTax: by(beforeTax),
    tax: by(tax),
    afterTax: by(afterTax),
  }));
}

/** A base of zero says nothing of its rate: the tariff's, if it names exactly one, otherwise no tax. */
function outOfNothing(base: Exact, tariff: OcpiTariff): Group {
  const named = new Set(
    tariff.elements.flatMap((element) => element.price_components.flatMap(({ vat }) => vat ?? [])),
  );
  const [only] = named;
  const rate =
    named.size === 1 && only !== undefined && tariff.tax_included !== "N/A" ? exactOf(String(only)) : null;
  const quotedBefore: OcpiTariff = tariff.tax_included === "YES" ? { ...tariff, tax_included: "NO" } : tariff;
  return { rate, ...columnsOf(base, rate, quotedBefore) };
}

/** Another tax over the same bases, shared in proportion to what each rate's was, or to the bases where there was none. */
function withTax(groups: readonly Group[], tax: Exact): readonly Group[] {
  const weights = (column: "tax" | "beforeTax"): readonly Exact[] =>
    groups.map((group) => group[column] ?? zero);
  const shares = isZero(sum(weights("tax"))) ? weights("beforeTax") : weights("tax");
  const all = sum(shares);
  return groups.map((group, n) => {
    const own = isZero(all) ? over(tax, exact(groups.length)) : over(times(tax, shares[n] ?? zero), all);
    const base = group.beforeTax ?? zero;
    return { rate: group.rate, beforeTax: base, tax: own, afterTax: plus(base, own) };
  });
}

/** Each rate rounded once, in the column in which the price is quoted; the others follow from what is printed. */
export function rounded(groups: readonly Group[], tariff: OcpiTariff): MinorColumns {
  const exponent = exponents[tariff.currency];
  if (exponent === undefined) throw new Error(`no exponent for ${tariff.currency}`);
  const unit = exact(10n ** BigInt(exponent));
  const minor = (value: Exact | null): bigint | null => (value ? nearest(times(value, unit)) : null);
  const all = groups.map((group) => printed(group, tariff, minor));
  const total = (column: keyof MinorColumns): bigint | null =>
    all.reduce<bigint | null>(
      (so, { [column]: next }) => (so === null || next === null ? null : so + next),
      0n,
    );
  return { beforeTax: total("beforeTax"), tax: total("tax"), afterTax: total("afterTax") };
}

function printed(
  { rate, beforeTax, tax, afterTax }: Group,
  tariff: OcpiTariff,
  minor: (value: Exact | null) => bigint | null,
): MinorColumns {
  // Where a limit has moved the tax away from its rate, there is nothing to compute it again from.
  const isAtRate = beforeTax && tax && same(times(tax, hundred), times(beforeTax, rate ?? zero));
  if (tariff.tax_included === "YES") {
    const gross = minor(afterTax);
    if (gross === null || beforeTax === null)
      return { beforeTax: minor(beforeTax), tax: null, afterTax: gross };
    const net = isAtRate ? nearest(over(exact(gross * 100n), plus(hundred, rate ?? zero))) : minor(beforeTax);
    return { beforeTax: net, tax: net === null ? null : gross - net, afterTax: gross };
  }
  const base = minor(beforeTax);
  if (base === null || tax === null) return { beforeTax: base, tax: null, afterTax: null };
  if (isAtRate) {
    const own = nearest(over(times(exact(base), rate ?? zero), hundred));
    return { beforeTax: base, tax: own, afterTax: base + own };
  }
  // The bound after tax had the last word, so it is what is printed.
  const gross = minor(afterTax);
  return { beforeTax: base, tax: gross === null ? null : gross - base, afterTax: gross };
}
