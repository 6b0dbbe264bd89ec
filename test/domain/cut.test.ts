/** A session in pieces: cut wherever a price may change and nowhere else, and the pieces add up to what was cut. */
import { extentOf, sessionStart } from "@barq/domain/cut";
import { minute } from "@barq/domain/instant";
import type { Profile, Stretch } from "@barq/domain/usage";
import { describe, expect, it } from "vitest";
import type { Cutting } from "./pieces.ts";
import { cut, line, over, spoken, start, used } from "./pieces.ts";

describe("what cannot be cut", () => {
  it("is priced whole, as its period states it, and named where a boundary crosses it", () => {
    const stated = [
      over(0, 1000, 10),
      over(1000, 3000, 20, { statedMs: 1500 }),
      over(3000, 4000, 30, { statedMs: 700 }),
    ];
    const { pieces, uncut } = cut(stated, { conditions: [{ max_duration: 2 }] });
    expect(uncut).toEqual([1]);
    expect(pieces.map(({ from, to, ms, isCut }) => [from - start, to - start, ms, isCut])).toEqual([
      [0, 1000, 1000, false],
      [1000, 3000, 1500, false],
      [3000, 4000, 700, false],
    ]);
  });

  it("is not named where something changes at its ends alone", () => {
    const stated = { statedMs: 700 };
    const parking = { ...stated, kind: "parking" } as const;
    const line = { ...stated, powerMilliW: { kind: "line", from: 5_000_000, to: 9_000_000 } } as const;
    const cases: readonly (readonly [Stretch, Cutting, boolean])[] = [
      [over(0, 1000, 1000, stated), { conditions: [{ min_duration: 0, max_duration: 1 }] }, false],
      [over(0, 1000, 1000, stated), { conditions: [{ min_kwh: 0, max_kwh: 0.001 }] }, false],
      [over(0, 1000, 1000, line), { conditions: [{ min_power: 5, max_power: 9 }] }, false],
      [over(0, 1000, 0, parking), {}, false],
      [over(0, 1000, 0, parking), { graceS: 1 }, true],
    ];
    for (const [stretched, cutting, isGrace] of cases) {
      const { pieces, uncut } = cut([stretched, over(1000, 2000, 0, stated)], cutting);
      expect([uncut, pieces.map((piece) => piece.isGrace)]).toEqual([[], [isGrace, false]]);
    }
    expect(cut([over(0, 1001, 0, parking)], { graceS: 1 }).uncut).toEqual([0]);
  });
});

describe("pieces", () => {
  it("say where they come from, what flowed before them, and how many boundaries lie behind them", () => {
    const [first, second] = [over(0, 1000, 10), over(1000, 4000, 30)];
    const { pieces, uncut } = cut([first, second], { conditions: [{ min_duration: 1, max_duration: 2 }] });
    expect(uncut).toEqual([]);
    const whole = { isCut: false, isGrace: false };
    expect(pieces).toEqual([
      {
        ...whole,
        from: start,
        to: start + 1000,
        stretch: first,
        index: 0,
        span: 0,
        beforeMwh: 0n,
        energyMwh: 10n,
        ms: 1000,
      },
      {
        ...whole,
        from: start + 1000,
        to: start + 2000,
        stretch: second,
        index: 1,
        span: 1,
        beforeMwh: 10n,
        energyMwh: 10n,
        ms: 1000,
      },
      {
        ...whole,
        isCut: true,
        from: start + 2000,
        to: start + 4000,
        stretch: second,
        index: 1,
        span: 2,
        beforeMwh: 20n,
        energyMwh: 20n,
        ms: 2000,
      },
    ]);
  });

  it("stay in their span where energy cuts them", () => {
    const { pieces } = cut([over(0, 4000, 4000)], { conditions: [{ max_kwh: 0.001 }, { max_duration: 2 }] });
    expect(pieces.map(({ from, span }) => [from - start, span])).toEqual([
      [0, 0],
      [1000, 0],
      [2000, 1],
    ]);
  });

  it("are cut at the straight line's register, rounded half away from zero, and add up", () => {
    expect(spoken([over(0, 2000, 5)], { conditions: [{ max_duration: 1 }] })).toEqual([
      "0-1000 3",
      "1000-2000 2 cut",
    ]);
    expect(spoken([over(500, 3500, 5)], { conditions: [{ max_duration: 1, min_duration: 2 }] })).toEqual([
      "500-1500 2",
      "1500-2500 1 cut",
      "2500-3500 2 cut",
    ]);
    expect(spoken([over(0, 2000, 0)], { conditions: [{ max_duration: 1 }] })).toEqual([
      "0-1000 0",
      "1000-2000 0 cut",
    ]);
  });

  it("are those of stretches without length too", () => {
    expect(spoken([over(0, 0, 0), over(0, 0, 5)], {})).toEqual(["0-0 0", "0-0 5"]);
  });

  it("are cut at the hours of the wall too", () => {
    const hours = [over(0, 120 * minute, 120)];
    expect(spoken(hours, { conditions: [{ end_time: "15:30" }] })).toEqual([
      "0-1800000 30",
      "1800000-7200000 90 cut",
    ]);
  });
});

describe("a threshold of energy", () => {
  const wh = { max_kwh: 0.001 };

  it("is itself the register at the cut, whose instant is rounded to a whole millisecond", () => {
    expect(spoken([over(0, 3, 2000)], { conditions: [wh] })).toEqual(["0-2 1000", "2-3 1000 cut"]);
    expect(spoken([over(0, 5, 4000)], { conditions: [wh] })).toEqual(["0-1 1000", "1-5 3000 cut"]);
  });

  it("counts from the session's start, and cuts nothing at the ends of a stretch", () => {
    const three = [over(0, 1000, 1000), over(1000, 2000, 1000), over(2000, 3000, 2000)];
    expect(spoken(three, { conditions: [{ min_kwh: 0, max_kwh: 0.002 }] })).toEqual([
      "0-1000 1000",
      "1000-2000 1000",
      "2000-3000 2000",
    ]);
    expect(spoken(three, { conditions: [{ min_kwh: 0.0015, max_kwh: 0.003 }] })).toEqual([
      "0-1000 1000",
      "1000-1500 500",
      "1500-2000 500 cut",
      "2000-2500 1000",
      "2500-3000 1000 cut",
    ]);
  });

  it("that is reached within half a millisecond of the begin parts its energy all the same", () => {
    expect(spoken([over(0, 10, 100_000)], { conditions: [wh] })).toEqual(["0-0 1000", "0-10 99000"]);
  });

  it("that falls together with another boundary makes one cut, and beside it at one instant never lets the register fall", () => {
    expect(spoken([over(0, 2000, 2000)], { conditions: [wh, { max_duration: 1 }] })).toEqual([
      "0-1000 1000",
      "1000-2000 1000 cut",
    ]);
    // 1001 mWh in every ms: 1,001,300 are reached after 1000.3 ms and 1,000,700 after 999.7, both at the boundary's own.
    const fast = [over(0, 3000, 3_003_000)];
    expect(spoken(fast, { conditions: [{ max_kwh: 1.001 }, { max_duration: 1 }] })).toEqual([
      "0-1000 1001000",
      "1000-3000 2002000 cut",
    ]);
    expect(spoken(fast, { conditions: [{ max_kwh: 1.0013 }, { max_duration: 1 }] })).toEqual([
      "0-1000 1001000",
      "1000-1000 300 cut",
      "1000-3000 2001700 cut",
    ]);
    expect(spoken(fast, { conditions: [{ max_kwh: 1.0007 }, { max_duration: 1 }] })).toEqual([
      "0-1000 1000700",
      "1000-1000 300 cut",
      "1000-3000 2002000 cut",
    ]);
  });
});

describe("a level of power or current", () => {
  const power = { max_power: 5 };

  it("cuts where the line between two readings passes it, rising and falling", () => {
    expect(
      spoken([over(0, 1000, 10, { powerMilliW: line(0, 10_000_000) })], { conditions: [power] }),
    ).toEqual(["0-500 5", "500-1000 5 cut"]);
    const falling = over(0, 1000, 10, { powerMilliW: line(6_000_000, 2_000_000) });
    expect(spoken([falling], { conditions: [power] })).toEqual(["0-250 3", "250-1000 7 cut"]);
    const current = over(0, 1000, 10, { currentTenthMa: line(100_000, 300_000) });
    expect(spoken([current], { conditions: [{ min_current: 15, max_current: 20 }] })).toEqual([
      "0-250 3",
      "250-500 2 cut",
      "500-1000 5 cut",
    ]);
    expect(spoken([current], { conditions: [{ min_power: 15, max_power: 20 }] })).toEqual(["0-1000 10"]);
    const both = over(0, 1000, 10, { powerMilliW: line(0, 10_000_000) });
    expect(spoken([both], { conditions: [{ min_power: 1, max_power: 9 }] })).toEqual([
      "0-100 1",
      "100-900 8 cut",
      "900-1000 1 cut",
    ]);
  });

  it("that the line only touches, stays at, or does not reach cuts nothing", () => {
    const lines = [line(5_000_000, 9_000_000), line(9_000_000, 5_000_000), line(5_000_000, 5_000_000)];
    for (const powerMilliW of [...lines, line(6_000_000, 6_000_000), line(1, 2), line(9_000_000, 8_000_000)])
      expect(spoken([over(0, 1000, 10, { powerMilliW })], { conditions: [power] })).toEqual(["0-1000 10"]);
    const range: Profile = { kind: "range", least: 0, most: 10_000_000 };
    expect(spoken([over(0, 1000, 10, { powerMilliW: range })], { conditions: [power] })).toEqual([
      "0-1000 10",
    ]);
  });

  it("that is passed within half a millisecond of an end cuts nothing", () => {
    for (const powerMilliW of [line(4_999_999, 9_000_000), line(1_000_000, 5_000_001)])
      expect(spoken([over(0, 1000, 10, { powerMilliW })], { conditions: [power] })).toEqual(["0-1000 10"]);
  });
});

describe("a session", () => {
  it("reaches from its first stretch to its last, else from its start to its end", () => {
    const usage = { ...used([over(5, 10, 0), over(10, 20, 0), over(20, 30, 0)]), endedAt: start + 99 };
    expect(extentOf(usage)).toEqual([start + 5, start + 30]);
    expect(extentOf({ ...usage, stretches: [] })).toEqual([start, start + 99]);
  });

  it("starts when its reservation is over", () => {
    const reserved = over(-10, 5, 0, { kind: "reserved" });
    expect(sessionStart(used([reserved, over(5, 10, 0)]))).toBe(start + 5);
    expect(sessionStart(used([reserved]))).toBe(start);
    const conditions = [{ max_duration: 1 }];
    expect(spoken([over(-5000, 0, 0, { kind: "reserved" }), over(0, 2000, 2)], { conditions })).toEqual([
      "-5000-0 0",
      "0-1000 1",
      "1000-2000 1 cut",
    ]);
  });
});
