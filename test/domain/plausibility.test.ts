/** Energy held against the power that was reported and against what the connector can give: what cannot be true is a person's. */
import { describe, expect, it } from "vitest";
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
