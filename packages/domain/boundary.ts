/**
 * The instants at which something that a tariff tests may change: its local times, midnights where it
 * names days, changes of the zone's offset, and its durations counted from the session's start. What depends on energy,
 * power or current is found stretch by stretch in cut.ts.
 */
import { isoDayOf } from "./civil-day.ts";
import type { Instant } from "./instant.ts";
import type { LocalClock } from "./legal-time.ts";
import { instantOfLocal, localClock, offsetChangesBetween } from "./legal-time.ts";
import type { Restrictions, TimeWindow } from "./restriction.ts";
import { minutesOfDay } from "./restriction.ts";

/** The local time of one session's instants. */
export class LocalTime {
  readonly #zone: string;
  readonly #from: Instant;
  readonly #to: Instant;
  constructor(zone: string, from: Instant, to: Instant) {
    this.#zone = zone;
    this.#from = from;
    this.#to = Math.max(from, to);
  }

  /** @throws Fault invalid_request for a zone or an instant that the table does not hold */
  clockAt(at: Instant): LocalClock {
    return localClock(this.#zone, at);
  }

  /** Every instant at which one of these local minutes begins, and every change of the offset. */
  instantsOf(minutes: ReadonlySet<number>): readonly Instant[] {
    const found: Instant[] = [...offsetChangesBetween(this.#zone, this.#from, this.#to)];
    const last = this.clockAt(this.#to).dayNumber;
    for (let dayNumber = this.clockAt(this.#from).dayNumber; dayNumber <= last; dayNumber++) {
      const day = isoDayOf(dayNumber);
      for (const minute of minutes) {
        const named = instantOfLocal(this.#zone, day, minute);
        if (named.kind === "one") found.push(named.at);
        else if (named.kind === "two") found.push(named.first, named.second);
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
    minutes.add(startMinute);
    minutes.add(endMinute % minutesOfDay);
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
