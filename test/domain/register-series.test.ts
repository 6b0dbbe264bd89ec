/** A register over time: what is left out and why, what stands at one instant, and when intervals are whole. */
import { isWrong, seriesOf } from "@barq/domain/register-series";
import { inOrder } from "@barq/domain/session-readings";
import { describe, expect, it } from "vitest";
import type { Arrived } from "./readings.ts";
import { atMinute, endedAt, interval, register, startedAt } from "./readings.ts";

const series = (readings: readonly Arrived[], to = endedAt) => seriesOf(inOrder(readings), startedAt, to);
const minutesOf = (at: number): number => (at - startedAt) / 60_000;
/** "context minute Wh", in order. */
const spoken = (readings: readonly Arrived[]): readonly string[] =>
  series(readings).points.map(
    ({ at, context, registerMwh }) => `${context} ${minutesOf(at)} ${Number(registerMwh) / 1000}`,
  );
/** "value why" of everything that was set aside. */
const refused = (readings: readonly Arrived[]): readonly string[] =>
  series(readings)
    .rejected.map(({ reading: { value, phase }, why }) => `${phase ?? ""}${value} ${why}`)
    .sort();
const phases = (minutes: number, values: Readonly<Record<string, number>>, other: Partial<Arrived> = {}) =>
  Object.entries(values).map(([phase, value]) => register(minutes, value, { ...other, phase }));
const plain = ({ arrivedAt: _, ...reading }: Arrived) => reading;

describe("what is left out", () => {
  it("bears its reason", () => {
    const odd = [
      register(10, -1),
      register(11, "lots"),
      register(12, 1, { unit: "furlong" }),
      register(61, 2),
      register(60.5, 3),
      interval(0, 4, { at: null }),
    ];
    expect(refused([register(0, 100), ...odd])).toEqual([
      "-1 negative",
      "1 unit furlong",
      "2 drift",
      "3 drift",
      "4 time",
      "lots value",
    ]);
    expect(refused([register(62, 5)])).toEqual(["5 outside"]);
    expect(series([register(10, 1, { unit: "furlong" })]).unitUnknown).toBe(true);
    expect(series([register(10, "lots")]).unitUnknown).toBe(false);
  });

  it("is wrong, or right and said better by another", () => {
    const reading = plain(register(0, 1));
    const better = ["drift", "phase", "clock", "interval", "incomplete", "other_register", "begin_repeated"];
    expect(better.filter((why) => isWrong({ reading, why }))).toEqual([]);
    const wrong = ["outside", "value", "negative", "time", "contradicts", "outlier", "phase_missing", ""];
    expect(wrong.filter((why) => isWrong({ reading, why }))).toEqual(wrong);
  });

  it("is what follows the clock, where others follow the session", () => {
    const clock = register(15, 7, { context: "Sample.Clock" });
    expect(refused([register(0, 1), clock])).toEqual(["7 clock"]);
    expect(refused([clock])).toEqual([]);
    expect(spoken([clock])).toEqual(["Sample.Clock 15 7"]);
  });
});

describe("at one instant", () => {
  it("a contradiction is settled for less, whichever came first, and told", () => {
    // Repeats are put in order of their text: of these two pairs one has the smaller value first, one last.
    for (const [less, more] of [
      [9000, 10_000],
      [8000, 9000],
    ] as const) {
      expect(spoken([register(10, less), register(10, more)])).toEqual([`Sample.Periodic 10 ${less}`]);
      expect(refused([register(10, less), register(10, more)])).toEqual([`${more} contradicts`]);
    }
    const others = [register(0, 1), register(20, 30_000)];
    expect(spoken([...others, register(10, 9000), register(10, 10_000)])).toEqual([
      "Sample.Periodic 0 1",
      "Sample.Periodic 10 9000",
      "Sample.Periodic 20 30000",
    ]);
  });

  it("two spellings of one value are no contradiction: the first of them stands", () => {
    const [wh, kwh] = [register(10, "1000", { unit: "Wh" }), register(10, "1", { unit: "kWh" })];
    for (const readings of [
      [wh, kwh],
      [kwh, wh],
    ]) {
      const { points, rejected } = seriesOf(readings, startedAt, endedAt);
      expect(points.map((point) => point.readings)).toEqual([readings.slice(0, 1).map(plain)]);
      expect(rejected).toEqual([]);
    }
  });

  it("what contradicts is found among whatever contexts a station makes up", () => {
    const contexts = ["B", "A", "C"];
    const said = (wh: number) => contexts.map((context) => register(10, wh, { context }));
    const readings = [...said(30), ...said(20), ...said(10)];
    for (const given of [readings, [...readings].reverse()]) {
      const { points, rejected } = seriesOf(given, startedAt, endedAt);
      expect(points.map(({ context, registerMwh }) => `${context} ${registerMwh}`)).toEqual([
        "A 10000",
        "B 10000",
        "C 10000",
      ]);
      expect(rejected.map(({ why }) => why)).toEqual(Array.from({ length: 6 }, () => "contradicts"));
    }
  });

  it("the begin of the transaction stands first and its end last, whatever they say", () => {
    const own = [
      register(10, 5, { context: "Zone" }),
      register(10, 3, { context: "Transaction.End" }),
      register(10, 6, { context: "Sample.Periodic" }),
      register(10, 7, { context: "Transaction.Begin" }),
    ];
    const expected = ["Transaction.Begin 10 7", "Zone 10 5", "Sample.Periodic 10 6", "Transaction.End 10 3"];
    expect(spoken(own)).toEqual(expected);
    expect(spoken([...own].reverse())).toEqual(expected);
  });

  it("other contexts stand in the order of their registers", () => {
    const said = (interruption: number, periodic: number) =>
      spoken([
        register(10, interruption, { context: "Interruption.End" }),
        register(10, periodic),
        register(10, 5, { context: "Another" }),
        register(5, 9),
      ]);
    const first = "Sample.Periodic 5 9";
    expect(said(3, 2)).toEqual([first, "Sample.Periodic 10 2", "Interruption.End 10 3", "Another 10 5"]);
    expect(said(2, 3)).toEqual([first, "Interruption.End 10 2", "Sample.Periodic 10 3", "Another 10 5"]);
    expect(said(8, 7)).toEqual([first, "Another 10 5", "Sample.Periodic 10 7", "Interruption.End 10 8"]);
    expect(said(5, 5)).toEqual([first, "Another 10 5", "Interruption.End 10 5", "Sample.Periodic 10 5"]);
  });
});

describe("phases", () => {
  it("of which one is missing are left out, each of them", () => {
    const readings = [...phases(0, { L1: 1, L2: 2, L3: 3 }), ...phases(10, { L1: 4, L3: 5 })];
    expect(spoken(readings)).toEqual(["Sample.Periodic 0 6"]);
    expect(refused(readings)).toEqual(["L14 phase_missing", "L35 phase_missing"]);
  });

  it("are read from one reading each, and the neutral beside them adds nothing", () => {
    const three = phases(0, { L1: 1, L2: 2, L3: 3 });
    const readings = [...three, ...phases(0, { N: 9 })];
    expect(spoken(readings)).toEqual(["Sample.Periodic 0 6"]);
    expect(series(readings).points[0]?.readings).toEqual(three.map(plain));
    expect(refused(readings)).toEqual(["N9 phase"]);
    expect(refused(three)).toEqual([]);
  });

  it("beside a total add nothing", () => {
    expect(refused([register(0, 9), ...phases(0, { L1: 1, L2: 2, L3: 3 })])).toEqual([
      "L11 phase",
      "L22 phase",
      "L33 phase",
    ]);
  });

  it("are told apart where they contradict, and by their contexts", () => {
    const readings = [
      ...phases(10, { L1: 10, L2: 20, L3: 30 }),
      ...phases(10, { L1: 9, L2: 18, L3: 31 }),
      ...phases(10, { L1: 1, L2: 1, L3: 1 }, { context: "Transaction.Begin" }),
    ];
    expect(spoken(readings)).toEqual(["Transaction.Begin 10 3", "Sample.Periodic 10 57"]);
    expect(refused(readings)).toEqual(["L110 contradicts", "L220 contradicts", "L331 contradicts"]);
  });
});

describe("intervals", () => {
  /** Ends of intervals in minutes, 1 Wh each; undefined: they are not whole. */
  const sum = (minutes: readonly number[], to = endedAt): bigint | null =>
    series(
      minutes.map((n) => interval(n, 1)),
      to,
    ).intervalsMwh;

  it("prove nothing alone, not even in a session of no length", () => {
    expect(sum([60])).toBeNull();
    expect(sum([0], startedAt)).toBeNull();
    expect(sum([])).toBeNull();
  });

  it("are whole from two on", () => {
    expect(sum([30, 60])).toBe(2000n);
  });

  it("are whole where none is longer than one and a half of the usual one", () => {
    expect(sum([15, 25, 35, 45, 60])).toBe(5000n);
    expect(sum([15, 25, 35, 44.9, 60])).toBeNull();
    expect(sum([15.1, 25, 35, 45, 60])).toBeNull();
    expect(sum([10, 20, 30, 40, 45])).toBe(5000n);
    expect(sum([10, 20, 30, 40, 44.9])).toBeNull();
  });

  it("have their usual length in the middle of their lengths, whatever their order", () => {
    // Between their ends 14, 9 and 15 minutes: the usual one has 14, and none is longer than 21.
    expect(sum([10, 24, 33, 48], atMinute(50))).toBe(4000n);
    // 16, 10 and 10 minutes: the usual one has 10.
    expect(sum([10, 26, 36, 46], atMinute(50))).toBeNull();
    // What lies before the first end and after the last makes none usual.
    expect(sum([1, 11], atMinute(12))).toBe(2000n);
  });

  it("are told apart by their end alone", () => {
    const twice = [interval(30, 1), interval(60, 2), interval(60, 2, { context: "Transaction.End" })];
    const { intervals, rejected } = series(twice);
    expect(intervals.map(({ at, registerMwh, context }) => [minutesOf(at), registerMwh, context])).toEqual([
      [30, 1000n, ""],
      [60, 2000n, ""],
    ]);
    expect(rejected).toEqual([]);
  });
});

describe("energy out of the vehicle", () => {
  const measurand = "Energy.Active.Export.Register";
  const exported = (minutes: number, wh: number | string, other: Partial<Arrived> = {}) =>
    register(minutes, wh, { measurand, ...other });
  const isExporting = (...readings: readonly Arrived[]) => series(readings).isExporting;

  it("is a register that rose by more than a meter's noise, in small steps too, or after it began anew", () => {
    expect(isExporting(exported(0, 5000), exported(30, "5010.001"))).toBe(true);
    expect(isExporting(exported(0, 5000), exported(30, 5009), exported(60, 5018))).toBe(true);
    expect(isExporting(exported(0, 5000), exported(30, 0), exported(60, 500))).toBe(true);
    const odd = exported(30, 7, { unit: "furlong" });
    expect(isExporting(exported(0, 5000), odd, exported(60, 6000))).toBe(true);
    const periods = { measurand: "Energy.Active.Export.Interval" };
    expect(isExporting(exported(30, "10.001", periods))).toBe(true);
  });

  it("is none where the register stood still, rose by noise or before the session, or is of another place", () => {
    expect(isExporting(exported(0, 5000), exported(60, 5000))).toBe(false);
    expect(isExporting(exported(0, 5000), exported(60, 5010))).toBe(false);
    expect(isExporting(exported(-30, 1000), exported(0, 5000))).toBe(false);
    expect(isExporting(exported(0, 5000), exported(90, 9000))).toBe(false);
    const inlet = { location: "Inlet" };
    expect(isExporting(exported(0, 5000, inlet), exported(60, 9000, inlet))).toBe(false);
    const asked = { context: "Trigger" };
    expect(isExporting(exported(0, 5000), exported(60, 9000, asked))).toBe(false);
    expect(isExporting(exported(0, 1000, { phase: "L1" }), exported(60, 9000, { phase: "L2" }))).toBe(false);
  });
});

it("a reading lies where the station says, not where it came in", () => {
  expect(spoken([register(10, 5, { arrivedAt: atMinute(50) })])).toEqual(["Sample.Periodic 10 5"]);
});
