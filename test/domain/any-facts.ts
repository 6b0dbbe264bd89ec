/** The facts of any session: readings as no two stations send them, and sound ones with little that is odd. */
import { minute } from "@barq/domain/instant";
import type { MeterFacts } from "@barq/domain/metering";
import type { Quirks } from "@barq/domain/quirk-profiles";
import type { SignedVerdict } from "@barq/domain/signed-verdict";
import fc from "fast-check";
import type { Arrived } from "./readings.ts";
import { atMinute, endedAt, factsOf, register, startedAt } from "./readings.ts";
import { signedPair } from "./signed-verdicts.ts";

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
    "Current.Import",
    "Energy.Active.Export.Register",
    "Voltage",
  ),
  unit: odd<string | null>("Wh", "kWh", null, "W", "A"),
  context: odd(
    "Sample.Periodic",
    "Transaction.Begin",
    "Transaction.End",
    "Sample.Clock",
    "Interruption.End",
    "Trigger",
  ),
  phase: odd<string | null>(null, "L1", "L2", "L3", "N"),
  location: odd("Outlet", "Inlet"),
  format: odd<"Raw" | "SignedData">("Raw", "SignedData"),
});

/** Power or current that a station reports beside its energy, in its unit and about what the energy says. */
const anyTelemetry: fc.Arbitrary<readonly Arrived[]> = fc
  .record({
    minutes: fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 12 }),
    measurand: fc.constantFrom("Power.Active.Import", "Current.Import"),
    phase: fc.constantFrom(null, "L1"),
    values: fc.array(fc.integer({ min: 4_000, max: 20_000 }), { minLength: 12, maxLength: 12 }),
  })
  .map(({ minutes, measurand, phase, values }) =>
    minutes.map((n, m) =>
      register(n, values[m] ?? 0, { measurand, phase, unit: measurand === "Current.Import" ? "A" : "W" }),
    ),
  );

const anyVerdict: fc.Arbitrary<SignedVerdict> = fc.oneof(
  fc.constant({ kind: "none" } as const),
  fc
    .record({ energyWh: fc.constantFrom(10_000, 10_050, 4_000, 10, 0), isTimeLawful: fc.boolean() })
    .map(({ energyWh, isTimeLawful }) =>
      signedPair(7_000n, 7_000n + BigInt(energyWh) * 1000n, { isTimeLawful }),
    ),
  fc.constantFrom(
    { kind: "bad", why: "signature_invalid", records: [] } as const,
    { kind: "bad", why: "energy_unusable", records: [] } as const,
    { kind: "unverifiable", why: "key_unknown", records: [] } as const,
  ),
);

const anyQuirks: fc.Arbitrary<Quirks> = fc.constantFrom<Quirks>(
  { profile: "p", energyUnit: "kWh" },
  { profile: "p", startStopUnit: "kWh", powerUnit: "kW" },
  { profile: "p", register: "boot", begin: "repeated" },
  { profile: "p", clock: "unset" },
  { profile: "p", meterStop: "meaningless", measurand: "by_unit" },
);

/** A few sessions have it, most do not. */
const seldom = <K extends string, T>(name: K, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<{ [N in K]?: T }> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: arbitrary.map((value) => entry(name, value)) },
  );
const entry = <K extends string, T>(name: K, value: T): { [N in K]?: T } => {
  const made: { [N in K]?: T } = {};
  made[name] = value;
  return made;
};

const anyUsual = fc
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
          anyTelemetry,
        )
        .map(([minutes, others, telemetry]) => [
          ...minutes.map((n) => register(n, 1_000_000 + Math.round((n * 10_000) / 60))),
          ...others,
          ...telemetry,
        ]),
    ),
    statuses: fc.array(
      fc.record({
        at: fc.integer({ min: -5, max: 65 }).map(atMinute),
        status: fc.constantFrom(
          "Charging",
          "SuspendedEV",
          "SuspendedEVSE",
          "Finishing",
          "Faulted",
          "Preparing",
          "Available",
        ),
      }),
      { maxLength: 5 },
    ),
    endedAt: fc.constantFrom(endedAt, endedAt, startedAt, startedAt + 1, startedAt - 1),
  })
  .map(factsOf);

export const anyFacts: fc.Arbitrary<MeterFacts> = fc
  .tuple(
    anyUsual,
    seldom("signed", anyVerdict),
    seldom("boots", fc.array(fc.integer({ min: 0, max: 60 }).map(atMinute), { maxLength: 2 })),
    seldom("quirks", anyQuirks),
    seldom("phases", fc.constantFrom(1, 3)),
  )
  .map(([usual, signed, boots, quirks, phases]) => ({ ...usual, ...signed, ...boots, ...quirks, ...phases }));
