/** Idle time that a tariff gives away, and charging so slow that it is idle: each to its last millisecond and mWh. */
import { isMeanBelow, withIdleThreshold } from "@barq/domain/cut";
import { minute } from "@barq/domain/instant";
import type { Stretch, StretchKind } from "@barq/domain/usage";
import { describe, expect, it } from "vitest";
import { over, spoken, used } from "./pieces.ts";

describe("grace", () => {
  const parking = { kind: "parking" } as const;

  it("is the first idle time of the session, cut where it ends", () => {
    expect(spoken([over(0, 3000, 9, parking)], { graceS: 1 })).toEqual(["0-1000 3 grace", "1000-3000 6 cut"]);
    expect(spoken([over(0, 1000, 9, parking), over(1000, 2000, 0, parking)], { graceS: 1 })).toEqual([
      "0-1000 9 grace",
      "1000-2000 0",
    ]);
    for (const graceS of [0, null])
      expect(spoken([over(0, 3000, 9, parking)], { graceS })).toEqual(["0-3000 9"]);
  });

  it("goes on in later idle time, and none of it is spent while the vehicle charges", () => {
    const session = [
      over(0, 600, 0, parking),
      over(600, 5000, 10),
      over(5000, 6000, 0, parking),
      over(6000, 7000, 0, parking),
    ];
    expect(spoken(session, { graceS: 1 })).toEqual([
      "0-600 0 grace",
      "600-5000 10",
      "5000-5400 0 grace",
      "5400-6000 0 cut",
      "6000-7000 0",
    ]);
    expect(spoken(session, { graceS: 2 })).toEqual([
      "0-600 0 grace",
      "600-5000 10",
      "5000-6000 0 grace",
      "6000-6400 0 grace",
      "6400-7000 0 cut",
    ]);
  });

  it("holds piece by piece where something else cuts its time", () => {
    expect(spoken([over(0, 5000, 0, parking)], { graceS: 3, conditions: [{ max_duration: 2 }] })).toEqual([
      "0-2000 0 grace",
      "2000-3000 0 cut grace",
      "3000-5000 0 cut",
    ]);
    expect(spoken([over(0, 2000, 0, parking)], { graceS: 3, conditions: [{ max_duration: 1 }] })).toEqual([
      "0-1000 0 grace",
      "1000-2000 0 cut grace",
    ]);
  });
});

describe("trickle charge", () => {
  const hour = 60 * minute;
  const idle = { graceMs: 0, hours: null, thresholdMilliW: 300_000, capMinor: null };
  const kinds = (terms: typeof idle | null, ...stretches: readonly Stretch[]) =>
    withIdleThreshold(used(stretches), terms).stretches.map(({ kind }) => kind);

  it("is idle below the tariff's threshold, and at it not", () => {
    expect(kinds(idle, over(0, hour, 299_999), over(hour, 2 * hour, 300_000))).toEqual([
      "parking",
      "charging",
    ]);
    for (const kind of ["withheld", "reserved", "unsaid"] satisfies readonly StretchKind[])
      expect(kinds(idle, over(0, hour, 0, { kind }))).toEqual([kind]);
  });

  it("is charging where the tariff has no threshold", () => {
    expect(kinds(null, over(0, hour, 0))).toEqual(["charging"]);
    const usage = used([over(0, hour, 0)]);
    expect(withIdleThreshold(usage, { ...idle, thresholdMilliW: null })).toBe(usage);
  });

  it("is told from its energy and time exactly, over months too", () => {
    expect(isMeanBelow(over(0, 1, 1), 3_600_001)).toBe(true);
    expect(isMeanBelow(over(0, 1, 1), 3_600_000)).toBe(false);
    expect(isMeanBelow(over(0, 60 * minute, 10_000_000_000), 10_000_000_000)).toBe(false);
    // 3,599,998,999 mWh in 3,599,999,999 ms against 3,599,999 mW: 1 in 10^16 below, which no double holds.
    expect(isMeanBelow(over(0, 3_599_999_999, 3_599_998_999), 3_599_999)).toBe(true);
    expect(isMeanBelow(over(0, 3_599_999_999, 3_599_999_000), 3_599_999)).toBe(false);
  });
});
