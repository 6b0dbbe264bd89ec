/**
 * Figures as documents print them, made here and not by Intl, so that the bytes of a document never change with the
 * runtime. Groups are held together by U+00A0: a plain space would break lines, and tears figures apart in Arabic.
 */
import type { Amount } from "@barq/domain/money";
import type { Language } from "./language.ts";

const noBreak = "\u00a0";

/** How MAD is written for people in Morocco; any other currency goes by its ISO 4217 code. */
const frenchName: Readonly<Record<string, string>> = { MAD: "DH" };

export const currencyName = (currency: string, language: Language): string =>
  language === "fr" ? (frenchName[currency] ?? currency) : currency;

/** "1234567.5" is "1 234 567,5" in French and "1,234,567.5" in English; digits are neither lost nor added. */
export function figure(decimal: string, language: Language): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match) throw new Error(`"${decimal}" is no decimal`);
  const [, sign = "", whole = "", part] = match;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === "fr" ? noBreak : ",");
  return `${sign}${grouped}${part === undefined ? "" : (language === "fr" ? "," : ".") + part}`;
}

/** "1 234,50 DH" in French, "MAD 1,234.50" in English. */
export function amountFigure({ amount, currency }: Amount, language: Language): string {
  const name = currencyName(currency, language);
  const digits = figure(amount, language);
  return language === "fr" ? `${digits}${noBreak}${name}` : `${name}${noBreak}${digits}`;
}

/** "20 %" in French, "20%" in English. */
export const percentFigure = (rate: string, language: Language): string =>
  `${figure(rate, language)}${language === "fr" ? noBreak : ""}%`;

/** "12,345 kWh". */
export const measured = (decimal: string, unit: string, language: Language): string =>
  `${figure(decimal, language)}${noBreak}${unit}`;

export const isZero = ({ amount }: Amount): boolean => !/[1-9]/.test(amount);
