/**
 * The network as a picture, without tiles and without anybody else's servers: places where their coordinates say, a point a
 * station. A state has a colour and a shape, and its words are the point's title.
 */
import type { Html } from "../html.ts";
import { html } from "../html.ts";
import type { Locale } from "../locale.ts";
import { networkWords } from "./network-words.ts";
import type { PlaceView, StationState, StationView } from "./station-state.ts";
import { stationStateOf, stationStates } from "./station-state.ts";

interface Spot {
  readonly place: PlaceView;
  /** degrees */
  readonly latitude: number;
  readonly longitude: number;
  readonly stations: readonly StationView[];
}

const width = 1000;
const [least, most] = [320, 560];
const margin = 60;
/** Degrees: a single place is shown with a few kilometres around it. */
const leastSpan = 0.04;
const kmADegree = 111.32;
/** More names than these would lie on one another. */
const mostNames = 24;

/** Decimal text as OCPI has it (mod_locations, GeoLocation); what is none is shown nowhere. */
function degrees(text: string | null, largest: number): number | null {
  if (text === null || !/^-?\d{1,3}(?:\.\d{1,10})?$/.test(text)) return null;
  const number = Number(text);
  return Math.abs(number) <= largest ? number : null;
}

function spotsOf(stations: readonly StationView[]): readonly Spot[] {
  const spots = new Map<string, Spot>();
  for (const station of stations) {
    const { place } = station;
    const latitude = degrees(place?.latitude ?? null, 90);
    const longitude = degrees(place?.longitude ?? null, 180);
    if (!place || latitude === null || longitude === null) continue;
    const known = spots.get(place.location);
    spots.set(place.location, {
      ...(known ?? { place, latitude, longitude }),
      stations: [...(known?.stations ?? []), station],
    });
  }
  return [...spots.values()];
}

interface View {
  readonly height: number;
  readonly x: (longitude: number) => number;
  readonly y: (latitude: number) => number;
  /** of the picture's own units a kilometre */
  readonly perKm: number;
}

/** Equirectangular around the middle: right to a few per cent for a country, and nobody measures here. */
function viewOf(spots: readonly Spot[]): View {
  const rangeOf = (all: readonly number[]) => {
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return { middle: (low + high) / 2, span: Math.max(high - low, leastSpan) };
  };
  const [lat, lon] = [
    rangeOf(spots.map(({ latitude }) => latitude)),
    rangeOf(spots.map(({ longitude }) => longitude)),
  ];
  const narrow = Math.max(0.05, Math.cos((lat.middle * Math.PI) / 180));
  const inner = width - 2 * margin;
  const wanted = (inner / (lon.span * narrow)) * lat.span + 2 * margin;
  const height = Math.round(Math.min(most, Math.max(least, wanted)));
  const scale = Math.min(inner / (lon.span * narrow), (height - 2 * margin) / lat.span);
  return {
    height,
    x: (longitude) => Math.round(width / 2 + (longitude - lon.middle) * narrow * scale),
    y: (latitude) => Math.round(height / 2 - (latitude - lat.middle) * scale),
    perKm: scale / kmADegree,
  };
}

/** The stations of one place lie around it in the order of their ids, none on another: the angle is the golden one. */
function around(n: number, count: number): { readonly dx: number; readonly dy: number } {
  if (count === 1) return { dx: 0, dy: 0 };
  const [far, angle] = [13 * Math.sqrt(n + 0.6), n * 2.399963];
  return { dx: Math.round(far * Math.cos(angle)), dy: Math.round(far * Math.sin(angle)) };
}

/** Round what works, square what is at fault, a cornered ring what is away, a triangle what is closed. */
function shapeOf(state: StationState, x: number, y: number, title: string): Html {
  const told = html`<title>${title}</title>`;
  const of = html`class="m ${state}"`;
  switch (state) {
    case "faulted":
      return html`<path ${of} d="M${x - 9} ${y - 9}h18v18h-18z">${told}</path>`;
    case "offline":
    case "never":
      return html`<path ${of} d="M${x} ${y - 11}l11 11l-11 11l-11 -11z">${told}</path>`;
    case "closed":
    case "unavailable":
      return html`<path ${of} d="M${x} ${y - 10}l10 18h-20z">${told}</path>`;
    default:
      return html`<circle ${of} cx="${x}" cy="${y}" r="9">${told}</circle>`;
  }
}

const lengths = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];

function scaleBar({ perKm, height }: View): Html {
  const km = lengths.findLast((length) => length * perKm <= 220) ?? 0.5;
  const long = Math.round(km * perKm);
  return html`<path class="bar-line" d="M20 ${height + 12}v8h${long}v-8"/><text x="28" y="${height + 12}">${km} km</text>`;
}

export function networkMap(stations: readonly StationView[], locale: Locale): Html {
  const words = networkWords(locale);
  const spots = spotsOf(stations);
  const shown = spots.reduce((sum, spot) => sum + spot.stations.length, 0);
  if (shown === 0)
    return html`<section class="card"><h2>${words.map}</h2><p class="quiet">${stations.length === 0 ? words.mapEmpty : words.mapNowhere}</p></section>`;
  const view = viewOf(spots);
  const points = spots.map(({ place, latitude, longitude, stations: here }) => {
    const [x, y] = [view.x(longitude), view.y(latitude)];
    const marks = here.map((station, n) => {
      const state = stationStateOf(station);
      const { dx, dy } = around(n, here.length);
      const title = `${station.label} · ${place.name} · ${words.states[state]}`;
      return html`<a href="/desk/stations/${encodeURIComponent(station.station)}" aria-label="${title}">${shapeOf(state, x + dx, y + dy, title)}</a>`;
    });
    const below = here.length === 1 ? 28 : 30 + Math.round(13 * Math.sqrt(here.length));
    const name =
      spots.length <= mostNames && html`<text class="name" x="${x}" y="${y + below}">${place.name}</text>`;
    return html`${marks}${name}`;
  });
  const counts = stationStates
    .map((state) => ({ state, count: stations.filter((one) => stationStateOf(one) === state).length }))
    .filter(({ count }) => count > 0);
  const legend = counts.map(
    ({ state, count }) =>
      html`<li><svg viewBox="0 0 26 26" width="18" height="18" aria-hidden="true">${shapeOf(state, 13, 13, words.states[state])}</svg> ${words.states[state]} <b>${count}</b></li>`,
  );
  const without = stations.length - shown;
  return html`<section class="card map"><h2>${words.map}</h2>
<svg viewBox="0 0 ${width} ${view.height + 30}" role="group" aria-label="${words.mapOf}" direction="ltr">${scaleBar(view)}${points}</svg>
<ul class="legend">${legend}</ul>
${without > 0 && html`<p class="quiet">${words.mapWithout(html`${without}`)}</p>`}</section>`;
}
