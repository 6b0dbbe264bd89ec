/** A tariff in plain terms as lines of text, in a reader's language: for people at work, who compare it before it is sold. */
import type { Labels } from "@barq/domain/labels";
import { labelOfDimension } from "@barq/domain/labels";
import { rateText } from "@barq/domain/price";
import { withCoins } from "@barq/domain/shown-quantity";
import type { PriceLimit, Tariff } from "@barq/domain/tariff";
import type { PriceTerm } from "@barq/domain/terms";
import { isFreeOtherwise, termsOf } from "@barq/domain/terms";
import { conditionsHtml } from "./condition-text.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { idleTerms } from "./idle-terms.ts";
import type { Locale } from "./locale.ts";
import { moneyText, numberText, space } from "./money-text.ts";
import { termsWordsOf } from "./terms-of-locale.ts";

/** A line for each price with its conditions, then idle terms, limits and how tax stands in it. */
export function tariffLines(tariff: Tariff, locale: Locale, labels: Labels = {}): readonly string[] {
  const words = termsWordsOf(locale);
  const colon = locale === "fr" ? `${space}: ` : ": ";
  const terms = termsOf(tariff);
  const shown = [...new Set(terms.map(({ dimension }) => dimension))];
  const prices = shown.flatMap((dimension) => {
    const title = labelOfDimension(dimension, labels)[locale];
    const rows = terms
      .filter((term) => term.dimension === dimension)
      .map((term) => `${title}${conditionOf(term, locale)}${colon}${priceOf(term, tariff.currency, locale)}`);
    if (isFreeOtherwise(tariff, dimension)) rows.push(`${title} (${words.otherwise})${colon}${words.free}`);
    return dimension === "PARKING_TIME" ? [...rows, plain(idleTerms(tariff, locale))] : rows;
  });
  const limit = (of: PriceLimit | null, say: (amount: Html) => Html): readonly string[] =>
    of ? [plain(say(limitHtml(of, tariff, locale)))] : [];
  return [
    ...(prices.length === 0 && !tariff.minPrice ? [words.free] : prices),
    ...limit(tariff.minPrice, words.least),
    ...limit(tariff.maxPrice, words.most),
    ...taxLine(tariff, terms, locale),
  ];
}

function conditionOf(term: PriceTerm, locale: Locale): string {
  const conditions = conditionsHtml(term.conditions, locale);
  if (conditions) return ` (${plain(conditions)})`;
  return term.isFallback ? ` (${termsWordsOf(locale).otherwise})` : "";
}

function priceOf({ price, unit, pricePerMinute, vat }: PriceTerm, currency: string, locale: Locale): string {
  const words = termsWordsOf(locale);
  const rate = plain(
    vat === null
      ? html`${words.noRate}`
      : words.rate(html`${numberText(vat, locale)}${locale === "en" ? "" : space}%`),
  );
  if (/^[0.]*$/.test(price)) return words.free;
  const said = moneyText({ amount: pricePerMinute ?? price, currency }, locale);
  return `${said} ${words.per[pricePerMinute === null ? unit : "minute"]} · ${rate}`;
}

function limitHtml({ beforeTax, afterTax }: PriceLimit, { currency }: Tariff, locale: Locale): Html {
  const show = (price: bigint): Html =>
    html`${moneyText({ amount: withCoins(rateText(price), currency), currency }, locale)}`;
  const words = termsWordsOf(locale);
  if (afterTax === null) return words.onlyBeforeTax(show(beforeTax ?? 0n));
  return beforeTax === null || beforeTax === afterTax
    ? show(afterTax)
    : words.withBeforeTax(show(afterTax), show(beforeTax));
}

function taxLine({ taxIncluded }: Tariff, terms: readonly PriceTerm[], locale: Locale): readonly string[] {
  if (terms.every(({ vat }) => vat === null)) return [];
  const words = termsWordsOf(locale);
  return [taxIncluded === "YES" ? words.taxesIncluded : words.taxesAdded];
}

const signs: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** Our own templates without their tags: what stands in them has been escaped, so what looks like a tag is one of ours. */
const plain = (text: Html): string =>
  text
    .toString()
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (sign) => signs[sign] ?? sign);
