/** The ladder of evidence, rung by rung: what counts, what contradicts it, and how near a reading has to be to stand for an end. */
import { energyOfSession, isThousand, toleranceMwh } from "@barq/domain/energy-source";
import { minute } from "@barq/domain/instant";
import type { Registers } from "@barq/domain/one-register";
import type { Point } from "@barq/domain/register-series";
import { describe, expect, it } from "vitest";

const unsigned = { kind: "none" } as const;
const hour = 60 * minute;

const point = (minutes: number, wh: number, context = "Sample.Periodic"): Point => ({
  at: minutes * minute,
  registerMwh: BigInt(wh) * 1000n,
  context,
  readings: [],
});
const begin = (wh: number): Point => point(0, wh, "Transaction.Begin");
const end = (wh: number): Point => point(60, wh, "Transaction.End");

interface Given {
  readonly start?: number;
  readonly stop?: number;
  readonly isOne?: boolean;
  readonly endedAt?: number;
  readonly stopReason?: string;
  readonly intervalsWh?: number;
}

function chosen(points: readonly Point[], given: Given = {}): unknown {
  const { start, stop, isOne = true, endedAt = hour, stopReason = "Local", intervalsWh } = given;
  const mwh = (wh: number | undefined): bigint | null => (wh === undefined ? null : BigInt(wh) * 1000n);
  const registers: Registers = {
    kind: "registers",
    points,
    start: mwh(start),
    stop: mwh(stop),
    isOne,
    wasReset: false,
    outliers: [],
  };
  const found = energyOfSession({ startedAt: 0, endedAt, stopReason }, registers, mwh(intervalsWh), unsigned);
  if (typeof found === "string") return found;
  const ends = [found.start, found.stop, found.pointsStart].map((each) =>
    each === null ? null : Number(each / 1000n),
  );
  return [found.source, ...ends, found.isEstimated];
}

describe("two sources", () => {
  it("may differ by a hundredth, and by 100 Wh at least", () => {
    expect([0n, 9_999_999n, 10_000_000n, 10_000_100n, 50_000_000n].map(toleranceMwh)).toEqual([
      100_000n,
      100_000n,
      100_000n,
      100_001n,
      500_000n,
    ]);
  });

  it("are a unit apart at 900 to 1100 times, whichever is the larger, and never at nothing", () => {
    for (const [a, b, is] of [
      [10n, 9000n, true],
      [10n, 8999n, false],
      [10n, 11_000n, true],
      [10n, 11_001n, false],
      [0n, 0n, false],
      [-1n, 1000n, false],
    ] as const) {
      expect([isThousand(a, b), isThousand(b, a)]).toEqual([is, is]);
    }
  });
});

describe("the registers that mark begin and end", () => {
  it("count before Start and Stop, as long as those say about the same", () => {
    expect(chosen([begin(1000), point(30, 3000), end(11_000)])).toEqual([
      "begin_end",
      1000,
      11_000,
      1000,
      false,
    ]);
    const near = { start: 1000, stop: 11_100 };
    expect(chosen([begin(1000), end(11_000)], near)).toEqual(["begin_end", 1000, 11_000, 1000, false]);
    expect(chosen([begin(1000), end(11_000)], { ...near, stop: 11_101 })).toBe("meter_contradicts");
    expect(chosen([begin(1000), end(11_000)], { ...near, stop: 10_899 })).toBe("meter_contradicts");
  });

  it("are measured by the smaller of the two, so that no order of them is kinder", () => {
    expect(chosen([begin(0), end(100_000)], { start: 0, stop: 101_000 })).toEqual([
      "begin_end",
      0,
      100_000,
      0,
      false,
    ]);
    expect(chosen([begin(0), end(101_000)], { start: 0, stop: 100_000 })).toEqual([
      "begin_end",
      0,
      101_000,
      0,
      false,
    ]);
    expect(chosen([begin(0), end(101_001)], { start: 0, stop: 100_000 })).toBe("meter_contradicts");
    expect(chosen([begin(0), end(100_000)], { start: 0, stop: 101_001 })).toBe("meter_contradicts");
  });

  it("say that a unit is wrong where Stop is a thousand times as far", () => {
    expect(chosen([begin(1000), end(11_000)], { start: 0, stop: 10_000_000 })).toBe("meter_unit");
  });

  it("are not contradicted by a Stop below its Start, and are no pair where the end is below the begin", () => {
    expect(chosen([begin(1000), end(11_000)], { start: 5, stop: 4 })).toEqual([
      "begin_end",
      1000,
      11_000,
      1000,
      false,
    ]);
    expect(chosen([begin(1000), end(1000)])).toEqual(["begin_end", 1000, 1000, 1000, false]);
    expect(chosen([begin(1000), end(999)])).toBe("meter_missing");
    expect(chosen([begin(1000), end(999)], { start: 1, stop: 2 })).toEqual(["start_stop", 1, 2, 1, false]);
  });
});

describe("Start and Stop", () => {
  it("count where no readings mark the ends, and place the readings only where they are of one register", () => {
    expect(chosen([], { start: 1, stop: 1 })).toEqual(["start_stop", 1, 1, 1, false]);
    expect(chosen([begin(1)], { start: 1, stop: 9, isOne: false })).toEqual([
      "start_stop",
      1,
      9,
      null,
      false,
    ]);
    expect(chosen([end(9)], { start: 1, stop: 9 })).toEqual(["start_stop", 1, 9, 1, false]);
    expect(chosen([], { start: 2, stop: 1 })).toBe("meter_backwards");
  });
});

describe("a series of readings", () => {
  it("stands for the ends where its first and last lie near enough to them", () => {
    expect(chosen([point(1, 100), point(59, 900)])).toEqual(["series", 100, 900, 100, true]);
    expect(chosen([point(16, 100), point(44, 900)])).toEqual(["series", 100, 900, 100, true]);
    expect(chosen([point(16.001, 100), point(59, 900)])).toBe("meter_missing");
    expect(chosen([point(1, 100), point(43.999, 900)])).toBe("meter_missing");
  });

  it("of a short session lies within half of it, and of a shorter one within two minutes", () => {
    const endedAt = 20 * minute;
    expect(chosen([point(10, 100), point(19, 900)], { endedAt })).toEqual(["series", 100, 900, 100, true]);
    expect(chosen([point(10.001, 100), point(19, 900)], { endedAt })).toBe("meter_missing");
    expect(chosen([point(2, 100), point(3, 900)], { endedAt: 3 * minute })).toEqual([
      "series",
      100,
      900,
      100,
      true,
    ]);
    expect(chosen([point(2.001, 100), point(3, 900)], { endedAt: 3 * minute })).toBe("meter_missing");
  });

  it("is completed by a Start or a Stop of the same register, and by a marked reading wherever it lies", () => {
    expect(chosen([point(30, 500), point(59, 900)], { start: 100 })).toEqual(["series", 100, 900, 100, true]);
    expect(chosen([point(1, 100)], { stop: 900 })).toEqual(["series", 100, 900, 100, true]);
    expect(chosen([point(1, 100)], { stop: 900, isOne: false })).toBe("meter_missing");
    expect(chosen([point(59, 900)], { start: 100, isOne: false })).toBe("meter_missing");
    const marked = { ...begin(100), at: 30 * minute };
    expect(chosen([marked, point(59, 900)])).toEqual(["series", 100, 900, 100, true]);
    expect(chosen([point(1, 100), { ...end(900), at: 30 * minute }])).toEqual([
      "series",
      100,
      900,
      100,
      true,
    ]);
    expect(chosen([point(1, 50), point(30, 70), begin(100), end(90), point(59, 900)])).toEqual(
      "meter_missing",
    );
  });

  it("is none of one reading alone, nor one that falls", () => {
    expect(chosen([point(1, 100)], { endedAt: 2 * minute })).toBe("meter_missing");
    expect(chosen([point(1, 900), point(59, 100)])).toBe("meter_missing");
    expect(chosen([point(1, 100), point(59, 100)])).toEqual(["series", 100, 100, 100, true]);
    expect(chosen([])).toBe("meter_missing");
    expect(chosen([], { start: 100 })).toBe("meter_missing");
  });

  it("ends with its last register where the power was lost, and with none other", () => {
    const points = [point(1, 100), point(20, 900)];
    expect(chosen(points)).toBe("meter_missing");
    for (const stopReason of ["PowerLoss", "Reboot"])
      expect(chosen(points, { stopReason })).toEqual(["series", 100, 900, 100, true]);
  });
});

describe("intervals", () => {
  it("count where nothing above them is whole, and where there are none it is missing", () => {
    expect(chosen([], { intervalsWh: 500 })).toEqual(["intervals", 0, 500, null, false]);
    expect(chosen([point(1, 100), point(59, 900)], { intervalsWh: 500 })).toEqual([
      "series",
      100,
      900,
      100,
      true,
    ]);
  });
});
