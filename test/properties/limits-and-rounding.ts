/** Exact totals lie within the tariff's bounds, and what is printed lies next to what is exact: the one rounding is all that is between. */
import type { Fraction } from "@barq/domain/fraction";
import { fraction, isLess, minus, plus, ratio, times } from "@barq/domain/fraction";
import { exponentOf } from "@barq/domain/money";
import type { OpenPrice } from "@barq/domain/price";
import { priceUsage } from "@barq/domain/price";
import type { PriceLimit, Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import { minorsOf } from "./amounts.ts";
import { anyCase } from "./cases.ts";
import { guarantee, must } from "./guarantee.ts";

const columns = ["beforeTax", "afterTax"] as const;
const half = fraction(1n, 2n);

function withinBounds({ currency, minPrice, maxPrice }: Tariff, { exact }: OpenPrice): void {
  const minorPerMajor = 10n ** BigInt(exponentOf(currency));
  for (const column of columns) {
    const total = minorsOf(exact[column], currency);
    if (!total) continue;
    const bound = (limit: PriceLimit | null): Fraction | null => {
      const value = limit?.[column] ?? null;
      return value === null ? null : fraction(value * minorPerMajor, 10_000n);
    };
    const [least, most] = [bound(minPrice), bound(maxPrice)];
    must(!least || !isLess(total, least), `${column} lies below the least price`);
    must(!most || !isLess(most, total), `${column} lies above the highest price`);
  }
}

const size = (value: Fraction): Fraction => (value.numerator < 0n ? minus(fraction(0n), value) : value);

/**
 * The quoted column is rounded once for each rate, so it is at most half a unit away for each. The other one follows from what is
 * printed: that half with its tax (or without), and half a unit of its own.
 */
function nextToExact({ taxIncluded, currency }: Tariff, price: OpenPrice): void {
  const quoted = taxIncluded === "YES" ? "afterTax" : "beforeTax";
  for (const column of columns) {
    const total = minorsOf(price.exact[column], currency);
    const printed = price[column];
    if (!total || !printed) continue;
    const most = price.taxes.reduce((all, { vatText }) => {
      if (column === quoted) return plus(all, half);
      const rate = fraction(BigInt(Math.round(Number(vatText ?? "0") * 10_000)), 1_000_000n);
      const factor = plus(fraction(1n), rate);
      return plus(all, plus(half, column === "afterTax" ? times(half, factor) : ratio(half, factor)));
    }, fraction(0n));
    const apart = size(minus(total, fraction(printed.minor)));
    must(!isLess(most, apart), `${column} is printed too far from what it is`);
  }
}

export const limitsAndRounding = guarantee(
  {
    name: "limits-and-rounding",
    says: "exact totals lie within the tariff's bounds, and the printed ones within the one rounding of them",
    part: 1500,
    weight: 5,
  },
  anyCase,
  ({ tariff: body, zone, usage }) => {
    const tariff = readTariff(body);
    const price = priceUsage(tariff, usage, zone);
    withinBounds(tariff, price);
    nextToExact(tariff, price);
  },
);
