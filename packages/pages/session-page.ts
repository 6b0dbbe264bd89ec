/**
 * The page of one session: what it is doing in plain words, what it has cost so far, the stop button while there is
 * something to stop, and at the end where the money went. It loads itself again until nothing changes any more.
 */

import type { Instant } from "@barq/domain/instant";
import type { Labels } from "@barq/domain/labels";
import type { Money } from "@barq/domain/money";
import type { Receipt } from "@barq/domain/receipt";
import type { Session, SessionState } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import type { Tariff } from "@barq/domain/tariff";
import { termsOf } from "@barq/domain/terms";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import { layout, pathPart, withLocale } from "./layout.ts";
import type { Locale } from "./locale.ts";
import type { OtherPlace } from "./other-places.ts";
import { otherPlaces } from "./other-places.ts";
import { dimensionTerms } from "./price-terms.ts";
import { receiptLines } from "./receipt-parts.ts";
import { holdCard, moreForm, sessionFigures } from "./session-figures.ts";
import { moneyOutcome } from "./session-money.ts";
import { sessionWordsOf } from "./session-words.ts";
import { whenHtml } from "./time-text.ts";
import type { StateWords } from "./words.ts";
import { wordFor, wordsOf } from "./words.ts";

export interface SessionPageView {
  readonly locale: Locale;
  readonly session: Session;
  readonly place: {
    readonly name: string;
    readonly operator: string;
    readonly supportPhone: string | null;
  };
  readonly now: Instant;
  readonly energyMwh: bigint | null;
  /** after tax */
  readonly cost: Money | null;
  readonly powerW: number | null;
  readonly asOf: Instant | null;
  /** what may be added to the hold now */
  readonly offered?: readonly Money[];
  /** its start failed, and these connectors can have its hold; null where nothing is offered */
  readonly others?: readonly OtherPlace[] | null;
  /** its hold is on the way back */
  readonly isReleasing: boolean;
  /** it is plugged in and has not asked for energy yet: perhaps a timer of its own is set */
  readonly waiting?: boolean;
  /** what it is priced by, with the location's words for it: while it charges, what staying plugged in costs is said */
  readonly tariff?: Tariff | null;
  readonly labels?: Labels;
  /** until when it waits for its cable; null when it does not wait for one */
  readonly plugBy: Instant | null;
  readonly receipt: Receipt | null;
  /** opens the receipt for whoever has the link; null while there is no receipt */
  readonly receiptToken: string | null;
  /** the code of the connector, for the way back to its page */
  readonly qr: string;
}

/** Seconds until the page looks again; a person's review takes its time. */
const refreshS: Readonly<Record<SessionState, number | null>> = {
  pending: 4,
  held: 4,
  starting: 3,
  charging: 5,
  stopping: 3,
  ended: 3,
  settling: 3,
  review: 60,
  settled: null,
  released: null,
  failed: null,
};

/** Its number is given and its proof is still being written: a moment's work. */
const receiptSoonS = 3;
const receiptIsComing = ({ session, receipt }: SessionPageView): boolean =>
  session.receipt !== null && receipt === null;

/** A cable is not pulled in seconds. */
const unplugS = 15;

function refreshOf(view: SessionPageView): number | null {
  if (receiptIsComing(view)) return receiptSoonS;
  return waitsForUnplug(view.session) ? unplugS : refreshS[view.session.state];
}

const tones: Readonly<Record<SessionState, "good" | "wait" | "bad">> = {
  pending: "wait",
  held: "wait",
  starting: "wait",
  charging: "good",
  stopping: "wait",
  ended: "wait",
  settling: "wait",
  review: "wait",
  settled: "good",
  released: "good",
  failed: "bad",
};

export function sessionPage(view: SessionPageView): string {
  const { locale, session, place } = view;
  const words = wordsOf(locale);
  return layout({
    locale,
    title: `${sessionWordsOf(locale).title} ${session.reference}`,
    operator: place.operator,
    supportPhone: place.supportPhone,
    here: `/s/${pathPart(session.id)}`,
    refreshS: refreshOf(view),
    main: html`${stateCard(view)}
${isTerminal(session.state) ? outcome(view) : running(view)}`,
    foot: html`<p>${words.page.reference} <b>${ltr(session.reference)}</b></p>${
      !isTerminal(session.state) && html`<p>${sessionWordsOf(locale).keepOpen}</p>`
    }`,
  });
}

function stateCard(view: SessionPageView): Html {
  const { locale, session, place, plugBy } = view;
  const words = wordsOf(locale);
  const { title, text } = stateWords(view);
  const why = whyOf(view);
  return html`<section class="card"><p class="soft"><bdi>${place.name}</bdi> · ${words.page.station} ${ltr(session.station)} · ${words.page.connector} ${ltr(session.connector)}</p>
<h1 class="note ${isWaiting(view) ? "wait" : tones[session.state]}">${title}</h1>
${why !== undefined && html`<p><b>${why}</b></p>`}
<p>${text}</p>
${plugBy !== null && html`<p>${sessionWordsOf(locale).plugBy(whenHtml(plugBy, view.now, session.pinned.zone))}</p>`}</section>`;
}

/** Its tariff prices the time until the cable is out, and it is still in. */
const waitsForUnplug = ({ state, idleUntil, leftAt }: Session): boolean =>
  state === "ended" && idleUntil !== null && leftAt === null;

const isWaiting = ({ session, waiting }: SessionPageView): boolean =>
  session.state === "charging" && waiting === true;

function stateWords(view: SessionPageView): StateWords {
  const { locale, session, isReleasing, plugBy } = view;
  const words = sessionWordsOf(locale);
  if (view.others) return words.elsewhere;
  if (isReleasing && session.hold) return words.releasing;
  if (isWaiting(view)) return words.waiting;
  if (waitsForUnplug(session)) return words.unplug;
  // Free of charge: the session is "starting" from the first, and waits for its cable all the same.
  return session.state === "starting" && plugBy !== null ? words.plugInFree : words.states[session.state];
}

/** The reason in words; what a person has to look into is not the driver's to puzzle over. */
function whyOf({ locale, session, isReleasing }: SessionPageView): string | undefined {
  const words = sessionWordsOf(locale);
  if (session.state === "review") return undefined;
  if (session.startedAt !== null) return wordFor(words.ended, session.why);
  return isTerminal(session.state) || isReleasing ? wordFor(words.refused, session.why) : undefined;
}

function running(view: SessionPageView): Html {
  const { locale, session } = view;
  const words = sessionWordsOf(locale);
  const here = `/s/${pathPart(session.id)}`;
  // A page that is shown in another language than the session's own stays in it.
  const action = locale === session.pinned.locale ? `${here}/stop` : withLocale(`${here}/stop`, locale);
  switch (session.state) {
    case "pending":
      return html`<div class="links"><a class="button" href="${here}/paid">${words.paidAlready}</a>
<a class="button plain" href="${withLocale(`/q/${pathPart(view.qr)}`, locale)}">${words.backToStation}</a></div>`;
    case "held":
      return view.isReleasing
        ? html`${otherPlaces(view)}
${holdCard(view)}
${lookAgain(view)}`
        : html`${holdCard(view)}
<form method="post" action="${action}"><button class="plain">${words.giveBack}</button></form>`;
    case "charging":
      return html`${sessionFigures(view)}
${moreForm(view)}
<form method="post" action="${action}"><button class="stop">${words.stop}</button></form>
${idleCard(view)}`;
    case "review":
    case "starting":
      return html`${otherPlaces(view)}
${holdCard(view)}
${lookAgain(view)}`;
    default:
      return html`${sessionFigures(view)}
${waitsForUnplug(session) && idleCard(view)}
${lookAgain(view)}`;
  }
}

/** From when, and how much, a car costs that stays plugged in without charging; nothing where that is free. */
function idleCard({ tariff, labels = {}, locale, session, now }: SessionPageView): Html | null {
  if (!tariff) return null;
  const terms = termsOf(tariff);
  if (!terms.some(({ dimension }) => dimension === "PARKING_TIME")) return null;
  const view = { locale, tariff, labels, displayOrder: null, zone: session.pinned.zone, now };
  const title = labels.PARKING_TIME?.[locale] ?? wordsOf(locale).terms.idle.title;
  return html`<section class="card">${dimensionTerms(view, terms, "PARKING_TIME", title)}</section>`;
}

/** The page does this by itself; for browsers that do not, there is a link. */
const lookAgain = ({ locale, session }: SessionPageView): Html =>
  html`<p><a href="${withLocale(`/s/${pathPart(session.id)}`, locale)}">${sessionWordsOf(locale).lookAgain}</a></p>`;

function outcome(view: SessionPageView): Html {
  const { locale, session, receipt, receiptToken } = view;
  const words = wordsOf(locale);
  const station = withLocale(`/q/${pathPart(view.qr)}`, locale);
  return html`<section class="card">${moneyOutcome(session, locale)}${receiptIsComing(view) && html`<p>${sessionWordsOf(locale).receiptSoon}</p>`}</section>
${receipt && html`<section class="card"><h2>${words.receipt.lines}</h2>${receiptLines(receipt, locale)}</section>`}
<div class="links">${
    receiptToken !== null &&
    html`<a class="button" href="${withLocale(`/r/${pathPart(receiptToken)}`, locale)}">${sessionWordsOf(locale).openReceipt}</a>
<a class="button plain" href="/r/${pathPart(receiptToken)}.pdf">${words.receipt.pdf}</a>`
  }
${session.startedAt === null && html`<a class="button" href="${station}">${sessionWordsOf(locale).backToStation}</a>`}</div>`;
}
