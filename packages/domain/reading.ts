/**
 * One meter value as a station sent it, with its time, measurand, context, unit and source. The value is kept as text:
 * nothing is lost before it is judged (OCPP 1.6 7.43; metering.ts does the judging).
 */
import { roundDecimal } from "./decimal.ts";
import type { Instant } from "./instant.ts";

export interface Reading {
  /** the station's own time; null where it could not be read */
  readonly at: Instant | null;
  /** digits exactly as sent */
  readonly value: string;
  /** OCPP 1.6 7.31; `Energy.Active.Import.Register` when absent */
  readonly measurand: string;
  /** OCPP 1.6 7.45; null when absent, which means Wh for energy */
  readonly unit: string | null;
  /** power of ten by which the value is to be taken (OCPP 2.0.1 UnitOfMeasureType); absent: 0 */
  readonly multiplier?: number;
  /** OCPP 1.6 7.35; `Sample.Periodic` when absent */
  readonly context: string;
  /** null: overall */
  readonly phase: string | null;
  /** OCPP 1.6 7.30; `Outlet` when absent */
  readonly location: string;
  readonly format: "Raw" | "SignedData";
}

/** No meter counts in units further apart than these; what says so was not understood. */
const mostPower = 24;

/**
 * The value with its multiplier, scaled to so many decimals of its unit and rounded half away from zero; undefined when it
 * is no number, or its multiplier is none that a meter has.
 */
export function scaledValue({ value, multiplier = 0 }: Reading, decimals: number): bigint | undefined {
  return Number.isInteger(multiplier) && Math.abs(multiplier) <= mostPower
    ? roundDecimal(value, decimals + multiplier)
    : undefined;
}
