/** Dates, times and durations as documents print them: legal time from the domain's table, never Intl, Latin digits. */
import type { Instant } from "@barq/domain/instant";
import { parseInstant } from "@barq/domain/instant";
import type { LocalParts } from "@barq/domain/legal-time";
import { localParts } from "@barq/domain/legal-time";
import { monthNames } from "@barq/domain/month-names";
import type { Language } from "./language.ts";

const noBreak = "\u00a0";

/** @throws Error (a bug) where a document carries what is no time */
export function instantOf(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new Error(`"${text}" is no time`);
  return at;
}

/** What the wall said at the place. The end is looked up like the start: the offset may have changed in between. */
export const onTheWall = (zone: string, isoTime: string): LocalParts => localParts(zone, instantOf(isoTime));

/** "24/11/2026" for "2026-11-24". */
export const shortDate = (isoDay: string): string => isoDay.split("-").reverse().join("/");

/** "24 novembre 2026". */
export function longDate(isoDay: string, language: Language): string {
  const [year = "", month = "", day = ""] = isoDay.split("-");
  return [String(Number(day)), monthNames[language][Number(month) - 1] ?? month, year].join(noBreak);
}

const unitNames: Readonly<Record<Language, readonly [hour: string, minute: string, second: string]>> = {
  fr: ["h", "min", "s"],
  en: ["h", "min", "s"],
  ar: ["س", "د", "ث"],
};

/** "52 min 05 s", "1 h 00 min 05 s", "12 min": whole seconds, rounded down; what is nothing at the end is left out. */
export function duration(ms: number, language: Language): string {
  const seconds = Math.floor(ms / 1000);
  const [h, min, s] = unitNames[language];
  const units: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 3600), h],
    [Math.floor(seconds / 60) % 60, min],
    [seconds % 60, s],
  ];
  const first = units.findIndex(([count]) => count > 0);
  const last = units.findLastIndex(([count]) => count > 0);
  if (first < 0) return ["0", s].join(noBreak);
  return units
    .slice(first, last + 1)
    .flatMap(([count, unit], n) => [n === 0 ? `${count}` : `${count}`.padStart(2, "0"), unit])
    .join(noBreak);
}
