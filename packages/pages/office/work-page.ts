/** The work queue as a page: what waits for a person, the oldest first, with its next step; and what people have resolved. */
import { dayNumberOf } from "@barq/domain/civil-day";
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import { isoDay } from "@barq/domain/legal-time";
import type { Money } from "@barq/domain/money";
import { amountOf } from "@barq/domain/money";
import type { Html } from "../html.ts";
import { html, ltr } from "../html.ts";
import type { Locale } from "../locale.ts";
import { moneyHtml, space } from "../money-text.ts";
import { durationText, whenHtml } from "../time-text.ts";
import type { OfficeFrame } from "./frame.ts";
import { officePage } from "./frame.ts";
import type { WorkActWord } from "./work-words.ts";
import { whySaid, workWords } from "./work-words.ts";

export interface WorkRowView {
  readonly id: string;
  readonly why: string;
  readonly at: Instant;
  readonly session: string | null;
  readonly reference: string | null;
  readonly station: string | null;
  readonly connector: number | null;
  /** the queue's own English */
  readonly nextStep: string;
  readonly facts: Readonly<Record<string, string>>;
  /** what whoever looks may do with it here */
  readonly here: readonly ("acknowledge" | "retry")[];
  /** what they may do, and not on this page */
  readonly elsewhere: readonly WorkActWord[];
  readonly amount: Money | null;
  readonly amountIs: "owed" | "captured" | "held" | "refund" | "difference" | null;
  readonly captureBefore: Instant | null;
  readonly resolved: {
    readonly at: Instant;
    readonly act: string;
    readonly reason: string;
    readonly note: string | null;
  } | null;
}

export interface WorkView extends OfficeFrame {
  readonly now: Instant;
  readonly zone: string;
  readonly list: "open" | "resolved";
  readonly rows: readonly WorkRowView[];
  /** where the next page begins */
  readonly next: string | null;
  /** technicians see no money */
  readonly withMoney: boolean;
  /** finance has no page of a session */
  readonly withSessions: boolean;
  readonly freshKey: () => string;
}

export function workPage(view: WorkView): string {
  const { locale, list, rows, next } = view;
  const words = workWords(locale);
  const tab = (name: "open" | "resolved") =>
    html`<li><a href="/desk/work-queue${name === "resolved" && "?list=resolved"}"${name === list && html` aria-current="page"`}>${words[name]}</a></li>`;
  return officePage({
    ...view,
    title: words[list],
    place: "work",
    main: html`<h1>${words[list]}</h1>
<nav aria-label="${words[list]}"><ul>${tab("open")}${tab("resolved")}</ul></nav>
${rows.length === 0 && html`<p class="card">${list === "open" ? words.none : words.noneResolved}</p>`}
${rows.map((row) => rowCard(view, row))}
${next !== null && html`<p><a class="button plain" href="/desk/work-queue?list=${list}&amp;from=${next}">${words.more}</a></p>`}`,
  });
}

/** Minutes and hours of the first day, then days of the calendar. */
function ageText({ now, zone, locale }: WorkView, at: Instant): string {
  if (now - at < day) return durationText(now - at, locale);
  const [then, today] = [at, now].map((instant) => dayNumberOf(isoDay(zone, instant)) ?? 0);
  return `${(today ?? 0) - (then ?? 0)}${space}${workWords(locale).days}`;
}

function rowCard(view: WorkView, row: WorkRowView): Html {
  const { locale, now, zone, withMoney } = view;
  const words = workWords(locale);
  const said = whySaid(row.why, locale, row.nextStep);
  const { resolved } = row;
  return html`<section class="card"><h2 class="row-title">${said.what} <span class="badge ${resolved ? "good" : "wait"}">${resolved ? whenHtml(resolved.at, now, zone) : words.since(ageText(view, row.at))}</span></h2>
<p class="row-facts">${aboutOf(view, row)}</p>
${resolved ? resolvedOf(view, resolved) : html`<p><b>${words.next}${colon(locale)}</b> ${said.next}</p>`}
${!resolved && withMoney && row.captureBefore !== null && html`<p class="quiet">${words.before} ${whenHtml(row.captureBefore, now, zone)}</p>`}
${row.here.map((act) => actForm(view, row, act))}
${row.elsewhere.length > 0 && html`<p class="quiet">${row.elsewhere.map((act) => words.acts[act]).join(" · ")} — ${words.byCommand} <code>${ltr(`barq work resolve ${row.id}`)}</code></p>`}
<details><summary>${words.details}</summary><p><code>${ltr(row.why)}</code></p>${withMoney && html`<dl>${Object.entries(row.facts).map(([name, fact]) => html`<div><dt><code>${ltr(name)}</code></dt><dd><code>${ltr(fact)}</code></dd></div>`)}</dl>`}</details></section>`;
}

const colon = (locale: Locale): string => (locale === "fr" ? `${space}:` : ":");

function aboutOf({ locale, now, zone, withMoney, withSessions }: WorkView, row: WorkRowView): Html {
  const words = workWords(locale);
  const { session, reference, station, connector, amount, amountIs } = row;
  const name = reference ?? "···";
  const link =
    session !== null &&
    html`<span>${words.session} ${withSessions ? html`<a href="/desk/sessions/${session}">${ltr(name)}</a>` : ltr(name)}</span>`;
  const place =
    station !== null && html`<span>${ltr(connector === null ? station : `${station} · ${connector}`)}</span>`;
  const money =
    withMoney &&
    amount !== null &&
    html`<span>${amountIs && html`${words.amountIs[amountIs]}${colon(locale)} `}<b>${moneyHtml(amountOf(amount), locale)}</b></span>`;
  return html`${link}${place}${money}<span class="quiet">${whenHtml(row.at, now, zone)}</span>`;
}

function resolvedOf({ locale }: WorkView, { act, reason, note }: NonNullable<WorkRowView["resolved"]>): Html {
  const words = workWords(locale);
  const said = Object.entries(words.acts).find(([known]) => known === act)?.[1] ?? act;
  return html`<p>${words.was(said)} <span class="quiet">${reason}${note !== null && ` · ${note}`}</span></p>`;
}

function actForm({ locale, freshKey }: WorkView, row: WorkRowView, act: "acknowledge" | "retry"): Html {
  const words = workWords(locale);
  const id = `reason-${act}-${row.id}`;
  return html`<details><summary>${words.acts[act]}</summary><p class="quiet">${words.actMeans[act]}</p>
<form method="post" action="/desk/work-queue/${encodeURIComponent(row.id)}"><input type="hidden" name="key" value="${freshKey()}"><input type="hidden" name="act" value="${act}">
<label for="${id}">${words.reason}</label><textarea id="${id}" name="reason" required maxlength="500" placeholder="${words.reasonHint}"></textarea>
<button class="small" type="submit">${words.acts[act]}</button></form></details>`;
}
