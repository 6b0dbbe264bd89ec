/** The lines of a receipt, on its own page and at the end of a session: quantity times price, tax, and the total. */
import type { Receipt } from "@barq/domain/receipt";
import type { Dimension } from "@barq/domain/tariff";
import { dimensions } from "@barq/domain/tariff";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import { fact } from "./layout.ts";
import type { Locale } from "./locale.ts";
import { measureHtml, moneyHtml, numberText } from "./money-text.ts";
import { percent } from "./price-terms.ts";
import { wordsOf } from "./words.ts";

type Line = Receipt["lines"][number];

export function receiptLines(receipt: Receipt, locale: Locale): Html {
  const words = wordsOf(locale).receipt;
  const rate = receipt.vat === null ? null : percent(receipt.vat, locale);
  return html`<dl>${receipt.lines.map((line) => lineOf(line, locale))}
${fact(words.beforeTax, moneyHtml(receipt.before_tax, locale))}
${fact(words.tax(rate), moneyHtml(receipt.tax, locale))}
${fact(words.total, moneyHtml(receipt.after_tax, locale), "sum")}</dl>`;
}

function lineOf(line: Line, locale: Locale): Html {
  const words = wordsOf(locale).receipt;
  const dimension = dimensions.find((known): known is Dimension => known === line.dimension);
  const quantity =
    line.unit === "session"
      ? ltr(numberText(line.quantity, locale))
      : measureHtml(line.quantity, line.unit, locale);
  const price = moneyHtml(
    { amount: atLeastTwoDecimals(line.price ?? "0"), currency: line.after_tax.currency },
    locale,
  );
  // A tariff's prices are before tax or after it; with both amounts beside it each product can be found again.
  const beforeTax =
    line.before_tax.amount !== line.after_tax.amount &&
    html`<br><small>${words.beforeTax} ${moneyHtml(line.before_tax, locale)}</small>`;
  return fact(
    html`${dimension ? words.dimensions[dimension] : html`<bdi>${line.dimension}</bdi>`}<small>${quantity} × ${price}</small>${stepsOf(line, locale)}`,
    html`${moneyHtml(line.after_tax, locale)}${beforeTax}`,
  );
}

/** The engine says in its reason, in English, when steps made a quantity larger than what was measured. */
function stepsOf({ reason }: Line, locale: Locale): Html | null {
  const [, quantity, unit = "", step, stepUnit = ""] =
    /billed as ([\d.]+) (kWh|s) by steps of ([\d.]+) (Wh|s)$/.exec(reason) ?? [];
  if (quantity === undefined || step === undefined) return null;
  const said = wordsOf(locale).receipt.billedAs(
    measureHtml(quantity, unit, locale),
    measureHtml(step, stepUnit, locale),
  );
  return html`<small>${said}</small>`;
}

/** A price as a tariff writes it ("3.5"), with as many decimals as people expect ("3.50"). */
function atLeastTwoDecimals(price: string): string {
  const [whole = "", part = ""] = price.split(".");
  return `${whole}.${part.padEnd(2, "0")}`;
}
