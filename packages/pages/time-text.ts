/** Days, times and durations as people read them, by the legal time of the place they are about. */
import type { Instant } from "@barq/domain/instant";
import { minute } from "@barq/domain/instant";
import { localParts } from "@barq/domain/legal-time";
import type { Html } from "./html.ts";
import { ltr } from "./html.ts";
import type { Locale } from "./locale.ts";
import { space } from "./money-text.ts";

type Names = readonly string[];

const weekdays: Readonly<Record<Locale, Names>> = {
  fr: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
  ar: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
  en: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
};

/** The Arabic names are the Moroccan ones. */
const months: Readonly<Record<Locale, Names>> = {
  fr: [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
  ],
  ar: [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
  ],
  en: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
};

/** "jeudi 1 octobre 2026", "الخميس، 1 أكتوبر 2026", "Thursday, 1 October 2026". */
export function longDay(at: Instant, zone: string, locale: Locale): string {
  const { isoDay, weekday } = localParts(zone, at);
  const [year = "", month = "", day = ""] = isoDay.split("-");
  const comma = { fr: "", ar: "،", en: "," }[locale];
  const name = weekdays[locale][weekday - 1] ?? "";
  return `${name}${comma} ${Number(day)} ${months[locale][Number(month) - 1] ?? ""} ${year}`;
}

/** "01/10/2026" in all three languages. */
export const shortDay = (at: Instant, zone: string): string =>
  localParts(zone, at).isoDay.split("-").reverse().join("/");

/** "09:30". */
export const clockText = (at: Instant, zone: string): string => localParts(zone, at).timeText;

/** The time alone where it is today's, with its day before it where it is not. */
export function whenHtml(at: Instant, now: Instant, zone: string): Html {
  const time = clockText(at, zone);
  return ltr(shortDay(at, zone) === shortDay(now, zone) ? time : `${shortDay(at, zone)} ${time}`);
}

const durationUnits: Readonly<Record<Locale, { readonly hour: string; readonly minute: string }>> = {
  fr: { hour: "h", minute: "min" },
  ar: { hour: "س", minute: "د" },
  en: { hour: "h", minute: "min" },
};

/** "42 min", "1 h", "1 h 05 min": whole minutes that have passed. */
export function durationText(ms: number, locale: Locale): string {
  const all = Math.max(0, Math.floor(ms / minute));
  const [hours, minutes] = [Math.floor(all / 60), all % 60];
  const unit = durationUnits[locale];
  if (hours === 0) return `${minutes}${space}${unit.minute}`;
  if (minutes === 0) return `${hours}${space}${unit.hour}`;
  return `${hours}${space}${unit.hour}${space}${String(minutes).padStart(2, "0")}${space}${unit.minute}`;
}
