/**
 * When an element of a tariff holds (OCPI mod_tariffs, TariffRestrictions): lower ends inclusive, upper ends exclusive,
 * tested at an instant of the session. Times and dates are local; durations and energy count from the session's start.
 */

import { dayNumberOf } from "./civil-day.ts";
import type { OcpiRestrictions } from "./ocpi-tariff.ts";
import type { Problems } from "./problems.ts";

export interface Restrictions {
  /** minutes of the local day; a window whose start is after its end goes over midnight */
  readonly window: TimeWindow | null;
  /** local days since 1970-01-01 */
  readonly startDay: number | null;
  readonly endDay: number | null;
  /** 1 Monday to 7 Sunday; null: every day */
  readonly weekdays: ReadonlySet<number> | null;
  readonly minMwh: bigint | null;
  readonly maxMwh: bigint | null;
  readonly minMilliW: number | null;
  readonly maxMilliW: number | null;
  readonly minTenthMa: number | null;
  readonly maxTenthMa: number | null;
  readonly minMs: number | null;
  readonly maxMs: number | null;
  readonly reservation: "RESERVATION" | "RESERVATION_EXPIRES" | null;
}

/** `[startMinute, endMinute)` of the local day, 0 to 1440. Equal ends are the whole day, which OCPI leaves open. */
export interface TimeWindow {
  readonly startMinute: number;
  readonly endMinute: number;
}

export const weekdayNames: readonly string[] = [
  "MONDAY",
  "TUESDAY",
  "WEDNESDAY",
  "THURSDAY",
  "FRIDAY",
  "SATURDAY",
  "SUNDAY",
];

/** As many as a local window may reach; the day itself may be longer or shorter. */
export const minutesOfDay = 1440;

/** From the start to before the end; over midnight on either side of it, which is every minute where the ends are equal. */
export const isInWindow = ({ startMinute, endMinute }: TimeWindow, minute: number): boolean =>
  startMinute < endMinute
    ? minute >= startMinute && minute < endMinute
    : minute >= startMinute || minute < endMinute;

/** "09:30" as 570; undefined for anything that OCPI's pattern refuses, "24:00" among it. */
function minuteOf(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}

/** A local window; the end of the day is "00:00" (OCPI mod_tariffs, TariffRestrictions end_time). */
export function readWindow(
  start: string | null | undefined,
  end: string | null | undefined,
  path: string,
  problems: Problems,
): TimeWindow | null {
  if ((start ?? null) === null && (end ?? null) === null) return null;
  const read = (text: string | null | undefined, name: string): number | undefined => {
    if (text === null || text === undefined) return 0;
    const minute = minuteOf(text);
    if (minute === undefined) problems.add(`${path}.${name}`, 'a local time from "00:00" to "23:59"');
    return minute;
  };
  const startMinute = read(start, "start_time");
  const endMinute = read(end, "end_time");
  if (startMinute === undefined || endMinute === undefined) return null;
  return { startMinute, endMinute: endMinute === 0 && startMinute !== 0 ? minutesOfDay : endMinute };
}

/** The restrictions of an element; null where there are none. What cannot be is added to the problems. */
export function readRestrictions(
  body: OcpiRestrictions | null | undefined,
  path: string,
  problems: Problems,
): Restrictions | null {
  if (!body) return null;
  const day = (text: string | null | undefined, name: string): number | null => {
    if (text === null || text === undefined) return null;
    const read = dayNumberOf(text);
    if (read === undefined) problems.add(`${path}.${name}`, "a date such as 2026-09-20");
    return read ?? null;
  };
  const decimal = (value: number | null | undefined, name: string): bigint | null =>
    value === null || value === undefined ? null : problems.decimal(value, `${path}.${name}`, 10_000_000);
  const integer = (value: number | null | undefined, name: string): number | null =>
    value === null || value === undefined ? null : problems.integer(value, `${path}.${name}`, 100_000_000);
  const scaled = (value: number | null | undefined, name: string, factor: bigint): number | null => {
    const tenThousandths = decimal(value, name);
    return tenThousandths === null ? null : Number(tenThousandths * factor);
  };
  const energy = (value: number | null | undefined, name: string): bigint | null => {
    const tenThousandths = decimal(value, name);
    return tenThousandths === null ? null : tenThousandths * 100n;
  };
  const lengthMs = (value: number | null | undefined, name: string): number | null => {
    const seconds = integer(value, name);
    return seconds === null ? null : seconds * 1000;
  };
  const read: Restrictions = {
    window: readWindow(body.start_time, body.end_time, path, problems),
    startDay: day(body.start_date, "start_date"),
    endDay: day(body.end_date, "end_date"),
    weekdays: readWeekdays(body.day_of_week, path, problems),
    minMwh: energy(body.min_kwh, "min_kwh"),
    maxMwh: energy(body.max_kwh, "max_kwh"),
    minMilliW: scaled(body.min_power, "min_power", 100n),
    maxMilliW: scaled(body.max_power, "max_power", 100n),
    minTenthMa: scaled(body.min_current, "min_current", 1n),
    maxTenthMa: scaled(body.max_current, "max_current", 1n),
    minMs: lengthMs(body.min_duration, "min_duration"),
    maxMs: lengthMs(body.max_duration, "max_duration"),
    reservation: readReservation(body.reservation, path, problems),
  };
  const nothing = Object.values(read).every((value) => value === null);
  return nothing ? null : read;
}

/** An empty list is no restriction (OCPI mod_tariffs, TariffRestrictions day_of_week). */
function readWeekdays(
  names: readonly string[] | null | undefined,
  path: string,
  problems: Problems,
): ReadonlySet<number> | null {
  if (!names || names.length === 0) return null;
  const days = names.map((name, n) => {
    const index = weekdayNames.indexOf(name);
    if (index < 0) problems.add(`${path}.day_of_week.${n}`, "a day such as MONDAY");
    return index + 1;
  });
  return new Set(days);
}

function readReservation(
  text: string | null | undefined,
  path: string,
  problems: Problems,
): Restrictions["reservation"] {
  if (text === null || text === undefined) return null;
  if (text === "RESERVATION" || text === "RESERVATION_EXPIRES") return text;
  problems.add(`${path}.reservation`, "RESERVATION or RESERVATION_EXPIRES");
  return null;
}
