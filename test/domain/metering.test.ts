/** What a meter proves on its bad days: exact or for a person, never a guess, never below zero. */
import { hour, second } from "@barq/domain/instant";
import { priceSession } from "@barq/domain/price";
import { describe, expect, it } from "vitest";
import {
  atMinute,
  begin,
  end,
  factsOf,
  meteredOf,
  power,
  register,
  rising,
  startedAt,
  verdictOf,
} from "./readings.ts";
import { tariffOf } from "./tariffs.ts";

const unknown = { meterStart: null, meterStop: null };

describe("a stop below the start", () => {
  it("is for a person: nothing is taken, and nothing is made positive", () => {
    expect(verdictOf({ meterStop: "999000" })).toBe("meter_backwards");
    expect(verdictOf({ meterStop: "5000", readings: rising(1_000_000, 1_005_000) })).toBe("meter_backwards");
  });

  it("is set aside where the registers of begin and end agree with themselves", () => {
    const facts = { meterStop: "0", readings: [begin(1_000_000), register(30, 1_004_000), end(1_008_000)] };
    expect(verdictOf(facts)).toBe("8000 Wh by begin_end");
    expect(meteredOf(facts).flags).toEqual(["meter_stop_below_start"]);
  });
});

describe("a stop that is not known", () => {
  it.each([null, "-1", "", "n/a", "1,5"])(
    "(%j) is not zero: the last register counts, and says so",
    (meterStop) => {
      const metered = meteredOf({ meterStop, readings: rising(1_000_000, 1_006_000) });
      expect([metered.energyMwh, metered.source]).toEqual([6_000_000n, "series"]);
      expect(metered.flags).toContain("estimated");
      expect(metered.flags.includes("meter_stop_unknown")).toBe(meterStop !== null);
    },
  );

  it("with nothing but the begin is for a person: what is missing is no zero", () => {
    expect(verdictOf({ meterStop: null })).toBe("meter_missing");
    expect(verdictOf({ meterStop: "-1", readings: [begin(1_000_000)] })).toBe("meter_missing");
    expect(verdictOf({ meterStop: null, endedAt: atMinute(1), readings: [begin(1_000_000)] })).toBe(
      "meter_still",
    );
  });

  it("is not taken from a reading long before the end", () => {
    const early = rising(1_000_000, 1_010_000, 5).filter((reading) => (reading.at ?? 0) <= atMinute(40));
    expect(verdictOf({ meterStop: "-1", readings: early })).toBe("meter_missing");
  });

  it("is complete with the register of the transaction's end", () => {
    const metered = meteredOf({ meterStop: null, readings: [begin(1_000_000), end(1_006_000)] });
    expect([metered.source, metered.flags]).toEqual(["begin_end", []]);
  });
});

describe("a start that is not known", () => {
  it("is taken from the first register near it, up to the stop", () => {
    const readings = [register(1, 1_000_200), register(30, 1_005_000)];
    const metered = meteredOf({ meterStart: "-5", readings });
    expect([metered.energyMwh, metered.source, metered.flags]).toEqual([9_800_000n, "series", ["estimated"]]);
  });

  it("is for a person where no register is near", () => {
    expect(verdictOf({ meterStart: null, readings: [register(50, 1_009_000)] })).toBe("meter_missing");
    expect(verdictOf({ ...unknown, readings: [register(30, 1_000_000)] })).toBe("meter_missing");
  });
});

describe("nothing at all", () => {
  it("is for a person", () => {
    expect(verdictOf(unknown)).toBe("meter_missing");
    expect(verdictOf({ ...unknown, readings: [power(10, 22_000)] })).toBe("meter_missing");
  });
});

describe("no readings but Start and Stop", () => {
  it("are enough, and the energy lies evenly over the time", () => {
    const metered = meteredOf({ statuses: [{ at: atMinute(30), status: "SuspendedEV" }] });
    expect(metered.stretches.map(({ kind, energyMwh }) => [kind, energyMwh])).toEqual([
      ["charging", 5_000_000n],
      ["parking", 5_000_000n],
    ]);
  });
});

describe("a start that equals its stop", () => {
  const still = { meterStop: "1000000" };

  it("is believed where the readings stand still too", () => {
    expect(verdictOf({ ...still, readings: rising(1_000_000, 1_000_000) })).toBe("0 Wh by start_stop");
  });

  it("is for a person where the readings moved, where power flowed, or where nothing shows that it did not", () => {
    expect(verdictOf({ ...still, readings: rising(2_000_000, 2_005_000) })).toBe("meter_still");
    const flowing = [...rising(1_000_000, 1_000_000), power(10, "7.2", "kW"), power(20, 7200)];
    expect(verdictOf({ ...still, readings: flowing })).toBe("meter_still");
    expect(verdictOf(still)).toBe("meter_still");
    expect(verdictOf({ ...still, readings: [begin(1_000_000)] })).toBe("meter_still");
  });

  it("of a session that was over at once owes nothing, a flat fee included", () => {
    const facts = { ...still, endedAt: startedAt + 20 * second, stopReason: "DeAuthorized" };
    const metered = meteredOf(facts);
    expect([metered.energyMwh, metered.stretches]).toEqual([0n, []]);
    const usage = { startedAt, endedAt: facts.endedAt, stretches: metered.stretches };
    const price = priceSession(tariffOf({ FLAT: { price: 10 }, TIME: { price: 60 } }), usage, "UTC");
    expect(price.afterTax.minor).toBe(0n);
  });
});

describe("a register that falls in the session", () => {
  it("is for a person: a reset without a boot may hide any energy", () => {
    const readings = [register(0, 1_000_000), register(20, 1_004_000), register(40, 200), register(60, 3000)];
    expect(verdictOf({ ...unknown, readings })).toBe("meter_backwards");
    expect(verdictOf({ meterStop: "3000", readings })).toBe("meter_backwards");
  });

  it("by less than its noise is the difference of its ends: 100, 103, 102.6, 105 is 5", () => {
    const readings = [100, 103, 102.6, 105].map((wh, n) => register(n * 20, wh));
    expect(verdictOf({ ...unknown, readings })).toBe("5 Wh by series");
  });

  it("at its very end is for a person too", () => {
    const readings = [...rising(1_000_000, 1_009_000).slice(0, 6), register(59, 1_002_000)];
    expect(verdictOf({ ...unknown, readings })).toBe("meter_backwards");
  });
});

describe("values of the session among values of the meter's life", () => {
  const lifetime = rising(1_000_000, 1_010_000, 5);

  it("are rejected with their reason, and the rest is priced", () => {
    const relative = [register(22, 3100), register(47, 7700)];
    const metered = meteredOf({ readings: [...lifetime, ...relative] });
    expect(metered.energyMwh).toBe(10_000_000n);
    expect(metered.flags).toEqual(["readings_rejected"]);
    expect(metered.rejected.map(({ reading, why }) => [reading.value, why])).toEqual([
      ["3100", "outlier"],
      ["7700", "outlier"],
    ]);
  });

  it("are for a person where they are too many to be the odd ones", () => {
    const relative = [2, 12, 22, 32, 42, 52].map((n) => register(n, n * 170));
    expect(verdictOf({ ...unknown, readings: [...lifetime.slice(0, 8), ...relative] })).toBe(
      "meter_backwards",
    );
  });

  it("count by their own differences where they are all there is beside Start and Stop", () => {
    const metered = meteredOf({ readings: rising(0, 10_000) });
    expect([metered.energyMwh, metered.source]).toEqual([10_000_000n, "start_stop"]);
    expect(verdictOf({ readings: rising(0, 15_000) })).toBe("meter_contradicts");
    expect(verdictOf({ meterStop: "-1", readings: rising(50, 9000) })).toBe("8950 Wh by series");
  });

  it("may stand in Start and Stop themselves beside lifetime registers of begin and end", () => {
    const facts = { meterStart: "0", meterStop: "10000", readings: [begin(1_000_000), end(1_010_000)] };
    expect(verdictOf(facts)).toBe("10000 Wh by begin_end");
  });

  it("never make a spike the price", () => {
    const readings = [...rising(1_000_000, 1_010_000, 5), register(31, 99_000_000)];
    expect(verdictOf({ readings })).toBe("10000 Wh by start_stop");
  });
});

describe("two registers at one instant", () => {
  it("of Transaction.Begin and Sample.Periodic are told apart by their context", () => {
    const readings = [begin(1_000_000), register(0, 1_000_000), register(60, 1_009_000), end(1_010_000)];
    expect(verdictOf({ readings })).toBe("10000 Wh by begin_end");
  });

  it("of one context that contradict each other are the smaller one, and the other is named", () => {
    const twice = [register(60, 1_009_500), register(60, 1_009_000)];
    for (const readings of [twice, [...twice].reverse()]) {
      const metered = meteredOf({ meterStop: null, readings: [register(0, 1_000_000), ...readings] });
      expect(metered.energyMwh).toBe(9_000_000n);
      expect(metered.rejected).toMatchObject([{ reading: { value: "1009500" }, why: "contradicts" }]);
    }
  });
});

describe("more than the connector can deliver", () => {
  it("is for a person, over the whole session and in any part of it", () => {
    expect(verdictOf({ meterStop: "1030000" })).toBe("meter_too_much");
    expect(verdictOf({ maxPowerW: 5000 })).toBe("meter_too_much");
    const leap = [...rising(1_000_000, 1_001_000).slice(0, 6), register(51, 1_009_000)];
    expect(verdictOf({ readings: leap })).toBe("meter_too_much");
  });

  it("is not suspected of a connector that does not say what it can", () => {
    expect(verdictOf({ maxPowerW: null, meterStop: "1200000" })).toBe("200000 Wh by start_stop");
  });
});

describe("sources that contradict each other", () => {
  it("are for a person", () => {
    expect(verdictOf({ readings: [begin(1_000_000), end(1_012_000)] })).toBe("meter_contradicts");
    expect(verdictOf({ meterStop: "1005000", readings: [begin(1_000_000), end(1_010_000)] })).toBe(
      "meter_contradicts",
    );
  });

  it("by no more than a meter's own error are the first of the ladder", () => {
    expect(verdictOf({ meterStop: "1010050", readings: [begin(1_000_000), end(1_010_000)] })).toBe(
      "10000 Wh by begin_end",
    );
  });
});

it("a session of three days with a reading every ten seconds is settled in one go", () => {
  const readings = Array.from({ length: 25_920 }, (_, n) =>
    register(n / 6, 1_000_000 + n * 10, n % 500 === 7 ? { value: "1" } : {}),
  );
  const facts = factsOf({ endedAt: startedAt + 72 * hour, meterStop: "1259200", readings });
  expect(meteredOf(facts)).toMatchObject({ energyMwh: 259_200_000n, flags: ["readings_rejected"] });
});
