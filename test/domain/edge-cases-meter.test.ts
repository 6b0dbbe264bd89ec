/** The table of edge cases of settlement, as far as metering answers them: one test for each, named by its number. */
import { usageOfCdr } from "@barq/domain/cdr-usage";
import { parseInstant } from "@barq/domain/instant";
import type { MeterFacts } from "@barq/domain/metering";
import { priceSession } from "@barq/domain/price";
import { Problems } from "@barq/domain/problems";
import { describe, expect, it } from "vitest";
import {
  atMinute,
  begin,
  end,
  endedAt,
  interval,
  meteredOf,
  power,
  register,
  rising,
  settled,
  startedAt,
  verdictOf,
} from "./readings.ts";
import { signedPair } from "./signed-verdicts.ts";
import { tariffOf } from "./tariffs.ts";

const unknown = { meterStart: null, meterStop: null };
const status = (minutes: number, name: string) => ({ at: atMinute(minutes), status: name });
const kindsOf = (facts: Partial<MeterFacts>): string =>
  meteredOf(facts)
    .stretches.map(({ kind, from, to }) => `${kind} ${(to - from) / 60_000}`)
    .join(", ");

describe("the meter", () => {
  it("case 1: a stop below the start is quarantined, never negative, never made positive", () => {
    expect(verdictOf({ meterStop: "999000" })).toBe("meter_backwards");
    const signed = signedPair(7_000_000n, 17_000_000n);
    expect(verdictOf({ meterStop: "0", signed })).toBe("10000 Wh by signed");
    expect(verdictOf({ meterStop: "0", readings: [begin(1_000_000), end(1_004_000)] })).toBe(
      "4000 Wh by begin_end",
    );
  });

  it("case 2: a stop of -1, or none, is not known: the last register counts, estimated", () => {
    for (const meterStop of ["-1", null]) {
      const metered = meteredOf({ meterStop, readings: rising(1_000_000, 1_006_000) });
      expect(metered).toMatchObject({ energyMwh: 6_000_000n, source: "series" });
      expect(metered.flags).toContain("estimated");
    }
  });

  it("case 3: a register that drops with boot evidence is split at the drop", () => {
    const readings = [register(0, 1_000_000), register(20, 1_004_000), register(40, 200), register(60, 3200)];
    const boots = [atMinute(30)];
    const metered = meteredOf({ ...unknown, readings, boots });
    expect(metered).toMatchObject({ energyMwh: 7_000_000n, source: "series" });
    expect(metered.flags).toContain("register_reset");
    expect(verdictOf({ meterStop: "3200", readings, boots })).toBe("7000 Wh by start_stop");
    expect(verdictOf({ meterStop: "3200", readings })).toBe("meter_backwards");
    expect(verdictOf({ meterStop: "3200", readings, boots: [atMinute(50)] })).toBe("meter_backwards");
  });

  it("case 3: a register that drops between the readings of an interruption is split at the drop", () => {
    for (const [before, after] of [
      ["Interruption.Begin", "Sample.Periodic"],
      ["Sample.Periodic", "Interruption.End"],
    ] as const) {
      const readings = [
        begin(1_000_000),
        register(20, 1_004_000, { context: before }),
        register(40, 0, { context: after }),
        end(3000),
      ];
      expect(verdictOf({ ...unknown, readings })).toBe("7000 Wh by begin_end");
    }
  });

  it("case 3: a drop below one reading's noise is the difference of the end points", () => {
    const readings = [100, 103, 102.6, 105].map((wh, n) => register(n * 20, wh));
    expect(verdictOf({ ...unknown, readings })).toBe("5 Wh by series");
  });

  it("case 3: what joins to more than any station can deliver is a person's", () => {
    const readings = [
      register(0, 1_000_000),
      register(20, 9_000_000),
      register(40, 500_000),
      register(60, 501_000),
    ];
    const facts = { ...unknown, readings, boots: [atMinute(30)], maxPowerW: null };
    expect(verdictOf(facts)).toBe("meter_too_much");
  });

  it("case 4: values of the session among values of the meter's life are rejected before differencing", () => {
    const readings = [...rising(1_000_000, 1_010_000, 5), register(22, 3100), register(47, 7700)];
    const { energyMwh, rejected } = meteredOf({ ...unknown, readings });
    expect(energyMwh).toBe(10_000_000n);
    expect(rejected.map(({ reading, why }) => `${reading.value} ${why}`)).toEqual([
      "3100 outlier",
      "7700 outlier",
    ]);
  });

  it("case 5: two registers at one instant are told apart by their context, and the session is their difference", () => {
    const readings = [begin(157_440), register(0, 157_440), register(60, 163_630), end(163_630)];
    expect(verdictOf({ ...unknown, readings })).toBe("6190 Wh by begin_end");
  });

  it("case 6: a register that moves after the stop is not ours", () => {
    const readings = [...rising(1_000_000, 1_010_000), register(60.5, 1_010_004), register(65, 1_010_900)];
    const metered = meteredOf({ readings });
    expect(metered.energyMwh).toBe(10_000_000n);
    expect(metered.rejected.map(({ why }) => why)).toEqual(["drift", "outside"]);
  });

  it("case 7: signed values in kWh among raw values in Wh are never mixed, and a jump of a thousand is a person's", () => {
    const signedData = [0, 60].map((n) => register(n, "1005.8", { unit: null, format: "SignedData" }));
    const readings = [...rising(1_000_000, 1_010_000), ...signedData];
    expect(meteredOf({ readings })).toMatchObject({ energyMwh: 10_000_000n, flags: [] });
    expect(verdictOf({ readings, signed: signedPair(1_000_000_000n, 1_010_000_000n) })).toBe(
      "10000 Wh by signed",
    );
    // The signed pair read as Wh where it is kWh: a thousandth of what the registers moved.
    expect(verdictOf({ signed: signedPair(1_000_000n, 1_010_000n) })).toBe("meter_unit");
    expect(verdictOf({ readings: [...rising(1_000_000, 1_010_000), register(35, "1005.8")] })).toBe(
      "meter_unit",
    );
  });

  it("case 8: a missing unit is Wh, kWh a thousand of them, a multiplier of 3 as well", () => {
    const ends = (other: Parameters<typeof register>[2], from: string, to: string) => [
      register(0, from, other),
      register(60, to, other),
    ];
    expect(verdictOf({ ...unknown, readings: ends({ unit: null }, "1000", "11000") })).toBe(
      "10000 Wh by series",
    );
    expect(verdictOf({ ...unknown, readings: ends({ unit: "kWh" }, "1", "11") })).toBe("10000 Wh by series");
    expect(verdictOf({ ...unknown, readings: ends({ multiplier: 3 }, "1", "11") })).toBe(
      "10000 Wh by series",
    );
    expect(verdictOf({ ...unknown, readings: ends({ multiplier: -1 }, "10000", "110000") })).toBe(
      "10000 Wh by series",
    );
    for (const multiplier of [1_000_000_000, 0.5, Number.NaN])
      expect(verdictOf({ readings: [register(30, "1", { multiplier })] })).toBe("meter_unit");
  });

  it("case 9: somebody's periods in Wh beside a total in kWh are told by their ratio", () => {
    const problemsOf = (kwhs: readonly number[], total: number): readonly string[] => {
      const problems = new Problems();
      const cdr = {
        start_date_time: "2026-11-24T09:00:00Z",
        end_date_time: "2026-11-24T10:00:00Z",
        total_energy: total,
        charging_periods: kwhs.map((volume, n) => ({
          start_date_time: `2026-11-24T09:${n}0:00Z`,
          dimensions: [{ type: "ENERGY", volume }],
        })),
      };
      const { notes } = usageOfCdr(cdr, "cdr", problems);
      return [...problems.list, ...notes].map(({ path }) => path);
    };
    expect(problemsOf([4, 6], 10)).toEqual([]);
    expect(problemsOf([4000, 6000], 10)).toEqual(["cdr.total_energy"]);
    expect(problemsOf([10], 10_000)).toEqual(["cdr.total_energy"]);
    expect(problemsOf([4], 10)).toEqual(["cdr.total_energy"]);
  });

  it("case 10: of Interval and Register the Register counts, and what was left out says so", () => {
    const intervals = [10, 20, 30, 40, 50, 60].map((n) => interval(n, 1500));
    const metered = meteredOf({ ...unknown, readings: [...intervals, ...rising(0, 8000)] });
    expect(metered).toMatchObject({ energyMwh: 8_000_000n, source: "series" });
    expect(metered.rejected.map(({ why }) => why)).toEqual(Array.from({ length: 6 }, () => "interval"));
    expect(metered.flags).not.toContain("readings_rejected");
  });

  it("case 11: phases alone are added once, and never added to a total", () => {
    const phases = (minutes: number) =>
      [1000, 2000, 3000].map((wh, n) => register(minutes, wh + minutes * 50, { phase: `L${n + 1}` }));
    const alone = [...phases(0), ...phases(60)];
    expect(verdictOf({ ...unknown, readings: alone })).toBe("9000 Wh by series");
    const both = meteredOf({ ...unknown, readings: [...alone, register(0, 6000), register(60, 15_000)] });
    expect(both.energyMwh).toBe(9_000_000n);
    expect(new Set(both.rejected.map(({ why }) => why))).toEqual(new Set(["phase"]));
  });

  it("case 12: fractions of a Wh are kept, and a whole stop may differ by less than one", () => {
    const readings = [begin("1000000.4"), end("1010000.9")];
    expect(verdictOf({ readings })).toBe("10000.5 Wh by begin_end");
  });

  it("case 13: values asked for by hand are no billing input", () => {
    const asked = ["Trigger", "Other"].map((context) => register(30, 99_000_000, { context }));
    expect(meteredOf({ readings: [...rising(1_000_000, 1_010_000), ...asked] })).toMatchObject({
      energyMwh: 10_000_000n,
      rejected: [],
    });
  });

  it("case 14: energy that flows back is settled by nobody until there is a rule", () => {
    const exported = (...values: readonly number[]) =>
      values.map((wh, n) => register(n * 30, wh, { measurand: "Energy.Active.Export.Register" }));
    expect(verdictOf({ readings: exported(5, 5, 9) })).toBe("10000 Wh by start_stop");
    expect(verdictOf({ readings: exported(5, 400, 800) })).toBe("meter_export");
    const back = register(30, 500, { measurand: "Energy.Active.Export.Interval" });
    expect(verdictOf({ readings: [back] })).toBe("meter_export");
    expect(verdictOf({ ...unknown, readings: [register(0, "-5"), register(60, "-1")] })).toBe(
      "meter_missing",
    );
  });

  it("case 15: a meter that calls its own energy unusable is not priced, and one that doubts its time prices no time", () => {
    const records = [{ sha256: "00", verdict: "bad" as const, why: "energy_unusable" }];
    for (const why of ["energy_unusable", "meter_status", "exception"])
      expect(verdictOf({ signed: { kind: "bad", why, records } })).toBe("meter_unusable");
    const metered = meteredOf({ signed: signedPair(0n, 10_000_000n, { isTimeLawful: false }) });
    expect(metered.flags).toContain("time_not_priced");
    expect(metered.stretches.map(({ statedMs }) => statedMs)).toEqual([0]);
    expect(metered.energyMwh).toBe(10_000_000n);
  });

  it("case 16: a session of signed records that fails its own check prices nothing from them", () => {
    const signed = { kind: "bad" as const, why: "page_gap", records: [] };
    expect(meteredOf({ signed })).toMatchObject({ source: "start_stop", flags: ["signature_bad"] });
  });

  it("case 17: a signature that fails prices nothing from its record: the rest of the ladder counts, and it is said", () => {
    const records = [{ sha256: "00", verdict: "bad" as const, why: "signature_invalid" }];
    const bad = { kind: "bad" as const, why: "signature_invalid", records };
    expect(meteredOf({ signed: bad })).toMatchObject({ source: "start_stop", flags: ["signature_bad"] });
    expect(verdictOf({ ...unknown, signed: bad })).toBe("meter_missing");
    const unchecked = { ...bad, kind: "unverifiable" as const, why: "key_unknown" };
    expect(meteredOf({ signed: unchecked }).flags).toEqual(["signature_unchecked"]);
  });
});

describe("the messages", () => {
  it("case 18: readings that come twice change nothing", () => {
    const readings = rising(1_000_000, 1_010_000);
    expect(settled({ readings: [...readings, ...readings] })).toEqual(settled({ readings }));
  });

  it("case 19: the order in which readings come changes nothing", () => {
    const readings = [begin(1_000_000), ...rising(1_000_000, 1_010_000), end(1_010_000)];
    expect(settled({ readings: [...readings].reverse() })).toEqual(settled({ readings }));
  });

  it("case 20: registers without a transaction's start and stop prove no session", () => {
    expect(verdictOf({ ...unknown, readings: [register(30, 1_005_000)] })).toBe("meter_missing");
  });

  it("case 21: a start that was offline is priced by its own registers, whatever number it bore", () => {
    const readings = [begin(971_000), end(981_000)].map((reading) => ({
      ...reading,
      arrivedAt: endedAt + 3_600_000,
    }));
    expect(verdictOf({ ...unknown, readings })).toBe("10000 Wh by begin_end");
  });

  it("case 22: a session without a stop ends at the last trusted register, marked; without one near its end, with a person", () => {
    const closed = { meterStop: null, stopReason: "StopMissing" };
    expect(meteredOf({ ...closed, readings: rising(1_000_000, 1_006_000) }).flags).toEqual(["estimated"]);
    expect(verdictOf({ ...closed, readings: rising(1_000_000, 1_006_000).slice(0, 2) })).toBe(
      "meter_missing",
    );
    expect(verdictOf({ ...closed, readings: [register(20, 1_004_000), register(59, 1_002_000)] })).toBe(
      "meter_backwards",
    );
  });

  it("case 23: a message that comes hours late counts by the station's time", () => {
    const late = rising(1_000_000, 1_010_000).map((reading) => ({
      ...reading,
      arrivedAt: endedAt + 32_400_000,
    }));
    expect(settled({ readings: late })).toEqual(settled({ readings: rising(1_000_000, 1_010_000) }));
  });

  it("case 24: a stop before its start prices the energy and no time", () => {
    const metered = meteredOf({ meterStop: "1000100", endedAt: startedAt - 300_000 });
    expect(metered.stretches).toEqual([
      {
        from: startedAt,
        to: startedAt,
        kind: "charging",
        energyMwh: 100_000n,
        powerMilliW: null,
        currentTenthMa: null,
        statedMs: 0,
      },
    ]);
    expect(metered.flags).toContain("time_not_priced");
  });

  it("case 25: a clock at 1970 leaves the energy to the arrivals and prices no time", () => {
    const readings = rising(1_000_000, 1_010_000).map((reading) => ({
      ...reading,
      at: (reading.at ?? 0) - startedAt + 600_000,
    }));
    const metered = meteredOf({ ...unknown, readings });
    expect([metered.energyMwh, metered.source]).toEqual([10_000_000n, "series"]);
    expect(metered.flags).toContain("time_not_priced");
    expect(metered.stretches.every(({ statedMs }) => statedMs === 0)).toBe(true);
    // One such time among good ones is a single bad stamp.
    expect(meteredOf({ readings: [...rising(1_000_000, 1_010_000), ...readings.slice(0, 1)] }).flags).toEqual(
      [],
    );
  });

  it("case 26: an offset without its colon is read, and a time without one is UTC", () => {
    expect(parseInstant("2026-11-24T16:00:00+0100")).toBe(startedAt);
    expect(parseInstant("2026-11-24T15:00:00")).toBe(startedAt);
  });

  it("case 27: readings outside the session are ignored with their reason, and a clock's drift is tolerated at its ends", () => {
    const readings = [
      register(-30, 990_000),
      begin(1_000_000, { at: startedAt - 2000 }),
      end(1_010_000, { at: endedAt + 20_000 }),
      register(90, 1_025_000),
    ];
    const metered = meteredOf({ ...unknown, readings });
    expect([metered.energyMwh, metered.source]).toEqual([10_000_000n, "begin_end"]);
    expect(metered.rejected.map(({ why }) => why)).toEqual(["outside", "outside"]);
  });

  it("case 28: a second vehicle on one transaction is one payer's, and it is said", () => {
    const statuses = [status(20, "SuspendedEV"), status(25, "Available"), status(30, "Charging")];
    expect(meteredOf({ statuses }).flags).toEqual(["second_vehicle"]);
    expect(meteredOf({ statuses: statuses.slice(0, 2) }).flags).toEqual([]);
    // The first vehicle of all, told late.
    expect(meteredOf({ statuses: [status(1, "Preparing"), status(2, "Charging")] }).flags).toEqual([]);
  });

  it("case 29: a stop by a loss of power is priced to the last trusted register, and nothing after it is parking", () => {
    for (const stopReason of ["PowerLoss", "Reboot"]) {
      const facts = {
        stopReason,
        readings: rising(1_000_000, 1_012_000).filter(({ at }) => (at ?? 0) <= atMinute(30)),
        statuses: [status(20, "SuspendedEV"), status(50, "Finishing")],
      };
      // 0 after the boot, or no value at all: the register of minute 30 stands.
      for (const meterStop of ["0", null])
        expect(meteredOf({ ...facts, meterStop }).energyMwh).toBe(6_000_000n);
      expect(kindsOf({ ...facts, meterStop: null })).toBe("charging 20, parking 10, withheld 30");
    }
  });

  it("case 30: a session that was over at once with 0 Wh owes nothing, a flat fee included", () => {
    const facts = { meterStop: "1000000", endedAt: startedAt + 20_000, stopReason: "DeAuthorized" };
    const { energyMwh, stretches } = meteredOf(facts);
    expect([energyMwh, stretches]).toEqual([0n, []]);
    const tariff = tariffOf({ FLAT: { price: 10 }, TIME: { price: 60 } });
    const usage = { startedAt, endedAt: facts.endedAt, stretches };
    expect(priceSession(tariff, usage, "UTC").afterTax.minor).toBe(0n);
  });
});

describe("what tariffs ask for", () => {
  it("case 46: a trickle is charging with its power beside it, and what the station withholds is never idle", () => {
    const readings = [
      ...rising(1_000_000, 1_010_000, 30),
      power(0, 11_000),
      power(30, "0.06", "kW"),
      power(60, 60),
    ];
    const facts = {
      readings,
      meterStop: "1010000",
      statuses: [status(40, "SuspendedEVSE"), status(50, "Charging")],
    };
    const { stretches } = meteredOf(facts);
    expect(stretches.map(({ kind }) => kind)).toEqual(["charging", "charging", "withheld", "charging"]);
    expect(stretches.map(({ powerMilliW }) => powerMilliW)).toEqual([
      { kind: "line", from: 11_000_000, to: 60_000 },
      { kind: "line", from: 60_000, to: 60_000 },
      { kind: "line", from: 60_000, to: 60_000 },
      { kind: "line", from: 60_000, to: 60_000 },
    ]);
  });

  it("case 54: an unknown unit is ignored, unless it is energy: then a person looks", () => {
    const odd = [
      register(20, 21, { measurand: "Temperature", unit: "Celcius" }),
      register(20, 5, { measurand: "Power.Active.Import", unit: "horses" }),
      register(20, 5, { measurand: "Nonsense", unit: "nonsense" }),
    ];
    expect(meteredOf({ readings: odd })).toMatchObject({ energyMwh: 10_000_000n, flags: [], rejected: [] });
    expect(verdictOf({ readings: [register(20, 5, { unit: "Celcius" })] })).toBe("meter_unit");
  });
});
