/** Which of Start, Stop and the readings are of one register, and when a register that began anew is joined. */
import { registersOf } from "@barq/domain/one-register";
import type { Point } from "@barq/domain/register-series";
import { describe, expect, it } from "vitest";

interface Given {
  readonly start?: number;
  readonly stop?: number;
  readonly boots?: readonly number[];
  readonly stopReason?: string;
  readonly endedAt?: number;
}

const point = (at: number, wh: number, context = "Sample.Periodic"): Point => ({
  at,
  registerMwh: BigInt(wh) * 1000n,
  context,
  readings: [],
});

function read(points: readonly Point[], given: Given = {}): unknown {
  const { start, stop, boots, stopReason = "Local", endedAt = 100 } = given;
  const found = registersOf(
    {
      startedAt: 0,
      endedAt,
      meterStart: start === undefined ? null : `${start}`,
      meterStop: stop === undefined ? null : `${stop}`,
      stopReason,
      ...(boots ? { boots } : {}),
    },
    points,
  );
  if (found.kind === "broken") return found.why;
  const wh = (mwh: bigint | null): number | null => (mwh === null ? null : Number(mwh / 1000n));
  const state = `${found.isOne ? "one" : "two"}${found.wasReset ? ", reset" : ""}`;
  return [found.points.map(({ registerMwh }) => wh(registerMwh)), wh(found.start), wh(found.stop), state];
}

describe("Start, Stop and the readings", () => {
  it("are of one register where they never fall together", () => {
    expect(read([point(10, 150), point(90, 190)], { start: 100, stop: 200 })).toEqual([
      [150, 190],
      100,
      200,
      "one",
    ]);
    expect(read([point(10, 150)])).toEqual([[150], null, null, "one"]);
    expect(read([], { start: 100, stop: 100 })).toEqual([[], 100, 100, "one"]);
  });

  it("are of two where the readings hold together and do not lie between Start and Stop", () => {
    const points = [point(10, 5000), point(50, 5500), point(90, 6000)];
    // A boot at the end changes nothing: nothing of either register has fallen.
    for (const boots of [[], [95]])
      expect(read(points, { start: 100, stop: 200, boots })).toEqual([[5000, 5500, 6000], 100, 200, "two"]);
    expect(read([point(10, 150)], { start: 100, stop: 100 })).toEqual([[150], 100, 100, "two"]);
    expect(read([point(10, 150), point(90, 190)], { start: 5000, stop: 100 })).toEqual([
      [150, 190],
      5000,
      100,
      "two",
    ]);
  });

  it("are a person's where one of them is in another unit", () => {
    const points = [point(10, 1_000_100), point(20, 1000), point(50, 1_000_500), point(90, 1_000_900)];
    expect(read(points, { start: 1_000_000, stop: 1_001_000 })).toBe("meter_unit");
  });

  it("with a Stop below its Start count by the readings where those mark both ends", () => {
    const begin = point(0, 100, "Transaction.Begin");
    const end = point(90, 300, "Transaction.End");
    const given = { start: 100, stop: 50, boots: [95] };
    expect(read([begin, point(50, 200), end], given)).toEqual([[100, 200, 300], 100, 50, "one"]);
    for (const ends of [
      [begin, point(90, 300)],
      [point(0, 100), end],
      [point(0, 100), point(90, 300)],
    ])
      expect(read(ends, given)).toEqual([[100, 300], 100, 300, "one, reset"]);
  });

  it("with a Stop below its Start and no evidence of a reset keep both as they are", () => {
    expect(read([point(10, 150), point(90, 190)], { start: 100, stop: 50 })).toEqual([
      [150, 190],
      100,
      50,
      "one",
    ]);
    expect(read([], { start: 100, stop: 50, boots: [20] })).toEqual([[], 100, 50, "one"]);
  });
});

describe("a register that began anew", () => {
  const fallen = [point(10, 1000), point(30, 2000), point(60, 5), point(90, 505)];

  it("is joined where a boot lies between, the fall itself is nobody's", () => {
    for (const boot of [30, 45, 60])
      expect(read(fallen, { start: 900, stop: 605, boots: [boot] })).toEqual([
        [1000, 2000, 2000, 2500],
        900,
        2600,
        "one, reset",
      ]);
    expect(read(fallen, { boots: [45] })).toEqual([[1000, 2000, 2000, 2500], null, null, "one, reset"]);
  });

  it("is a person's where no boot does", () => {
    for (const boots of [[], [29], [61]])
      expect(read(fallen, { start: 900, stop: 605, boots })).toBe("meter_backwards");
    expect(read(fallen, { boots: [] })).toBe("meter_backwards");
  });

  it("is joined by the reading of an interruption's begin before it, or of its end after it", () => {
    const said = (n: number, context: string) =>
      read(
        fallen.map((each, at) => (at === n ? { ...each, context } : each)),
        { start: 900, stop: 605 },
      );
    const joined = [[1000, 2000, 2000, 2500], 900, 2600, "one, reset"];
    expect([said(1, "Interruption.Begin"), said(2, "Interruption.End")]).toEqual([joined, joined]);
    expect([said(2, "Interruption.Begin"), said(1, "Interruption.End")]).toEqual([
      "meter_backwards",
      "meter_backwards",
    ]);
  });

  it.each(["PowerLoss", "Reboot", "HardReset", "SoftReset"])(
    "is joined at the Stop that was a boot: %s",
    (stopReason) => {
      const points = [point(10, 1000), point(30, 2000)];
      expect(read(points, { start: 900, stop: 5, stopReason })).toEqual([
        [1000, 2000],
        900,
        2000,
        "one, reset",
      ]);
      expect(read(fallen, { start: 900, stop: 605, stopReason })).toBe("meter_backwards");
    },
  );

  it("may do so twice, and each time what it counted before is kept", () => {
    const points = [point(10, 1000), point(20, 0), point(30, 100), point(40, 0), point(50, 70)];
    expect(read(points, { start: 900, stop: 170, boots: [15, 35] })).toEqual([
      [1000, 1000, 1100, 1100, 1170],
      900,
      1270,
      "one, reset",
    ]);
  });

  it("is not taken for one by a fall within the meter's noise", () => {
    expect(read([point(10, 100), point(20, 90), point(30, 50)], { start: 0, stop: 60, boots: [25] })).toEqual(
      [[100, 90, 100], 0, 110, "one, reset"],
    );
  });
});
