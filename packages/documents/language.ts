/** The languages of documents: the one that words stand in, and what a locale is printed in. */
export type Language = "fr" | "en";
export type Locale = "ar" | "fr" | "en";

/** Words in both languages. */
export interface Words {
  readonly fr: string;
  readonly en: string;
}

export interface Speech {
  /** for figures, dates and the document's own language */
  readonly language: Language;
  /** a short label */
  say(words: Words): string;
  /** one line for each language that is printed */
  each(make: (language: Language) => string): readonly string[];
}

/**
 * Until the Arabic font comes, a document for an Arabic reader carries French and English beside each other: more people
 * read one of two languages than a single one.
 */
export function speechFor(locale: Locale): Speech {
  const languages: readonly Language[] = locale === "ar" ? ["fr", "en"] : [locale];
  const each = (make: (language: Language) => string): readonly string[] => [...new Set(languages.map(make))];
  return {
    language: languages[0] ?? "fr",
    say: (words) => each((language) => words[language]).join(" / "),
    each,
  };
}
