/** Power and current over time: what says nothing of either, which phases make one value, and what lies between two. */
import { currentLine, powerLine, profileOf } from "@barq/domain/measured-line";
import { describe, expect, it } from "vitest";
import type { Arrived } from "./readings.ts";
import { atMinute, endedAt, power, register, startedAt } from "./readings.ts";

const time = { startedAt, endedAt };
const minutesOf = (at: number): number => (at - startedAt) / 60_000;
const spoken = (line: ReturnType<typeof powerLine>) => line.map(({ at, value }) => [minutesOf(at), value]);
const powers = (...readings: readonly Arrived[]) => spoken(powerLine(readings, time));
const current = (minutes: number, amperes: number, phase: string | null, other: Partial<Arrived> = {}) =>
  register(minutes, amperes, { measurand: "Current.Import", unit: "A", phase, ...other });
const currents = (phases: number | null, ...readings: readonly Arrived[]) =>
  spoken(currentLine(readings, time, phases));

describe("what is no power of the session", () => {
  it("says nothing, alone or beside one that is", () => {
    const odd: readonly Partial<Arrived>[] = [
      { measurand: "Power.Active.Export" },
      { measurand: "Power.Offered" },
      { location: "Inlet" },
      { format: "SignedData" },
      { context: "Trigger" },
      { unit: "VA" },
      { value: "-0.001" },
      { value: "lots" },
      { value: "1000000000.001" },
      { at: atMinute(62) },
      { at: atMinute(-2) },
    ];
    for (const other of odd) {
      const reading = { ...power(30, 5000), ...other };
      expect(powers(reading)).toEqual([]);
      expect(powers(power(10, 7000), reading)).toEqual([[10, 7_000_000]]);
    }
  });

  it("begins above a gigawatt; nothing is power too", () => {
    expect(powers(power(10, 0), power(20, 1_000_000_000))).toEqual([
      [10, 0],
      [20, 1_000_000_000_000],
    ]);
  });
});

describe("a line", () => {
  it("is in order of time, whatever the order in which its readings came", () => {
    expect(powers(power(50, 5), power(10, 1), power(30, 3))).toEqual([
      [10, 1000],
      [30, 3000],
      [50, 5000],
    ]);
  });

  it("has the smaller of two values of one instant", () => {
    expect(powers(power(10, 5), power(10, 4), power(10, 6))).toEqual([[10, 4000]]);
  });

  it("says nothing before its first reading and after its last", () => {
    const line = [
      { at: 10, value: 100 },
      { at: 20, value: 200 },
    ];
    expect(profileOf(line, 1, 10, 20)).toEqual({ kind: "line", from: 100, to: 200 });
    expect(profileOf(line, 1, 9, 20)).toBeNull();
    expect(profileOf(line, 1, 10, 21)).toBeNull();
    expect(profileOf(line, 0, 5, 10)).toBeNull();
    expect(profileOf(line, 2, 20, 25)).toBeNull();
    expect(profileOf([], 0, 5, 10)).toBeNull();
  });
});

describe("phases", () => {
  const phases = (minutes: number, watts: Readonly<Record<string, number>>) =>
    Object.entries(watts).map(([phase, w]) => ({ ...power(minutes, w), phase }));

  it("of which only two are ever named are no whole", () => {
    expect(powers(...phases(10, { L1: 1, L2: 2 }))).toEqual([]);
    expect(powers(...phases(10, { L1: 1, L2: 2, L3: 3 }), ...phases(20, { L1: 1, L3: 3 }))).toEqual([
      [10, 6000],
    ]);
    expect(powers(...phases(10, { L1: 1 }), ...phases(20, { L2: 2 }), ...phases(30, { L3: 3 }))).toEqual([]);
  });

  it("against the neutral are phases; the neutral itself is none", () => {
    expect(powers(...phases(10, { "L1-N": 1, "L2-N": 2, "L3-N": 3, N: 50 }))).toEqual([[10, 6000]]);
    expect(powers(...phases(10, { L1: 1, N: 50 }))).toEqual([[10, 1000]]);
    expect(powers(...phases(10, { N: 50 }))).toEqual([]);
  });

  it("beside a total are not needed", () => {
    expect(powers(...phases(10, { L1: 1, L2: 2, L3: 3 }), power(20, 9))).toEqual([[20, 9000]]);
  });
});

describe("current", () => {
  it("without a unit is in amperes", () => {
    expect(currents(1, current(10, 16, "L1", { unit: null }))).toEqual([[10, 160_000]]);
    expect(currents(1, current(10, 16, "L1", { unit: "mA" }))).toEqual([]);
  });

  it("of a connector with one phase is that phase's, else what names no phase, and never the neutral's", () => {
    expect(currents(1, current(10, 16, "L1"))).toEqual([[10, 160_000]]);
    expect(currents(1, current(10, 16, "L1"), current(10, 15, null))).toEqual([[10, 160_000]]);
    expect(currents(1, current(10, 16, null), current(10, 3, "N"), current(20, 3, "N"))).toEqual([
      [10, 160_000],
    ]);
    expect(currents(1, current(10, 16, null), current(10, 3, "L1"), current(20, 3, "L2"))).toEqual([
      [10, 160_000],
    ]);
  });

  it("without a phase is not known on a connector with three, or with nobody knows how many", () => {
    for (const phases of [3, null]) expect(currents(phases, current(10, 16, null))).toEqual([]);
  });
});
