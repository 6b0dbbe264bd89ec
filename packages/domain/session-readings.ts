/**
 * The readings of one session, each once and in an order that depends on nothing but what they say, and where in the
 * session each lies. Every series is made from these: registers, intervals, power and current.
 */
import type { Instant } from "./instant.ts";
import { day, minute } from "./instant.ts";
import type { Reading } from "./reading.ts";

/** A reading with the instant at which it came in, which stands in where the station's own time says nothing. */
export type Arrived = Reading & { readonly arrivedAt: Instant };

/** One of the two readings by which the station marks its transaction. */
export const isMarked = (context: string): boolean =>
  context === "Transaction.Begin" || context === "Transaction.End";

/** Asked for by hand: no billing input (pricing case 13). */
export const isAskedFor = ({ context }: Reading): boolean => context === "Trigger" || context === "Other";

/** No message waits so long in a station: a clock that says so was never set, and the arrival stands in (case 25). */
const oldestMs = 365 * day;
const isSet = (at: Instant, from: Instant): boolean => at >= from - oldestMs;

/** Each reading once; of repeats the one that came first. */
export function inOrder(readings: readonly Arrived[]): readonly Arrived[] {
  const byTime = readings.toSorted((a, b) => whenOf(a) - whenOf(b));
  const ordered: Arrived[] = [];
  let together: Arrived[] = [];
  // Only readings of one instant can be repeats of each other: nothing is written out for one that stands alone.
  const close = (): void => {
    for (const reading of together.length > 1 ? ofOneInstant(together) : together) ordered.push(reading);
  };
  for (const reading of byTime) {
    const [before] = together;
    if (before && whenOf(before) === whenOf(reading)) together.push(reading);
    else {
      close();
      together = [reading];
    }
  }
  close();
  return ordered;
}

const whenOf = ({ at, arrivedAt }: Arrived): Instant => at ?? arrivedAt;

function ofOneInstant(readings: readonly Arrived[]): readonly Arrived[] {
  const bySaying = new Map<string, Arrived>();
  for (const reading of readings) {
    const { measurand, value, unit, context, phase, location, format, multiplier } = reading;
    const isTimed = reading.at !== null;
    const said = [measurand, context, phase, location, unit, value, format, isTimed, multiplier ?? 0];
    const saying = JSON.stringify(said);
    const known = bySaying.get(saying);
    if (!known || reading.arrivedAt < known.arrivedAt) bySaying.set(saying, reading);
  }
  return [...bySaying].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reading]) => reading);
}

/**
 * Where in the session a reading lies. Only what marks an end of the transaction, and what has no time but its arrival, may
 * lie a little outside: another reading of after the stop may be another driver's (cases 6 and 27).
 */
export function timeOf(reading: Arrived, from: Instant, to: Instant): Instant | "outside" | "drift" {
  const own = reading.at !== null && isSet(reading.at, from) ? reading.at : null;
  const at = own ?? reading.arrivedAt;
  if (at < from - minute || at > to + minute) return "outside";
  const isInside = at >= from && at <= to;
  return isInside || own === null || isMarked(reading.context) ? Math.min(Math.max(at, from), to) : "drift";
}

/** Every time that the station gave of itself is that of a clock which was never set: no time may be priced by it. */
export function isClockUnset(readings: readonly Arrived[], from: Instant): boolean {
  const own = readings.flatMap(({ at }) => (at === null ? [] : [at]));
  return own.length > 0 && own.every((at) => !isSet(at, from));
}
