/** Readings and the facts of a session for tests, in few words: an hour from 15:00 at 22 kW unless something else is said. */
import { minute } from "@barq/domain/instant";
import type { Metered, MeterFacts } from "@barq/domain/metering";
import { settleMeter } from "@barq/domain/metering";
import type { Reading } from "@barq/domain/reading";

export type Arrived = Reading & { readonly arrivedAt: number };

export const startedAt = Date.parse("2026-11-24T15:00:00Z");
export const endedAt = startedAt + 60 * minute;
export const atMinute = (n: number): number => startedAt + n * minute;

/** A register in Wh, some minutes into the session; it arrives as soon as it is read. */
export function register(minutes: number, value: string | number, other: Partial<Arrived> = {}): Arrived {
  const at = atMinute(minutes);
  return {
    at,
    arrivedAt: other.at ?? at,
    value: String(value),
    measurand: "Energy.Active.Import.Register",
    unit: "Wh",
    context: "Sample.Periodic",
    phase: null,
    location: "Outlet",
    format: "Raw",
    ...other,
  };
}

export const begin = (value: string | number, other: Partial<Arrived> = {}): Arrived =>
  register(0, value, { context: "Transaction.Begin", ...other });
export const end = (value: string | number, other: Partial<Arrived> = {}): Arrived =>
  register(60, value, { context: "Transaction.End", ...other });
export const interval = (minutes: number, value: string | number, other: Partial<Arrived> = {}): Arrived =>
  register(minutes, value, { measurand: "Energy.Active.Import.Interval", ...other });
export const power = (minutes: number, value: string | number, unit: string | null = "W"): Arrived =>
  register(minutes, value, { measurand: "Power.Active.Import", unit });

/** A register that rises evenly, a reading every so many minutes. */
export const rising = (fromWh: number, toWh: number, everyMinutes = 10): readonly Arrived[] =>
  Array.from({ length: Math.floor(60 / everyMinutes) + 1 }, (_, n) =>
    register(n * everyMinutes, Math.round(fromWh + ((toWh - fromWh) * n * everyMinutes) / 60)),
  );

/** 10 kWh by Start and Stop, and nothing else known. */
export const factsOf = (other: Partial<MeterFacts> = {}): MeterFacts => ({
  startedAt,
  endedAt,
  meterStart: "1000000",
  meterStop: "1010000",
  stopReason: "Local",
  readings: [],
  statuses: [],
  maxPowerW: 22_000,
  ...other,
});

/** What the meter proves, in the terms a test speaks of: Wh and where they come from, or why a person has to look. */
export function verdictOf(other: Partial<MeterFacts>): string {
  const metered = settleMeter(factsOf(other));
  return metered.kind === "review"
    ? metered.why
    : `${Number(metered.energyMwh) / 1000} Wh by ${metered.source}`;
}

/** What the meter proves, whatever it is. */
export const settled = (other: Partial<MeterFacts> = {}): Metered => settleMeter(factsOf(other));

/** What was metered, for tests of what lies inside. */
export function meteredOf(other: Partial<MeterFacts> = {}): Extract<Metered, { kind: "metered" }> {
  const metered = settleMeter(factsOf(other));
  if (metered.kind === "review") throw new Error(`in review: ${metered.why}`);
  return metered;
}
