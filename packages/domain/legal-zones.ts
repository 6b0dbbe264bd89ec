/**
 * The table of legal time: for every zone held here, what offset from UTC the law prescribes, and from when. A new law is a
 * new row and a new version. Read it through legal-time.ts.
 *
 * Sources. Morocco: decree 2.26.530 of 2026-06-25 (Bulletin officiel 7521), back to UTC+0 for good on 2026-09-20T01:00Z; before
 * it UTC+1 with UTC+0 in Ramadan, as in the IANA time zone database 2026c. European Union: directive 2000/84/EC, summer time from
 * the last Sunday of March to the last Sunday of October, both at 01:00Z; the proposal of 2018 to end it was never adopted, so it is
 * assumed to go on. United Kingdom and Gibraltar: the same Sundays and hour under their own law. Egypt: law 24 of 2023, from the last
 * Friday of April 00:00 to the end of the last Thursday of October. Algeria, Tunisia and Libya keep UTC+1, UTC+1 and UTC+2, Senegal
 * and Mauritania UTC+0, all year.
 *
 * The table begins with 2018-10-28, when Morocco's present law of UTC+1 began and a Sunday on which the Union's clocks changed,
 * and ends with the year 2099: earlier and later instants are refused, except in UTC.
 */
import { dayNumber, lastDayOf, weekdayOf } from "./civil-day.ts";
import type { Instant } from "./instant.ts";
import { day, hour } from "./instant.ts";

/** The day of the table's last change. Stamped into every CDR's proof; a closed period keeps the version it was closed under. */
export const legalTimeVersion = "2026-11-25";

export interface OffsetRow {
  readonly from: Instant;
  readonly offsetMs: number;
}

/** A zone's rows in order of time. Before the first and from `until` on nothing is known. */
export interface ZoneTable {
  readonly rows: readonly OffsetRow[];
  readonly until: Instant;
}

const lastYear = 2099;
const until = dayNumber(lastYear + 1, 1, 1) * day;

const row = (text: string, offsetH: number): OffsetRow => ({
  from: Date.parse(text),
  offsetMs: offsetH * hour,
});

const morocco: ZoneTable = {
  rows: [
    row("2018-10-28T02:00:00Z", 1),
    row("2019-05-05T02:00:00Z", 0),
    row("2019-06-09T02:00:00Z", 1),
    row("2020-04-19T02:00:00Z", 0),
    row("2020-05-31T02:00:00Z", 1),
    row("2021-04-11T02:00:00Z", 0),
    row("2021-05-16T02:00:00Z", 1),
    row("2022-03-27T02:00:00Z", 0),
    row("2022-05-08T02:00:00Z", 1),
    row("2023-03-19T02:00:00Z", 0),
    row("2023-04-23T02:00:00Z", 1),
    row("2024-03-10T02:00:00Z", 0),
    row("2024-04-14T02:00:00Z", 1),
    row("2025-02-23T02:00:00Z", 0),
    row("2025-04-06T02:00:00Z", 1),
    row("2026-02-15T02:00:00Z", 0),
    row("2026-03-22T02:00:00Z", 1),
    row("2026-09-20T01:00:00Z", 0),
  ],
  until,
};

const opening = "2018-10-28T01:00:00Z";

const fixed = (offsetH: number): ZoneTable => ({ rows: [row(opening, offsetH)], until });

/** The last Monday (1) to Sunday (7) of a month, as a day number. */
function lastWeekday(year: number, month: number, weekday: number): number {
  const last = lastDayOf(year, month);
  return last - ((weekdayOf(last) - weekday + 7) % 7);
}

/** Winter time from the table's first day, then a summer hour every year from `firstYear` on. */
function summerHour(
  offsetH: number,
  firstYear: number,
  begins: (year: number) => Instant,
  ends: (year: number) => Instant,
): ZoneTable {
  const rows = [row(opening, offsetH)];
  for (let year = firstYear; year <= lastYear; year++) {
    rows.push({ from: begins(year), offsetMs: (offsetH + 1) * hour });
    rows.push({ from: ends(year), offsetMs: offsetH * hour });
  }
  return { rows, until };
}

const union = (offsetH: number): ZoneTable =>
  summerHour(
    offsetH,
    2019,
    (year) => lastWeekday(year, 3, 7) * day + hour,
    (year) => lastWeekday(year, 10, 7) * day + hour,
  );

const western = union(0);
const central = union(1);

const egypt = summerHour(
  2,
  2023,
  (year) => lastWeekday(year, 4, 5) * day - 2 * hour,
  // At 24:00 of Thursday by summer time, which is UTC+3.
  (year) => (lastWeekday(year, 10, 4) + 1) * day - 3 * hour,
);

const utc: ZoneTable = {
  rows: [{ from: Number.NEGATIVE_INFINITY, offsetMs: 0 }],
  until: Number.POSITIVE_INFINITY,
};

export const zoneTables: ReadonlyMap<string, ZoneTable> = new Map([
  ["UTC", utc],
  ["Africa/Casablanca", morocco],
  ["Africa/El_Aaiun", morocco],
  ["Africa/Algiers", fixed(1)],
  ["Africa/Tunis", fixed(1)],
  ["Africa/Tripoli", fixed(2)],
  ["Africa/Cairo", egypt],
  ["Africa/Nouakchott", fixed(0)],
  ["Africa/Dakar", fixed(0)],
  ["Africa/Ceuta", central],
  ["Europe/Madrid", central],
  ["Atlantic/Canary", western],
  ["Europe/Lisbon", western],
  ["Atlantic/Madeira", western],
  ["Europe/Gibraltar", central],
  ["Europe/Paris", central],
  ["Europe/Brussels", central],
  ["Europe/Amsterdam", central],
  ["Europe/Berlin", central],
  ["Europe/Rome", central],
  ["Europe/London", western],
]);

/**
 * Countries (ISO 3166-1 alpha-3, alpha-2) of which one zone is held. Spain and Portugal have several and are not here. Morocco has
 * two names for one law.
 */
export const countries: readonly (readonly [alpha3: string, alpha2: string, zone: string])[] = [
  ["MAR", "MA", "Africa/Casablanca"],
  ["DZA", "DZ", "Africa/Algiers"],
  ["TUN", "TN", "Africa/Tunis"],
  ["LBY", "LY", "Africa/Tripoli"],
  ["EGY", "EG", "Africa/Cairo"],
  ["MRT", "MR", "Africa/Nouakchott"],
  ["SEN", "SN", "Africa/Dakar"],
  ["GIB", "GI", "Europe/Gibraltar"],
  ["FRA", "FR", "Europe/Paris"],
  ["BEL", "BE", "Europe/Brussels"],
  ["NLD", "NL", "Europe/Amsterdam"],
  ["DEU", "DE", "Europe/Berlin"],
  ["ITA", "IT", "Europe/Rome"],
  ["GBR", "GB", "Europe/London"],
];
