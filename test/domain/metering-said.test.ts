/** What is said beside an energy: which readings were set aside and why, what was odd, and whether its time may be priced. */
import { minute } from "@barq/domain/instant";
import type { MeterFacts } from "@barq/domain/metering";
import { describe, expect, it } from "vitest";
import {
  atMinute,
  interval,
  meteredOf,
  register,
  rising,
  settled,
  startedAt,
  verdictOf,
} from "./readings.ts";
import { signedPair } from "./signed-verdicts.ts";

const unknown = { meterStart: null, meterStop: null };
const flags = (facts: Partial<MeterFacts>): readonly string[] => meteredOf(facts).flags;
const refused = (facts: Partial<MeterFacts>): readonly string[] =>
  meteredOf(facts).rejected.map(({ reading, why }) => `${reading.value} ${why}`);

describe("a review", () => {
  it("says why, what was odd beside it, and what could not be used", () => {
    const signed = { kind: "bad", why: "signature_invalid", records: [] } as const;
    const odd = register(30, -1);
    const { arrivedAt: _, ...reading } = odd;
    expect(settled({ meterStop: "999000", readings: [odd], signed })).toEqual({
      kind: "review",
      why: "meter_backwards",
      flags: ["meter_stop_below_start", "readings_rejected", "signature_bad"],
      rejected: [{ reading, why: "negative" }],
    });
  });

  it("of registers that are no line names none of them: nobody knows which is true", () => {
    const readings = [register(0, 1_000_000), register(20, 1_004_000), register(40, 200), register(60, 3000)];
    expect(settled({ ...unknown, readings })).toEqual({
      kind: "review",
      why: "meter_backwards",
      flags: [],
      rejected: [],
    });
  });
});

describe("evidence that is not enough", () => {
  it("is not said to be used elsewhere: a review sets nothing aside for what it did not find", () => {
    expect(settled({ ...unknown, readings: [interval(60, 9000)] })).toEqual({
      kind: "review",
      why: "meter_missing",
      flags: [],
      rejected: [],
    });
  });

  it("of a record whose signature nobody could check is no word of the meter's own", () => {
    const signed = { kind: "unverifiable", why: "exception", records: [] } as const;
    const metered = settled({ signed });
    expect([metered.kind, metered.flags]).toEqual(["metered", ["signature_unchecked"]]);
  });
});

describe("a reading that was right and not used", () => {
  it("is an interval beside a register, or a register beside intervals", () => {
    const whole = [10, 20, 30, 40, 50, 60].map((n) => interval(n, 1500));
    const facts = { ...unknown, readings: [register(30, 1_000_000), ...whole] };
    expect(verdictOf(facts)).toBe("9000 Wh by intervals");
    expect([refused(facts), flags(facts)]).toEqual([["1000000 incomplete"], []]);
    const beside = { readings: [...rising(1_000_000, 1_010_000, 60), interval(60, 10_000)] };
    expect([refused(beside), flags(beside)]).toEqual([["10000 interval"], []]);
  });

  it("is one of another register than Start and Stop speak of", () => {
    const facts = { readings: [register(0, 7), register(60, 9007)] };
    expect([refused(facts), flags(facts)]).toEqual([["7 other_register", "9007 other_register"], []]);
    expect(refused({ readings: rising(1_000_000, 1_010_000) })).toEqual([]);
  });
});

describe("a stop", () => {
  it("that is no number is said, and one that is missing is not", () => {
    const readings = rising(1_000_000, 1_006_000);
    expect(flags({ meterStop: "n/a", readings })).toEqual(["meter_stop_unknown", "estimated"]);
    expect(flags({ meterStop: null, readings })).toEqual(["estimated"]);
  });

  it("below its start is said where nothing explains it, and not where the register began anew", () => {
    const readings = [register(0, 1_000_000), register(20, 1_004_000), register(40, 200), register(60, 3200)];
    expect(flags({ meterStop: "3200", readings, boots: [atMinute(30)] })).toEqual(["register_reset"]);
    const signed = signedPair(0n, 10_000_000n);
    expect(flags({ meterStop: "999000", signed })).toEqual(["meter_stop_below_start"]);
    expect(flags({ meterStart: null, meterStop: "0", signed })).toEqual([]);
    expect(flags({ meterStop: "1000000", signed: signedPair(5n, 5n) })).toEqual([]);
  });
});

describe("a session over at once", () => {
  const brief = (ms: number, other: Partial<MeterFacts> = {}) =>
    meteredOf({
      meterStop: "1000000",
      endedAt: startedAt + ms,
      readings: [register(1, 1_000_000)],
      ...other,
    });

  it("without energy has nothing to price, not even a time that nobody can tell", () => {
    expect(brief(2 * minute - 1).stretches).toEqual([]);
    const unset = brief(2 * minute - 1, { quirks: { profile: "p", clock: "unset" } });
    expect([unset.stretches, unset.flags]).toEqual([[], ["quirk:clock"]]);
  });

  it("is one of less than two minutes, and one that took nothing", () => {
    expect(brief(2 * minute).stretches).toHaveLength(1);
    expect(brief(minute, { meterStop: "1000001", readings: [] }).stretches).toHaveLength(1);
  });
});

describe("time", () => {
  const stated = (facts: Partial<MeterFacts>) => meteredOf(facts).stretches.map(({ statedMs }) => statedMs);

  it("is priced by a clock that is right", () => {
    const lawful = signedPair(0n, 10_000_000n);
    for (const facts of [{}, { signed: lawful }, { quirks: { profile: "p" } }])
      expect([stated(facts), flags(facts)]).toEqual([[undefined], []]);
  });

  it("is not priced where the session has none, or by a clock that nobody set", () => {
    expect([
      stated({ endedAt: startedAt, maxPowerW: null }),
      flags({ endedAt: startedAt, maxPowerW: null }),
    ]).toEqual([[0], ["time_not_priced"]]);
    const unset = { quirks: { profile: "p", clock: "unset" } } as const;
    expect([stated(unset), flags(unset)]).toEqual([[0], ["time_not_priced"]]);
  });
});
