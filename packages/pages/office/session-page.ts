/** A session's whole story on one page: how it stands, what comes next, what happened, what it cost, and what can be done. */
import { kwhText } from "@barq/domain/decimal";
import type { Instant } from "@barq/domain/instant";
import { amountOf } from "@barq/domain/money";
import { heldOf } from "@barq/domain/session";
import type { Html, Part } from "../html.ts";
import { html, ltr } from "../html.ts";
import { measureHtml, moneyHtml, numberText } from "../money-text.ts";
import { whenHtml } from "../time-text.ts";
import { officePage } from "./frame.ts";
import { actForms } from "./session-acts.ts";
import { eventHtml } from "./session-events.ts";
import { macroCards } from "./session-macros.ts";
import type { StoryView } from "./session-view.ts";
import { storyWords } from "./story-words.ts";
import { officeWords } from "./words.ts";

export function storyPage(view: StoryView): string {
  const { locale, session } = view;
  const words = storyWords(locale);
  const state = words.states[session.state];
  const isOver = view.next.length === 0;
  return officePage({
    ...view,
    title: `${session.reference} · ${state}`,
    place: null,
    // What still moves is looked at again; a form that is being written is not taken away.
    refreshS: null,
    main: html`<h1>${ltr(session.reference)} <span class="badge ${toneOf(view)}">${state}</span></h1>
<div class="columns"><div class="links">${now(view)}${price(view)}${readings(view)}</div>
<div class="links">${next(view, isOver)}${actForms(view)}${view.withMoney && macroCards(view)}</div></div>
${story(view)}`,
  });
}

const toneOf = ({ session }: StoryView): "good" | "wait" | "bad" =>
  session.state === "review" || session.state === "failed"
    ? "bad"
    : session.state === "settled"
      ? "good"
      : "wait";

const row = (name: string, value: Part): Html => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function now(view: StoryView): Html {
  const { locale, session, withMoney } = view;
  const { facts, titles, yes, no } = storyWords(locale);
  const money = (minor: bigint | null | undefined): Html | null =>
    minor === null || minor === undefined || minor === 0n
      ? null
      : moneyHtml(amountOf({ minor, currency: session.currency }), locale);
  const held = heldOf(session);
  const at = (instant: Instant | null): Html | null =>
    instant === null ? null : whenHtml(instant, view.now, session.pinned.zone);
  const rows: readonly (readonly [string, Part])[] = [
    [facts.station, html`${ltr(session.station)} · ${session.connector}`],
    [facts.online, view.online ? yes : no],
    [facts.began, at(session.startedAt)],
    [facts.ended, at(session.endedAt)],
    [facts.energy, session.sealed && measureHtml(kwhText(session.sealed.energyMwh), "kWh", locale)],
    ...(withMoney
      ? ([
          [facts.held, session.heldAt !== null && held && moneyHtml(amountOf(held), locale)],
          [facts.card, session.hold?.last4 && ltr(`${session.hold.brand ?? ""} ···· ${session.hold.last4}`)],
          [facts.captured, money(session.captured)],
          [facts.refunded, money(session.refunded)],
          [facts.owed, money(session.receivable)],
          [facts.receipt, session.receipt && ltr(session.receipt)],
          [facts.email, view.email && ltr(view.email)],
        ] as const)
      : []),
    [facts.language, officeWords(session.pinned.locale).name],
  ];
  return html`<section class="card" aria-label="${titles.now}"><h2>${titles.now}</h2><dl>${rows
    .filter(([, value]) => value !== null && value !== false && value !== undefined && value !== "")
    .map(([name, value]) => row(name, value))}</dl></section>`;
}

function next(view: StoryView, isOver: boolean): Html {
  const { locale, session } = view;
  const words = storyWords(locale);
  const steps = view.next.map(
    ({ code, at }) =>
      html`<li>${words.next[code]}${at !== null && html` <small>${words.by(whenHtml(at, view.now, session.pinned.zone))}</small>`}</li>`,
  );
  return html`<section class="card"><h2>${words.titles.next}</h2>${
    isOver ? html`<p>${words.nothingNext}</p>` : html`<ul>${steps}</ul>`
  }${view.work.length > 0 && html`<p class="note wait">${words.titles.work}: ${view.work.map((why) => html`<code>${ltr(why)}</code> `)}</p>`}</section>`;
}

function price(view: StoryView): Html | null {
  const { locale, price: priced, withMoney } = view;
  if (!priced || !withMoney) return null;
  const words = storyWords(locale);
  const money = (amount: string): Html => moneyHtml({ amount, currency: priced.currency }, locale);
  const nameOf = (dimension: string | null): string =>
    Object.entries(words.dimensions).find(([known]) => known === dimension)?.[1] ?? dimension ?? "·";
  return html`<section class="card"><h2>${words.titles.price}</h2><div class="scroll"><table>
<thead><tr><th>${words.columns.what}</th><th class="n">${words.columns.quantity}</th><th class="n">${words.columns.unitPrice}</th><th class="n">${words.columns.amount}</th></tr></thead>
<tbody>${priced.lines.map(
    (line) =>
      html`<tr><td>${nameOf(line.dimension)}</td><td class="n">${ltr(`${numberText(line.billed, locale)} ${line.unit ?? ""}`)}</td><td class="n">${line.price === null ? "" : ltr(numberText(line.price, locale))}</td><td class="n">${money(line.after_tax)}</td></tr>`,
  )}<tr><td><b>${words.total}</b></td><td></td><td></td><td class="n"><b>${money(priced.after_tax)}</b></td></tr></tbody></table></div></section>`;
}

function readings(view: StoryView): Html {
  const { locale, readings: heard } = view;
  const words = storyWords(locale);
  return html`<section class="card"><h2>${words.titles.readings}</h2>
<p>${heard.count === 0 ? words.noReadings : words.readings(ltr(heard.count))}${heard.review !== null && html` <code>${ltr(heard.review)}</code>`}</p>
${
  heard.setAside.length > 0 &&
  html`<details><summary>${words.setAside}: ${ltr(heard.setAside.length)}</summary><div class="scroll"><table><tbody>${heard.setAside
    .slice(0, 50)
    .map(
      ({ at, value, why }) =>
        html`<tr><td>${ltr(at ?? "?")}</td><td class="n">${ltr(value)}</td><td><code>${ltr(why)}</code></td></tr>`,
    )}</tbody></table></div></details>`
}</section>`;
}

function story(view: StoryView): Html {
  const words = storyWords(view.locale);
  const { zone } = view.session.pinned;
  return html`<section class="card"><h2>${words.titles.story}</h2><ol class="steps">${view.events
    .filter(isTold)
    .map(
      (event) =>
        html`<li><time>${whenHtml(event.at, view.now, zone)}</time><span>${eventHtml(view, event)}</span></li>`,
    )}</ol></section>`;
}

/** A refund and a correction are told by what became of them. */
const isTold = (event: StoryView["events"][number]): boolean =>
  !(event.code === "act" && /^(?:refund|correction)_/.test(event.act));
