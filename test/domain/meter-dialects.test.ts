/** How stations say what they metered: units, phases, intervals, contexts and clocks, each read for what it is. */
import { hour, minute, second } from "@barq/domain/instant";
import { describe, expect, it } from "vitest";
import {
  begin,
  end,
  endedAt,
  interval,
  meteredOf,
  register,
  rising,
  startedAt,
  verdictOf,
} from "./readings.ts";

const unknown = { meterStart: null, meterStop: null };

describe("units", () => {
  it("missing is Wh, kWh is a thousand of them, and both may come in one session", () => {
    const readings = [
      register(0, 1_000_000, { unit: null }),
      register(30, "1005.000", { unit: "kWh" }),
      register(60, "1010000.0"),
    ];
    expect(verdictOf({ ...unknown, readings })).toBe("10000 Wh by series");
  });

  it("of energy that nobody knows are for a person", () => {
    for (const unit of ["MWh", "wh", "J", "", "constructor", "__proto__", "toString"]) {
      expect(verdictOf({ readings: [register(30, 5, { unit })] })).toBe("meter_unit");
    }
    expect(verdictOf({ readings: [register(30, 5, { unit: "furlong", measurand: "Voltage" })] })).toBe(
      "10000 Wh by start_stop",
    );
  });

  it("that jump a thousandfold are for a person", () => {
    const readings = [...rising(1_000_000, 1_010_000), register(35, "1005.8")];
    expect(verdictOf({ readings })).toBe("meter_unit");
    expect(verdictOf({ readings: rising(1000, 1010) })).toBe("meter_unit");
    expect(verdictOf({ meterStop: "1005000", readings: rising(1000, 1005) })).toBe("meter_unit");
    expect(verdictOf({ meterStop: "1000010", readings: rising(1_000_000, 1_000_010) })).not.toBe(
      "meter_unit",
    );
    expect(verdictOf({ readings: [begin(0), end(10_000_000)] })).toBe("meter_unit");
  });

  it("of a fraction of a Wh are kept, and a whole stop may differ by less than one", () => {
    const readings = [begin("1000000.4"), end("1010000.9")];
    expect(verdictOf({ readings })).toBe("10000.5 Wh by begin_end");
    expect(
      verdictOf({ ...unknown, readings: [register(0, "0.0004"), register(60, "12.300000000000001")] }),
    ).toBe("12.3 Wh by series");
  });
});

describe("phases", () => {
  const phases = (minutes: number, ...values: readonly number[]) =>
    values.map((value, n) => register(minutes, value, { phase: `L${n + 1}` }));

  it("alone are added up once", () => {
    const readings = [...phases(0, 1000, 2000, 3000), ...phases(60, 4000, 5000, 6000)];
    expect(verdictOf({ ...unknown, readings })).toBe("9000 Wh by series");
  });

  it("beside a total are never added to it", () => {
    const readings = [
      ...phases(0, 1000, 2000, 3000),
      register(0, 6000),
      ...phases(60, 4000, 5000, 6000),
      register(60, 15_000),
    ];
    expect(verdictOf({ ...unknown, readings })).toBe("9000 Wh by series");
  });

  it("of which one is missing are no total of the others", () => {
    const readings = [...phases(0, 1000, 2000, 3000), ...phases(30, 2000), ...phases(60, 4000, 5000, 6000)];
    expect(verdictOf({ ...unknown, readings })).toBe("9000 Wh by series");
    expect(verdictOf({ ...unknown, readings: [...phases(0, 1000, 2000), ...phases(60, 4000, 5000)] })).toBe(
      "meter_missing",
    );
  });

  it("of a station that has only one are complete", () => {
    expect(verdictOf({ ...unknown, readings: [...phases(0, 1000), ...phases(60, 4000)] })).toBe(
      "3000 Wh by series",
    );
  });
});

describe("intervals", () => {
  const whole = [10, 20, 30, 40, 50, 60].map((n) => interval(n, 1500));

  it("are summed where there is no register", () => {
    expect(verdictOf({ ...unknown, readings: whole })).toBe("9000 Wh by intervals");
  });

  it("beside a register do not count", () => {
    expect(verdictOf({ ...unknown, readings: [...whole, ...rising(0, 8000)] })).toBe("8000 Wh by series");
  });

  it("of which one is missing prove nothing", () => {
    expect(verdictOf({ ...unknown, readings: whole.filter((_, n) => n !== 2) })).toBe("meter_missing");
    expect(verdictOf({ ...unknown, readings: whole.slice(2) })).toBe("meter_missing");
    expect(verdictOf({ ...unknown, readings: [interval(60, 9000)] })).toBe("meter_missing");
  });

  it("are counted once: not by phases too, not by the clock too, not twice at the end", () => {
    const readings = [
      ...whole,
      ...whole.map((reading) => ({ ...reading, phase: "L1" })),
      ...[15, 30, 45, 60].map((n) => interval(n, 2250, { context: "Sample.Clock" })),
      interval(60, 1500, { context: "Transaction.End" }),
    ];
    expect(verdictOf({ ...unknown, readings })).toBe("9000 Wh by intervals");
  });

  it("without a time of their own cannot be told from their repeats", () => {
    const timeless = whole.map((reading) => ({ ...reading, at: null }));
    expect(verdictOf({ ...unknown, readings: timeless })).toBe("meter_missing");
  });
});

describe("what is no billing input", () => {
  const odd = [
    register(20, 5, { context: "Trigger" }),
    register(21, 5, { context: "Other" }),
    register(22, 5, { location: "Inlet" }),
    register(23, "AAEC", { format: "SignedData" }),
    register(24, 5, { measurand: "Energy.Active.Export.Register" }),
  ];

  it("changes nothing and is not held against the rest", () => {
    const metered = meteredOf({ readings: [...rising(1_000_000, 1_010_000), ...odd] });
    expect([metered.energyMwh, metered.flags]).toEqual([10_000_000n, []]);
  });

  it("proves nothing alone", () => {
    const asked = [0, 60].map((n) => register(n, 1_000_000 + n * 100, { context: "Trigger" }));
    expect(verdictOf({ ...unknown, readings: [...odd, ...asked] })).toBe("meter_missing");
  });

  it("by the clock counts only where the session itself was not read", () => {
    const clock = [0, 15, 30, 45, 60].map((n) => register(n, 7000 + n * 100, { context: "Sample.Clock" }));
    expect(verdictOf({ ...unknown, readings: [...rising(0, 9000), ...clock] })).toBe("9000 Wh by series");
    expect(verdictOf({ ...unknown, readings: clock })).toBe("6000 Wh by series");
  });
});

describe("readings outside the session", () => {
  it("are not this driver's: the register after the stop belongs to whoever comes next", () => {
    const after = [register(61, 1_010_900), register(90, 1_025_000), register(-30, 990_000)];
    expect(verdictOf({ readings: [...rising(1_000_000, 1_010_000), ...after] })).toBe(
      "10000 Wh by start_stop",
    );
    expect(verdictOf({ meterStop: null, readings: [...rising(1_000_000, 1_010_000), ...after] })).toBe(
      "10000 Wh by series",
    );
  });

  it("by less than a minute are a clock's drift: an end of the transaction is still its end", () => {
    const drifted = [
      begin(1_000_000, { at: startedAt - 2 * second }),
      end(1_010_000, { at: endedAt + 20 * second }),
    ];
    const metered = meteredOf({ ...unknown, readings: drifted });
    expect([metered.energyMwh, metered.source, metered.flags]).toEqual([10_000_000n, "begin_end", []]);
  });
});

describe("station clocks", () => {
  const hoursLate = { arrivedAt: endedAt + 9 * hour };

  it("are what counts where a message comes hours late", () => {
    const readings = rising(1_000_000, 1_008_000).map((reading) => ({ ...reading, ...hoursLate }));
    expect(verdictOf({ meterStop: "-1", readings })).toBe("8000 Wh by series");
  });

  it("at 1970, or without a time, are replaced by the arrival", () => {
    const at = [null, Date.parse("1970-01-01T00:10:00Z"), Date.parse("2000-01-01T00:00:00Z")];
    for (const unset of at) {
      const readings = rising(1_000_000, 1_008_000).map((reading) => ({
        ...reading,
        at: unset,
        arrivedAt: reading.at ?? 0,
        // Clocks that were never set still count.
        ...(unset === null ? {} : { at: unset + ((reading.at ?? 0) - startedAt) }),
      }));
      expect(verdictOf({ meterStop: "-1", readings })).toBe("8000 Wh by series");
    }
  });

  it("that are an hour wrong leave the energy to Start and Stop", () => {
    const readings = rising(1_000_000, 1_010_000).map((reading) => ({
      ...reading,
      at: (reading.at ?? 0) + 3 * hour,
    }));
    expect(verdictOf({ readings })).toBe("10000 Wh by start_stop");
  });

  it("that put the stop before the start price the energy and no time", () => {
    const metered = meteredOf({ meterStop: "1000100", endedAt: startedAt - 5 * minute });
    expect(metered.stretches).toMatchObject([
      { from: startedAt, to: startedAt, kind: "charging", energyMwh: 100_000n, statedMs: 0 },
    ]);
  });
});
