/**
 * Power and current over time, as stations report them at the outlet: whole milliwatts, tenths of a milliampere, straight
 * between two readings. No billing input of their own; tariffs may ask for them, and energy is held against them.
 */
import type { Instant } from "./instant.ts";
import { scaledValue } from "./reading.ts";
import type { Arrived } from "./session-readings.ts";
import { isAskedFor, timeOf } from "./session-readings.ts";
import type { Profile } from "./usage.ts";

/** In order of time, instants rising strictly. */
export type MeasuredLine = readonly { readonly at: Instant; readonly value: number }[];

/** Decimals of a value in its unit that make it whole mW, and whole tenths of a mA (OCPP 1.6 7.45). */
const powerDecimals: ReadonlyMap<string, number> = new Map([
  ["W", 3],
  ["kW", 6],
]);
const currentDecimals: ReadonlyMap<string, number> = new Map([["A", 4]]);

/** A gigawatt in mW; no meter of ours says more, and all below it is exact. */
const most = 1_000_000_000_000n;

interface Measured {
  readonly at: Instant;
  readonly phase: string | null;
  readonly value: number;
}

/**
 * What a measurand said inside the session. An unknown unit, a negative value and a value asked for by hand say nothing
 * (pricing case 54).
 */
function measured(
  readings: readonly Arrived[],
  measurand: string,
  decimalsOf: ReadonlyMap<string, number>,
  usualUnit: string,
  { startedAt, endedAt }: SessionTime,
): readonly Measured[] {
  return readings.flatMap((reading): Measured[] => {
    if (reading.measurand !== measurand || reading.location !== "Outlet" || reading.format !== "Raw")
      return [];
    if (isAskedFor(reading)) return [];
    const at = timeOf(reading, startedAt, endedAt);
    const decimals = decimalsOf.get(reading.unit ?? usualUnit);
    if (typeof at === "string" || decimals === undefined) return [];
    const value = scaledValue(reading, decimals);
    if (value === undefined || value < 0n || value > most) return [];
    return [{ at, phase: reading.phase?.replace(/-N$/, "") ?? null, value: Number(value) }];
  });
}

interface SessionTime {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
}

/** One value an instant: of two that contradict each other the smaller, in whatever context they came. */
function lineOf(values: readonly { readonly at: Instant; readonly value: number }[]): MeasuredLine {
  const least = new Map<Instant, number>();
  for (const { at, value } of values) least.set(at, Math.min(value, least.get(at) ?? value));
  return [...least].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at);
}

/** L1, L2 and L3 of an instant added where all are there; the one phase of a station that has no other. */
function phaseLine(all: readonly Measured[]): MeasuredLine {
  const values = all.filter(({ phase }) => phase !== null && phase !== "N");
  const phases = new Set(values.map(({ phase }) => phase));
  const wanted = phases.size === 1 ? [...phases] : ["L1", "L2", "L3"];
  const lines = wanted.map((wantedPhase) => lineOf(values.filter(({ phase }) => phase === wantedPhase)));
  const [first = [], ...others] = lines;
  const rest = others.map((line) => new Map(line.map(({ at, value }) => [at, value])));
  return first.flatMap(({ at, value }) => {
    const parts = rest.flatMap((line) => line.get(at) ?? []);
    return parts.length < rest.length ? [] : [{ at, value: parts.reduce((all, part) => all + part, value) }];
  });
}

/** Power.Active.Import in mW: totals, else the phases added; never both together. */
export function powerLine(readings: readonly Arrived[], time: SessionTime): MeasuredLine {
  const values = measured(readings, "Power.Active.Import", powerDecimals, "W", time);
  const totals = values.filter(({ phase }) => phase === null);
  return totals.length > 0 ? lineOf(totals) : phaseLine(values);
}

/**
 * Current.Import in tenths of a mA, the sum over the phases without the neutral. A value without a phase is the sum where
 * the connector has one phase, or gives direct current; elsewhere it may as well be that of a single phase, so it is
 * taken for neither.
 */
export function currentLine(
  readings: readonly Arrived[],
  time: SessionTime,
  phases: number | null,
): MeasuredLine {
  const values = measured(readings, "Current.Import", currentDecimals, "A", time);
  const byPhase = phaseLine(values);
  if (byPhase.length > 0 || phases !== 1) return byPhase;
  return lineOf(values.filter(({ phase }) => phase === null));
}

/** The line over a stretch that no reading cuts; null where the measurand was not reported on both sides of it. */
export function profileOf(line: MeasuredLine, next: number, from: Instant, to: Instant): Profile | null {
  const [before, after] = [line[next - 1], line[next]];
  if (!before || !after || before.at > from || after.at < to) return null;
  const at = (instant: Instant): number => {
    const whole = BigInt(after.at - before.at);
    const rise = BigInt(after.value - before.value) * BigInt(instant - before.at);
    const half = rise < 0n ? -whole : whole;
    return before.value + Number((2n * rise + half) / (2n * whole));
  };
  return { kind: "line", from: at(from), to: at(to) };
}
