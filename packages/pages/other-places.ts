/** A start has failed: the other connectors of the place, each with its price, and the way to have the hold back now. */
import type { Tariff } from "@barq/domain/tariff";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import { pathPart, withLocale } from "./layout.ts";
import { priceRows } from "./price-terms.ts";
import { scanWordsOf } from "./scan-words.ts";
import type { SessionPageView } from "./session-page.ts";
import { sessionWordsOf } from "./session-words.ts";
import { wordsOf } from "./words.ts";

export interface OtherPlace {
  readonly station: string;
  readonly connector: number;
  readonly qr: string;
  readonly availability: string;
  readonly tariff: Tariff;
}

export function otherPlaces(view: SessionPageView): Html | null {
  const { locale, session, others } = view;
  if (!others) return null;
  const words = sessionWordsOf(locale);
  const here = `/s/${pathPart(session.id)}`;
  return html`${others.map((other) => placeCard(view, other))}
<form method="post" action="${withLocale(`${here}/stop`, locale)}"><button class="plain">${words.giveBack}</button></form>`;
}

function placeCard({ locale, session, labels = {}, now }: SessionPageView, other: OtherPlace): Html {
  const words = wordsOf(locale);
  const terms = {
    locale,
    tariff: other.tariff,
    labels,
    displayOrder: null,
    zone: session.pinned.zone,
    now,
  };
  return html`<form class="card" method="post" action="/s/${pathPart(session.id)}/move">
<input type="hidden" name="qr" value="${other.qr}"><input type="hidden" name="lang" value="${locale}">
<h2>${words.page.station} ${ltr(other.station)} · ${words.page.connector} ${ltr(other.connector)}</h2>
${priceRows(terms)}
${
  other.availability === "plugged" &&
  html`<label class="check"><input type="checkbox" name="car_confirmed" value="yes" required>${scanWordsOf(locale).yourCar}</label>`
}
<button>${sessionWordsOf(locale).goThere}</button></form>`;
}
