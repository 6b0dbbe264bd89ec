/** What a signed pair is worth against the other evidence: first of the ladder, and never mixed with what contradicts it. */
import { minute } from "@barq/domain/instant";
import { describe, expect, it } from "vitest";
import { begin, end, endedAt, meteredOf, register, rising, startedAt, verdictOf } from "./readings.ts";
import { signedPair } from "./signed-verdicts.ts";

const unknown = { meterStart: null, meterStop: null };
const tenKwh = signedPair(0n, 10_000_000n);

describe("a signed pair that was verified", () => {
  it("counts before everything else, in its own register", () => {
    const readings = [begin(1_000_000), ...rising(1_000_000, 1_010_000), end(1_010_000)];
    const metered = meteredOf({ readings, signed: signedPair(50_000n, 10_050_400n) });
    expect(metered).toMatchObject({
      source: "signed",
      energyMwh: 10_000_400n,
      registerStartMwh: 50_000n,
      registerStopMwh: 10_050_400n,
      flags: [],
    });
  });

  it("lies over time as the raw registers do, and ends at its own energy", () => {
    const readings = [register(0, 1_000_000), register(30, 1_008_000), register(60, 1_010_000)];
    const { stretches } = meteredOf({ readings, signed: signedPair(0n, 10_000_400n), maxPowerW: 50_000 });
    expect(stretches.map(({ energyMwh }) => energyMwh)).toEqual([8_000_000n, 2_000_400n]);
  });

  it("is enough alone, and then lies evenly over the time", () => {
    const { stretches, source } = meteredOf({ ...unknown, signed: tenKwh });
    expect([source, stretches.map(({ energyMwh }) => energyMwh)]).toEqual(["signed", [10_000_000n]]);
  });

  it("stands where the raw registers are no line, and each of those says why it was not used", () => {
    const readings = [register(0, 1_000_000), register(20, 1_004_000), register(40, 200), register(60, 3000)];
    const metered = meteredOf({ meterStop: "3000", readings, signed: tenKwh });
    expect(metered.source).toBe("signed");
    expect(metered.rejected.map(({ why }) => why)).toEqual(["no_line", "no_line", "no_line", "no_line"]);
    expect(metered.flags).toEqual(["meter_stop_below_start", "readings_rejected"]);
  });

  it("that nothing flowed proves it", () => {
    const still = signedPair(5_000_000n, 5_000_000n);
    expect(verdictOf({ ...unknown, signed: still })).toBe("0 Wh by signed");
    expect(verdictOf({ meterStop: "1000000", signed: still })).toBe("0 Wh by signed");
    expect(verdictOf({ ...unknown, readings: rising(1_000_000, 1_004_000), signed: still })).toBe(
      "meter_still",
    );
  });
});

describe("a signed pair that something contradicts is for a person", () => {
  it("by Start and Stop, or by the registers of begin and end", () => {
    const signed = signedPair(0n, 8_000_000n);
    expect(verdictOf({ signed })).toBe("meter_contradicts");
    expect(verdictOf({ ...unknown, readings: [begin(1_000_000), end(1_010_000)], signed })).toBe(
      "meter_contradicts",
    );
    expect(verdictOf({ ...unknown, readings: rising(1_000_000, 1_010_000), signed })).toBe(
      "meter_contradicts",
    );
  });

  it("by a thousand times: one of the two is in another unit", () => {
    expect(verdictOf({ signed: signedPair(0n, 10_000n) })).toBe("meter_unit");
    expect(verdictOf({ signed: signedPair(0n, 10_000_000_000n), maxPowerW: null })).toBe("meter_unit");
    expect(verdictOf({ ...unknown, readings: rising(1000, 1010), signed: tenKwh })).toBe("meter_unit");
    const mixed = [...rising(1_000_000, 1_010_000), register(35, "1005.8")];
    expect(verdictOf({ readings: mixed, signed: tenKwh })).toBe("meter_unit");
  });

  it("by itself: it ends below its begin", () => {
    expect(verdictOf({ signed: signedPair(10_000_000n, 0n) })).toBe("meter_backwards");
  });

  it("by what the connector can deliver", () => {
    expect(verdictOf({ ...unknown, signed: signedPair(0n, 90_000_000n) })).toBe("meter_too_much");
  });

  it("by the time at which a lawful clock signed it: it is another session's", () => {
    const at = (begin: number, end: number) =>
      verdictOf({
        signed: { ...tenKwh, beginAt: startedAt + begin * minute, endAt: endedAt + end * minute },
      });
    expect(at(2, -1)).toBe("10000 Wh by signed");
    expect(at(-30, 0)).toBe("meter_contradicts");
    expect(at(0, 45)).toBe("meter_contradicts");
    const unlawful = { ...tenKwh, isTimeLawful: false, beginAt: 0, endAt: 60 };
    expect(meteredOf({ signed: unlawful }).flags).toEqual(["time_not_priced"]);
  });
});

describe("a signed pair that was not verified", () => {
  it("prices nothing: what lies below it counts, in its own numbers", () => {
    for (const [kind, flag] of [
      ["bad", "signature_bad"],
      ["unverifiable", "signature_unchecked"],
    ] as const) {
      const signed = { kind, why: "whatever", records: [] };
      expect(meteredOf({ signed })).toMatchObject({
        source: "start_stop",
        energyMwh: 10_000_000n,
        flags: [flag],
      });
      expect(verdictOf({ meterStop: "999000", signed })).toBe("meter_backwards");
    }
  });
});
