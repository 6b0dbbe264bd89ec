/** The half hour that stations of every dialect tell: ten kilowatt-hours, evenly, and what may become of it. */
import { isoText, minute } from "@barq/domain/instant";
import type { OcpiTariff } from "@barq/domain/tariff";

export type Json = Readonly<Record<string, unknown>>;

export type Outcome =
  | {
      readonly kwh: string;
      readonly flags?: readonly string[];
      readonly evidence?: string;
      /** in dirhams with tax, where more than the energy has a price */
      readonly total?: string;
    }
  | { readonly review: string };

/** The text of an instant so many minutes after the begin. */
export type Time = (minutes: number) => string;
export const lasts = 30 * minute;
export const timeFrom =
  (from: number): Time =>
  (minutes) =>
    isoText(from + minutes * minute);

/** What is said from the begin of the transaction to its end, by OCPP 1.6. */
export interface Said {
  readonly meterStart?: number;
  /** meterValue lists, each a MeterValues message, in the order in which they are sent */
  readonly messages: readonly (readonly Json[])[];
  readonly meterStop: number;
  readonly transactionData?: readonly Json[];
  /** statuses with the minutes at which the connector takes them on; from the half hour on, after the Stop */
  readonly statuses?: readonly (readonly [minutes: number, status: string])[];
  /** the station is away from the begin to so many minutes, and tells all of it then */
  readonly awayMinutes?: number;
  /** the station boots in the middle: after so many messages */
  readonly bootsAfter?: number;
}

export interface Dialect {
  readonly name: string;
  readonly make?: readonly [vendor: string, model: string, firmware?: string];
  /** the meter behind the connector signs, and its key is registered */
  readonly signs?: boolean;
  /** absent: so much for a kWh and nothing else */
  readonly tariff?: OcpiTariff;
  readonly said: (time: Time) => Said;
  readonly outcome: Outcome;
}

/** Where the register stands at the begin and at the end, in Wh. */
export const start = 1_000_000;
export const stop = 1_010_000;

export const value = (text: string | number, more: Json = {}): Json => ({
  value: text,
  measurand: "Energy.Active.Import.Register",
  unit: "Wh",
  ...more,
});
export const at = (timestamp: string, ...sampledValue: readonly Json[]): Json => ({
  timestamp,
  sampledValue,
});

/** Every ten minutes, evenly. */
export const plain = (time: Time, told: (wh: number) => Json): readonly (readonly Json[])[] => [
  [at(time(10), told(start + 3333))],
  [at(time(20), told(start + 6667))],
];
