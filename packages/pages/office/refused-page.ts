/** A refusal to somebody at work: what it means, what to do, and the number that the log knows it by. */
import { html, ltr } from "../html.ts";
import type { Locale } from "../locale.ts";
import { bareOffice, refusedWords } from "./frame.ts";
import { officeWords } from "./words.ts";

export function refusedPage(view: {
  readonly locale: Locale;
  readonly code: string;
  readonly requestId: string;
}): string {
  const words = officeWords(view.locale);
  const said = refusedWords(view.locale, view.code);
  return bareOffice({
    locale: view.locale,
    title: said.title,
    here: null,
    main: html`<section class="card" role="alert"><h1>${said.title}</h1><p>${said.text}</p>
<a class="button" href="/desk">${words.back}</a></section>
<p class="quiet">${words.request} <code>${ltr(view.requestId)}</code> <code>${ltr(view.code)}</code></p>`,
  });
}
