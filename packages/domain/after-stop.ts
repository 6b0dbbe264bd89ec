/**
 * The time between the end of the energy and the unplugging (pricing cases 46, 47): idle where the tariff says so in our
 * extension, never while the connector is at fault, and never where nobody can know whether the cable is out.
 */

import type { StatusAt } from "./connector-states.ts";
import type { Instant } from "./instant.ts";
import type { Tariff } from "./tariff.ts";
import { isForSession } from "./tariff.ts";
import type { Stretch } from "./usage.ts";
import { stretch } from "./usage.ts";

/** A plain OCPI tariff ends with its session; only our extension prices what follows (OCPI mod_tariffs has no word for it). */
export const pricesAfterStop = (tariff: Tariff): boolean =>
  tariff.idle !== null &&
  tariff.elements.some(
    (element) =>
      isForSession(element) &&
      element.components.some(({ dimension, price }) => dimension === "PARKING_TIME" && price > 0n),
  );

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
export function capReachedAfterMs({ idle, elements }: Tariff, minorPerMajor: bigint): number | null {
  if (!idle || idle.capMinor === null || idle.hours !== null) return null;
  const prices = elements
    .filter(isForSession)
    .flatMap(({ components }) => components.filter(({ dimension }) => dimension === "PARKING_TIME"))
    .map(({ price }) => price);
  const cheapest = prices.reduce((a, b) => (a < b ? a : b), prices[0] ?? 0n);
  if (cheapest <= 0n || elements.some(({ restrictions }) => restrictions !== null)) return null;
  // Ten-thousandths of the major unit per hour.
  const ms = (idle.capMinor * 10_000n * 3_600_000n) / (cheapest * minorPerMajor) + 1000n;
  return Number(ms) + idle.graceMs;
}
