/** What drivers ask most, answered in the driver's own language with this session's facts, to be read aloud. */

import type { Html } from "../html.ts";
import { html } from "../html.ts";
import { macroSentences, macroTitle } from "../macro-words.ts";
import { hiddenKey } from "./session-acts.ts";
import type { StoryView } from "./session-view.ts";
import { storyWords } from "./story-words.ts";
import { officeWords } from "./words.ts";

export function macroCards(view: StoryView): Html {
  const { locale, session } = view;
  const words = storyWords(locale);
  const spoken = session.pinned.locale;
  const mayKeep = view.acts.some(({ kind, whyNot }) => kind === "macro" && whyNot === null);
  const sorted = view.macros.toSorted((a, b) => Number(b.likely) - Number(a.likely));
  return html`<section class="card"><h2>${words.titles.macros}</h2>${sorted.map(
    ({ code, likely, facts }, n) => {
      const answer = macroSentences(code, facts, spoken).map((sentence) => html`<p>${sentence}</p>`);
      return html`<details${likely && n === 0 && html` open`}><summary>${macroTitle(code, locale)}${likely && html` <small class="badge wait">${words.likely}</small>`}</summary>
<blockquote lang="${spoken}" dir="${officeWords(spoken).dir}">${answer}</blockquote>
${
  mayKeep &&
  html`<form method="post" action="/desk/sessions/${session.id}/acts">${hiddenKey(view, `macro-${code}`)}<input type="hidden" name="act" value="macro"><input type="hidden" name="macro" value="${code}"><button class="plain small" type="submit">${words.used}</button></form>`
}</details>`;
    },
  )}</section>`;
}
