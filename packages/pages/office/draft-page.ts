/** A draft of a tariff as a second person looks at it: what is wrong and unusual, its price, last month under it, and the yes. */
import type { Instant } from "@barq/domain/instant";
import { amountOf } from "@barq/domain/money";
import type { ReportRow } from "@barq/domain/report-row";
import type { Repriced } from "@barq/domain/repriced";
import type { TariffDraft } from "@barq/domain/tariff-draft";
import type { Html } from "../html.ts";
import { html, ltr } from "../html.ts";
import { moneyHtml } from "../money-text.ts";
import { whenHtml, writtenDay } from "../time-text.ts";
import type { OfficeFrame } from "./frame.ts";
import { officePage } from "./frame.ts";
import { tariffWords } from "./tariff-words.ts";
import { draftTone } from "./tariffs-page.ts";

export interface DraftView extends OfficeFrame {
  readonly now: Instant;
  readonly zone: string;
  readonly draft: TariffDraft;
  readonly wrong: readonly { readonly path: string; readonly expected: string }[];
  readonly unusual: readonly ReportRow[];
  /** as a driver reads it; null where it could not be sold */
  readonly lines: readonly string[] | null;
  readonly seen: string;
  readonly currency: string | null;
  readonly comparison: {
    readonly from: string;
    readonly to: string;
    readonly repriced: Repriced;
    readonly isWhole: boolean;
  } | null;
  /** whoever looks decides, and has not written in it */
  readonly mayDecide: boolean;
  readonly isAuthor: boolean;
  /** finance has no page of a session */
  readonly withSessions: boolean;
}

export function draftPage(view: DraftView): string {
  const { locale, draft, now, zone } = view;
  const words = tariffWords(locale);
  const { approved } = draft;
  return officePage({
    ...view,
    title: `${words.draftOf} ${draft.tariff}`,
    place: "tariffs",
    main: html`<h1>${words.draftOf} ${ltr(draft.tariff)} <span class="badge ${draftTone[draft.state]}">${words.states[draft.state]}</span></h1>
<section class="card"><dl><div><dt>${words.why}</dt><dd>${draft.reason}</dd></div><div><dt>${words.written}</dt><dd>${whenHtml(draft.changedAt, now, zone)}</dd></div>
${approved && html`<div><dt>${words.inForce}</dt><dd>${whenHtml(approved.from, now, zone)}</dd></div>`}</dl></section>
<div class="columns"><div class="links">${price(view)}${report(view)}</div><div class="links">${comparison(view)}${decide(view)}</div></div>`,
  });
}

function price({ locale, lines }: DraftView): Html {
  const words = tariffWords(locale);
  return html`<section class="card"><h2>${words.price}</h2>${lines === null ? html`<p>${words.noPrice}</p>` : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`}</section>`;
}

function report({ locale, wrong, unusual }: DraftView): Html {
  const words = tariffWords(locale);
  return html`${wrong.length > 0 && html`<section class="note bad"><h2>${words.wrong}</h2><ul>${wrong.map(({ path, expected }) => html`<li><code>${ltr(path)}</code> <bdi lang="en">${expected}</bdi></li>`)}</ul></section>`}
<section class="card"><h2>${words.unusual}</h2>${unusual.length === 0 && html`<p>${words.nothingUnusual}</p>`}<ul>${unusual.map((row) => html`<li>${words.report?.[row.code] ?? row.says} <small><code>${ltr(row.path)}</code></small></li>`)}</ul></section>`;
}

function comparison(view: DraftView): Html | null {
  const { locale, currency } = view;
  if (view.comparison === null || currency === null) return null;
  const words = tariffWords(locale);
  const { from, to, repriced, isWhole } = view.comparison;
  const unpriced = Object.values(repriced.unpriced).reduce((sum, count) => sum + count, 0);
  const { counts } = words;
  const rows = [
    [counts.sessions, repriced.priced],
    [counts.dearer, repriced.dearer],
    [counts.cheaper, repriced.cheaper],
    [counts.same, repriced.same],
    [counts.unpriced, unpriced],
  ] as const;
  return html`<section class="card"><h2>${words.comparison}</h2><p class="quiet">${words.comparedDays(writtenDay(from), writtenDay(to))}</p>
${repriced.priced === 0 ? isWhole && html`<p>${words.noSessions}</p>` : html`<dl>${sumRow(view, words.was, repriced.thenMinor, repriced)}${sumRow(view, words.wouldBe, repriced.nowMinor, repriced)}<div><dt>${words.difference}</dt><dd>${moneyIn(view, repriced.nowMinor - repriced.thenMinor)}</dd></div></dl>`}
<div class="scroll"><table><tbody>${rows.map(([name, count]) => html`<tr><td>${name}</td><td class="n">${count}</td></tr>`)}</tbody></table></div>
${repriced.largest.length > 0 && largest(view, repriced)}
${!isWhole && html`<p class="note wait">${words.partly} <code>${ltr(`barq tariff compare ${view.draft.id}`)}</code></p>`}</section>`;
}

/** The longest bar's length in the drawing's own units. */
const barLength = 1000n;

/** A figure with its bar under it; the longer one of the two goes over the whole width. */
function sumRow(view: DraftView, name: string, minor: bigint, { thenMinor, nowMinor }: Repriced): Html {
  const most = thenMinor > nowMinor ? thenMinor : nowMinor;
  const length = most > 0n ? (minor * barLength) / most : 0n;
  // Right to left, bars begin at the right.
  const begin = view.locale === "ar" ? barLength - length : 0n;
  return html`<div><dt>${name}</dt><dd>${moneyIn(view, minor)}</dd><svg class="bars" viewBox="0 0 ${barLength} 10" preserveAspectRatio="none" aria-hidden="true"><rect x="${begin}" y="0" width="${length}" height="10" fill="currentColor"/></svg></div>`;
}

const moneyIn = ({ currency, locale }: DraftView, minor: bigint): Html =>
  moneyHtml(amountOf({ minor, currency: currency ?? "" }), locale);

function largest(view: DraftView, { largest: rows }: Repriced): Html {
  const words = tariffWords(view.locale);
  return html`<h3>${words.largest}</h3><div class="scroll"><table><thead><tr><th>${words.session}</th><th class="n">${words.was}</th><th class="n">${words.wouldBe}</th></tr></thead><tbody>${rows.map(
    ({ id, reference, thenMinor, nowMinor }) =>
      html`<tr><td>${view.withSessions ? html`<a href="/desk/sessions/${id}">${ltr(reference)}</a>` : ltr(reference)}</td><td class="n">${moneyIn(view, thenMinor)}</td><td class="n">${moneyIn(view, nowMinor)}</td></tr>`,
  )}</tbody></table></div>`;
}

function decide(view: DraftView): Html {
  const { locale, draft, now } = view;
  const words = tariffWords(locale);
  const address = `/desk/tariffs/${draft.id}`;
  const isOpen = draft.state === "draft";
  const isPlanned = draft.approved !== null && draft.state === "approved" && draft.approved.from > now;
  if (!view.mayDecide || !(isOpen || isPlanned)) return html`<p class="quiet">${words.whoMay}</p>`;
  const whyNot = view.lines === null ? words.notWhole : view.isAuthor ? words.notYours : null;
  return html`<section class="card">${isOpen && whyNot !== null && html`<p class="note wait">${whyNot}</p>`}
${
  isOpen &&
  whyNot === null &&
  html`<form method="post" action="${address}"><h2>${words.approve}</h2><p class="quiet">${words.approveMeans}</p><input type="hidden" name="act" value="approve"><input type="hidden" name="seen" value="${view.seen}">
<label for="from">${words.from} <small>${words.fromHint}</small></label><p class="field"><input type="datetime-local" id="from" name="from"></p><button class="small" type="submit">${words.approve}</button></form>`
}
<details><summary>${words.withdraw}</summary><p class="quiet">${words.withdrawMeans}</p><form method="post" action="${address}"><input type="hidden" name="act" value="withdraw"><label for="why">${words.reason}</label><textarea id="why" name="reason" required minlength="3" maxlength="500"></textarea><button class="small stop" type="submit">${words.withdraw}</button></form></details>
<p class="quiet">${words.whoMay}</p></section>`;
}
