/** What the bench prices: a simple tariff and a nasty one, and sessions of as many readings as one likes. */
import type { CdrFacts } from "@barq/domain/cdr";
import { minute } from "@barq/domain/instant";
import type { MeterFacts } from "@barq/domain/metering";
import type { Price } from "@barq/domain/price";
import type { OcpiTariff, Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import type { Stretch, StretchKind, Usage } from "@barq/domain/usage";
import { cdrFactsOf } from "../domain/cdr-facts.ts";
import { factsOf, register } from "../domain/readings.ts";

const component = (type: string, price: number, vat = 20, step_size = 1) => ({ type, price, vat, step_size });

export const simple: OcpiTariff = {
  id: "SIMPLE",
  currency: "MAD",
  tax_included: "YES",
  elements: [{ price_components: [component("ENERGY", 2.5)] }],
};

/** Ten elements with every restriction there is, three rates, both limits and idle terms. */
export const nasty: OcpiTariff = {
  id: "NASTY",
  currency: "MAD",
  tax_included: "NO",
  min_price: { before_taxes: 5, after_taxes: 6 },
  max_price: { before_taxes: 900, after_taxes: 1050 },
  elements: [
    {
      price_components: [component("ENERGY", 1.1), component("TIME", 3, 10, 60)],
      restrictions: { start_time: "22:00", end_time: "06:00", day_of_week: ["SATURDAY", "SUNDAY"] },
    },
    { price_components: [component("ENERGY", 4.5, 14)], restrictions: { min_power: 16.5 } },
    {
      price_components: [component("TIME", 12, 10, 300)],
      restrictions: { min_current: 31, max_current: 32 },
    },
    {
      price_components: [component("ENERGY", 1.75, 20, 100)],
      restrictions: { min_kwh: 3, max_kwh: 9.5 },
    },
    {
      price_components: [component("ENERGY", 2.25), component("PARKING_TIME", 20, 20, 420)],
      restrictions: { start_time: "17:00", end_time: "21:30" },
    },
    {
      price_components: [component("TIME", 4.2, 14, 60), component("FLAT", 3, 10)],
      restrictions: { min_duration: 1800, max_duration: 14_400 },
    },
    { price_components: [component("ENERGY", 2.05)], restrictions: { max_power: 12 } },
    { price_components: [component("PARKING_TIME", 9, 20, 60)], restrictions: { start_date: "2026-11-25" } },
    { price_components: [component("FLAT", 7.5)], restrictions: { end_date: "2026-11-24" } },
    {
      price_components: [
        component("ENERGY", 3.3333),
        component("TIME", 1.2345, 10, 60),
        component("PARKING_TIME", 6, 20, 60),
        component("FLAT", 1),
      ],
    },
  ],
  barq: {
    idle: {
      grace_s: 600,
      hours: { start_time: "07:00", end_time: "23:00" },
      threshold_w: 500,
      cap: { amount: "80.00", currency: "MAD" },
    },
  },
};

const startedAt = Date.parse("2026-11-24T15:00:00Z");
const apartMs = minute;

/** Wh in each minute between two readings: never the same twice in a row, and nothing while the vehicle is parked. */
const flowedWh = (n: number): number => (kindOf(n) === "charging" ? 180 + ((n * 7919) % 181) : 0);

/** Mostly charging, with some of every kind. */
const kindOf = (n: number): StretchKind =>
  n % 61 > 55 ? "parking" : n % 61 === 30 ? "withheld" : "charging";

export interface Session {
  readonly tariff: Tariff;
  readonly usage: Usage;
  readonly facts: MeterFacts;
  readonly cdrFacts: (price: Price) => CdrFacts;
}

/** So many readings of the register, a minute apart, and the stretches between them with the current that was measured. */
export function sessionOf(body: OcpiTariff, readings: number): Session {
  const stretches: Stretch[] = [];
  const told = [register(0, 1_000_000)];
  let wh = 1_000_000;
  let amperes = 0;
  for (let n = 0; n < readings - 1; n++) {
    const flowed = flowedWh(n);
    const before = amperes;
    wh += flowed;
    amperes = Math.round((flowed * 60 * 10_000) / 690);
    const from = startedAt + n * apartMs;
    stretches.push({
      from,
      to: from + apartMs,
      kind: kindOf(n),
      energyMwh: BigInt(flowed) * 1000n,
      powerMilliW: null,
      currentTenthMa: { kind: "line", from: before, to: amperes },
    });
    told.push(register(n + 1, wh));
  }
  const endedAt = startedAt + (readings - 1) * apartMs;
  const tariff = readTariff(body);
  const usage = { startedAt, endedAt, stretches };
  return {
    tariff,
    usage,
    facts: factsOf({
      startedAt,
      endedAt,
      meterStart: "1000000",
      meterStop: `${wh}`,
      readings: told,
      maxPowerW: 25_000,
    }),
    cdrFacts: (price) => cdrFactsOf(tariff, usage, price),
  };
}
