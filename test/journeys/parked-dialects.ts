/** The half hour in which no energy flows for a while, where that has a price: parking is what the vehicle causes, never the station. */
import type { OcpiTariff } from "@barq/domain/tariff";
import type { Dialect, Said, Time } from "./half-hour.ts";
import { at, plain, stop, value } from "./half-hour.ts";
import { perKwh } from "./street.ts";

/** Energy as ever, and an hour in which the vehicle asks for nothing at 12 dirhams. */
export const parkingPriced: OcpiTariff = {
  ...perKwh,
  id: "DC-PARKING",
  elements: [
    {
      price_components: [
        { type: "ENERGY", price: 4.5, vat: 20, step_size: 1 },
        { type: "PARKING_TIME", price: 12, vat: 20, step_size: 1 },
      ],
    },
  ],
};
/** The same, counted on until the cable is out, with ten minutes for nothing. */
const idlePriced: OcpiTariff = {
  ...parkingPriced,
  id: "DC-IDLE",
  barq: { idle: { grace_s: 600 } },
};

/** All of it within ten minutes, and the cable out a quarter of an hour after the stop. */
const full = (time: Time): Said => ({
  messages: [10, 20].map((minutes) => [at(time(minutes), value(`${stop}`))]),
  meterStop: stop,
  statuses: [
    [10, "SuspendedEV"],
    [30, "Finishing"],
    [45, "Available"],
  ],
});

export const parkedDialects: readonly Dialect[] = [
  {
    name: "a vehicle that is full after ten minutes, where parking has a price",
    tariff: parkingPriced,
    said: full,
    // Twenty minutes: a plain tariff ends with its session.
    outcome: { kwh: "10.000", total: "49.00" },
  },
  {
    name: "a vehicle that is full after ten minutes, where idle time counts until it is gone",
    tariff: idlePriced,
    said: full,
    // Thirty-five minutes, of which ten are for nothing.
    outcome: { kwh: "10.000", total: "50.00" },
  },
  {
    name: "a station that holds the vehicle back, where parking has a price",
    tariff: parkingPriced,
    said: (t) => ({
      messages: plain(t, (wh) => value(`${wh}`)),
      meterStop: stop,
      statuses: [
        [11, "SuspendedEVSE"],
        [19, "Charging"],
        [25, "SuspendedEVSE"],
      ],
    }),
    outcome: { kwh: "10.000", total: "45.00" },
  },
];
