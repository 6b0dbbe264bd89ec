/**
 * Whether a session that was started has anything to show for it: no energy some minutes after an accepted start is a state
 * of its own. The vehicle waits, for a timer perhaps, or the station keeps the energy back; idle does not begin.
 */
import type { StatusAt } from "./connector-states.ts";
import { meterMwh, registersMwh } from "./energy-reading.ts";
import type { Instant } from "./instant.ts";
import { minute } from "./instant.ts";
import { showsPower } from "./plausibility.ts";
import { noiseMwh } from "./register-line.ts";
import type { Arrived } from "./session-readings.ts";

interface SoFar {
  readonly startedAt: Instant;
  readonly meterStart: string | null;
  /** what has come in since the start */
  readonly readings: readonly Arrived[];
  readonly statuses: readonly StatusAt[];
  readonly now: Instant;
}

export type Waiting =
  /** energy flows, or flowed */
  | { readonly kind: "flows" }
  /** it is too early to say, or nothing was said from which one could tell */
  | { readonly kind: "unknown" }
  /** nothing flowed since: the vehicle asks for nothing ("your car is waiting: check its timer"), or the station withholds */
  | { readonly kind: "waits"; readonly since: Instant; readonly for: "vehicle" | "station" };

/** How long a vehicle and a station may take to agree before anybody is told. */
export const usualWaitMs = 5 * minute;

const withholds = new Set(["SuspendedEVSE", "Faulted", "Unavailable"]);
const asksForNothing = new Set(["SuspendedEV", "Preparing", "EVConnected", "Finishing"]);

/** @param waitMs how long after the start nothing is said yet */
export function waitingOf(soFar: SoFar, waitMs = usualWaitMs): Waiting {
  const { startedAt, readings, now } = soFar;
  const own = readings.filter(({ at, arrivedAt }) => (at ?? arrivedAt) >= startedAt);
  if (hasMoved(soFar.meterStart, own) || own.some(showsPower)) return { kind: "flows" };
  if (now - startedAt < waitMs) return { kind: "unknown" };
  const status = soFar.statuses
    .filter(({ at }) => at >= startedAt && at <= now)
    .toSorted((a, b) => a.at - b.at)
    .at(-1)?.status;
  const since = startedAt;
  if (status !== undefined && withholds.has(status)) return { kind: "waits", since, for: "station" };
  // A register that was seen after the time to wait and stood still, or a vehicle that says it asks for nothing.
  const isStill = own.some(
    (reading) =>
      (reading.at ?? reading.arrivedAt) >= startedAt + waitMs && registersMwh([reading]).length > 0,
  );
  return isStill || (status !== undefined && asksForNothing.has(status))
    ? { kind: "waits", since, for: "vehicle" }
    : { kind: "unknown" };
}

/** Whether a register moved by more than a meter's noise, from Start on or among the readings. */
function hasMoved(meterStart: string | null, readings: readonly Arrived[]): boolean {
  const registers = registersMwh(readings);
  const start = meterMwh(meterStart);
  const lowest = registers.reduce((a, b) => (a < b ? a : b), registers[0] ?? 0n);
  const highest = registers.reduce((a, b) => (a > b ? a : b), lowest);
  // Readings far below Start count in a register of their own.
  const from = start !== null && start <= lowest ? start : lowest;
  return highest - from > noiseMwh;
}
