/** The days that the operator's books have: of legal time, in the zone of its country. */
import { dayNumberOf, isoDayOf } from "@barq/domain/civil-day";
import { Fault } from "@barq/domain/fault";
import { zoneOfCountry } from "@barq/domain/legal-time";
import { readSettings } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

/** Legal days of the operator, the last one in it. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** A quarter and some days. */
const mostDays = 100;
/** @throws Fault invalid_request for days that are none, are the wrong way round, or are too many */
export function daysOf({ from, to }: Days): readonly string[] {
  const [first, last] = [from, to].map(dayNumberOf);
  if (first === undefined || last === undefined)
    throw new Fault("invalid_request", "A day is written such as 2026-11-24.");
  if (last < first) throw new Fault("invalid_request", "The last day is before the first.");
  if (last - first >= mostDays)
    throw new Fault("invalid_request", `At most ${mostDays} days are looked at together.`);
  return Array.from({ length: last - first + 1 }, (_, n) => isoDayOf(first + n));
}

/** The zone whose days the operator's books have. */
export async function zoneOfBooks(ports: ReadPorts, tenant: string): Promise<string> {
  return zoneOfCountry((await readSettings(ports, tenant)).country) ?? "UTC";
}
