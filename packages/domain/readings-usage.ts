/** Readings of a cumulative register as somebody asks for a price with them: each state holds until the next one is said. */

import { longestUsageMs } from "./cdr-usage.ts";
import { parseDecimal } from "./decimal.ts";
import { parseInstant } from "./instant.ts";
import type { Problems } from "./problems.ts";
import type { StretchKind, Usage } from "./usage.ts";
import { stretch } from "./usage.ts";

interface AskedReading {
  readonly timestamp: string;
  /** a decimal of the register */
  readonly energy_wh: string;
  readonly state?: "charging" | "suspended_ev" | "suspended_evse" | "finishing" | undefined;
}

const kinds: Readonly<Record<NonNullable<AskedReading["state"]>, StretchKind>> = {
  charging: "charging",
  suspended_ev: "parking",
  suspended_evse: "withheld",
  finishing: "parking",
};

const firstOf = <T>(values: readonly (T | undefined)[]): T | undefined =>
  values.find((value) => value !== undefined);

/** Stretch n lies between readings n and n + 1. */
export function usageOfReadings(readings: readonly AskedReading[], path: string, problems: Problems): Usage {
  let kind: StretchKind = "charging";
  // What cannot be read is told of once: it stands where the reading before it does, so that nothing more is said of its order.
  let lastAt = firstOf(readings.map(({ timestamp }) => parseInstant(timestamp))) ?? 0;
  let lastMwh = firstOf(readings.map(({ energy_wh }) => parseDecimal(energy_wh, 3))) ?? 0n;
  const points = readings.map((reading, n) => {
    if (reading.state !== undefined) kind = kinds[reading.state];
    const at = parseInstant(reading.timestamp);
    if (at === undefined)
      problems.add(`${path}.${n}.timestamp`, "a date and time such as 2026-11-24T09:00:00Z");
    const energyMwh = parseDecimal(reading.energy_wh, 3);
    if (energyMwh === undefined) problems.add(`${path}.${n}.energy_wh`, 'a decimal such as "1500.5"');
    lastAt = at ?? lastAt;
    lastMwh = energyMwh ?? lastMwh;
    return { at: lastAt, energyMwh: lastMwh, kind };
  });
  const [first] = points;
  const stretches = points.slice(1).map((point, n) => {
    const before = points[n] ?? point;
    if (point.at < before.at) problems.add(`${path}.${n + 1}.timestamp`, "no earlier than the one before it");
    if (point.energyMwh < before.energyMwh)
      problems.add(`${path}.${n + 1}.energy_wh`, "no less than the one before it: it is cumulative");
    return stretch(before.at, point.at, before.kind, point.energyMwh - before.energyMwh);
  });
  const [startedAt, endedAt] = [first?.at ?? 0, points.at(-1)?.at ?? 0];
  if (endedAt - startedAt > longestUsageMs)
    problems.add(`${path}.${points.length - 1}.timestamp`, "within 100 days of the first");
  return { startedAt, endedAt, stretches };
}
