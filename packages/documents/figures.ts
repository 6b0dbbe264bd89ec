/**
 * Figures as documents print them, made here and not by Intl, so that the bytes of a document never change with the
 * runtime. Groups are held together by U+00A0: a plain space would break lines, and tears figures apart in Arabic.
 */
import type { Amount } from "@barq/domain/money";
import { isolated } from "./arabic-line.ts";
import type { Language } from "./language.ts";

const noBreak = "\u00a0";

/** How MAD is written for people in Morocco; any other currency goes by its ISO 4217 code. */
const names: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  fr: { MAD: "DH" },
  ar: { MAD: "درهم" },
  en: {},
};

export const currencyName = (currency: string, language: Language): string =>
  names[language][currency] ?? currency;

/** In a right-to-left sentence a figure keeps its order, with its sign and its unit. */
const whole = (text: string, language: Language): string => (language === "ar" ? isolated(text) : text);

/**
 * "1234567.5" is "1 234 567,5" in French and Arabic and "1,234,567.5" in English; digits are neither lost nor added, and they
 * are the Western ones everywhere, as in Morocco.
 */
export function figure(decimal: string, language: Language): string {
  return whole(digitsOf(decimal, language), language);
}

function digitsOf(decimal: string, language: Language): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match) throw new Error(`"${decimal}" is no decimal`);
  const [, sign = "", digits = "", part] = match;
  const isEnglish = language === "en";
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, isEnglish ? "," : noBreak);
  return `${sign}${grouped}${part === undefined ? "" : (isEnglish ? "." : ",") + part}`;
}

/** "1 234,50 DH" in French, "1 234,50 درهم" in Arabic, "MAD 1,234.50" in English. */
export function amountFigure({ amount, currency }: Amount, language: Language): string {
  const name = currencyName(currency, language);
  const digits = figure(amount, language);
  return language === "en" ? `${name}${noBreak}${digits}` : `${digits}${noBreak}${name}`;
}

/** "20 %" in French and Arabic, "20%" in English. */
export const percentFigure = (rate: string, language: Language): string =>
  whole(`${digitsOf(rate, language)}${language === "en" ? "" : noBreak}%`, language);

/** "12,345 kWh". */
export const measured = (decimal: string, unit: string, language: Language): string =>
  whole(`${digitsOf(decimal, language)}${noBreak}${unit}`, language);

export const isZero = ({ amount }: Amount): boolean => !/[1-9]/.test(amount);
