/** What a tariff asks for, in plain terms: dimension by dimension, how tax stands in it, and one example that was computed. */
import { kwhText } from "@barq/domain/decimal";
import { hour } from "@barq/domain/instant";
import { amountOf } from "@barq/domain/money";
import { priceSession } from "@barq/domain/price";
import type { Dimension, Tariff } from "@barq/domain/tariff";
import { stretch } from "@barq/domain/usage";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import type { Locale } from "./locale.ts";
import { measureHtml, moneyHtml, numberText, space } from "./money-text.ts";
import { durationText } from "./time-text.ts";
import { wordsOf } from "./words.ts";

export interface PriceTerm {
  readonly dimension: Dimension;
  /** per unit: "2.50" */
  readonly price: string;
  /** per cent; null: no VAT applies */
  readonly vat: string | null;
}

export function priceTerms(tariff: Tariff, terms: readonly PriceTerm[], locale: Locale): Html {
  const words = wordsOf(locale).scan;
  const { currency } = tariff;
  if (terms.length === 0) return html`<p class="price">${words.free}</p>`;
  const lines = terms.map(
    ({ dimension, price }) =>
      html`<p class="price"><b>${moneyHtml({ amount: price, currency }, locale)}</b> <small>${words.per[dimension]}</small></p>`,
  );
  return html`${lines}
<p class="soft">${taxNote(tariff, terms, locale)}</p>
${example(tariff, locale)}`;
}

function taxNote({ taxIncluded }: Tariff, terms: readonly PriceTerm[], locale: Locale): Html | string {
  const words = wordsOf(locale).scan;
  const rate = terms.find((term) => term.vat !== null)?.vat ?? null;
  if (rate === null || taxIncluded === "N/A") return words.noTax;
  return taxIncluded === "YES"
    ? words.taxIncluded(percent(rate, locale))
    : words.taxAdded(percent(rate, locale));
}

/** "20 %" in one piece. */
export const percent = (rate: string, locale: Locale): Html =>
  ltr(locale === "en" ? `${numberText(rate, locale)}%` : `${numberText(rate, locale)}${space}%`);

/** Twenty kilowatt-hours in an hour: the same for every tariff, so that drivers can compare. */
function example(tariff: Tariff, locale: Locale): Html {
  const energyMwh = 20_000_000n;
  const usage = { startedAt: 0, endedAt: hour, stretches: [stretch(0, hour, "charging", energyMwh)] };
  const price = priceSession(tariff, usage, "UTC");
  const energy = measureHtml(kwhText(energyMwh).replace(/\.0+$/, ""), "kWh", locale);
  const time = html`<bdi>${durationText(hour, locale)}</bdi>`;
  return html`<p class="soft">${wordsOf(locale).scan.example(energy, time, moneyHtml(amountOf(price.afterTax), locale))}</p>`;
}
