/** What the forms of people at work have in common: a time without a zone. */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { instantOfLocal, zoneOfCountry } from "@barq/domain/legal-time";

/** Where times are said that belong to no place. */
export const zoneOfOperator = (country: string): string => zoneOfCountry(country) ?? "UTC";

/**
 * A field of `datetime-local`, by the legal time of a zone; null where it is empty.
 * @throws Fault invalid_request also for a time that the clock there skips or shows twice
 */
export function localInstant(zone: string, text: string): Instant | null {
  if (text === "") return null;
  const [, day = "", hours, minutes] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})$/.exec(text) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  if (!(minute < 24 * 60)) throw new Fault("invalid_request", "This is no day and time.");
  const found = instantOfLocal(zone, day, minute);
  if (found.kind === "one") return found.at;
  throw new Fault(
    "invalid_request",
    found.kind === "none" ? "The clock there skips this time." : "The clock there shows this time twice.",
  );
}
