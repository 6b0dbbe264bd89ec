/** Where no session begins: pauses and maintenance windows with who and why, and the forms that make and end them. */
import type { PauseScope, Sentence } from "@barq/domain/closure";
import { pauseScopes } from "@barq/domain/closure";
import type { Instant } from "@barq/domain/instant";
import type { Html } from "../html.ts";
import { html, ltr } from "../html.ts";
import { whenHtml } from "../time-text.ts";
import type { OfficeFrame } from "./frame.ts";
import { officePage } from "./frame.ts";
import type { PauseReasonWord } from "./network-words.ts";
import { networkWords } from "./network-words.ts";
import { officeWords } from "./words.ts";

interface ClosureView {
  readonly id: string;
  readonly scope: PauseScope;
  readonly of: string | null;
  readonly from: Instant;
  readonly until: Instant | null;
  readonly reason: PauseReasonWord;
  readonly note: string;
  readonly sentence: Sentence;
  readonly at: Instant;
  readonly state: "standing" | "planned" | "over";
  readonly isOwn: boolean;
  readonly ended: { readonly at: Instant; readonly note: string; readonly isOwn: boolean } | null;
}

export interface PausesView extends OfficeFrame {
  readonly now: Instant;
  /** of the operator's country */
  readonly zone: string;
  readonly pauses: readonly ClosureView[];
  readonly windows: readonly ClosureView[];
  readonly mayChange: boolean;
  /** what the form begins with */
  readonly scope: PauseScope;
  readonly id: string;
  /** what drivers read where nothing is written, by the reason */
  readonly ours: Readonly<Record<PauseReasonWord, Sentence>>;
  readonly newKey: () => string;
}

const stateBadge = { standing: "bad", planned: "wait", over: "good" } as const;

function closureHtml(closure: ClosureView, kind: "pause" | "maintenance", view: PausesView): Html {
  const { locale, now, zone } = view;
  const words = networkWords(locale);
  const at = (instant: Instant) => whenHtml(instant, now, zone);
  const { ended, state } = closure;
  const who = (isOwn: boolean) => (isOwn ? words.you : words.colleague);
  const path =
    kind === "pause" ? `/desk/pauses/${closure.id}/resume` : `/desk/maintenance-windows/${closure.id}/cancel`;
  return html`<section class="card"><p><b>${words.scopes[closure.scope]}</b>${closure.of !== null && html` ${ltr(closure.of)}`} <span class="badge small-badge ${stateBadge[state]}">${words.pauseStates[state]}</span></p>
<p>${words.from(at(closure.from))}${closure.until !== null && html` ${words.until(at(closure.until))}`}</p>
<p><bdi lang="${locale}">${closure.sentence[locale]}</bdi></p>
<p class="quiet">${who(closure.isOwn)} · ${words.reasons[closure.reason]} · <bdi>${closure.note}</bdi></p>
${ended && html`<p class="quiet">${words.ended(at(ended.at))} · ${who(ended.isOwn)} · <bdi>${ended.note}</bdi></p>`}
${
  state !== "over" &&
  view.mayChange &&
  html`<form method="post" action="${path}" class="inline"><input name="note" required minlength="3" maxlength="200" aria-label="${words.note}" placeholder="${words.note}" autocomplete="off"><button type="submit" class="small">${kind === "pause" ? words.resume : words.cancel}</button></form>`
}</section>`;
}

/** What both forms have: where, the words, and until when. */
function closeFields(view: PausesView, scopes: readonly PauseScope[], isWindow: boolean): Html {
  const words = networkWords(view.locale);
  const when = words.localTime(ltr(view.zone));
  const chosen = scopes.map(
    (scope) =>
      html`<option value="${scope}"${scope === view.scope && html` selected`}>${words.scopes[scope]}</option>`,
  );
  const sentences = (["ar", "fr", "en"] as const).map(
    (locale) =>
      html`<label>${words.sentence[locale]} <small>${words.sentenceHint}</small><input name="${locale}" lang="${locale}" dir="${locale === "ar" ? "rtl" : "ltr"}" maxlength="200" autocomplete="off"></label>`,
  );
  return html`<input type="hidden" name="key" value="${view.newKey()}">
<label>${words.scope}<select name="scope">${chosen}</select></label>
<label>${words.scopeId} ${!isWindow && html`<small>${words.scopeIdHint}</small>`}<input name="id" dir="ltr" value="${view.id}" maxlength="36"${isWindow && html` required`} autocomplete="off" spellcheck="false"></label>
${
  !isWindow &&
  html`<label>${words.why}<select name="reason">${Object.entries(words.reasons).map(([reason, word]) => html`<option value="${reason}">${word}</option>`)}</select></label>`
}
<label>${words.note} <small>${words.reasonHint}</small><input name="note" required minlength="3" maxlength="200" autocomplete="off"></label>
${sentences}
${isWindow && html`<label>${words.fromWhen} <small>${when}</small><input type="datetime-local" name="from" required></label>`}
<label>${words.untilWhen} <small>${!isWindow && html`${words.untilOpen}. `}${when}</small><input type="datetime-local" name="until"${isWindow && html` required`}></label>`;
}

function formsHtml(view: PausesView): Html {
  const words = networkWords(view.locale);
  const ours = Object.entries(view.ours).map(([reason, sentence]) => {
    const name = Object.entries(words.reasons).find(([known]) => known === reason)?.[1];
    return html`<div><dt>${name}</dt><dd class="told">${sentence[view.locale]}</dd></div>`;
  });
  return html`<div class="columns"><form method="post" action="/desk/pauses" id="pause"><fieldset><legend>${words.pauseNew}</legend>${closeFields(view, pauseScopes, false)}<button type="submit" class="small stop">${words.pauseGo}</button></fieldset></form>
<form method="post" action="/desk/maintenance-windows"><fieldset><legend>${words.windowNew}</legend>${closeFields(view, ["location", "station"], true)}<button type="submit" class="small">${words.windowGo}</button></fieldset></form></div>
<details class="card"><summary>${words.ours}</summary><dl>${ours}</dl></details>`;
}

export function pausesPage(view: PausesView): string {
  const words = networkWords(view.locale);
  const listed = (all: readonly ClosureView[], kind: "pause" | "maintenance", none: string): Html =>
    all.length === 0
      ? html`<p class="quiet">${none}</p>`
      : html`<div class="columns">${all.map((one) => closureHtml(one, kind, view))}</div>`;
  return officePage({
    ...view,
    title: officeWords(view.locale).menu.pauses,
    place: "pauses",
    main: html`<h1>${words.pauses}</h1><p class="quiet">${words.pauseText}</p>
${listed(view.pauses, "pause", words.noPauses)}
<h2>${words.windows}</h2>${listed(view.windows, "maintenance", words.noWindows)}
${view.mayChange && formsHtml(view)}`,
  });
}
