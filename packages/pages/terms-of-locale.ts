/** The words of tariffs in a language, without those of any page. */
import type { Locale } from "./locale.ts";
import { termsAr } from "./terms-ar.ts";
import { termsEn } from "./terms-en.ts";
import { termsFr } from "./terms-fr.ts";
import type { TermsWords } from "./terms-words.ts";

const terms: Readonly<Record<Locale, TermsWords>> = { ar: termsAr, fr: termsFr, en: termsEn };

export const termsWordsOf = (locale: Locale): TermsWords => terms[locale];
