/** Whoever is nobody yet: one button to the operator's own issuer, and what went wrong on the way. */
import { html } from "../html.ts";
import type { Locale } from "../locale.ts";
import { bareOffice } from "./frame.ts";
import { officeWords } from "./words.ts";

export function signInPage(view: {
  readonly locale: Locale;
  /** the page that was asked for */
  readonly to: string;
  readonly trouble: "refused" | "none" | null;
}): string {
  const words = officeWords(view.locale);
  return bareOffice({
    locale: view.locale,
    title: words.signIn.title,
    here: view.to,
    main: html`<section class="card"><h1>${words.signIn.title}</h1>
${view.trouble !== null && html`<p role="alert" class="note bad">${words.signInTrouble[view.trouble]}</p>`}
<p>${words.signIn.text}</p>
${view.trouble !== "none" && html`<a class="button" href="/desk/sign-in?to=${encodeURIComponent(view.to)}" autofocus>${words.signInGo}</a>`}</section>`,
  });
}
