/** Any refusal as a page: what it means and what to do now, with the code and the request's id for whoever is called. */
import { html, ltr } from "./html.ts";
import { layout, withLocale } from "./layout.ts";
import type { Locale } from "./locale.ts";
import { refusalFor } from "./refusals.ts";
import { wordsOf } from "./words.ts";

interface ProblemView {
  readonly locale: Locale;
  readonly code: string;
  readonly requestId: string;
  /** the page's own address, where it can be asked for in another language */
  readonly here: string | null;
  /** the session is there, but this browser has nothing that opens it */
  readonly lostSession: boolean;
  /** the address of the station's page, where it is known */
  readonly station: string | null;
}

export function problemPage(view: ProblemView): string {
  const { locale } = view;
  const words = wordsOf(locale);
  const said = view.lostSession ? words.problem.lostSession : refusalFor(words.refusals, view.code);
  return layout({
    locale,
    title: said.title,
    operator: null,
    supportPhone: null,
    here: view.here,
    main: html`<section class="card"><h1>${said.title}</h1><p>${said.text}</p>
${view.lostSession && html`<ul>${words.problem.lostSteps.map((step) => html`<li>${step}</li>`)}</ul>`}</section>
${view.station !== null && html`<a class="button" href="${withLocale(view.station, locale)}">${words.problem.scanAgain}</a>`}`,
    foot: html`<p>${words.problem.sayThis}<br><code>${ltr(view.requestId)}</code></p>
<p>${words.page.code} <code>${ltr(view.code)}</code></p>`,
  });
}
