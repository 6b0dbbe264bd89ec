/**
 * Money and numbers as people read them. Our own, not Intl's: a page and a document show the same signs whatever the
 * runtime carries. Groups are held together by U+00A0, which keeps a number in one piece in Arabic as well.
 */
import type { Amount } from "@barq/domain/money";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import type { Locale } from "./locale.ts";

export const space = "\u00a0";

const marks: Readonly<Record<Locale, { readonly group: string; readonly point: string }>> = {
  fr: { group: space, point: "," },
  ar: { group: space, point: "," },
  en: { group: ",", point: "." },
};

/** What a currency is called beside an amount; one that is not here goes by its ISO 4217 code. */
const units: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  fr: { MAD: "DH" },
  ar: { MAD: "درهم" },
  en: {},
};

export const currencyName = (currency: string, locale: Locale): string => units[locale][currency] ?? currency;

/** "1234567.5" as "1 234 567,5"; what is no decimal is left as it is. */
export function numberText(decimal: string, locale: Locale): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match) return decimal;
  const [, sign = "", whole = "", part] = match;
  const { group, point } = marks[locale];
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, group);
  return `${sign}${grouped}${part === undefined ? "" : point + part}`;
}

/** "1 234 567,50 DH", "1 234 567,50 درهم", "MAD 1,234,567.50"; the space is U+00A0. */
export function moneyText({ amount, currency }: Amount, locale: Locale): string {
  const number = numberText(amount, locale);
  if (locale !== "en") return `${number}${space}${currencyName(currency, locale)}`;
  const [sign, digits] = number.startsWith("-") ? ["-", number.slice(1)] : ["", number];
  return `${sign}${currencyName(currency, locale)}${space}${digits}`;
}

/** The same for a page: the number isolated from the words around it. */
export function moneyHtml(amount: Amount, locale: Locale): Html {
  if (locale !== "ar") return ltr(moneyText(amount, locale));
  const number = ltr(numberText(amount.amount, locale));
  return html`<bdi dir="rtl">${number}${space}${currencyName(amount.currency, locale)}</bdi>`;
}

/** "12,345 kWh" in one piece. */
export const measureHtml = (decimal: string, unit: string, locale: Locale): Html =>
  ltr(`${numberText(decimal, locale)}${space}${unit}`);
