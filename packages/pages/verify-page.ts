/** Whoever holds a proof may check it here: a file in, and in words whether the price follows from the readings. */
import type { Amount } from "@barq/domain/money";
import { html, ltr } from "./html.ts";
import { fact, layout } from "./layout.ts";
import type { Locale } from "./locale.ts";
import { measureHtml, moneyHtml } from "./money-text.ts";
import { verifyWordsOf } from "./verify-words.ts";

export type VerdictView =
  | {
      readonly kind: "good";
      readonly price: Amount;
      readonly energyKwh: string;
      readonly readings: number;
      readonly session: string;
    }
  | { readonly kind: "refused" | "not_checkable"; readonly why: string };

export function verifyPage(view: { readonly locale: Locale; readonly verdict: VerdictView | null }): string {
  const { locale, verdict } = view;
  const words = verifyWordsOf(locale);
  return layout({
    locale,
    title: words.title,
    operator: null,
    supportPhone: null,
    here: "/verify",
    main: html`${verdict && verdictCard(locale, verdict)}
<section class="card"><h1>${words.title}</h1><p>${words.text}</p>
<form method="post" action="/verify?lang=${locale}" enctype="multipart/form-data">
<p><label for="proof">${words.file}</label><input id="proof" name="proof" type="file" accept=".json,application/json" required></p>
<button class="button">${words.press}</button>
</form></section>`,
  });
}

function verdictCard(locale: Locale, verdict: VerdictView) {
  const words = verifyWordsOf(locale);
  const said = { good: words.good, refused: words.refused, not_checkable: words.notCheckable }[verdict.kind];
  return html`<section class="card" role="status"><h2>${said.title}</h2><p>${said.text}</p><dl>${
    verdict.kind === "good"
      ? [
          fact(words.price, moneyHtml(verdict.price, locale), "sum"),
          fact(words.energy, measureHtml(verdict.energyKwh, "kWh", locale)),
          fact(words.readings, ltr(`${verdict.readings}`)),
          fact(words.session, ltr(verdict.session)),
        ]
      : fact(words.line, ltr(verdict.why))
  }</dl></section>`;
}
