/** What a session's time was, by what its connector said of itself: charging, parking, or withheld from the vehicle. */
import { isLoss } from "./energy-source.ts";
import type { Instant } from "./instant.ts";
import type { StretchKind } from "./usage.ts";

export interface StatusAt {
  readonly at: Instant;
  readonly status: string;
}

/** From an instant on; the first one begins with the session. */
export interface KindAt {
  readonly at: Instant;
  readonly kind: StretchKind;
}

interface SessionTime {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly stopReason: string | null;
  /** in the order in which they arrived: of two at one instant the later one holds */
  readonly statuses: readonly StatusAt[];
  readonly readings: readonly {
    readonly at: Instant | null;
    readonly arrivedAt: Instant;
    readonly context: string;
    readonly measurand: string;
  }[];
}

/**
 * OCPP 1.6 7.7, and the charging states of 2.x: the vehicle asks for nothing, or it has finished and
 * stands there. What the station withholds, and a connector without a vehicle, never is parking; what nobody knows is
 * charging.
 */
const parks = new Set(["SuspendedEV", "Finishing", "EVConnected"]);
const withholds = new Set([
  "SuspendedEVSE",
  "Faulted",
  "Unavailable",
  "Reserved",
  "Preparing",
  "Available",
  "Idle",
]);
const kindOf = (status: string): StretchKind =>
  parks.has(status) ? "parking" : withholds.has(status) ? "withheld" : "charging";

/**
 * The kinds of a session's time, each unlike the one before, from its start on. Before the first energy all is withheld, and
 * what was said until then is over when it flows; a status from before the start was none of this session; after the
 * station lost its power nobody knows what the vehicle did, so nothing is parking (case 29).
 */
export function kindsOf(time: SessionTime, begunAt: Instant): readonly KindAt[] {
  const told = changesOf(time).map(({ at, status }): KindAt => ({ at, kind: kindOf(status) }));
  const from = told.findLast(({ at }) => at === begunAt)?.kind ?? "charging";
  const all: readonly KindAt[] = [
    { at: time.startedAt, kind: "withheld" },
    ...(begunAt < time.endedAt ? [{ at: begunAt, kind: from }] : []),
    ...told.filter(({ at }) => at > begunAt),
  ];
  const last = all.filter(({ at }, n) => all[n + 1]?.at !== at);
  return last.filter(({ kind }, n) => last[n - 1]?.kind !== kind);
}

/**
 * The cable was out after the vehicle had charged, and charging went on: perhaps another vehicle, on the first one's hold (case
 * 28). Stations do so where they do not stop a transaction when the vehicle's side is unplugged.
 */
export function wasLeft(time: SessionTime, begunAt: Instant): boolean {
  const told = changesOf(time);
  const plugged = told.findIndex(({ status }) => isPlugged.has(status));
  const left = told.findIndex(({ at, status }, n) => n > plugged && at > begunAt && isUnplugged.has(status));
  return left >= 0 && told.slice(left).some(({ status }) => status === "Charging");
}

const isPlugged = new Set(["Charging", "SuspendedEV", "SuspendedEVSE", "EVConnected"]);
const isUnplugged = new Set(["Available", "Idle", "Preparing"]);

/** The statuses inside the session in order of time; at one instant the one that arrived last holds. */
function changesOf(time: SessionTime): readonly StatusAt[] {
  const { startedAt, endedAt } = time;
  const own = time.statuses
    .filter((change) => change.at >= startedAt && change.at < endedAt)
    .toSorted((a, b) => a.at - b.at);
  const lost = lossOf(time);
  return lost === undefined
    ? own
    : [...own.filter((change) => change.at < lost), { at: lost, status: "Unavailable" }];
}

/** When a station that lost its power was last heard: at a reading, else at a status. */
function lossOf({ startedAt, endedAt, stopReason, readings, statuses }: SessionTime): Instant | undefined {
  if (!isLoss(stopReason)) return undefined;
  const inside = (at: Instant): boolean => at >= startedAt && at < endedAt;
  const seen = readings
    // What we noted ourselves among the readings was not heard from the station.
    .filter(({ context, measurand }) => context !== "Transaction.End" && !measurand.startsWith("Barq."))
    .map((reading) => reading.at ?? reading.arrivedAt)
    .filter(inside);
  const heard = seen.length > 0 ? seen : statuses.map((change) => change.at).filter(inside);
  return heard.reduce((a, b) => Math.max(a, b), startedAt);
}
