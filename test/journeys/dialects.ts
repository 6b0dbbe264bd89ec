/** How stations of the field say the same session: half an hour, ten kilowatt-hours, and what becomes of it. */
import { isoText, minute } from "@barq/domain/instant";
import { meter, payloadOf, reading, signed } from "../evidence/ocmf-meter.ts";

type Json = Readonly<Record<string, unknown>>;

export type Outcome =
  | { readonly kwh: string; readonly flags?: readonly string[]; readonly evidence?: string }
  | { readonly review: string };

/** What is said from the begin of the transaction to its end, by OCPP 1.6. */
export interface Said {
  readonly meterStart?: number;
  /** meterValue lists, each a MeterValues message, in the order in which they are sent */
  readonly messages: readonly (readonly Json[])[];
  readonly meterStop: number;
  readonly transactionData?: readonly Json[];
  /** statuses with the minutes at which the connector took them on */
  readonly statuses?: readonly (readonly [number, string])[];
  /** the station boots in the middle: after so many messages */
  readonly bootsAfter?: number;
}

export interface Dialect {
  readonly name: string;
  readonly make?: readonly [vendor: string, model: string, firmware?: string];
  /** the meter behind the connector signs, and its key is registered */
  readonly signs?: boolean;
  readonly said: (at: (minutes: number) => string) => Said;
  readonly outcome: Outcome;
}

const value = (text: string | number, more: Json = {}): Json => ({
  value: text,
  measurand: "Energy.Active.Import.Register",
  unit: "Wh",
  ...more,
});
const at = (timestamp: string, ...sampledValue: readonly Json[]): Json => ({ timestamp, sampledValue });
const start = 1_000_000;
const stop = 1_010_000;

/** Every ten minutes, evenly. */
const plain = (
  time: (minutes: number) => string,
  told: (wh: number) => Json,
): readonly (readonly Json[])[] => [[at(time(10), told(start + 3333))], [at(time(20), told(start + 6667))]];
const ten: Outcome = { kwh: "10.000" };

const ocmf = (time: (minutes: number) => string, kwh: string): string => {
  const when = (minutes: number): string => `${time(minutes).slice(0, 19)},000+0000 S`;
  return signed(
    payloadOf([reading({ TM: when(0), RV: "2935.600" }), reading({ TX: "E", TM: when(30), RV: kwh })]),
  );
};
const signedValue = (record: string): Json => ({
  value: JSON.stringify({ signedMeterData: Buffer.from(record).toString("base64"), encodingMethod: "OCMF" }),
  format: "SignedData",
  context: "Transaction.End",
});

export const dialects: readonly Dialect[] = [
  {
    name: "Wh registers",
    said: (t) => ({ messages: plain(t, (wh) => value(`${wh}`)), meterStop: stop }),
    outcome: ten,
  },
  {
    name: "kWh registers",
    said: (t) => ({
      messages: plain(t, (wh) => value(`${wh / 1000}`, { unit: "kWh" })),
      meterStop: stop,
    }),
    outcome: ten,
  },
  {
    name: "no unit and no measurand",
    said: (t) => ({ messages: plain(t, (wh) => ({ value: `${wh}` })), meterStop: stop }),
    outcome: ten,
  },
  {
    name: "numbers where text is due",
    said: (t) => ({ messages: plain(t, (wh) => value(wh)), meterStop: stop }),
    outcome: ten,
  },
  {
    name: "three phases and no total",
    said: (t) => ({
      meterStart: -1,
      messages: [0, 10, 20, 30].map((minutes) => [
        at(
          t(minutes),
          ...["L1", "L2", "L3"].map((phase, n) => value(`${300_000 + n + (minutes / 10) * 1111}`, { phase })),
        ),
      ]),
      meterStop: -1,
    }),
    outcome: { kwh: "9.999", evidence: "series", flags: ["meter_stop_unknown", "estimated"] },
  },
  {
    name: "intervals alone",
    said: (t) => ({
      meterStart: -1,
      messages: [10, 20, 30].map((minutes) => [
        at(
          t(minutes),
          value(minutes === 30 ? "3334" : "3333", { measurand: "Energy.Active.Import.Interval" }),
        ),
      ]),
      meterStop: -1,
    }),
    outcome: { kwh: "10.000", evidence: "intervals", flags: ["meter_stop_unknown"] },
  },
  {
    name: "registers and intervals together",
    said: (t) => ({
      messages: [10, 20].map((minutes) => [
        at(
          t(minutes),
          value(`${start + (minutes === 10 ? 3333 : 6667)}`),
          value("3333", { measurand: "Energy.Active.Import.Interval" }),
        ),
      ]),
      meterStop: stop,
    }),
    outcome: ten,
  },
  {
    name: "Begin and Periodic at one instant",
    make: ["Growatt", "THOR"],
    said: (t) => ({
      messages: [10, 20].map((minutes) => [
        at(
          t(minutes),
          value(`${start}`, { context: "Transaction.Begin" }),
          value(`${start + (minutes === 10 ? 3333 : 6667)}`, { context: "Sample.Periodic" }),
        ),
      ]),
      meterStop: stop,
    }),
    outcome: { kwh: "10.000", flags: ["quirk:begin"] },
  },
  {
    name: "everything in the Stop",
    said: (t) => ({
      messages: [],
      meterStop: stop,
      transactionData: [
        at(t(0), value(`${start}`, { context: "Transaction.Begin" })),
        at(t(15), value(`${start + 5000}`)),
        at(t(30), value(`${stop}`, { context: "Transaction.End" })),
      ],
    }),
    outcome: { kwh: "10.000", evidence: "begin_end" },
  },
  {
    name: "Start and Stop alone",
    said: () => ({ messages: [], meterStop: stop }),
    outcome: { kwh: "10.000", evidence: "start_stop" },
  },
  {
    name: "a Stop of -1",
    said: (t) => ({
      messages: [...plain(t, (wh) => value(`${wh}`)), [at(t(29), value(`${start + 9667}`))]],
      meterStop: -1,
    }),
    outcome: { kwh: "9.667", flags: ["meter_stop_unknown", "estimated"] },
  },
  {
    name: "a Stop below its Start, and nothing between",
    said: () => ({ messages: [], meterStop: start - 5000 }),
    outcome: { review: "meter_backwards" },
  },
  {
    name: "kWh that call themselves Wh",
    said: (t) => ({ messages: plain(t, (wh) => value(`${wh / 1000}`)), meterStop: stop }),
    outcome: { review: "meter_unit" },
  },
  {
    name: "kWh everywhere, of a make known for it",
    make: ["OpenEVSE", "Advanced Series", "4.2.2"],
    said: (t) => ({ meterStart: 1000, messages: plain(t, (wh) => value(`${wh / 1000}`)), meterStop: 1010 }),
    outcome: { kwh: "10.000", flags: ["quirk:energy_unit", "quirk:start_stop_unit"] },
  },
  {
    name: "a register that begins anew at a boot",
    said: (t) => ({
      messages: [
        [at(t(10), value(`${start + 4000}`))],
        [at(t(20), value("2000"))],
        [at(t(29), value("5900"))],
      ],
      bootsAfter: 1,
      meterStop: 6000,
    }),
    // What flowed between the last reading before the boot and the first one after it, nobody saw.
    outcome: { kwh: "8.000", flags: ["register_reset"] },
  },
  {
    name: "a register that falls and nobody says why",
    said: (t) => ({
      messages: [
        [at(t(10), value(`${start + 4000}`))],
        [at(t(20), value("2000"))],
        [at(t(29), value("5900"))],
      ],
      meterStop: 6000,
    }),
    outcome: { review: "meter_backwards" },
  },
  {
    name: "one value out of line",
    said: (t) => ({
      messages: [
        ...[5, 10, 15, 20, 25].map((minutes) => [at(t(minutes), value(`${start + minutes * 333}`))]),
        [at(t(17), value("17"))],
      ],
      meterStop: stop,
    }),
    outcome: { kwh: "10.000", flags: ["readings_rejected"] },
  },
  {
    name: "a clock at 1970",
    said: () => ({
      messages: [
        [at("1970-01-01T00:10:00Z", value(`${start + 3333}`))],
        [at("1970-01-01T00:20:00Z", value(`${start + 6667}`))],
      ],
      meterStop: stop,
    }),
    outcome: { kwh: "10.000", flags: ["readings_rejected", "time_not_priced"] },
  },
  {
    name: "times without an offset, and with +0000",
    said: (t) => ({
      messages: [
        [at(t(10).replace("Z", ""), value(`${start + 3333}`))],
        [at(t(20).replace("Z", "+0000"), value(`${start + 6667}`))],
      ],
      meterStop: stop,
    }),
    outcome: ten,
  },
  {
    name: "late, out of order and twice",
    said: (t) => {
      const [first = [], second = []] = plain(t, (wh) => value(`${wh}`));
      return { messages: [second, first, second, first, second], meterStop: stop };
    },
    outcome: ten,
  },
  {
    name: "a signed record",
    signs: true,
    said: (t) => ({
      messages: plain(t, (wh) => value(`${wh}`)),
      meterStop: stop,
      transactionData: [at(t(30), signedValue(ocmf(t, "2945.598")))],
    }),
    outcome: { kwh: "9.998", evidence: "signed" },
  },
  {
    name: "a signed record that was forged",
    signs: true,
    said: (t) => ({
      messages: plain(t, (wh) => value(`${wh}`)),
      meterStop: stop,
      transactionData: [at(t(30), signedValue(ocmf(t, "2945.598").replace("2945.598", "2936.598")))],
    }),
    outcome: { kwh: "10.000", evidence: "start_stop", flags: ["signature_bad"] },
  },
];

/** The same in OCPP 2.0.1: what is sent, in the order in which it is sent. */
export interface NumberedDialect {
  readonly name: string;
  readonly events: (time: (minutes: number) => string) => readonly {
    readonly event: "Started" | "Updated" | "Ended";
    readonly number: number;
    readonly minutes: number;
    readonly values: readonly Json[];
    readonly state?: string;
  }[];
  readonly outcome: Outcome;
}

const number201 = (wh: number, more: Json = {}): Json => ({
  value: wh,
  measurand: "Energy.Active.Import.Register",
  ...more,
});
const begin = number201(start, { context: "Transaction.Begin" });
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
];

export const registeredKey = meter.spkiHex;
export const lasts = 30 * minute;
export const timeFrom = (from: number) => (minutes: number) => isoText(from + minutes * minute);
