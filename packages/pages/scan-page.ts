/**
 * The page behind a code: where it is, what it costs, what is held and why, whether it is free, and the one button. Where
 * it cannot be started the page says so and leads on to the other connectors; there is no button that would only refuse.
 */
import type { Sentence } from "@barq/domain/closure";
import type { Instant } from "@barq/domain/instant";
import type { Labels } from "@barq/domain/labels";
import type { Amount } from "@barq/domain/money";
import type { Dimension, Tariff } from "@barq/domain/tariff";
import { closedWordsOf } from "./closed-words.ts";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import { layout, pathPart, withLocale } from "./layout.ts";
import type { Locale } from "./locale.ts";
import { measureHtml, moneyHtml } from "./money-text.ts";
import { kwText, plugName } from "./plug.ts";
import { priceTerms } from "./price-terms.ts";
import { knownRefusal } from "./refusals.ts";
import type { Availability } from "./scan-words.ts";
import { scanWordsOf } from "./scan-words.ts";
import type { StartFormView } from "./start-form.ts";
import { startForm } from "./start-form.ts";
import { whenHtml } from "./time-text.ts";
import { wordsOf } from "./words.ts";

interface Closed {
  readonly from: Instant;
  readonly until: Instant | null;
  readonly sentence: Sentence;
}

export interface ScanView {
  readonly locale: Locale;
  readonly qr: string;
  readonly station: string;
  readonly connector: number;
  /** OCPI's ConnectorType */
  readonly standard: string;
  readonly power: { readonly maxW: number | null; readonly kind: "AC" | "DC" };
  readonly operator: string;
  readonly supportPhone: string | null;
  readonly location: {
    readonly name: string;
    readonly address: string;
    readonly city: string;
    readonly zone: string;
  };
  readonly tariff: Tariff;
  /** what the location calls what it sells */
  readonly labels: Labels;
  /** in which order its country wants dimensions shown; null: as the tariff has them */
  readonly displayOrder: readonly Dimension[] | null;
  readonly hold: Amount | null;
  /** the most that may be taken later where the driver agrees; null: nothing is offered */
  readonly laterMost: Amount | null;
  readonly availability: Availability;
  /** why it is paused, and what will close it soon */
  readonly closed: Closed | null;
  readonly closesSoon: Closed | null;
  readonly since: Instant | null;
  readonly now: Instant;
  readonly others: readonly {
    readonly station: string;
    readonly connector: number;
    readonly qr: string;
    readonly availability: Availability;
  }[];
  readonly form: StartFormView;
  /** why the last start was refused: a code; one that we have no words for says nothing */
  readonly error: string | null;
  /** the smallest limit, where the refusal knew it */
  readonly least: Amount | null;
}

const tones: Readonly<Record<Availability, "good" | "wait" | "bad">> = {
  free: "good",
  plugged: "wait",
  busy: "bad",
  offline: "bad",
  out_of_order: "bad",
  paused: "bad",
};

export function scanPage(view: ScanView): string {
  const { locale, location, availability } = view;
  const closed = availability !== "free" && availability !== "plugged" ? availability : null;
  return layout({
    locale,
    title: `${location.name} · ${view.station}`,
    operator: view.operator,
    supportPhone: view.supportPhone,
    here: `/q/${pathPart(view.qr)}`,
    main: html`${refusalBanner(view)}
${where(view)}
<section class="card"><h2>${scanWordsOf(locale).price}</h2>
${priceTerms({ ...view, zone: location.zone })}</section>
${
  closed === null &&
  html`${soon(view)}
${holdCard(view)}
${startForm(view)}`
}
${
  closed !== null &&
  html`<section class="note bad">${whyClosed(view, closed)}</section>
${others(view)}`
}`,
    foot: html`<p>${scanWordsOf(locale).tariff(html`<bdi>${view.tariff.id}</bdi>`, ltr(view.tariff.version))}</p>`,
  });
}

function whyClosed(
  { locale, closed, now, location }: ScanView,
  availability: Exclude<Availability, "free" | "plugged">,
): Html {
  const words = scanWordsOf(locale);
  if (availability !== "paused") return html`<p>${words.closed[availability]}</p>`;
  return html`<p><bdi>${closed?.sentence[locale] ?? words.availability.paused}</bdi></p>${
    closed !== null &&
    closed.until !== null &&
    html`<p>${closedWordsOf(locale).pausedUntil(whenHtml(closed.until, now, location.zone))}</p>`
  }`;
}

function soon({ locale, closesSoon, now, location }: ScanView): Html | null {
  if (closesSoon === null) return null;
  const at = (instant: Instant): Html => whenHtml(instant, now, location.zone);
  const { from, until, sentence } = closesSoon;
  return html`<section class="note"><p>${closedWordsOf(locale).closesSoon(at(from), until === null ? null : at(until))}</p>
<p><bdi>${sentence[locale]}</bdi></p></section>`;
}

function refusalBanner({ locale, error, least }: ScanView): Html | null {
  const words = wordsOf(locale);
  const refusal = knownRefusal(words.refusals, error);
  if (!refusal) return null;
  return html`<section class="note bad" role="alert"><p><b>${refusal.title}</b></p><p>${refusal.text}</p>${
    least !== null && html`<p>${scanWordsOf(locale).least(moneyHtml(least, locale))}</p>`
  }</section>`;
}

function where(view: ScanView): Html {
  const { locale, location, power, availability } = view;
  const words = wordsOf(locale);
  const strength =
    power.maxW === null
      ? power.kind
      : html`${power.kind} ${scanWordsOf(locale).upTo(measureHtml(kwText(power.maxW), "kW", locale))}`;
  return html`<section class="card"><h1><bdi>${location.name}</bdi></h1>
<p class="soft"><bdi>${location.address}, ${location.city}</bdi></p>
<p class="plate"><span><small>${words.page.station}</small> ${ltr(view.station)}</span><span><small>${words.page.connector}</small> ${ltr(view.connector)}</span></p>
<p><small>${scanWordsOf(locale).plate}</small></p>
<p><b class="badge ${tones[availability]}">${scanWordsOf(locale).availability[availability]}</b></p>
<p class="soft">${ltr(plugName(view.standard))} · ${strength}</p></section>`;
}

function holdCard({ locale, hold }: ScanView): Html {
  const words = scanWordsOf(locale);
  if (hold === null) return html`<section class="card"><p>${words.nothingHeld}</p></section>`;
  return html`<section class="card"><h2>${words.hold}</h2>
<p class="price"><b>${moneyHtml(hold, locale)}</b></p>
<p>${words.holdMeans}</p>
<p><small>${words.bankMayShow}</small></p></section>`;
}

function others(view: ScanView): Html {
  const { locale } = view;
  const words = wordsOf(locale);
  if (view.others.length === 0) return html`<p class="soft">${scanWordsOf(locale).noOthers}</p>`;
  const rows = view.others.map(
    (other) =>
      html`<li><a href="${withLocale(`/q/${pathPart(other.qr)}`, locale)}"><span>${ltr(other.station)} · ${words.page.connector} ${ltr(other.connector)}</span><b class="badge ${tones[other.availability]}">${scanWordsOf(locale).availability[other.availability]}</b></a></li>`,
  );
  return html`<section class="card"><h2>${scanWordsOf(locale).others}</h2><ul class="rows">${rows}</ul></section>`;
}
