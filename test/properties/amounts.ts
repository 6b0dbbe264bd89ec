/** Exact amounts as they are told, read back into fractions of the minor unit; and what of a price is money. */
import type { Fraction } from "@barq/domain/fraction";
import { fraction } from "@barq/domain/fraction";
import { exponentOf } from "@barq/domain/money";
import type { OpenPrice } from "@barq/domain/price";

/** "4.997" or "a/b" in the major unit; null stays null. */
export function minorsOf(text: string | null, currency: string): Fraction | null {
  if (text === null) return null;
  const [above = "", below = "1"] = text.split("/");
  const [whole = "", part = ""] = above.split(".");
  return fraction(
    BigInt(whole + part) * 10n ** BigInt(exponentOf(currency)),
    10n ** BigInt(part.length) * BigInt(below),
  );
}

/** All of a price but how it was cut: amounts, lines and their quantities. */
export const moneyOf = (price: OpenPrice) => ({
  exact: price.exact,
  beforeTax: price.beforeTax,
  tax: price.tax,
  afterTax: price.afterTax,
  taxes: price.taxes,
  limitedBy: price.limitedBy,
  lines: price.lines.map(({ explained: _, reason: __, ...line }) => line),
});
