/**
 * What a tariff asks for, in plain terms: each dimension by its own name, its prices with their conditions in the order in
 * which they are tried, what idle time costs, the price's limits, how tax stands in it, and one example that was computed.
 */
import { kwhText } from "@barq/domain/decimal";
import type { Instant } from "@barq/domain/instant";
import type { Labels } from "@barq/domain/labels";
import { labelOfDimension } from "@barq/domain/labels";
import { amountOf } from "@barq/domain/money";
import { rateText } from "@barq/domain/price";
import { withCoins } from "@barq/domain/shown-quantity";
import type { Dimension, PriceLimit, Tariff } from "@barq/domain/tariff";
import type { PriceTerm } from "@barq/domain/terms";
import { elementsNow, exampleOf, isFreeOtherwise, termsOf } from "@barq/domain/terms";
import { conditionsHtml } from "./condition-text.ts";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import { idleTerms } from "./idle-terms.ts";
import type { Locale } from "./locale.ts";
import { measureHtml, moneyHtml, numberText, space } from "./money-text.ts";
import { scanWordsOf } from "./scan-words.ts";
import { clockText, durationText } from "./time-text.ts";
import { wordsOf } from "./words.ts";

/** What it takes to tell a tariff: pages have no clock, so whoever shows one says where and when. */
interface TermsView {
  readonly locale: Locale;
  readonly tariff: Tariff;
  /** what the location calls what it sells */
  readonly labels: Labels;
  /** in which order the country wants dimensions shown; null: as the tariff has them */
  readonly displayOrder: readonly Dimension[] | null;
  readonly zone: string;
  readonly now: Instant;
}

export function priceTerms(view: TermsView): Html {
  return html`${priceRows(view)}
${example(view)}`;
}

/** Everything that is asked for, without an example: what has to be computed is not bundled with whoever shows this. */
export function priceRows(view: TermsView): Html {
  const { tariff, locale } = view;
  const terms = termsOf(tariff);
  // A least price is owed by a session that costs nothing by itself, too.
  if (terms.length === 0 && !tariff.minPrice) return html`<p class="price">${scanWordsOf(locale).free}</p>`;
  const order = view.displayOrder ?? [];
  const placeOf = (dimension: Dimension): number => {
    const place = order.indexOf(dimension);
    return place < 0 ? order.length : place;
  };
  const shown = [...new Set(terms.map(({ dimension }) => dimension))].sort((a, b) => placeOf(a) - placeOf(b));
  return html`${shown.map((dimension) => dimensionTerms(view, terms, dimension))}
${limits(view)}
<p class="soft">${taxNote(tariff, terms, locale)}</p>`;
}

/** The prices of one dimension, and what of idle time there is to say. */
export function dimensionTerms(
  view: TermsView,
  terms: readonly PriceTerm[],
  dimension: Dimension,
  title: Html | string = labelOfDimension(dimension, view.labels)[view.locale],
): Html {
  const { locale, tariff } = view;
  const words = wordsOf(locale).terms;
  const now = elementsNow(tariff, dimension, view.zone, view.now);
  const isMixed = new Set(terms.map(({ vat }) => vat)).size > 1;
  const own = terms.filter((term) => term.dimension === dimension);
  const rows = own.map((term) => {
    const when =
      conditionsHtml(term.conditions, locale) ?? (term.isFallback ? html`${words.otherwise}` : null);
    const price = html`${priceOf(term, view)}${isMixed && html` <small>· ${rateNote(term, locale)}</small>`}`;
    return rowOf(when, price, now?.has(term.element) === true, locale);
  });
  if (isFreeOtherwise(tariff, dimension)) {
    const isNow = now !== null && !own.some(({ element }) => now.has(element));
    rows.push(rowOf(html`${words.otherwise}`, html`<b>${words.free}</b>`, isNow, locale));
  }
  return html`<div class="terms"><h3><bdi>${title}</bdi></h3>${listOf(rows, locale)}${
    dimension === "PARKING_TIME" && html`<p><small>${idleTerms(tariff, locale)}</small></p>`
  }</div>`;
}

interface Row {
  readonly isNow: boolean;
  readonly row: Html;
}

function rowOf(when: Html | null, price: Html, isNow: boolean, locale: Locale): Row {
  const badge = isNow && html` <b class="now">${wordsOf(locale).terms.now}</b>`;
  return { isNow, row: html`<li>${when && html`<span>${when}${badge}</span>`}<span>${price}</span></li>` };
}

/** More rows than these are folded away, but for those that hold now. */
const mostRows = 6;

function listOf(rows: readonly Row[], locale: Locale): Html {
  const list = (some: readonly Row[]): Html => html`<ul>${some.map(({ row }) => row)}</ul>`;
  if (rows.length <= mostRows) return list(rows);
  const now = rows.filter(({ isNow }) => isNow);
  const first = now.length > 0 && now.length <= mostRows ? now : rows.slice(0, mostRows);
  return html`${list(first)}<details><summary>${wordsOf(locale).terms.all(ltr(rows.length))}</summary>${list(rows)}</details>`;
}

/** "4.50 per kWh"; time by the minute where that is exact. */
function priceOf(term: PriceTerm, { tariff: { currency }, locale }: TermsView): Html {
  const words = wordsOf(locale).terms;
  if (/^[0.]*$/.test(term.price)) return html`<b>${words.free}</b>`;
  const amount = term.pricePerMinute ?? term.price;
  const unit = term.pricePerMinute === null ? term.unit : "minute";
  return html`<b>${moneyHtml({ amount, currency }, locale)}</b> <small>${words.per[unit]}</small>`;
}

const rateNote = ({ vat }: PriceTerm, locale: Locale): Html | string =>
  vat === null ? wordsOf(locale).terms.noRate : wordsOf(locale).terms.rate(percent(vat, locale));

function limits({ tariff, locale }: TermsView): Html | null {
  const words = wordsOf(locale).terms;
  const { minPrice, maxPrice } = tariff;
  if (!minPrice && !maxPrice) return null;
  return html`<p>${minPrice && words.least(limitHtml(minPrice, tariff, locale))}${minPrice && maxPrice && html`<br>`}${maxPrice && words.most(limitHtml(maxPrice, tariff, locale))}</p>`;
}

/** After tax where that is said; before tax beside it where it is another amount, and alone where it is all that is said. */
function limitHtml({ beforeTax, afterTax }: PriceLimit, tariff: Tariff, locale: Locale): Html {
  const words = wordsOf(locale).terms;
  const { currency, taxIncluded } = tariff;
  const show = (price: bigint): Html =>
    moneyHtml({ amount: withCoins(rateText(price), currency), currency }, locale);
  if (afterTax === null) {
    const isTaxed = taxIncluded !== "N/A" && termsOf(tariff).some(({ vat }) => vat !== null);
    const amount = show(beforeTax ?? 0n);
    return isTaxed ? words.onlyBeforeTax(amount) : amount;
  }
  return beforeTax === null || beforeTax === afterTax
    ? show(afterTax)
    : words.withBeforeTax(show(afterTax), show(beforeTax));
}

function taxNote({ taxIncluded }: Tariff, terms: readonly PriceTerm[], locale: Locale): Html | string {
  const words = wordsOf(locale);
  const rates = new Set(terms.map(({ vat }) => vat));
  if (rates.size === 0) return "";
  if (rates.size > 1) return taxIncluded === "YES" ? words.terms.taxesIncluded : words.terms.taxesAdded;
  const [rate = null] = rates;
  if (rate === null) return scanWordsOf(locale).noTax;
  return taxIncluded === "YES"
    ? scanWordsOf(locale).taxIncluded(percent(rate, locale))
    : scanWordsOf(locale).taxAdded(percent(rate, locale));
}

/** "20 %" in one piece. */
export const percent = (rate: string, locale: Locale): Html =>
  ltr(locale === "en" ? `${numberText(rate, locale)}%` : `${numberText(rate, locale)}${space}%`);

/** What the engine makes of a session that begins now; a price that hangs on the time of day says which time it means. */
function example({ tariff, locale, zone, now }: TermsView): Html | null {
  const made = exampleOf(tariff, zone, now);
  if (!made) return null;
  const words = wordsOf(locale);
  const energy = measureHtml(kwhText(made.energyMwh).replace(/\.0+$/, ""), "kWh", locale);
  const time = html`<bdi>${durationText(made.ms, locale)}</bdi>`;
  const cost = moneyHtml(amountOf(made.cost), locale);
  return html`<p class="soft">${
    made.at === null
      ? scanWordsOf(locale).example(energy, time, cost)
      : words.terms.exampleNow(ltr(clockText(made.at, zone)), energy, time, cost)
  }</p>`;
}
