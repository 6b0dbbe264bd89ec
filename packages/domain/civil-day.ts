/**
 * The Gregorian calendar in whole numbers: a day is how many days it lies after 1970-01-01. No Date, no zone: what day it
 * is somewhere is legal-time.ts's to say.
 */

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const leapDaysBefore = (year: number): number =>
  Math.floor((year - 1) / 4) - Math.floor((year - 1) / 100) + Math.floor((year - 1) / 400);

const leapDaysBefore1970 = leapDaysBefore(1970);

const firstDayOf = (year: number): number => 365 * (year - 1970) + leapDaysBefore(year) - leapDaysBefore1970;

/** What day of its year a month begins with, counted from 0; month 13 is the end of the year. */
const monthBegins = (year: number, month: number): number =>
  month > 12
    ? isLeap(year)
      ? 366
      : 365
    : (daysBeforeMonth[month - 1] ?? 0) + (month > 2 && isLeap(year) ? 1 : 0);

/** The day number of a date; months count from 1. */
export const dayNumber = (year: number, month: number, day: number): number =>
  firstDayOf(year) + monthBegins(year, month) + day - 1;

/** The day number of `2026-11-24`, undefined for what is no day: the 30th of February, or another form. */
export function dayNumberOf(isoDay: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDay);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1) return undefined;
  return day > monthBegins(year, month + 1) - monthBegins(year, month)
    ? undefined
    : dayNumber(year, month, day);
}

/** The last day of a month: its last Sunday, and the end of a month's books, are counted back from it. */
export const lastDayOf = (year: number, month: number): number =>
  firstDayOf(year) + monthBegins(year, month + 1) - 1;

/** 1 Monday to 7 Sunday; 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

interface CivilDate {
  readonly year: number;
  /** from 1 */
  readonly month: number;
  readonly day: number;
}

/** Year, month and day of a day number. */
export function civilDate(day: number): CivilDate {
  // 400 years have 146097 days, so the guess is at most a year off.
  let year = 1970 + Math.floor((day * 400) / 146_097);
  while (firstDayOf(year) > day) year--;
  while (firstDayOf(year + 1) <= day) year++;
  const dayOfYear = day - firstDayOf(year);
  let month = 12;
  while (monthBegins(year, month) > dayOfYear) month--;
  return { year, month, day: dayOfYear - monthBegins(year, month) + 1 };
}

/** `2026-11-24` */
export function isoDayOf(day: number): string {
  const date = civilDate(day);
  const pad = (part: number, digits: number): string => String(part).padStart(digits, "0");
  return `${pad(date.year, 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}`;
}
