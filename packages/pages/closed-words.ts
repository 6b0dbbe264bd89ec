/** Why nothing begins at a connector for now, and from when on: words of the page behind a code alone. */
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { Locale } from "./locale.ts";

interface ClosedWords {
  /** a pause or a maintenance that begins soon, before its own sentence */
  readonly closesSoon: (from: Html, until: Html | null) => Html;
  readonly pausedUntil: (until: Html) => Html;
}

const catalogue: Readonly<Record<Locale, ClosedWords>> = {
  fr: {
    closesSoon: (from, until) =>
      until === null
        ? html`Plus aucun démarrage ici à partir de ${from}.`
        : html`Plus aucun démarrage ici de ${from} à ${until}.`,
    pausedUntil: (until) => html`Prévu jusqu’à ${until}.`,
  },
  ar: {
    closesSoon: (from, until) =>
      until === null
        ? html`لا يمكن بدء الشحن هنا ابتداءً من ${from}.`
        : html`لا يمكن بدء الشحن هنا من ${from} إلى ${until}.`,
    pausedUntil: (until) => html`متوقع إلى غاية ${until}.`,
  },
  en: {
    closesSoon: (from, until) =>
      until === null
        ? html`No session can begin here from ${from} on.`
        : html`No session can begin here from ${from} to ${until}.`,
    pausedUntil: (until) => html`Planned until ${until}.`,
  },
};

export const closedWordsOf = (locale: Locale): ClosedWords => catalogue[locale];
