/** What the wall said, from a zone database that the product never sees. */
import moment from "moment-timezone";

export interface Wall {
  readonly minuteOfDay: number;
  /** `2026-11-24` */
  readonly date: string;
  /** `MONDAY` */
  readonly weekday: string;
}

const weekdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
const minuteMs = 60_000;
const seen = new Map<string, Map<number, Wall>>();

/** Offsets change at whole minutes and so does the time of day, so a minute is looked up once. */
export function wallAt(zone: string, at: number): Wall {
  const inZone = seen.get(zone) ?? new Map<number, Wall>();
  seen.set(zone, inZone);
  const minute = Math.floor(at / minuteMs);
  const known = inZone.get(minute);
  if (known) return known;
  if (!moment.tz.zone(zone)) throw new Error(`no zone ${zone}`);
  const there = moment.tz(minute * minuteMs, zone);
  const wall = {
    minuteOfDay: there.hour() * 60 + there.minute(),
    date: there.format("YYYY-MM-DD"),
    weekday: weekdays[there.isoWeekday() - 1] ?? "",
  };
  inZone.set(minute, wall);
  return wall;
}
