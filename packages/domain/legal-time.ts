/**
 * Legal time as a versioned table: what clock the law prescribes at a place and an instant. No billing rule reads Intl or
 * the process's zone, because both follow whatever zone data the runtime happens to carry.
 * Morocco: decree 2.26.530 returned the country to UTC+0 for good on 2026-09-20T01:00Z; before, UTC+1 with UTC+0 in Ramadan.
 */
import { Fault } from "./fault.ts";
import type { Instant } from "./instant.ts";
import { hour } from "./instant.ts";

/** Stamped into every CDR's proof; a new decree is a new row and a new version. */
export const legalTimeVersion = "2026-11-23";

interface Change {
  readonly from: Instant;
  readonly offsetMs: number;
}

const at = (text: string): Instant => Date.parse(text);
const change = (text: string, offsetH: number): Change => ({ from: at(text), offsetMs: offsetH * hour });

const morocco: readonly Change[] = [
  change("2018-10-28T02:00:00Z", 1),
  change("2019-05-05T02:00:00Z", 0),
  change("2019-06-09T02:00:00Z", 1),
  change("2020-04-19T02:00:00Z", 0),
  change("2020-05-31T02:00:00Z", 1),
  change("2021-04-11T02:00:00Z", 0),
  change("2021-05-16T02:00:00Z", 1),
  change("2022-03-27T02:00:00Z", 0),
  change("2022-05-08T02:00:00Z", 1),
  change("2023-03-19T02:00:00Z", 0),
  change("2023-04-23T02:00:00Z", 1),
  change("2024-03-10T02:00:00Z", 0),
  change("2024-04-14T02:00:00Z", 1),
  change("2025-02-23T02:00:00Z", 0),
  change("2025-04-06T02:00:00Z", 1),
  change("2026-02-15T02:00:00Z", 0),
  change("2026-03-22T02:00:00Z", 1),
  change("2026-09-20T01:00:00Z", 0),
];

const zones: ReadonlyMap<string, readonly Change[]> = new Map([
  ["UTC", [{ from: Number.NEGATIVE_INFINITY, offsetMs: 0 }]],
  ["Africa/Casablanca", morocco],
  ["Africa/El_Aaiun", morocco],
]);

/** The offset from UTC in force. @throws Fault invalid_request for a zone or an instant that the table does not hold */
export function offsetMs(zone: string, instant: Instant): number {
  const changes = zones.get(zone);
  if (!changes) throw new Fault("invalid_request", `The legal time of zone "${zone}" is not held here.`);
  const inForce = changes.findLast((candidate) => candidate.from <= instant);
  if (!inForce) throw new Fault("invalid_request", `The legal time of "${zone}" is not held so far back.`);
  return inForce.offsetMs;
}

export interface LocalParts {
  readonly isoDay: string;
  /** `09:30` */
  readonly timeText: string;
  /** 1 Monday to 7 Sunday */
  readonly weekday: number;
  readonly year: number;
  readonly offsetText: string;
}

/** What calendar and clock on the wall say. */
export function localParts(zone: string, instant: Instant): LocalParts {
  const offset = offsetMs(zone, instant);
  const shifted = new Date(instant + offset).toISOString();
  const weekday = new Date(instant + offset).getUTCDay();
  return {
    isoDay: shifted.slice(0, 10),
    timeText: shifted.slice(11, 16),
    weekday: weekday === 0 ? 7 : weekday,
    year: Number(shifted.slice(0, 4)),
    offsetText: offset === 0 ? "+00:00" : `+${String(offset / hour).padStart(2, "0")}:00`,
  };
}

/** The local day, `2026-11-24`. */
export const isoDay = (zone: string, instant: Instant): string => localParts(zone, instant).isoDay;

/** Instants after `from` and before `to` at which the zone's offset changes. @throws Fault invalid_request as offsetMs */
export function offsetChangesBetween(zone: string, from: Instant, to: Instant): readonly Instant[] {
  offsetMs(zone, from);
  return (zones.get(zone) ?? []).map((each) => each.from).filter((instant) => instant > from && instant < to);
}

/** The one zone of a country (ISO 3166-1, two or three letters) whose legal time is held here; undefined where there is none. */
export const zoneOfCountry = (country: string): string | undefined =>
  country === "MA" || country === "MAR" ? "Africa/Casablanca" : undefined;
