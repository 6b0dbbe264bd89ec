/** Days, times and durations as people read them, by the legal time of the place they are about. */
import type { Instant } from "@barq/domain/instant";
import { minute } from "@barq/domain/instant";
import { localParts } from "@barq/domain/legal-time";
import { monthNames } from "@barq/domain/month-names";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import type { Locale } from "./locale.ts";
import { space } from "./money-text.ts";

type Names = readonly string[];

export const weekdays: Readonly<Record<Locale, Names>> = {
  fr: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
  ar: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
  en: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
};

/** "jeudi 1 octobre 2026", "الخميس، 1 أكتوبر 2026", "Thursday, 1 October 2026". */
export function longDay(at: Instant, zone: string, locale: Locale): string {
  const { isoDay, weekday } = localParts(zone, at);
  const [year = "", month = "", day = ""] = isoDay.split("-");
  const comma = { fr: "", ar: "،", en: "," }[locale];
  const name = weekdays[locale][weekday - 1] ?? "";
  return `${name}${comma} ${Number(day)} ${monthNames[locale][Number(month) - 1] ?? ""} ${year}`;
}

/** "01/10/2026" in all three languages. */
export const shortDay = (at: Instant, zone: string): string => writtenDay(localParts(zone, at).isoDay);

/** "09:30". */
export const clockText = (at: Instant, zone: string): string => localParts(zone, at).timeText;

/** The time alone where it is today's, with its day before it where it is not. */
export function whenHtml(at: Instant, now: Instant, zone: string): Html {
  const time = clockText(at, zone);
  return ltr(shortDay(at, zone) === shortDay(now, zone) ? time : `${shortDay(at, zone)} ${time}`);
}

/** "01/10/2026" for "2026-10-01". */
export const writtenDay = (isoDay: string): string => isoDay.split("-").reverse().join("/");

type UnitNames = Readonly<Record<"hour" | "minute" | "second", string>>;

const durationUnits: Readonly<Record<Locale, UnitNames>> = {
  fr: { hour: "h", minute: "min", second: "s" },
  ar: { hour: "س", minute: "د", second: "ث" },
  en: { hour: "h", minute: "min", second: "s" },
};

/** "0,25 h", "11 min" in one piece. */
export const timeHtml = (number: string, unit: "hour" | "minute", locale: Locale): Html =>
  html`<bdi>${number}${space}${durationUnits[locale][unit]}</bdi>`;

/** "42 min", "1 h", "1 h 05 min": whole minutes that have passed. */
export function durationText(ms: number, locale: Locale): string {
  const all = Math.max(0, Math.floor(ms / minute));
  const [hours, minutes] = [Math.floor(all / 60), all % 60];
  const unit = durationUnits[locale];
  if (hours === 0) return `${minutes}${space}${unit.minute}`;
  if (minutes === 0) return `${hours}${space}${unit.hour}`;
  return `${hours}${space}${unit.hour}${space}${String(minutes).padStart(2, "0")}${space}${unit.minute}`;
}

/** "1 h 30 min", "10 min 55 s", "45 s": a length to the second, without the units of which there are none. */
export function lengthText(seconds: number, locale: Locale): string {
  const all = Math.max(0, Math.round(seconds));
  const unit = durationUnits[locale];
  const parts = [
    { count: Math.floor(all / 3600), name: unit.hour },
    { count: Math.floor(all / 60) % 60, name: unit.minute },
    { count: all % 60, name: unit.second },
  ].filter(({ count }) => count > 0);
  return (parts.length > 0 ? parts : [{ count: 0, name: unit.second }])
    .map(({ count, name }) => `${count}${space}${name}`)
    .join(space);
}
