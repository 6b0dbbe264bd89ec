/**
 * When a price of a tariff holds, as plain JSON that an application, a page or a document can say in its own language: all
 * conditions of a list must hold, and an empty list always does. Ends called `from` are inclusive, ends called `below` and
 * `before` exclusive (OCPI mod_tariffs, TariffRestrictions).
 */
import { dayNumberOf, isoDayOf } from "./civil-day.ts";
import { decimalText } from "./decimal.ts";
import { clockText } from "./legal-time.ts";
import type { Restrictions, TimeWindow } from "./restriction.ts";
import { minutesOfDay, weekdayNames } from "./restriction.ts";

/** Local times "08:00" to "20:00"; one that ends before it begins goes over midnight. "00:00" at the end is the day's end. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

/** Decimal text in the unit, as many digits as there are. */
export interface Range<U extends string> {
  readonly unit: U;
  readonly from: string | null;
  readonly below: string | null;
}

export type Condition =
  /** OCPI's DayOfWeek in the order of the week; the day is that of the instant, also after midnight */
  | { readonly kind: "days"; readonly days: readonly string[] }
  | ({ readonly kind: "times" } & Hours)
  | { readonly kind: "dates"; readonly from: string | null; readonly before: string | null }
  /** since the session began */
  | ({ readonly kind: "energy" } & Range<"kWh">)
  | ({ readonly kind: "duration" } & Range<"s">)
  /** at the instant; the current is the sum over the phases */
  | ({ readonly kind: "power" } & Range<"kW">)
  | ({ readonly kind: "current" } & Range<"A">)
  | { readonly kind: "reservation"; readonly expired: boolean };

/** The minute after a day's last is the next one's first. */
const clockOfDay = (minute: number): string => clockText(minute === minutesOfDay ? 0 : minute);

export const hoursOf = ({ startMinute, endMinute }: TimeWindow): Hours => ({
  from: clockOfDay(startMinute),
  to: clockOfDay(endMinute),
});

const dayText = (dayNumber: number | null): string | null =>
  dayNumber === null ? null : isoDayOf(dayNumber);

/** Decimal text without the zeros at its end: "2.5", "20". */
export const shortDecimal = (value: bigint, decimals: number): string =>
  decimals === 0 ? value.toString() : decimalText(value, decimals).replace(/\.?0+$/, "");

/** A lower end of 0 tests nothing. */
function rangeOf<U extends string>(
  unit: U,
  least: bigint | number | null,
  most: bigint | number | null,
  decimals: number,
): Range<U> | null {
  const text = (value: bigint | number | null): string | null =>
    value === null ? null : shortDecimal(BigInt(value), decimals);
  const from = least === null || BigInt(least) === 0n ? null : text(least);
  const below = text(most);
  return from === null && below === null ? null : { unit, from, below };
}

/** What an element's restrictions ask, in the order in which people say it. */
export function conditionsOf(of: Restrictions | null): readonly Condition[] {
  if (!of) return [];
  const { window, weekdays, startDay, endDay, reservation } = of;
  const energy = rangeOf("kWh", of.minMwh, of.maxMwh, 6);
  const duration = rangeOf("s", of.minMs, of.maxMs, 3);
  const power = rangeOf("kW", of.minMilliW, of.maxMilliW, 6);
  const current = rangeOf("A", of.minTenthMa, of.maxTenthMa, 4);
  const isAllDay = window !== null && window.startMinute === window.endMinute;
  return [
    ...(weekdays && weekdays.size < 7
      ? [{ kind: "days" as const, days: weekdayNames.filter((_, n) => weekdays.has(n + 1)) }]
      : []),
    ...(window && !isAllDay ? [{ kind: "times" as const, ...hoursOf(window) }] : []),
    ...(startDay === null && endDay === null
      ? []
      : [{ kind: "dates" as const, from: dayText(startDay), before: dayText(endDay) }]),
    ...(energy ? [{ kind: "energy" as const, ...energy }] : []),
    ...(duration ? [{ kind: "duration" as const, ...duration }] : []),
    ...(power ? [{ kind: "power" as const, ...power }] : []),
    ...(current ? [{ kind: "current" as const, ...current }] : []),
    ...(reservation
      ? [{ kind: "reservation" as const, expired: reservation === "RESERVATION_EXPIRES" }]
      : []),
  ];
}

/** Weekdays as numbers from 0 (Monday), three and more in a row together and every other one alone. */
export function dayRuns(days: readonly string[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const n of weekdayNames.flatMap((name, n) => (days.includes(name) ? [n] : []))) {
    const run = runs.at(-1);
    if (run && run.at(-1) === n - 1) run.push(n);
    else runs.push([n]);
  }
  return runs.flatMap((run) => (run.length < 3 ? run.map((n) => [n]) : [run]));
}

/**
 * Hours as people say them beside days: those over midnight stop at midnight and begin again with the day, because the
 * weekday is that of the instant (pricing case 34). The end of the day is "24:00".
 */
export function saidHours({ from, to }: Hours, hasDays: boolean): readonly Hours[] {
  const end = to === "00:00" ? "24:00" : to;
  if (!hasDays || from < end) return [{ from, to: end }];
  return [
    { from: "00:00", to: end },
    { from, to: "24:00" },
  ];
}

/** A date that is no longer in it, as the last one that is: people count days in. */
export function lastDayBefore(isoDay: string): string {
  const dayNumber = dayNumberOf(isoDay);
  return dayNumber === undefined ? isoDay : isoDayOf(dayNumber - 1);
}
