/**
 * What support tells a driver of what is asked most: sentences to be read aloud or written, filled with the session's own
 * facts. Amounts are the session's, times the legal time of its location; of the bank nothing is said that we cannot know.
 */
import { kwhText } from "@barq/domain/decimal";
import type { Instant } from "@barq/domain/instant";
import type { HoldFate, MacroCode, MacroFacts } from "@barq/domain/macros";
import type { Money } from "@barq/domain/money";
import { amountOf } from "@barq/domain/money";
import type { Locale } from "./locale.ts";
import { macroWordsAr } from "./macro-words-ar.ts";
import { macroWordsEn } from "./macro-words-en.ts";
import { macroWordsFr } from "./macro-words-fr.ts";
import { moneyText, numberText, space } from "./money-text.ts";
import { clockText, longDay } from "./time-text.ts";

/** The facts as they are read: null where there are none to be said. */
export interface MacroTexts {
  readonly reference: string;
  readonly station: string;
  readonly connector: string;
  readonly hold: string | null;
  readonly holdUntil: string | null;
  readonly captured: string | null;
  readonly rest: string | null;
  readonly energy: string | null;
  readonly started: string | null;
  readonly ended: string | null;
  readonly receipt: string | null;
  readonly email: string | null;
}

type Sentences = (facts: MacroTexts, of: MacroFacts) => readonly (string | null)[];

export interface MacroWords {
  readonly titles: Readonly<Record<MacroCode, string>>;
  /** a day and a time of it */
  readonly at: (day: string, time: string) => string;
  /** where the hold has gone, for every answer that speaks of it */
  readonly fates: Readonly<Record<HoldFate, (facts: MacroTexts) => string | null>>;
  readonly answers: Readonly<Record<MacroCode, Sentences>>;
}

const catalogue: Readonly<Record<Locale, MacroWords>> = {
  fr: macroWordsFr,
  ar: macroWordsAr,
  en: macroWordsEn,
};

export const macroTitle = (code: MacroCode, locale: Locale): string => catalogue[locale].titles[code];

/** The answer, sentence by sentence, in the driver's language. */
export function macroSentences(code: MacroCode, facts: MacroFacts, locale: Locale): readonly string[] {
  const words = catalogue[locale];
  const texts = textsOf(facts, locale, words);
  return words.answers[code](texts, facts).filter((sentence) => sentence !== null);
}

function textsOf(facts: MacroFacts, locale: Locale, words: MacroWords): MacroTexts {
  const money = (value: Money | null): string | null => value && moneyText(amountOf(value), locale);
  const when = (at: Instant | null): string | null =>
    at === null ? null : words.at(longDay(at, facts.zone, locale), clockText(at, facts.zone));
  return {
    reference: facts.reference,
    station: facts.station,
    connector: String(facts.connector),
    hold: money(facts.hold),
    holdUntil: when(facts.holdUntil),
    captured: money(facts.captured),
    rest: money(facts.rest),
    energy: facts.energyMwh === null ? null : `${numberText(kwhText(facts.energyMwh), locale)}${space}kWh`,
    started: when(facts.startedAt),
    ended: when(facts.endedAt),
    receipt: facts.receipt,
    email: facts.email,
  };
}
