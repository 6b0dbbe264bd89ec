/**
 * Legal time: what the law's calendar and clock say at a place and an instant, from the versioned table of legal-zones.ts. Weekday,
 * time of day, date and month cut come from here alone. No billing rule reads Intl or the process's zone, because both follow
 * whatever zone data the runtime happens to carry.
 *
 * Every function throws Fault invalid_request for a zone or an instant that the table does not hold.
 */
import { civilDate, dayNumberOf, isoDayOf, weekdayOf } from "./civil-day.ts";
import { Fault } from "./fault.ts";
import type { Instant } from "./instant.ts";
import { day, hour, minute, second } from "./instant.ts";
import type { OffsetRow, ZoneTable } from "./legal-zones.ts";
import { countries, zoneTables } from "./legal-zones.ts";

export { legalTimeVersion } from "./legal-zones.ts";

function tableOf(zone: string): ZoneTable {
  const table = zoneTables.get(zone);
  if (!table) throw new Fault("invalid_request", `The legal time of zone "${zone}" is not held here.`);
  return table;
}

/** The index of the row in force, -1 outside the table. Found by halves: a price engine asks for each piece of a session. */
function rowAt({ rows, until }: ZoneTable, instant: Instant): number {
  if (!(instant < until)) return -1;
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.from ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const beyondTable = (zone: string, isEarly: boolean): Fault =>
  new Fault(
    "invalid_request",
    `The legal time of "${zone}" is not held so far ${isEarly ? "back" : "ahead"}.`,
  );

/** The offset from UTC in force, in ms. */
export function offsetMs(zone: string, instant: Instant): number {
  const table = tableOf(zone);
  const row = table.rows[rowAt(table, instant)];
  if (!row) throw beyondTable(zone, !(instant >= table.until));
  return row.offsetMs;
}

export interface LocalClock {
  /** days from 1970-01-01 to the local day */
  readonly dayNumber: number;
  /** 0 to 1439 */
  readonly minuteOfDay: number;
  /** 0 to 86399 */
  readonly secondOfDay: number;
  /** 1 Monday to 7 Sunday */
  readonly weekday: number;
}

/** What the clock on the wall shows, in whole numbers. */
export function localClock(zone: string, instant: Instant): LocalClock {
  const local = instant + offsetMs(zone, instant);
  const dayNumber = Math.floor(local / day);
  const msOfDay = local - dayNumber * day;
  return {
    dayNumber,
    minuteOfDay: Math.floor(msOfDay / minute),
    secondOfDay: Math.floor(msOfDay / second),
    weekday: weekdayOf(dayNumber),
  };
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

const twoDigits = (part: number): string => String(part).padStart(2, "0");

/** Minutes of a day as "07:05". */
export const clockText = (minutes: number): string =>
  `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;

/** What calendar and clock on the wall say, as text. */
export function localParts(zone: string, instant: Instant): LocalParts {
  const { dayNumber, minuteOfDay, weekday } = localClock(zone, instant);
  const offset = offsetMs(zone, instant);
  return {
    isoDay: isoDayOf(dayNumber),
    timeText: clockText(minuteOfDay),
    weekday,
    year: civilDate(dayNumber).year,
    offsetText: `${offset < 0 ? "-" : "+"}${clockText(Math.abs(offset) / minute)}`,
  };
}

/** The local day, `2026-11-24`. */
export const isoDay = (zone: string, instant: Instant): string =>
  isoDayOf(localClock(zone, instant).dayNumber);

/** The instants after `from` and before `to` at which the offset changes: a session is cut there. */
export function offsetChangesBetween(zone: string, from: Instant, to: Instant): readonly Instant[] {
  offsetMs(zone, from);
  offsetMs(zone, to);
  const table = tableOf(zone);
  return table.rows
    .slice(rowAt(table, from) + 1)
    .filter((row) => row.from < to)
    .map((row) => row.from);
}

/** A local time names no instant where the clock jumped over it, and two where the clock was put back. */
type LocalInstant =
  | { readonly kind: "none" }
  | { readonly kind: "one"; readonly at: Instant }
  | { readonly kind: "two"; readonly first: Instant; readonly second: Instant };

/**
 * When the clock on the wall shows a day and a minute of it (0 to 1439).
 * @throws Fault invalid_request also for what is no day, such as `2026-02-30`
 */
export function instantOfLocal(zone: string, localDay: string, minuteOfDay: number): LocalInstant {
  const local = localMs(localDay) + minuteOfDay * minute;
  const table = tableOf(zone);
  // No offset is 15 hours, so whatever is in force in these 30 hours is all that can be meant.
  const near = table.rows.slice(Math.max(0, rowAt(table, local - 15 * hour)));
  const hits = [...new Set(near.filter((row) => row.from < local + 15 * hour).map((row) => row.offsetMs))]
    .map((offset) => local - offset)
    .filter((at) => table.rows[rowAt(table, at)]?.offsetMs === local - at)
    .sort((a, b) => a - b);
  const [first, second] = hits;
  if (first === undefined) {
    offsetMs(zone, local - 15 * hour);
    offsetMs(zone, local + 15 * hour);
    return { kind: "none" };
  }
  return second === undefined ? { kind: "one", at: first } : { kind: "two", first, second };
}

function localMs(localDay: string): number {
  const number = dayNumberOf(localDay);
  if (number === undefined) throw new Fault("invalid_request", `"${localDay}" is no day.`);
  return number * day;
}

/** The first instant of a local day. Where the clock jumps over midnight the day begins with the jump. */
export function startOfDay(zone: string, localDay: string): Instant {
  const midnight = instantOfLocal(zone, localDay, 0);
  if (midnight.kind === "one") return midnight.at;
  if (midnight.kind === "two") return midnight.first;
  const local = localMs(localDay);
  const jump = tableOf(zone).rows.find((row: OffsetRow) => row.from + row.offsetMs > local);
  return jump?.from ?? local;
}

/** The first instant of a local month, `2026-10`: where one month's books end and the next ones begin. */
export const startOfMonth = (zone: string, isoMonth: string): Instant => startOfDay(zone, `${isoMonth}-01`);

const zoneByCountry: ReadonlyMap<string, string> = new Map(
  countries.flatMap(([alpha3, alpha2, zone]) => [
    [alpha3, zone],
    [alpha2, zone],
  ]),
);

/**
 * The zone of a country of which exactly one is held, undefined for every other. Takes both codes that OCPI uses: `country` is
 * alpha-3, `country_code` alpha-2.
 */
export const zoneOfCountry = (code: string): string | undefined => zoneByCountry.get(code);
