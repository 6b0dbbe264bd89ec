/** One reading as a number we can calculate with: whole mWh of a register or an interval, or why it is no such thing. */
import { roundDecimal } from "./decimal.ts";
import type { Reading } from "./reading.ts";
import { scaledValue } from "./reading.ts";

/** Decimals of a value in its unit that make it whole mWh (OCPP 1.6 7.45; a missing unit means Wh). */
const decimalsOf: ReadonlyMap<string, number> = new Map([
  ["Wh", 3],
  ["kWh", 6],
]);

type EnergyRead =
  | { readonly kind: "energy"; readonly energyMwh: bigint }
  | { readonly kind: "other" }
  /** energy, but not to be understood: unknown unit, unreadable value */
  | { readonly kind: "unreadable"; readonly why: string };

/** What a reading says of energy, whatever its phase or context. */
export function energyOf(reading: Reading, measurand: string): EnergyRead {
  if (reading.measurand !== measurand || reading.format === "SignedData") return { kind: "other" };
  const decimals = decimalsOf.get(reading.unit ?? "Wh");
  if (decimals === undefined) return { kind: "unreadable", why: `unit ${reading.unit}` };
  const energyMwh = scaledValue(reading, decimals);
  if (energyMwh !== undefined) return { kind: "energy", energyMwh };
  // A value that is a number, but by a power of ten that no meter has: its unit was not understood.
  const isNumber = roundDecimal(reading.value, decimals) !== undefined;
  return { kind: "unreadable", why: isNumber ? `unit by 10^${reading.multiplier}` : "value" };
}

export const registerMeasurand = "Energy.Active.Import.Register";
export const intervalMeasurand = "Energy.Active.Import.Interval";

/** The whole register of a reading at the outlet, in mWh; undefined for anything else (phases, other places, other values). */
export function registerMwh(reading: Reading): bigint | undefined {
  if (reading.phase !== null || reading.location !== "Outlet") return undefined;
  const read = energyOf(reading, registerMeasurand);
  return read.kind === "energy" && read.energyMwh >= 0n ? read.energyMwh : undefined;
}

/**
 * The registers that a message states at the outlet, in mWh: the totals, or where it has none the phases of an instant added
 * up, L1 to L3 where all are there and a lone phase as it is (pricing case 11). For the guard and the live figures, which
 * look at what has just come; the price is computed from the whole series.
 */
export function registersMwh(readings: readonly Reading[]): readonly bigint[] {
  const totals = readings.flatMap((reading) => registerMwh(reading) ?? []);
  if (totals.length > 0) return totals;
  const phased = readings.flatMap((reading) => {
    const energyMwh = registerMwh({ ...reading, phase: null });
    return energyMwh === undefined ? [] : [{ reading, energyMwh }];
  });
  const phases = new Set(phased.map(({ reading }) => reading.phase));
  const wanted = phases.size === 1 ? [...phases] : ["L1", "L2", "L3"];
  const moments = Map.groupBy(phased, ({ reading }) => `${reading.at} ${reading.context}`);
  return [...moments.values()].flatMap((own) => {
    const parts = wanted.flatMap(
      (phase) => own.find(({ reading }) => reading.phase === phase)?.energyMwh ?? [],
    );
    return parts.length < wanted.length ? [] : [parts.reduce((all, part) => all + part, 0n)];
  });
}

/** meterStart and meterStop: Wh as text; -1 and anything that is no number are unknown (failure case 30). */
export function meterMwh(text: string | null): bigint | null {
  const read = text === null ? undefined : roundDecimal(text, 3);
  return read === undefined || read < 0n ? null : read;
}
