/** The facts of any session: readings as no two stations send them, and sound ones with little that is odd. */
import { minute } from "@barq/domain/instant";
import type { MeterFacts } from "@barq/domain/metering";
import fc from "fast-check";
import type { Arrived } from "./readings.ts";
import { atMinute, endedAt, factsOf, register, startedAt } from "./readings.ts";

const odd = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );

/** A reading as no two stations send it: any value, time, unit, context, phase and place. */
const anyReading: fc.Arbitrary<Arrived> = fc.record({
  at: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -2, max: 62 }).map(atMinute) },
    { weight: 1, arbitrary: fc.constantFrom(null, 0, startedAt - 400 * 24 * 60 * minute) },
  ),
  arrivedAt: fc.integer({ min: 0, max: 70 }).map(atMinute),
  value: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1_000_000, max: 1_010_000 }).map(String) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("", "-1", "1e3", "1005.5", "NaN", "7", "99999999999", "1000000.0004"),
    },
  ),
  measurand: odd(
    "Energy.Active.Import.Register",
    "Energy.Active.Import.Interval",
    "Power.Active.Import",
    "Voltage",
  ),
  unit: odd<string | null>("Wh", "kWh", null, "W"),
  context: odd("Sample.Periodic", "Transaction.Begin", "Transaction.End", "Sample.Clock", "Trigger"),
  phase: odd<string | null>(null, "L1", "L2", "L3"),
  location: odd("Outlet", "Inlet"),
  format: odd<"Raw" | "SignedData">("Raw", "SignedData"),
});

export const anyFacts: fc.Arbitrary<MeterFacts> = fc
  .record({
    meterStart: fc.constantFrom("1000000", "1000000", null, "-1"),
    meterStop: fc.constantFrom("1010000", "1004000", null, "-1", "999000"),
    stopReason: fc.constantFrom("Local", "PowerLoss", null),
    maxPowerW: fc.constantFrom(22_000, 22_000, null),
    readings: fc.oneof(
      fc.array(anyReading, { maxLength: 12 }),
      // A sound series with little that is odd: most of these are priced.
      fc
        .tuple(
          fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 20 }),
          fc.array(anyReading, { maxLength: 2 }),
        )
        .map(([minutes, others]) => [
          ...minutes.map((n) => register(n, 1_000_000 + Math.round((n * 10_000) / 60))),
          ...others,
        ]),
    ),
    statuses: fc.array(
      fc.record({
        at: fc.integer({ min: -5, max: 65 }).map(atMinute),
        status: fc.constantFrom("Charging", "SuspendedEV", "SuspendedEVSE", "Finishing", "Faulted"),
      }),
      { maxLength: 5 },
    ),
    endedAt: fc.constantFrom(endedAt, endedAt, startedAt, startedAt + 1, startedAt - 1),
  })
  .map(factsOf);
