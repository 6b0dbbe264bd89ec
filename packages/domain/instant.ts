/**
 * Instants are whole milliseconds since 1970-01-01T00:00:00Z; durations are whole milliseconds. The domain has no clock:
 * whoever needs "now" is handed it.
 */
export type Instant = number;

/** The one way to ask for the time. Doors, sweeper, expiry, stand-in and simulated stations share one. */
export type Clock = () => Instant;

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** `2026-11-24T15:00:00Z`, with milliseconds only where there are any. */
export function isoText(at: Instant): string {
  const text = new Date(at).toISOString();
  return text.endsWith(".000Z") ? `${text.slice(0, -5)}Z` : text;
}

/**
 * Reads ISO 8601 as stations send it: any offset, fractions, `+0000`, and no offset, which is read as UTC
 * (OCPP 1.6 errata 3.10, 3.14). Undefined for anything else: `Date.parse` alone would read a missing offset as local time,
 * and the 30th of February as the 2nd of March.
 */
export function parseInstant(text: string): Instant | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})([.,]\d{1,9})?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?$/.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [, day = "", time, part = ""] = match;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || !isoText(midnight).startsWith(day)) return undefined;
  const fraction = part === "" ? "" : `.${part.slice(1, 4).padEnd(3, "0")}`;
  const zone = (match[4] ?? "Z").toUpperCase();
  const offset = zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`;
  const at = Date.parse(`${day}T${time}${fraction}${offset}`);
  return Number.isNaN(at) ? undefined : at;
}
