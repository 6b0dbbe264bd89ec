/** What cannot be true of an energy: another unit, a zero that nothing proves, readings that moved further. */
import { showsPower } from "@barq/domain/plausibility";
import { describe, expect, it } from "vitest";
import { why } from "./claims.ts";
import type { Arrived } from "./readings.ts";
import { atMinute, power } from "./readings.ts";

describe("another unit", () => {
  const other = { isOne: false } as const;

  it("is seen where readings moved a thousand times as far as the energy, or it as they, and both by a step of a coarse meter", () => {
    expect(
      why({
        wh: 10_000,
        points: [
          [0, 1000],
          [60, 1010],
        ],
      }),
    ).toBe("meter_unit");
    expect(
      why({
        wh: 10_000,
        points: [
          [0, 1000],
          [60, 1009.999],
        ],
      }),
    ).toBeNull();
    expect(
      why({
        wh: 20_000,
        points: [
          [0, 1000],
          [60, 1010],
        ],
      }),
    ).toBeNull();
    expect(
      why({
        wh: 10,
        points: [
          [0, 1000],
          [60, 11_000],
        ],
      }),
    ).toBe("meter_unit");
    expect(
      why({
        wh: 9.999,
        points: [
          [0, 1000],
          [60, 10_999],
        ],
      }),
    ).toBe("meter_contradicts");
  });

  it("is seen where every reading is a thousandth of Start and Stop, and too few moved to tell by that", () => {
    const points = [
      [0, 1005],
      [60, 1006],
    ] as const;
    expect(why({ wh: 20_000, points, registers: other })).toBe("meter_unit");
    expect(why({ wh: 20_000, points })).toBeNull();
    expect(
      why({
        wh: 20_000,
        points: [
          [0, 1000],
          [60, 1010],
        ],
        registers: other,
      }),
    ).toBeNull();
    expect(
      why({
        wh: 20_000,
        points: [
          [0, 1005],
          [60, 999],
        ],
        registers: other,
      }),
    ).toBeNull();
    expect(why({ wh: 20_000, points: [], registers: other })).toBeNull();
    expect(why({ wh: 20_000, points, registers: { ...other, start: null } })).toBeNull();
    expect(why({ wh: 20_000, points, registers: { ...other, stop: null } })).toBeNull();
  });
});

describe("no energy", () => {
  const seen = [[30, 1000]] as const;

  it("is proven by a register that is seen to stand still after the begin", () => {
    expect(why({ wh: 0, points: seen })).toBeNull();
    expect(why({ wh: 0 })).toBe("meter_still");
    expect(why({ wh: 0, points: [[0, 1000]] })).toBe("meter_still");
    expect(why({ wh: 0, points: [[30, 1000, 1]] })).toBe("meter_still");
    expect(
      why({
        wh: 0,
        points: [
          [0, 1000],
          [30, 1010],
        ],
      }),
    ).toBeNull();
    expect(
      why({
        wh: 0,
        points: [
          [0, 1010.001],
          [30, 1000],
        ],
      }),
    ).toBe("meter_still");
  });

  it("is proven by a signed record and by intervals, and by Start and Stop of a session that was over at once", () => {
    expect(why({ wh: 0, source: "signed" })).toBeNull();
    expect(why({ wh: 0, source: "intervals" })).toBeNull();
    expect(why({ wh: 0, source: "begin_end" })).toBe("meter_still");
    const brief = { wh: 0, endedAt: atMinute(2) - 1, curve: [] };
    expect(why(brief)).toBeNull();
    expect(why({ ...brief, endedAt: atMinute(2) })).toBe("meter_still");
    expect(why({ ...brief, source: "series" })).toBe("meter_still");
  });

  it("is not proven where power flowed more than once", () => {
    const flows = (...readings: readonly Arrived[]) => why({ wh: 0, points: seen, readings });
    expect(flows(power(10, 7200), power(20, 7200))).toBe("meter_still");
    expect(flows(power(10, 7200), power(20, 1000))).toBeNull();
    expect(flows(power(10, 7200), power(10, 7300))).toBeNull();
    const timeless = [10, 20].map((n) => ({ ...power(n, 7200), at: null }));
    expect(flows(...timeless)).toBe("meter_still");
    expect(why({ wh: 0, source: "signed", readings: timeless })).toBe("meter_still");
  });

  it("is shown by more than a kilowatt at the outlet, and by nothing else", () => {
    expect(showsPower(power(0, "1000.001"))).toBe(true);
    expect(showsPower(power(0, "1000.001", null))).toBe(true);
    expect(showsPower(power(0, "1.000001", "kW"))).toBe(true);
    const odd: readonly Partial<Arrived>[] = [
      { value: "1000" },
      { value: "1", unit: "kW" },
      { value: "lots" },
      { measurand: "Power.Offered" },
      { location: "Inlet" },
      { format: "SignedData" },
    ];
    for (const other of odd) expect(showsPower({ ...power(0, 7200), ...other })).toBe(false);
  });
});

describe("readings that moved", () => {
  it("further than the energy and a meter's own error contradict it", () => {
    expect(
      why({
        wh: 10_000,
        points: [
          [0, 500],
          [60, 10_600],
        ],
      }),
    ).toBeNull();
    expect(
      why({
        wh: 10_000,
        points: [
          [0, 500],
          [60, 10_600.001],
        ],
      }),
    ).toBe("meter_contradicts");
    expect(
      why({
        wh: 10_000,
        points: [
          [0, 10_000],
          [30, 20_600.001],
          [60, 10_500],
        ],
      }),
    ).toBe("meter_contradicts");
    expect(
      why({
        wh: 20_000,
        points: [
          [0, 0],
          [60, 20_200],
        ],
      }),
    ).toBeNull();
  });
});
