/**
 * The instants at which something that a tariff tests may change (pricing reference 4): its local times, midnights where it
 * names days, changes of the zone's offset, and its durations counted from the session's start. What depends on energy,
 * power or current is found stretch by stretch in cut.ts.
 */
import type { Instant } from "./instant.ts";
import { day, minute } from "./instant.ts";
import { offsetChangesBetween, offsetMs } from "./legal-time.ts";
import type { Restrictions, TimeWindow } from "./restriction.ts";

/** What the clock on the wall says. */
export interface WallClock {
  /** local days since 1970-01-01 */
  readonly dayNumber: number;
  readonly minuteOfDay: number;
  /** 1 Monday to 7 Sunday */
  readonly weekday: number;
}

/** A time in which the zone's offset does not change. */
interface Era {
  readonly from: Instant;
  readonly to: Instant;
  readonly offsetMs: number;
}

/** The local time of a session's instants, by the legal-time table. */
export class LocalTime {
  readonly #eras: readonly Era[];
  /** @throws Fault invalid_request for a zone or an instant that the table does not hold */
  constructor(zone: string, from: Instant, to: Instant) {
    const starts = [from, ...offsetChangesBetween(zone, from, to)];
    this.#eras = starts.map((start, n) => ({
      from: start,
      to: starts[n + 1] ?? Math.max(to, from),
      offsetMs: offsetMs(zone, start),
    }));
  }

  clockAt(at: Instant): WallClock {
    let offset = 0;
    for (const era of this.#eras) {
      if (era.from > at && era !== this.#eras[0]) break;
      offset = era.offsetMs;
    }
    const local = at + offset;
    const dayNumber = Math.floor(local / day);
    return {
      dayNumber,
      minuteOfDay: Math.floor((local - dayNumber * day) / minute),
      // 1970-01-01 was a Thursday.
      weekday: ((((dayNumber + 3) % 7) + 7) % 7) + 1,
    };
  }

  /** Every instant at which one of these local minutes begins, and every change of the offset, in order. */
  instantsOf(minutes: ReadonlySet<number>): readonly Instant[] {
    const found: Instant[] = [];
    for (const [n, era] of this.#eras.entries()) {
      if (n > 0) found.push(era.from);
      const first = Math.floor((era.from + era.offsetMs) / day);
      const last = Math.floor((era.to + era.offsetMs) / day);
      for (let dayNumber = first; dayNumber <= last; dayNumber++) {
        for (const minuteOfDay of minutes) {
          const at = dayNumber * day + minuteOfDay * minute - era.offsetMs;
          if (at > era.from && at < era.to) found.push(at);
        }
      }
    }
    return found;
  }
}

/** Instants inside the session, in order, each once. */
export function boundariesOf(
  restrictions: readonly Restrictions[],
  idleHours: readonly TimeWindow[],
  session: { readonly from: Instant; readonly startedAt: Instant; readonly to: Instant },
  local: () => LocalTime,
): readonly Instant[] {
  const minutes = new Set<number>();
  const windows = [...restrictions.flatMap(({ window }) => window ?? []), ...idleHours];
  for (const { startMinute, endMinute } of windows) {
    minutes.add(startMinute % 1440);
    minutes.add(endMinute % 1440);
  }
  if (restrictions.some((each) => each.weekdays ?? each.startDay ?? each.endDay)) minutes.add(0);
  const instants = new Set<Instant>(minutes.size > 0 ? local().instantsOf(minutes) : []);
  for (const { minMs, maxMs } of restrictions)
    for (const age of [minMs, maxMs]) if (age !== null) instants.add(session.startedAt + age);
  return [...instants].filter((at) => at > session.from && at < session.to).sort((a, b) => a - b);
}

/** Whether days or times of the wall are tested at all: most tariffs need no clock. */
export const needsClock = ({ window, weekdays, startDay, endDay }: Restrictions): boolean =>
  window !== null || weekdays !== null || startDay !== null || endDay !== null;
