/** Restrictions of a tariff's element, for properties: every one that OCPI has, near the moments at which sessions take place. */
import fc from "fast-check";
import type { OcpiRestrictions } from "./ocpi.ts";

const timesOfDay = ["00:00", "01:00", "01:30", "02:00", "02:30", "03:00", "17:00", "18:00", "22:00", "23:00"];
const dates = [
  "2024-02-29",
  "2026-02-15",
  "2026-03-22",
  "2026-09-20",
  "2026-11-06",
  "2026-11-07",
  "2026-12-01",
];
const weekdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

export const clockText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...timesOfDay) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: 1439 })
      .map((n) => `${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`),
  },
);

/** A JSON number with up to four decimals, as OCPI writes them. */
export const decimal = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: Math.ceil(min), max: Math.floor(max) }) },
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: Math.ceil(min * 10_000), max: Math.floor(max * 10_000) })
        .map((n) => n / 10_000),
    },
  );

type Pair<T> = readonly [low: T | undefined, high: T | undefined];

/** Two bounds, or one of them. */
const bounds = <T>(value: fc.Arbitrary<T>, isBelow: (low: T, high: T) => boolean): fc.Arbitrary<Pair<T>> =>
  fc.oneof(
    value.map((low): Pair<T> => [low, undefined]),
    value.map((high): Pair<T> => [undefined, high]),
    fc
      .tuple(value, value)
      .filter(([low, high]) => isBelow(low, high))
      .map(([low, high]): Pair<T> => [low, high]),
  );

type Bound = keyof OcpiRestrictions;
const named = <T>([low, high]: Pair<T>, lowName: Bound, highName: Bound): OcpiRestrictions => ({
  ...(low === undefined ? {} : { [lowName]: low }),
  ...(high === undefined ? {} : { [highName]: high }),
});

const below = (low: number | string, high: number | string): boolean => low < high;

export const byClock: readonly fc.Arbitrary<OcpiRestrictions>[] = [
  bounds(clockText, () => true).map((pair) => named(pair, "start_time", "end_time")),
  bounds(fc.constantFrom(...dates), below).map((pair) => named(pair, "start_date", "end_date")),
  fc.subarray(weekdays).map((day_of_week) => ({ day_of_week })),
];

export const byUse: readonly fc.Arbitrary<OcpiRestrictions>[] = [
  bounds(decimal(0, 30), below).map((pair) => named(pair, "min_kwh", "max_kwh")),
  bounds(decimal(0, 60), below).map((pair) => named(pair, "min_power", "max_power")),
  bounds(decimal(0, 90), below).map((pair) => named(pair, "min_current", "max_current")),
  bounds(fc.integer({ min: 0, max: 7200 }), below).map((pair) => named(pair, "min_duration", "max_duration")),
];

export const anyRestrictions = (
  kinds: readonly fc.Arbitrary<OcpiRestrictions>[],
): fc.Arbitrary<OcpiRestrictions> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.oneof(...kinds) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.oneof(...kinds), fc.oneof(...kinds)).map(([a, b]) => ({ ...a, ...b })),
    },
    { weight: 1, arbitrary: fc.constant({}) },
  );
