/**
 * What somebody on the phone says, read into what a session is found by. Nothing is guessed: a word that is none of these is
 * said back as not understood.
 */
import { dayNumberOf, isoDayOf } from "./civil-day.ts";
import { readTypedCode } from "./sticker.ts";

export type Said =
  | { readonly kind: "reference"; readonly reference: string }
  | { readonly kind: "session"; readonly id: string }
  | { readonly kind: "email"; readonly email: string }
  | { readonly kind: "typed_code"; readonly code: string }
  | {
      readonly kind: "parts";
      readonly station: string | null;
      readonly day: SaidDay | null;
      /** minutes of the local day */
      readonly minuteOfDay: number | null;
      readonly last4: string | null;
      /** as it was said, with a point */
      readonly amount: string | null;
      /** no part of any search */
      readonly unknown: readonly string[];
    }
  | { readonly kind: "nothing" };

/** A day of the calendar, or how many days ago it was. */
export type SaidDay = { readonly iso: string } | { readonly daysAgo: number };

const dayWords: ReadonlyMap<string, number> = new Map([
  ["today", 0],
  ["aujourd'hui", 0],
  ["aujourd’hui", 0],
  ["اليوم", 0],
  ["yesterday", 1],
  ["hier", 1],
  ["أمس", 1],
  ["امس", 1],
  ["البارح", 1],
]);

/** Digits of Arabic keyboards as ASCII, and every space as one. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replaceAll("\u066b", ".")
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

/** What references are made of: six signs without look-alikes (packages/evidence/identity.ts). */
const referenceShape = /^[0-9A-Z]{6}$/;
const mostWords = 8;

/** Never throws. */
export function readSaid(text: string): Said {
  const said = plain(text.slice(0, 200));
  if (said === "") return { kind: "nothing" };
  if (/^ses_[a-z0-9]{1,40}$/.test(said)) return { kind: "session", id: said };
  if (/^[\x21-\x3f\x41-\x7e]{1,64}@[A-Za-z0-9.-]{1,253}$/.test(said)) return { kind: "email", email: said };
  if (readTypedCode(said).kind === "good") return { kind: "typed_code", code: said };
  const compact = said.toUpperCase().replaceAll(/[\s-]/g, "");
  // Digits alone are a reference where they are said as one: "4242 85" is a card and an amount.
  if (referenceShape.test(compact) && (!/^\d+$/.test(compact) || !said.includes(" ")))
    return { kind: "reference", reference: compact };
  return partsOf(said.split(" "));
}

function partsOf(words: readonly string[]): Said {
  let station: string | null = null;
  let last4: string | null = null;
  let amount: string | null = null;
  let day: SaidDay | null = null;
  let minuteOfDay: number | null = null;
  const unknown: string[] = words.slice(mostWords);
  for (const word of words.slice(0, mostWords)) {
    const money = /^(\d{1,7})[.,](\d{1,3})$/.exec(word);
    const ago = dayWords.get(word.toLowerCase());
    if (minuteOfDay === null && minutesOf(word) !== null) minuteOfDay = minutesOf(word);
    else if (day === null && ago !== undefined) day = { daysAgo: ago };
    else if (day === null && isoOf(word) !== null) day = { iso: isoOf(word) ?? "" };
    else if (last4 === null && /^\d{4}$/.test(word)) last4 = word;
    else if (amount === null && money) amount = `${money[1]}.${money[2]}`;
    // Said without its cents.
    else if (amount === null && /^\d{1,3}$/.test(word)) amount = word;
    else if (isCurrencyWord(word)) continue;
    else if (station === null && /^(?=.*[A-Za-z])[A-Za-z0-9*_.:-]{2,36}$/.test(word)) station = word;
    else unknown.push(word.slice(0, 40));
  }
  return { kind: "parts", station, day, minuteOfDay, last4, amount, unknown };
}

const isCurrencyWord = (word: string): boolean => /^(?:mad|dh|dhs|eur|usd|€|\$|درهم|دراهم)$/iu.test(word);

/** `22:10`, `22h10`, `22h`: minutes of the day. */
function minutesOf(word: string): number | null {
  const found = /^(\d{1,2})(?::|h)(\d{2})?$/i.exec(word);
  if (!found || (word.includes(":") && found[2] === undefined)) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? 0)];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** `2026-11-24`, `24/11/2026`. A day without its year is none: it would be guessed. */
function isoOf(word: string): string | null {
  const turned = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(word);
  const iso = turned
    ? `${turned[3]}-${(turned[2] ?? "").padStart(2, "0")}-${(turned[1] ?? "").padStart(2, "0")}`
    : word;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null;
  return dayNumberOf(iso) === undefined ? null : iso;
}

/** The calendar's day so many days before another. */
export function dayBefore(isoDay: string, days: number): string {
  const n = dayNumberOf(isoDay);
  return n === undefined ? isoDay : isoDayOf(n - days);
}
