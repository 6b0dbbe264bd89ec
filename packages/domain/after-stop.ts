/**
 * The time between the end of the energy and the unplugging (pricing cases 46, 47): idle where the tariff says so in our
 * extension, never while the connector is at fault, and never where nobody can know whether the cable is out.
 */

import type { StatusAt } from "./connector-states.ts";
import type { Instant } from "./instant.ts";
import type { Component, Tariff } from "./tariff.ts";
import type { Stretch } from "./usage.ts";
import { stretch } from "./usage.ts";

const parkingOf = ({ elements }: Tariff): readonly Component[] =>
  elements.flatMap(({ components }) => components.filter(({ dimension }) => dimension === "PARKING_TIME"));

/** A plain OCPI tariff ends with its session; only our extension prices what follows (OCPI mod_tariffs has no word for it). */
export const pricesAfterStop = (tariff: Tariff): boolean =>
  tariff.idle !== null && parkingOf(tariff).some(({ price }) => price > 0n);

/** The station keeps the energy back, or the connector is out of order: no time of that is the driver's. */
const isAtFault = (status: string): boolean =>
  status === "Faulted" || status === "Unavailable" || status === "SuspendedEVSE";

/** From the end of the energy to the unplugging, by what the connector said in between. */
export function stretchesAfterStop(
  endedAt: Instant,
  leftAt: Instant | null,
  statuses: readonly StatusAt[],
): readonly Stretch[] {
  if (leftAt === null || leftAt <= endedAt) return [];
  const ordered = statuses.toSorted((a, b) => a.at - b.at);
  const last = ordered.findLast(({ at }) => at <= endedAt);
  let [from, isIdle] = [endedAt, last === undefined || !isAtFault(last.status)];
  const found: Stretch[] = [];
  const close = (to: Instant): void => {
    // The session is over: what is no idle time after it is not charging time either, so no time of it is priced.
    if (to > from)
      found.push(isIdle ? stretch(from, to, "parking") : { ...stretch(from, to, "withheld"), statedMs: 0 });
    from = to;
  };
  for (const { at, status } of ordered) {
    if (at <= endedAt || at >= leftAt) continue;
    if (isAtFault(status) !== isIdle) continue;
    close(at);
    isIdle = !isIdle;
  }
  close(leftAt);
  return found;
}

/** When idle time has reached the tariff's cap, counted from an instant in which nothing of it is used up; null: it never does. */
export function capReachedAfterMs(tariff: Tariff, minorPerMajor: bigint): number | null {
  const { idle, elements } = tariff;
  if (!idle || idle.capMinor === null || idle.hours !== null) return null;
  const [cheapest] = parkingOf(tariff)
    .map(({ price }) => price)
    .sort((a, b) => (a < b ? -1 : 1));
  if (!cheapest || elements.some(({ restrictions }) => restrictions !== null)) return null;
  // Ten-thousandths of the major unit per hour.
  const ms = (idle.capMinor * 10_000n * 3_600_000n) / (cheapest * minorPerMajor) + 1000n;
  return Number(ms) + idle.graceMs;
}
