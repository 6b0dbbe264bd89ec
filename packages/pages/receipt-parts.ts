/** The lines of a receipt, on its own page and at the end of a session: quantity times price, why, each rate's tax, the total. */
import type { Receipt } from "@barq/domain/receipt";
import type { Shown } from "@barq/domain/shown-quantity";
import { shownQuantity } from "@barq/domain/shown-quantity";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import { fact } from "./layout.ts";
import { lineWhy } from "./line-why.ts";
import type { Locale } from "./locale.ts";
import { moneyHtml, numberText, space } from "./money-text.ts";
import { percent } from "./price-terms.ts";
import { timeHtml } from "./time-text.ts";
import { wordsOf } from "./words.ts";

type Line = Receipt["lines"][number];

export function receiptLines(receipt: Receipt, locale: Locale): Html {
  const words = wordsOf(locale).receipt;
  const isMixed = receipt.taxes.length > 1;
  return html`<dl>${receipt.lines.map((line) => lineOf(line, isMixed, locale))}
${fact(words.beforeTax, moneyHtml(receipt.before_tax, locale))}
${taxRows(receipt, locale)}
${fact(words.total, moneyHtml(receipt.after_tax, locale), "sum")}</dl>`;
}

/** A row for every rate; where there are several, each says what it is taken of. */
function taxRows({ taxes, vat, tax }: Receipt, locale: Locale): Html {
  const words = wordsOf(locale).receipt;
  const nameOf = (rate: string | null): Html => words.tax(rate === null ? null : percent(rate, locale));
  if (taxes.length < 2) return fact(nameOf(vat), moneyHtml(tax, locale));
  return html`${taxes.map((each) =>
    fact(nameOf(each.vat), words.taxOf(moneyHtml(each.tax, locale), moneyHtml(each.before_tax, locale))),
  )}`;
}

function lineOf(line: Line, isMixed: boolean, locale: Locale): Html {
  const words = wordsOf(locale);
  const why = lineWhy(line.why, locale).map((sentence) => html`<small>${sentence}</small>`);
  // A tariff's prices are before tax or after it; with both amounts beside it each product can be found again.
  const beforeTax =
    line.before_tax.amount !== line.after_tax.amount &&
    html`<br><small>${words.receipt.beforeTax} ${moneyHtml(line.before_tax, locale)}</small>`;
  const rate =
    isMixed &&
    html`<br><small>${line.vat === null ? words.terms.noRate : words.terms.rate(percent(line.vat, locale))}</small>`;
  return fact(
    html`<bdi>${line.label[locale]}</bdi><small>${productOf(line, locale)}</small>${why}`,
    html`${moneyHtml(line.after_tax, locale)}${beforeTax}${rate}`,
  );
}

function quantityOf(number: string, unit: Shown["unit"], locale: Locale): Html {
  if (unit === "session") return ltr(number);
  if (unit === "kWh") return ltr(`${number}${space}${unit}`);
  return timeHtml(number, unit === "h" ? "hour" : "minute", locale);
}

/** "12.345 kWh × MAD 2.50"; an adjustment has no price, and a dash stands for it. */
function productOf(line: Line, locale: Locale): Html {
  const { currency } = line.after_tax;
  const { quantity, unit, price } = shownQuantity(line, currency);
  if (price === null) return ltr("—");
  return html`${quantityOf(numberText(quantity, locale), unit, locale)} × ${moneyHtml({ amount: price, currency }, locale)}`;
}
