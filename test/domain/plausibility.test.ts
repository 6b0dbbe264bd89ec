/** Energy held against the power that was reported and against what the connector can give: what cannot be true is a person's. */
import { describe, expect, it } from "vitest";
import { why } from "./claims.ts";
import { atMinute, interval, meteredOf, power, register, rising, verdictOf } from "./readings.ts";
import { signedPair } from "./signed-verdicts.ts";

const every = (minutes: number, watts: (minute: number) => number) =>
  Array.from({ length: 60 / minutes + 1 }, (_, n) => power(n * minutes, watts(n * minutes)));

describe("energy against reported power", () => {
  it("that agrees as well as readings can is no matter", () => {
    expect(verdictOf({ readings: every(5, () => 10_000) })).toBe("10000 Wh by start_stop");
    expect(verdictOf({ readings: every(15, (n) => (n === 0 ? 0 : 6000)) })).toBe("10000 Wh by start_stop");
    expect(verdictOf({ readings: every(5, (n) => (n < 30 ? 19_000 : 500)) })).toBe("10000 Wh by start_stop");
  });

  it("that is far above it is for a person", () => {
    expect(verdictOf({ readings: every(5, () => 2000) })).toBe("meter_above_power");
    expect(verdictOf({ readings: every(5, () => 0) })).toBe("meter_above_power");
  });

  it("that is far below it is for a person", () => {
    const readings = [...rising(1_000_000, 1_002_000), ...every(5, () => 10_000)];
    expect(verdictOf({ meterStop: "1002000", readings })).toBe("meter_below_power");
  });

  it("a thousand times apart is a unit: kWh that call themselves Wh", () => {
    const readings = [register(0, 361), register(60, 370), ...every(5, () => 9400)];
    expect(verdictOf({ meterStart: "361", meterStop: "370", readings })).toBe("meter_unit");
    expect(verdictOf({ readings: every(5, () => 10) })).toBe("meter_unit");
  });

  it("is not judged by a few powers, nor by such as lie far apart", () => {
    expect(verdictOf({ readings: [power(0, 100), power(60, 100)] })).toBe("10000 Wh by start_stop");
    expect(verdictOf({ readings: every(20, () => 100) })).toBe("10000 Wh by start_stop");
    const quarter = { endedAt: atMinute(15), meterStop: "1005000" };
    expect(verdictOf({ ...quarter, readings: [power(0, 0), power(15, 100)] })).toBe("5000 Wh by start_stop");
    expect(verdictOf({ ...quarter, readings: [0, 8, 15].map((n) => power(n, 100)) })).toBe(
      "meter_above_power",
    );
    expect(verdictOf({ readings: every(5, () => 100).slice(0, 5) })).toBe("10000 Wh by start_stop");
  });

  it("is not held against a verified meter", () => {
    expect(verdictOf({ readings: every(5, () => 10), signed: signedPair(0n, 10_000_000n) })).toBe(
      "10000 Wh by signed",
    );
  });

  it("holds for every source", () => {
    const intervals = [10, 20, 30, 40, 50, 60].map((n) => interval(n, 1500));
    const facts = { meterStart: null, meterStop: null, readings: [...intervals, ...every(5, () => 1000)] };
    expect(verdictOf(facts)).toBe("meter_above_power");
  });
});

it("a session of little energy is not suspected: a vehicle's heating is no contradiction", () => {
  const readings = [...rising(1_000_000, 1_000_300), ...every(5, () => 60)];
  expect(meteredOf({ meterStop: "1000300", readings }).energyMwh).toBe(300_000n);
});

/** A power at every quarter of an hour, to the minute named. */
const quarters = (mw: number, to = 60): readonly (readonly [number, number])[] =>
  [0, 15, 30, 45, 60].filter((n) => n <= to).map((n) => [n, mw] as const);

describe("what the connector can give", () => {
  it("is its power over the time and a minute, with a tenth for the meter", () => {
    // 22 kW for 61 minutes are 22,366.667 Wh, and a tenth more.
    expect(why({ wh: 24_603.333, maxPowerW: 22_000 })).toBeNull();
    expect(why({ wh: 24_603.334, maxPowerW: 22_000 })).toBe("meter_too_much");
    // 36 kW likewise are 40,260 Wh to the mWh.
    expect(why({ wh: 40_260, maxPowerW: 36_000 })).toBeNull();
    expect(why({ wh: 40_260.001, maxPowerW: 36_000 })).toBe("meter_too_much");
    const late = (wh: number) => [[0, 0] as const, [59, 1000] as const, [60, 1000 + wh] as const];
    // A minute and a minute more: 806.667 Wh.
    expect(why({ wh: 1806, maxPowerW: 22_000, curve: late(806.666) })).toBeNull();
    expect(why({ wh: 1807, maxPowerW: 22_000, curve: late(806.667) })).toBe("meter_too_much");
  });

  it("is not known where it says nothing, or nothing that can be, and is that of the strongest where a register was joined", () => {
    for (const maxPowerW of [undefined, 0, -1])
      expect(why({ wh: 900_000, ...(maxPowerW === undefined ? {} : { maxPowerW }) })).toBeNull();
    const joined = { wasReset: true };
    // 400 kW for 61 minutes, and a tenth more.
    expect(why({ wh: 447_333.333, registers: joined })).toBeNull();
    expect(why({ wh: 447_333.334, registers: joined })).toBe("meter_too_much");
    expect(why({ wh: 447_333.334, registers: joined, maxPowerW: 500_000 })).toBeNull();
  });
});

describe("power that was reported", () => {
  it("and energy agree to a factor of three and half a kilowatt-hour, to the mWh", () => {
    expect(why({ wh: 30_500, power: quarters(10_000_000) })).toBeNull();
    expect(why({ wh: 30_500.001, power: quarters(10_000_000) })).toBe("meter_above_power");
    expect(why({ wh: 1000, power: quarters(3_500_000) })).toBeNull();
    expect(why({ wh: 1000, power: quarters(3_500_001) })).toBe("meter_below_power");
    expect(why({ wh: 10_000, power: quarters(10_000) })).toBe("meter_unit");
    expect(why({ wh: 1000, power: quarters(1_000_000_000) })).toBe("meter_unit");
    expect(why({ wh: 30_500.001, power: quarters(10_000_000), source: "signed" })).toBeNull();
  });

  it("lies on a straight line between two readings", () => {
    const falling = [
      [0, 20_000_000],
      [15, 15_000_000],
      [30, 10_000_000],
      [45, 5_000_000],
      [60, 0],
    ] as const;
    expect(why({ wh: 30_500, power: falling })).toBeNull();
    expect(why({ wh: 30_500.001, power: falling })).toBe("meter_above_power");
  });

  it("is held against the energy of its own time alone", () => {
    const first = [
      [0, 0],
      [30, 500],
      [60, 90_000],
    ] as const;
    expect(why({ wh: 90_000, power: quarters(1000, 30), curve: first })).toBeNull();
    const second = [
      [0, 0],
      [30, 90_000],
      [60, 90_500],
    ] as const;
    expect(why({ wh: 90_500, power: quarters(1000, 30), curve: second })).toBe("meter_above_power");
  });

  it("says something from three readings and half of the session on, a quarter of an hour and a minute apart", () => {
    const far = (...minutes: readonly number[]) =>
      why({ wh: 10_000, power: minutes.map((n) => [n, 1_000_000] as const) });
    expect(far(0, 15, 30)).toBe("meter_above_power");
    expect(far(0, 15, 29.99)).toBeNull();
    expect(far(0, 16, 32)).toBe("meter_above_power");
    expect(far(0, 16.01, 32, 48)).toBe("meter_above_power");
    expect(far(0, 16.01, 32.02, 48.03)).toBeNull();
    const brief = { wh: 5000, endedAt: atMinute(15), curve: [[0, 0] as const, [15, 5000] as const] };
    expect(
      why({
        ...brief,
        power: [
          [0, 1_000_000],
          [15, 1_000_000],
        ],
      }),
    ).toBeNull();
    expect(
      why({
        ...brief,
        power: [
          [0, 1_000_000],
          [7, 1_000_000],
          [15, 1_000_000],
        ],
      }),
    ).toBe("meter_above_power");
  });
});
