/** What a session used, stretch by stretch: cut where something changes, measured on both sides or not at all. */
import { hour } from "@barq/domain/instant";
import type { MeterFacts } from "@barq/domain/metering";
import { stretchesOf as stretchesOfUse } from "@barq/domain/stretches";
import type { Stretch } from "@barq/domain/usage";
import { describe, expect, it } from "vitest";
import type { Arrived } from "./readings.ts";
import { atMinute, meteredOf, power, register, rising, startedAt } from "./readings.ts";

const status = (minutes: number, name: string) => ({ at: atMinute(minutes), status: name });
const stretchesOf = (facts: Partial<MeterFacts>): readonly Stretch[] => meteredOf(facts).stretches;
const minutesOf = (instant: number): number => (instant - startedAt) / 60_000;
/** "charging 0-30 5000, parking 30-60 0": kinds, minutes and Wh. */
const spoken = (facts: Partial<MeterFacts>): string =>
  stretchesOf(facts)
    .map(
      ({ kind, from, to, energyMwh }) =>
        `${kind} ${minutesOf(from)}-${minutesOf(to)} ${Number(energyMwh) / 1000}`,
    )
    .join(", ");
const current = (
  minutes: number,
  value: string | number,
  phase: string | null,
  other: Partial<Arrived> = {},
) => register(minutes, value, { measurand: "Current.Import", unit: "A", phase, ...other });
const profilesOf = (facts: Partial<MeterFacts>) =>
  stretchesOf(facts).map(({ powerMilliW }) =>
    powerMilliW?.kind === "line" ? [powerMilliW.from, powerMilliW.to] : null,
  );
const currentsOf = (facts: Partial<MeterFacts>) =>
  stretchesOf(facts).map(({ currentTenthMa: line }) => (line?.kind === "line" ? [line.from, line.to] : null));

describe("before the first energy", () => {
  const waits = [register(0, 1_000_000), register(20, 1_000_000), register(60, 1_010_000)];

  it("a vehicle with a timer waits: nothing is idle, whatever it says of itself", () => {
    for (const name of ["SuspendedEV", "Preparing", "EVConnected", "Finishing", "SuspendedEVSE"])
      expect(spoken({ readings: waits, statuses: [status(1, name), status(20, "Charging")] })).toBe(
        "withheld 0-20 0, charging 20-60 10000",
      );
  });

  it("a few Wh of a vehicle that looks about are a meter's noise", () => {
    const readings = [register(1, 1_000_002), register(30, 1_000_009), register(60, 1_010_000)];
    expect(spoken({ readings, statuses: [status(2, "SuspendedEV"), status(30, "Charging")] })).toBe(
      "withheld 0-1 2, withheld 1-30 7, charging 30-60 9991",
    );
  });

  it("nothing is idle in a session in which none ever flowed", () => {
    const facts = { meterStop: "1000000", readings: rising(1_000_000, 1_000_000) };
    expect(spoken({ ...facts, statuses: [status(5, "SuspendedEV")] })).toBe("withheld 0-60 0");
  });

  it("a vehicle that falls asleep after it charged is parking from then on", () => {
    const facts = { readings: [...waits.slice(0, 2), register(40, 1_010_000)], maxPowerW: null };
    const asleep = [status(5, "SuspendedEV"), status(40, "SuspendedEV")];
    // With its word that it charges or without: what it said before the first energy is over once that flows.
    for (const statuses of [[...asleep, status(18, "Charging")], asleep])
      expect(spoken({ ...facts, statuses })).toBe("withheld 0-20 0, charging 20-40 10000, parking 40-60 0");
  });
});

describe("a stretch", () => {
  it.each([
    ["SuspendedEV", "parking"],
    ["Finishing", "parking"],
    ["EVConnected", "parking"],
    ["Charging", "charging"],
    ["nonsense", "charging"],
    ["SuspendedEVSE", "withheld"],
    ["Faulted", "withheld"],
    ["Unavailable", "withheld"],
    ["Reserved", "withheld"],
    ["Preparing", "withheld"],
    ["Available", "withheld"],
    ["Idle", "withheld"],
  ])("of a connector that said %s is %s", (name, kind) => {
    const expected = kind === "charging" ? "charging 0-60 10000" : `charging 0-30 5000, ${kind} 30-60 5000`;
    expect(spoken({ statuses: [status(30, name)] })).toBe(expected);
  });

  it("ends at every reading that bends the line, and at no other", () => {
    const readings = [
      register(10, 1_002_000),
      register(20, 1_004_000),
      register(30, 1_004_000),
      register(50, 1_006_000),
    ];
    expect(spoken({ readings, meterStop: "1006000" })).toBe(
      "charging 0-20 4000, charging 20-30 0, charging 30-50 2000, charging 50-60 0",
    );
  });

  it("is cut between two readings at the straight line's register, rounded once", () => {
    const readings = [register(0, 1_000_000), register(60, 1_000_100)];
    const cut = stretchesOf({
      readings,
      meterStop: "1000100",
      statuses: [{ at: startedAt + 1_000_001, status: "SuspendedEV" }],
    });
    // 100 Wh times 1000.001 s of an hour: 27777.80556 mWh.
    expect(cut.map(({ energyMwh }) => energyMwh)).toEqual([27_778n, 72_222n]);
  });
});

describe("what was measured outside a session", () => {
  const point = (at: number, value: number) => ({ at, value });
  const energy = (at: number, wh: number) => ({ at, energyMwh: BigInt(wh) * 1000n });
  const use = {
    startedAt: 100,
    endedAt: 200,
    curve: [energy(100, 0), energy(150, 60), energy(200, 100)],
    kinds: [
      { at: 100, kind: "charging" },
      { at: 250, kind: "parking" },
    ],
    power: [point(50, 100), point(250, 300)],
    current: [point(90, 10), point(100, 20), point(200, 40), point(220, 50)],
  } as const;

  it("cuts nothing of it, and still says what lay on the line over it", () => {
    expect(
      stretchesOfUse(use).map(({ from, to, energyMwh, powerMilliW, currentTenthMa }) => [
        [from, to, energyMwh],
        powerMilliW,
        currentTenthMa,
      ]),
    ).toEqual([
      [[100, 150, 60_000n], { kind: "line", from: 150, to: 200 }, { kind: "line", from: 20, to: 30 }],
      [[150, 200, 40_000n], { kind: "line", from: 200, to: 250 }, { kind: "line", from: 30, to: 40 }],
    ]);
  });

  it.each([
    ["after it began", 100],
    ["before it began", 90],
  ])("leaves a session that did not end %s one stretch of no length, with all its energy", (_, endedAt) => {
    const [only, ...others] = stretchesOfUse({ ...use, endedAt });
    expect([only?.from, only?.to, only?.kind, only?.energyMwh]).toEqual([100, 100, "charging", 100_000n]);
    expect(others).toEqual([]);
    expect(stretchesOfUse({ ...use, endedAt, curve: [] })[0]?.energyMwh).toBe(0n);
  });
});

describe("power", () => {
  it("lies on a straight line between two readings, whole milliwatts, and cuts", () => {
    const readings = [power(10, 8000), power(50, "12.0005", "kW")];
    const facts = { readings, statuses: [status(20, "SuspendedEV"), status(30, "Charging")] };
    expect(spoken(facts)).toBe(
      "charging 0-10 1666.667, charging 10-20 1666.666, parking 20-30 1666.667, charging 30-50 3333.333, charging 50-60 1666.667",
    );
    expect(profilesOf(facts)).toEqual([
      null,
      [8_000_000, 9_000_125],
      [9_000_125, 10_000_250],
      [10_000_250, 12_000_500],
      null,
    ]);
  });

  it("falls as it rises, rounded half away from the reading before", () => {
    const readings = [power(0, "0.003"), power(60, 0)];
    const statuses = [status(30, "SuspendedEV")];
    expect(profilesOf({ readings, statuses })).toEqual([
      [3, 1],
      [1, 0],
    ]);
  });

  it("by phases alone is added, and beside a total never", () => {
    const phases = (minutes: number, ...watts: readonly number[]) =>
      watts.map((w, n) => ({ ...power(minutes, w), phase: `L${n + 1}` }));
    expect(
      profilesOf({ readings: [...phases(0, 3000, 4000, 3000), ...phases(60, 3000, 4000, 3000)] }),
    ).toEqual([[10_000_000, 10_000_000]]);
    const totals = [power(0, 10_000), power(60, 10_000)];
    expect(profilesOf({ readings: [...phases(0, 1, 2, 3), ...phases(30, 1, 2, 3), ...totals] })).toEqual([
      [10_000_000, 10_000_000],
    ]);
    expect(profilesOf({ readings: [...phases(0, 3000, 4000, 3000), ...phases(60, 3000, 4000)] })).toEqual([
      null,
    ]);
    const named = totals.map((reading) => ({ ...reading, phase: "L1-N" }));
    expect(profilesOf({ readings: named })).toEqual([[10_000_000, 10_000_000]]);
  });

  it("that is no power, or of no place of ours, was not measured", () => {
    const odd: readonly Partial<Arrived>[] = [
      { unit: "VA" },
      { value: "-5000" },
      { value: "lots" },
      { location: "Inlet" },
      { context: "Trigger" },
      { format: "SignedData" },
      { multiplier: 99 },
      { value: "9e20" },
    ];
    for (const other of odd) {
      const readings = [power(0, 10_000), power(60, 10_000)].map((reading) => ({ ...reading, ...other }));
      expect(profilesOf({ readings })).toEqual([null]);
    }
    const scaled = [power(0, 10), power(60, 10)].map((reading) => ({ ...reading, multiplier: 3 }));
    expect(profilesOf({ readings: scaled })).toEqual([[10_000_000, 10_000_000]]);
    expect(profilesOf({ readings: [power(0, 10_000, null), power(60, 10_000, null)] })).toEqual([
      [10_000_000, 10_000_000],
    ]);
  });

  it("said twice for one instant is the smaller, whatever its context and whichever came first", () => {
    for (const [periodic, begun] of [
      [9000, 8000],
      [8000, 9000],
    ] as const) {
      const twice = [
        power(0, periodic),
        { ...power(0, begun), context: "Transaction.Begin" },
        power(60, 8000),
      ];
      for (const readings of [twice, [...twice].reverse()])
        expect(profilesOf({ readings })).toEqual([[8_000_000, 8_000_000]]);
    }
  });
});

describe("current", () => {
  const three = (minutes: number, ...amperes: readonly number[]) =>
    amperes.map((a, n) => current(minutes, a, `L${n + 1}`));

  it("is the sum over the phases in tenths of a milliampere, without the neutral", () => {
    const readings = [...three(0, 16, 16.5, 15.9999), current(0, 40, "N"), ...three(60, 0, 0, 0)];
    expect(currentsOf({ readings })).toEqual([[484_999, 0]]);
    expect(currentsOf({ readings, phases: 3 })).toEqual([[484_999, 0]]);
  });

  it("of a station that names one phase is complete with it", () => {
    expect(currentsOf({ readings: [current(0, 32, "L1"), current(60, 32, "L1")] })).toEqual([
      [320_000, 320_000],
    ]);
  });

  it("without a phase is the whole where the connector has one; elsewhere it may be that of one phase, and says nothing", () => {
    const readings = [current(0, 125, null), current(60, 125, null)];
    expect(currentsOf({ readings, phases: 1 })).toEqual([[1_250_000, 1_250_000]]);
    expect(currentsOf({ readings, phases: 3 })).toEqual([null]);
    expect(currentsOf({ readings })).toEqual([null]);
  });

  it("of phases of which one is missing is not known there", () => {
    const readings = [...three(0, 16, 16, 16), ...three(30, 16, 16), ...three(60, 16, 16, 16)];
    expect(currentsOf({ readings })).toEqual([[480_000, 480_000]]);
    expect(currentsOf({ readings: readings.slice(0, 5) })).toEqual([null]);
  });
});

it("three days with energy, power and current every ten seconds are cut into as many stretches, and add up", () => {
  const readings = Array.from({ length: 25_920 }, (_, n) => [
    register(n / 6, 1_000_000 + n * 10 + (n % 2)),
    power(n / 6, 3600 + (n % 7)),
    current(n / 6, 16, "L1"),
  ]).flat();
  const statuses = Array.from({ length: 2000 }, (_, n) =>
    status(n * 2 + 0.05, n % 2 ? "Charging" : "SuspendedEV"),
  );
  const metered = meteredOf({ endedAt: startedAt + 72 * hour, meterStop: "1259201", readings, statuses });
  expect(metered.stretches.length).toBeGreaterThan(25_920 + 1900);
  expect(metered.stretches.reduce((all, { energyMwh }) => all + energyMwh, 0n)).toBe(259_201_000n);
  expect(metered.flags).toEqual([]);
});
