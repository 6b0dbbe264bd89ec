/**
 * Every word that the pages say, as one shape with three fillings: a word that is missing in a language does not compile.
 * A sentence with something in it is a function, so that each language puts it where it belongs.
 */

import type { Waiver } from "@barq/domain/waiver";
import type { Html } from "./html.ts";
import type { Locale } from "./locale.ts";
import type { Refusals } from "./refusals.ts";
import type { TermsWords } from "./terms-words.ts";
import { wordsAr } from "./words-ar.ts";
import { wordsEn } from "./words-en.ts";
import { wordsFr } from "./words-fr.ts";

export interface StateWords {
  readonly title: string;
  readonly text: string;
}

interface PageWords {
  readonly language: string;
  readonly help: string;
  readonly reference: string;
  readonly code: string;
  readonly station: string;
  readonly connector: string;
}

interface ReceiptWords {
  readonly title: string;
  readonly number: string;
  readonly issuer: string;
  readonly place: string;
  readonly day: string;
  readonly started: string;
  readonly ended: string;
  readonly unplugged: string;
  readonly duration: string;
  readonly meterStart: string;
  readonly meterStop: string;
  readonly energy: string;
  readonly evidence: string;
  readonly lines: string;
  /** a quantity that steps made larger than was measured */
  readonly billedAs: (measured: Html, counted: Html, step: Html) => Html;
  /** boundaries of the tariff that fell between two readings */
  readonly cut: (count: Html) => Html;
  readonly adjusted: Readonly<Record<"idle_cap" | "min_price" | "max_price", string>>;
  /** what was not due, by why it was not */
  readonly waived: Readonly<Record<Waiver["why"], string>>;
  readonly beforeTax: string;
  readonly tax: (rate: Html | null) => Html;
  /** what one of several rates is taken of */
  readonly taxOf: (tax: Html, base: Html) => Html;
  readonly total: string;
  readonly money: string;
  readonly held: string;
  readonly captured: string;
  readonly released: string;
  readonly receivable: string;
  readonly writtenOff: string;
  readonly card: string;
  readonly statement: (text: Html) => Html;
  readonly pdf: string;
  readonly proof: string;
  readonly checkProof: string;
  readonly proofMeans: string;
  readonly hash: string;
}

interface ProblemWords {
  readonly lostSession: StateWords;
  readonly lostSteps: readonly string[];
  readonly scanAgain: string;
  readonly sayThis: string;
}

export interface Words {
  readonly dir: "ltr" | "rtl";
  /** the language's name in itself */
  readonly name: string;
  readonly page: PageWords;
  readonly terms: TermsWords;
  readonly receipt: ReceiptWords;
  readonly problem: ProblemWords;
  readonly refusals: Refusals;
}

const catalogue: Readonly<Record<Locale, Words>> = { fr: wordsFr, ar: wordsAr, en: wordsEn };

export const wordsOf = (locale: Locale): Words => catalogue[locale];

/** The word for a code, where the code is one that we have words for. */
export function wordFor<K extends string>(
  words: Readonly<Record<K, string>>,
  code: string | null,
): string | undefined {
  for (const [known, word] of Object.entries<string>(words)) if (known === code) return word;
  return undefined;
}
