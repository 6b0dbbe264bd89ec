/** The stations of an operator: a picture of them, a filter, and a table that people read. */
import { kwhText } from "@barq/domain/decimal";
import type { Instant } from "@barq/domain/instant";
import { amountOf } from "@barq/domain/money";
import type { Html } from "../html.ts";
import { html, ltr } from "../html.ts";
import type { Locale } from "../locale.ts";
import { measureHtml, moneyHtml } from "../money-text.ts";
import { whenHtml } from "../time-text.ts";
import type { OfficeFrame } from "./frame.ts";
import { officePage } from "./frame.ts";
import { networkMap } from "./network-map.ts";
import { networkWords } from "./network-words.ts";
import type { ConnectorView, StationState, StationView } from "./station-state.ts";
import { badgeOf, stationStateOf, stationStates } from "./station-state.ts";
import { officeWords } from "./words.ts";

export interface StationsView extends OfficeFrame {
  readonly now: Instant;
  /** for what stands nowhere */
  readonly zone: string;
  /** what the filter lets through, for the picture */
  readonly meant: readonly StationView[];
  /** the page of them */
  readonly rows: readonly StationView[];
  readonly text: string;
  readonly state: StationState | null;
  /** opaque; null on the last page */
  readonly next: string | null;
  readonly isFirst: boolean;
}

const useBadge = {
  unknown: "wait",
  free: "good",
  in_use: "good",
  faulted: "bad",
  unavailable: "wait",
} as const;

/** What a station that is away said last is no news, and has no colour. */
export function connectorBadge(
  { number, use, error, closed }: ConnectorView,
  isOnline: boolean,
  locale: Locale,
): Html {
  const words = networkWords(locale);
  const isClosed = closed !== null && use !== "faulted";
  const what = isClosed ? words.closed[closed.kind] : words.uses[use];
  const colour = isClosed ? "wait" : isOnline ? useBadge[use] : "old";
  const code = error !== null && error !== "NoError" && html` <bdi>${error}</bdi>`;
  return html`<span class="badge small-badge ${colour}"><bdi>${number}</bdi> ${what}${code}</span>`;
}

export function heardHtml(row: StationView, now: Instant, zone: string, locale: Locale): Html {
  const words = networkWords(locale);
  const at = (instant: Instant) => whenHtml(instant, now, row.place?.zone ?? zone);
  if (row.online) return row.onlineSince === null ? html`` : words.connectedSince(at(row.onlineSince));
  return row.heardAt === null ? html`${words.neverHeard}` : words.awaySince(at(row.heardAt));
}

export function salesHtml({ sessions, energyMwh, money }: StationView["sales"], locale: Locale): Html {
  if (sessions === 0) return html`<span class="quiet">0</span>`;
  const amounts = [...money].map(
    ([currency, minor]) => html`<b>${moneyHtml(amountOf({ minor, currency }), locale)}</b> `,
  );
  return html`${amounts}<small>${networkWords(locale).sessions(html`${sessions}`)} ${measureHtml(kwhText(energyMwh), "kWh", locale)}</small>`;
}

/** What keeps sessions from beginning there now, or will within half a day; said once for the station. */
export function closedHtml(row: StationView, now: Instant, zone: string, locale: Locale): Html | null {
  const words = networkWords(locale);
  const at = (instant: Instant) => whenHtml(instant, now, row.place?.zone ?? zone);
  const closed = row.connectors.find((one) => one.closed !== null)?.closed;
  if (closed)
    return html`${words.closed[closed.kind]}${closed.until !== null && html` ${words.until(at(closed.until))}`}`;
  const soon = row.connectors.find((one) => one.closesSoon !== null)?.closesSoon;
  return soon ? words.soon(at(soon.from)) : null;
}

export const stationPath = (station: string): string => `/desk/stations/${encodeURIComponent(station)}`;

export function stationBadge(row: StationView, locale: Locale): Html {
  const state = stationStateOf(row);
  return html`<span class="badge small-badge ${badgeOf[state]}">${networkWords(locale).states[state]}</span>`;
}

function rowHtml(row: StationView, { now, zone, locale }: StationsView): Html {
  const { place } = row;
  return html`<tr><th scope="row"><a href="${stationPath(row.station)}">${ltr(row.label)}</a>${row.label !== row.station && html`<br><small>${ltr(row.station)}</small>`}<br>${stationBadge(row, locale)}</th>
<td>${place ? html`<bdi>${place.name}</bdi><br><small><bdi>${place.city}</bdi></small>` : networkWords(locale).noPlace}</td>
<td>${row.connectors.map((connector) => html`${connectorBadge(connector, row.online, locale)} `)}</td>
<td><small>${heardHtml(row, now, zone, locale)}</small></td>
<td><small>${row.firmware !== null && ltr(row.firmware)}</small></td>
<td>${salesHtml(row.sales, locale)}</td>
<td>${closedHtml(row, now, zone, locale)}</td></tr>`;
}

export function stationsPage(view: StationsView): string {
  const { locale, text, state, rows, next } = view;
  const words = networkWords(locale);
  const options = stationStates.map(
    (each) =>
      html`<option value="${each}"${each === state && html` selected`}>${words.states[each]}</option>`,
  );
  const asked = new URLSearchParams();
  if (text !== "") asked.set("find", text);
  if (state !== null) asked.set("state", state);
  const first = asked.size === 0 ? "/desk/stations" : `/desk/stations?${asked}`;
  if (next !== null) asked.set("cursor", next);
  const heads = [words.station, words.location, words.connectors, words.heard, words.firmware, words.today];
  const isFiltered = text !== "" || state !== null;
  const title = officeWords(locale).menu.stations;
  return officePage({
    ...view,
    title,
    place: "stations",
    main: html`<h1>${title}</h1>
<form method="get" action="/desk/stations" class="filter"><input type="search" name="find" value="${text}" aria-label="${words.filterText}" placeholder="${words.filterText}" maxlength="80"><select name="state" aria-label="${words.filterState}"><option value="">${words.allStates}</option>${options}</select><button type="submit" class="small">${words.filter}</button></form>
${networkMap(view.meant, locale)}
<section class="card scroll">${
      rows.length === 0
        ? html`<p>${isFiltered ? words.noMatch : words.noStations}</p>`
        : html`<table class="stations"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}<th scope="col">${words.closed.pause}</th></tr></thead><tbody>${rows.map((row) => rowHtml(row, view))}</tbody></table>`
    }</section>
<p class="pages">${!view.isFirst && html`<a href="${first}">${words.first}</a>`}${next !== null && html` <a href="/desk/stations?${asked.toString()}" rel="next">${words.next}</a>`}</p>`,
  });
}
