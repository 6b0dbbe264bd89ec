/** The languages of documents, and the words that stand in each of them. */
export type Language = "ar" | "fr" | "en";

export type Words = Readonly<Record<Language, string>>;

export interface Speech {
  /** for figures, dates and the document's own language */
  readonly language: Language;
  say(words: Words): string;
  /** a name and what it names, as a sentence: "Mesure : ..." */
  named(name: string, said: string): string;
}

export const speechFor = (language: Language): Speech => ({
  language,
  say: (words) => words[language],
  named: (name, said) => `${name}${language === "fr" ? " :" : ":"} ${said}`,
});
