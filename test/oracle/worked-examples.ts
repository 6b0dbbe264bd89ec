/** The worked examples of the OCPI text as the second evaluator takes them; worked-examples.json says what its members mean. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exact, exactOf, times } from "./exact.ts";
import type { OcpiTariff, OnALine, UsedSession, UsedStretch } from "./ocpi.ts";

export interface ExampleLine {
  readonly element: number;
  readonly dimension: string;
  readonly measured_wh?: string;
  readonly measured_s?: number;
  readonly step_surplus_wh?: string;
  readonly step_surplus_s?: number;
  readonly price: string;
  readonly vat: string | null;
  readonly before_tax?: string;
  readonly tax?: string | null;
  readonly after_tax?: string;
}

interface ExamplePeriod {
  readonly start: string;
  readonly energy_wh?: string;
  readonly time_s?: number;
  readonly parking_time_s?: number;
  readonly reservation_time_s?: number;
  readonly power_w?: string;
  readonly current_a?: string;
}

export interface WorkedExample {
  readonly id: string;
  readonly teaches: string;
  readonly tariff: OcpiTariff;
  readonly session: {
    readonly start: string;
    readonly end: string;
    readonly time_zone: string;
    readonly reservation_expired: boolean;
  };
  readonly periods: readonly ExamplePeriod[];
  readonly expected: {
    readonly billed: {
      readonly energy_wh?: string;
      readonly time_s?: number;
      readonly parking_time_s?: number;
      readonly reservation_time_s?: number;
    };
    readonly lines: readonly ExampleLine[];
    readonly limited_by: string | null;
    readonly before_tax: string | null;
    readonly tax: string | null;
    readonly after_tax: string | null;
  };
}

const file: { readonly cases: readonly WorkedExample[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, "worked-examples.json"), "utf8"),
);

export const workedExamples = file.cases;

/** @throws Error where the text is finer than the unit */
function units(text: string, unitsInOne: bigint): bigint {
  const { n, d } = times(exactOf(text), exact(unitsInOne));
  if (d !== 1n) throw new Error(`${text} is too fine`);
  return n;
}

const constant = (text: string | undefined, unitsInOne: bigint): OnALine | null => {
  if (text === undefined) return null;
  const value = Number(units(text, unitsInOne));
  return { from: value, to: value };
};

function kindOf(period: ExamplePeriod): UsedStretch["kind"] {
  if (period.reservation_time_s !== undefined) return "reserved";
  if (period.parking_time_s !== undefined) return "parking";
  return period.time_s === undefined ? "unsaid" : "charging";
}

export function sessionOf({ session, periods }: WorkedExample): UsedSession {
  return {
    start: Date.parse(session.start),
    end: Date.parse(session.end),
    stretches: periods.map((period, n) => ({
      from: Date.parse(period.start),
      to: Date.parse(periods[n + 1]?.start ?? session.end),
      kind: kindOf(period),
      energy_mwh: units(period.energy_wh ?? "0", 1000n),
      power_mw: constant(period.power_w, 1000n),
      current_tenth_ma: constant(period.current_a, 10_000n),
    })),
    expired_reservation: session.reservation_expired,
  };
}
