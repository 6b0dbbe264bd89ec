/**
 * A price as plain JSON: what a proof seals of it, and all that a receipt needs to be printed without computing it again.
 * Amounts are decimal text in the currency beside them.
 */
import type { IdleSaid } from "./idle-said.ts";
import { amountText } from "./money.ts";
import type { Price, PriceLine, TaxTotal } from "./price.ts";
import type { Why } from "./why.ts";
import { whyOf } from "./why.ts";

export interface PricedTax {
  readonly vat: string | null;
  readonly before_tax: string;
  readonly tax: string;
  readonly after_tax: string;
}

interface PricedLine extends PricedTax {
  /** null for an adjustment: a cap, a price limit, a waiver */
  readonly element: number | null;
  readonly dimension: PriceLine["dimension"];
  readonly quantity: string;
  readonly billed: string;
  readonly unit: PriceLine["unit"];
  readonly price: string | null;
  readonly why: Why;
  readonly reason: string;
}

export interface PricedResult {
  readonly currency: string;
  readonly lines: readonly PricedLine[];
  readonly taxes: readonly PricedTax[];
  /** the rate where there is exactly one */
  readonly vat: string | null;
  readonly limited_by: string | null;
  /** exact, in the major unit, before the one rounding */
  readonly exact: Readonly<Record<"before_tax" | "tax" | "after_tax", string | null>>;
  readonly before_tax: string;
  readonly tax: string;
  readonly after_tax: string;
}

const amountsOf = (of: PriceLine | TaxTotal): PricedTax => ({
  vat: of.vatText,
  before_tax: amountText(of.beforeTax),
  tax: amountText(of.tax),
  after_tax: amountText(of.afterTax),
});

/** @param idle the tariff's own terms on idle time, which a line of idle time names */
export const pricedResult = (price: Price, idle: IdleSaid | null): PricedResult => ({
  currency: price.currency,
  lines: price.lines.map((line) => ({
    element: line.element,
    dimension: line.dimension,
    quantity: line.quantityText,
    billed: line.billedText,
    unit: line.unit,
    price: line.priceText,
    why: whyOf(line.explained, idle),
    reason: line.reason,
    ...amountsOf(line),
  })),
  taxes: price.taxes.map(amountsOf),
  vat: price.vatText,
  limited_by: price.limitedBy,
  exact: {
    before_tax: price.exact.beforeTax,
    tax: price.exact.tax,
    after_tax: price.exact.afterTax,
  },
  before_tax: amountText(price.beforeTax),
  tax: amountText(price.tax),
  after_tax: amountText(price.afterTax),
});
