/** One reading as a number we can calculate with: whole mWh of a register or an interval, or why it is no such thing. */
import { parseDecimal } from "./decimal.ts";
import type { Reading } from "./reading.ts";

/** mWh per unit (OCPP 1.6 7.45; a missing unit means Wh). */
const mwhPerUnit: Readonly<Record<string, bigint>> = { Wh: 1000n, kWh: 1_000_000n };

export type EnergyRead =
  | { readonly kind: "energy"; readonly energyMwh: bigint }
  | { readonly kind: "other" }
  /** energy, but not to be understood: unknown unit, unreadable value */
  | { readonly kind: "unreadable"; readonly why: string };

/** What a reading says of energy, whatever its phase or context. */
export function energyOf(reading: Reading, measurand: string): EnergyRead {
  if (reading.measurand !== measurand) return { kind: "other" };
  if (reading.format === "SignedData") return { kind: "other" };
  const factor = mwhPerUnit[reading.unit ?? "Wh"];
  if (factor === undefined) return { kind: "unreadable", why: `unit ${reading.unit}` };
  const micro = parseDecimal(reading.value, 6);
  if (micro === undefined) return { kind: "unreadable", why: "value" };
  return { kind: "energy", energyMwh: (micro * factor) / 1_000_000n };
}

export const registerMeasurand = "Energy.Active.Import.Register";
export const intervalMeasurand = "Energy.Active.Import.Interval";

/** The whole register of a reading at the outlet, in mWh; undefined for anything else (phases, other places, other values). */
export function registerMwh(reading: Reading): bigint | undefined {
  if (reading.phase !== null || reading.location !== "Outlet") return undefined;
  const read = energyOf(reading, registerMeasurand);
  return read.kind === "energy" && read.energyMwh >= 0n ? read.energyMwh : undefined;
}

/** meterStart and meterStop: whole Wh as text; -1 and anything that is no number are unknown (failure case 30). */
export function meterMwh(text: string | null): bigint | null {
  const read = text === null ? undefined : parseDecimal(text, 3);
  return read === undefined || read < 0n ? null : read;
}
