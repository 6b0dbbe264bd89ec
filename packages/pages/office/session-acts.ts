/** What can be done from a session's story: a form for each act that is possible, and why the others are not. */

import { amountOf } from "@barq/domain/money";
import { refundReasons } from "@barq/domain/refund";
import type { Html } from "../html.ts";
import { html } from "../html.ts";
import { moneyHtml } from "../money-text.ts";
import type { PossibleView, StoryView } from "./session-view.ts";
import type { StoryAct } from "./story-words.ts";
import { actReasons, storyWords } from "./story-words.ts";

/** Pressed twice it is one act. */
export const hiddenKey = (view: StoryView, form: string): Html =>
  html`<input type="hidden" name="key" value="${view.keyOf(form)}">`;

/** Those that move money go to the door that may. */
const isMoney = (kind: StoryAct): boolean => kind === "refund" || kind === "release";

export function actForms(view: StoryView): Html | null {
  const words = storyWords(view.locale);
  const mine = view.acts.filter(({ kind, whyNot }) => kind !== "macro" && whyNot !== "not_your_role");
  if (mine.length === 0) return null;
  const possible = mine.filter(({ whyNot }) => whyNot === null);
  const not = mine.filter(({ whyNot }) => whyNot !== null);
  return html`<section class="card"><h2>${words.titles.acts}</h2>${possible.map((act, n) => form(view, act, n))}
${not.length > 0 && html`<ul class="quiet">${not.map(({ kind, whyNot }) => html`<li>${words.act[kind]} – ${whyNot !== null && words.whyNot[whyNot]}</li>`)}</ul>`}</section>`;
}

function form(view: StoryView, act: PossibleView, n: number): Html {
  const { kind } = act;
  const words = storyWords(view.locale);
  const id = `${kind}-note`;
  const address = `/desk/sessions/${view.session.id}/${isMoney(kind) ? "money" : "acts"}`;
  return html`<details${n === 0 && html` open`}><summary>${words.act[kind]}</summary><p class="quiet">${words.actMeans[kind]}</p>
<form method="post" action="${address}">${hiddenKey(view, kind)}<input type="hidden" name="act" value="${kind}">
${kind === "refund" && refundFields(view, act)}
${kind !== "note" && kind !== "refund" && reasonField(view, kind)}
${kind === "reset" && html`<p class="check"><input type="checkbox" id="in-session" name="in_session" value="yes"><label for="in-session">${words.inSession}</label></p>`}
<label for="${id}">${words.note}</label><textarea id="${id}" name="note" maxlength="${kind === "refund" ? 200 : 500}" placeholder="${words.noteHint}"${kind === "note" && html` required`}></textarea>
<button class="small${kind === "stop" || kind === "reset" ? " stop" : ""}" type="submit">${words.act[kind]}</button></form></details>`;
}

function reasonField(view: StoryView, kind: StoryAct): Html {
  const words = storyWords(view.locale);
  return html`<label for="${kind}-reason">${words.reason}</label><select id="${kind}-reason" name="reason">${actReasons.map((reason) => html`<option value="${reason}">${words.reasons[reason]}</option>`)}</select>`;
}

function refundFields(view: StoryView, { left, alone }: PossibleView): Html {
  const words = storyWords(view.locale);
  const most = left && amountOf(left);
  return html`${alone !== null && html`<p>${words.alone(moneyHtml(amountOf(alone), view.locale))}</p>`}
<label for="refund-amount">${words.amount}${most && html` <small>(≤ ${moneyHtml(most, view.locale)}; ${words.all})</small>`}</label><input id="refund-amount" name="amount" inputmode="decimal" dir="ltr" maxlength="20" autocomplete="off">
<label for="refund-reason">${words.reason}</label><select id="refund-reason" name="reason">${refundReasons.map((reason) => html`<option value="${reason}">${words.refundReasons[reason]}</option>`)}</select>`;
}
