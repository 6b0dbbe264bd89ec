/** What the one field found: a choice between sessions, or what else to ask the driver. */

import type { Instant } from "@barq/domain/instant";
import { amountOf } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { heldOf } from "@barq/domain/session";
import { html, ltr } from "../html.ts";
import { moneyHtml } from "../money-text.ts";
import { whenHtml } from "../time-text.ts";
import type { OfficeFrame } from "./frame.ts";
import { officePage } from "./frame.ts";
import type { StoryWords } from "./story-words.ts";
import { storyWords } from "./story-words.ts";

export interface SearchView extends OfficeFrame {
  readonly now: Instant;
  readonly found: readonly Session[];
  readonly more: boolean;
  readonly missing: readonly (keyof StoryWords["search"]["missing"])[];
  readonly withMoney: boolean;
}

export function searchPage(view: SearchView): string {
  const { locale, found } = view;
  const words = storyWords(locale);
  return officePage({
    ...view,
    title: words.search.title,
    place: null,
    startsWithSearch: true,
    main: html`<h1>${found.length === 0 ? words.search.none : words.search.title}</h1>
${view.missing.map((what) => html`<p class="note wait" role="status">${words.search.missing[what]}</p>`)}
${found.length === 0 && view.missing.length === 0 && html`<p>${words.search.noneSaid}</p>`}
${
  found.length === 0 &&
  html`<p class="quiet">${words.search.examples} <code>${ltr("K7PM4X")}</code> <code>${ltr("CAS-DC-01 22:10")}</code> <code>${ltr("4242 85.40 CAS-DC-01")}</code></p>`
}
${
  found.length > 0 &&
  html`<section class="card"><ul class="rows">${found.map((session) => {
    const held = heldOf(session);
    const amount = session.captured === null ? held : { minor: session.captured, currency: session.currency };
    return html`<li><a href="/desk/sessions/${session.id}"><b>${ltr(session.reference)}</b><span>${ltr(session.station)} · ${session.connector}</span><span>${whenHtml(session.startedAt ?? session.createdAt, view.now, session.pinned.zone)}</span><span>${view.withMoney && amount && moneyHtml(amountOf(amount), locale)}</span><span class="badge wait">${words.states[session.state]}</span></a></li>`;
  })}</ul></section>`
}
${view.more && html`<p class="note wait">${words.search.more}</p>`}`,
  });
}
