/** What a receipt's page says of what was still owed and has been paid since. */
import type { Locale } from "./locale.ts";

interface CollectedWords {
  readonly card: string;
  readonly person: string;
}

const catalogue: Readonly<Record<Locale, CollectedWords>> = {
  fr: { card: "Débité plus tard sur votre carte, avec votre accord", person: "Payé depuis" },
  ar: { card: "اقتُطع لاحقاً من بطاقتك بموافقتك", person: "دُفع بعد ذلك" },
  en: { card: "Taken later from your card, as you agreed", person: "Paid since" },
};

export const collectedWordsOf = (locale: Locale): CollectedWords => catalogue[locale];
