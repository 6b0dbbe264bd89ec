/** How meters of the field tell the same half hour in OCPP 1.6, and what becomes of it. */
import type { Dialect, Json, Outcome, Time } from "./half-hour.ts";
import { at, plain, start, stop, value } from "./half-hour.ts";

const ten: Outcome = { kwh: "10.000" };
const ends = (time: Time): readonly Json[] => [
  at(time(0), value(`${start}`, { context: "Transaction.Begin" })),
  at(time(30), value(`${stop}`, { context: "Transaction.End" })),
];

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
      transactionData: [...ends(t), at(t(15), value(`${start + 5000}`))],
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
    name: "a Stop of -1, and both ends in its data",
    said: (t) => ({ messages: [], meterStop: -1, transactionData: ends(t) }),
    outcome: { kwh: "10.000", evidence: "begin_end", flags: ["meter_stop_unknown"] },
  },
  {
    name: "a Stop below its Start, and both ends in its data",
    said: (t) => ({ messages: [], meterStop: start - 5000, transactionData: ends(t) }),
    outcome: { kwh: "10.000", evidence: "begin_end", flags: ["meter_stop_below_start"] },
  },
  {
    name: "a station that is away for hours and tells all of it then",
    said: (t) => ({ messages: plain(t, (wh) => value(`${wh}`)), meterStop: stop, awayMinutes: 200 }),
    outcome: ten,
  },
  {
    name: "Start and Stop in kWh, beside both ends in Wh",
    said: (t) => ({ meterStart: 1000, messages: [], meterStop: 1010, transactionData: ends(t) }),
    outcome: { review: "meter_unit" },
  },
  {
    name: "Start and Stop in kWh, beside readings that rise by more",
    said: (t) => ({ meterStart: 1000, messages: plain(t, (wh) => value(`${wh}`)), meterStop: 1010 }),
    outcome: { review: "meter_contradicts" },
  },
];
