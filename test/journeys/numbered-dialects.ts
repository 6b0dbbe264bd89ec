/** How stations of the field say the same half hour in the numbered events of OCPP 2.0.1, and what becomes of it. */
import type { OcpiTariff } from "@barq/domain/tariff";
import type { Json, Outcome, Time } from "./half-hour.ts";
import { start, stop } from "./half-hour.ts";
import { parkingPriced } from "./parked-dialects.ts";
import { ocmf } from "./signed-dialects.ts";

/** What is sent, in the order in which it is sent. */
export interface NumberedDialect {
  readonly name: string;
  readonly events: (time: Time) => readonly {
    readonly event: "Started" | "Updated" | "Ended";
    readonly number: number;
    readonly minutes: number;
    readonly values: readonly Json[];
    readonly state?: string;
  }[];
  readonly outcome: Outcome;
  /** the meter behind the connector signs, and its key is registered */
  readonly signs?: boolean;
  /** absent: so much for a kWh and nothing else */
  readonly tariff?: OcpiTariff;
}

const number201 = (wh: number, more: Json = {}): Json => ({
  value: wh,
  measurand: "Energy.Active.Import.Register",
  ...more,
});
const begin = number201(start, { context: "Transaction.Begin" });
/** All four members, as OCPP 2.0.1 demands them. */
const signedValue = (record: string): Json => ({
  signedMeterData: Buffer.from(record).toString("base64"),
  signingMethod: "",
  encodingMethod: "OCMF",
  publicKey: "",
});
const end = number201(stop, { context: "Transaction.End" });
const started = { event: "Started", number: 0, minutes: 0, values: [begin], state: "Charging" } as const;
const updated = (number: number, minutes: number, wh: number) =>
  ({ event: "Updated", number, minutes, values: [number201(wh)] }) as const;
const ended = (number: number) => ({ event: "Ended", number, minutes: 30, values: [end] }) as const;

export const numberedDialects: readonly NumberedDialect[] = [
  {
    name: "registers in Wh",
    events: () => [started, updated(1, 10, start + 3333), updated(2, 20, start + 6667), ended(3)],
    outcome: { kwh: "10.000", evidence: "begin_end" },
  },
  {
    name: "kWh, and Wh with a power of ten",
    events: () => [
      {
        ...started,
        values: [number201(start / 1000, { context: "Transaction.Begin", unitOfMeasure: { unit: "kWh" } })],
      },
      {
        ...updated(1, 10, 0),
        values: [number201(1_003.333, { unitOfMeasure: { unit: "Wh", multiplier: 3 } })],
      },
      {
        ...ended(2),
        values: [
          number201(1010, { context: "Transaction.End", unitOfMeasure: { unit: "Wh", multiplier: 3 } }),
        ],
      },
    ],
    outcome: { kwh: "10.000", evidence: "begin_end" },
  },
  {
    name: "Ended first, then the rest, and all of it twice",
    events: () => {
      const rest = [updated(2, 20, start + 6667), updated(1, 10, start + 3333)];
      return [started, ended(3), ...rest, ended(3), ...rest];
    },
    outcome: { kwh: "10.000", evidence: "begin_end" },
  },
  {
    name: "an event that never comes",
    events: () => [started, updated(1, 10, start + 3333), ended(3)],
    outcome: { kwh: "10.000", evidence: "begin_end", flags: ["seq_gap"] },
  },
  {
    name: "totals without Begin and End",
    events: () => [
      { ...started, values: [number201(start)] },
      updated(1, 10, start + 3333),
      { ...ended(2), values: [number201(stop)] },
    ],
    outcome: { kwh: "10.000", evidence: "series", flags: ["estimated"] },
  },
  {
    name: "an end below its begin",
    events: () => [
      started,
      updated(1, 10, start + 3333),
      { ...ended(2), values: [number201(start - 5000, { context: "Transaction.End" })] },
    ],
    outcome: { review: "meter_backwards" },
  },
  {
    name: "a signed meter value beside its number",
    signs: true,
    events: (time) => [
      started,
      updated(1, 10, start + 3333),
      { ...ended(2), values: [{ ...end, signedMeterValue: signedValue(ocmf(time, "2945.598")) }] },
    ],
    outcome: { kwh: "9.998", evidence: "signed" },
  },
  {
    name: "a signed meter value that was forged",
    signs: true,
    events: (time) => {
      const forged = ocmf(time, "2945.598").replace("2945.598", "2936.598");
      return [
        started,
        updated(1, 10, start + 3333),
        { ...ended(2), values: [{ ...end, signedMeterValue: signedValue(forged) }] },
      ];
    },
    outcome: { kwh: "10.000", evidence: "begin_end", flags: ["signature_bad"] },
  },
  {
    name: "a vehicle that is full after ten minutes, where parking has a price",
    tariff: parkingPriced,
    events: () => [
      started,
      { ...updated(1, 10, stop), state: "SuspendedEV" },
      { ...updated(2, 20, stop), state: "SuspendedEV" },
      ended(3),
    ],
    outcome: { kwh: "10.000", evidence: "begin_end", total: "49.00" },
  },
  {
    name: "a station that holds the vehicle back, where parking has a price",
    tariff: parkingPriced,
    events: () => [
      started,
      { ...updated(1, 10, start + 3333), state: "SuspendedEVSE" },
      { ...updated(2, 20, start + 3333), state: "Charging" },
      ended(3),
    ],
    outcome: { kwh: "10.000", evidence: "begin_end", total: "45.00" },
  },
];
