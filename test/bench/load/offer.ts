/**
 * The load: messages offered by a clock, all stations together so many a second. A station that is still waiting for an
 * answer falls behind its clock and says what is overdue as soon as it may; how far it was behind is counted.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Charging } from "./plan.ts";
import { meterValues } from "./plan.ts";
import type { Station } from "./station.ts";

export interface Offered {
  readonly messages: number;
  readonly seconds: number;
  readonly errors: readonly string[];
  /** from sending to the answer */
  readonly answeredMs: readonly number[];
  /** from the instant at which it was to be sent to the answer */
  readonly dueMs: readonly number[];
}

/** Says all readings of the sessions; `say` defaults to the session's own station. `onMessage` hears of each that was acknowledged. */
export async function offer(of: {
  readonly sessions: readonly Charging[];
  readonly ratePerS: number;
  readonly stationOf?: (session: Charging) => Station;
  readonly onAcknowledged?: (session: Charging, n: number) => void;
}): Promise<Offered> {
  const { sessions, ratePerS, stationOf = ({ plan }: Charging) => plan.station } = of;
  const errors: string[] = [];
  const answeredMs: number[] = [];
  const dueMs: number[] = [];
  const from = performance.now() + 50;
  await Promise.all(
    sessions.map(async (session, place) => {
      const station = stationOf(session);
      for (let n = 0; n < session.plan.registersWh.length; n++) {
        const due = from + ((n * sessions.length + place) * 1000) / ratePerS;
        const early = due - performance.now();
        if (early > 0) await pause(early);
        const sent = performance.now();
        try {
          await station.call("MeterValues", meterValues(session, n));
          of.onAcknowledged?.(session, n);
        } catch (error) {
          errors.push(String(error));
        }
        const now = performance.now();
        answeredMs.push(now - sent);
        dueMs.push(now - due);
      }
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  return { messages: answeredMs.length, seconds, errors, answeredMs, dueMs };
}

/** The value below which so much of all lies. */
export function quantile(values: readonly number[], part: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * part))] ?? Number.NaN;
}
