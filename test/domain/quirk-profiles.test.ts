/** What models of stations do wrong is data: applied before anything is computed, said in the flags, kept in the proof. */
import type { MeterFacts } from "@barq/domain/metering";
import type { Quirks } from "@barq/domain/quirk-profiles";
import {
  plainFlags,
  quirksOf,
  readingAsMeant,
  registerAsMeant,
  withProfile,
} from "@barq/domain/quirk-profiles";
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

const unknown = { meterStart: null, meterStop: null };
const make = (vendor: string | null, model: string | null, firmware: string | null = null) => ({
  vendor,
  model,
  firmware,
});
/** The verdict without the profile, and with it. */
const both = (quirks: Omit<Quirks, "profile">, facts: Partial<MeterFacts>): readonly string[] => [
  verdictOf(facts),
  verdictOf({ ...facts, quirks: { profile: "p", ...quirks } }),
];
const flagsOf = (quirks: Omit<Quirks, "profile">, facts: Partial<MeterFacts>): readonly string[] =>
  meteredOf({ ...facts, quirks: { profile: "p", ...quirks } }).flags;

describe("a profile is chosen", () => {
  it("by vendor, the beginning of the model and the beginning of the firmware, without case", () => {
    expect(quirksOf(make("Growatt", "THOR_11AS", "THOR_11AS-V5.2.4"))?.profile).toBe("growatt-thor");
    expect(quirksOf(make("GROWATT ", "thor_22as"))?.profile).toBe("growatt-thor");
    expect(quirksOf(make("OpenEVSE", "Advanced Series", "4.2.2"))?.profile).toBe("openevse-4.2.2");
    expect(quirksOf(make("ABB", "CDT_TACW22::NET_WIFI"))?.profile).toBe("abb-terra-ac");
  });

  it("by nothing less: other makes, other firmware and unknown makes have no quirks", () => {
    expect(quirksOf(make("Growatt", "Other"))).toBeUndefined();
    expect(quirksOf(make("OpenEVSE", "Advanced Series", "5.0.0"))).toBeUndefined();
    expect(quirksOf(make("OpenEVSE", "Advanced Series", null))).toBeUndefined();
    expect(quirksOf(make("Alfen", "THOR"))).toBeUndefined();
    expect(quirksOf(make(null, null))).toBeUndefined();
  });

  it("from a table: of two that fit the first", () => {
    const table = [
      { vendor: "V", models: ["M-1"], quirks: { profile: "first", powerUnit: "kW" as const } },
      { vendor: "V", quirks: { profile: "any" } },
    ];
    expect(quirksOf(make("v", "M-12"), table)?.profile).toBe("first");
    expect(quirksOf(make("v", null), table)?.profile).toBe("any");
  });
});

describe("a known quirk", () => {
  it("kWh that call themselves Wh are kWh, in readings, in Start and in Stop", () => {
    const facts = {
      meterStart: "361",
      meterStop: "371",
      readings: [register(0, 361), register(30, "366.0", { unit: null }), register(60, 371)],
    };
    const quirks = { energyUnit: "kWh", startStopUnit: "kWh" } as const;
    expect(both(quirks, facts)).toEqual(["10 Wh by start_stop", "10000 Wh by start_stop"]);
    expect(flagsOf(quirks, facts)).toEqual(["quirk:energy_unit", "quirk:start_stop_unit"]);
    // What says kWh is kWh already; what is unknown stays unknown.
    const mixed = { ...facts, meterStop: "-1", readings: [register(60, 371, { unit: "kWh" })] };
    expect(flagsOf(quirks, mixed)).toEqual(["quirk:start_stop_unit", "meter_stop_unknown", "estimated"]);
  });

  it("the register of the begin in every message is one begin", () => {
    const readings = [0, 10, 20, 30, 40, 50, 60].flatMap((n) => [
      register(n, 157_440 + n * 100),
      register(n, 157_440, { context: "Transaction.Begin" }),
    ]);
    expect(both({ begin: "repeated" }, { ...unknown, readings })).toEqual([
      "meter_backwards",
      "6000 Wh by series",
    ]);
    const metered = meteredOf({ ...unknown, readings, quirks: { profile: "p", begin: "repeated" } });
    expect(metered.flags).toEqual(["quirk:begin", "estimated"]);
    expect(metered.rejected.map(({ why }) => why)).toEqual(Array.from({ length: 6 }, () => "begin_repeated"));
  });

  it("a register that begins anew with every boot is its own evidence of one", () => {
    const readings = [register(0, 5000), register(20, 9000), register(40, 100), register(60, 3100)];
    expect(both({ register: "boot" }, { ...unknown, readings })).toEqual([
      "meter_backwards",
      "7000 Wh by series",
    ]);
    expect(flagsOf({ register: "boot" }, { ...unknown, readings })).toEqual([
      "quirk:register",
      "register_reset",
      "estimated",
    ]);
    expect(flagsOf({ register: "boot" }, { readings: rising(1_000_000, 1_010_000) })).toEqual([]);
    expect(flagsOf({ register: "session" }, { meterStart: "0", meterStop: "10000" })).toEqual([]);
  });

  it("a clock that is never set leaves arrivals, and prices no time", () => {
    const readings = rising(1_000_000, 1_010_000).map((reading) => ({
      ...reading,
      at: startedAt - 7_200_000,
      arrivedAt: reading.at ?? 0,
    }));
    expect(both({ clock: "unset" }, { ...unknown, readings })).toEqual([
      "meter_missing",
      "10000 Wh by series",
    ]);
    expect(flagsOf({ clock: "unset" }, { ...unknown, readings })).toEqual([
      "quirk:clock",
      "estimated",
      "time_not_priced",
    ]);
    // Timestamps that repeat are no repeats where the values differ, and a repeated message is one.
    expect(
      verdictOf({
        ...unknown,
        readings: [...readings, ...readings],
        quirks: { profile: "p", clock: "unset" },
      }),
    ).toBe("10000 Wh by series");
  });

  it("powers in kW that call themselves W are held against the energy as kW", () => {
    const readings = Array.from({ length: 13 }, (_, n) => power(n * 5, "10.0"));
    expect(both({ powerUnit: "kW" }, { readings })).toEqual(["meter_unit", "10000 Wh by start_stop"]);
    expect(flagsOf({ powerUnit: "kW" }, { readings })).toEqual(["quirk:power_unit"]);
  });

  it("quantities without a measurand are told from energy by their unit", () => {
    const readings = [
      register(0, 230, { unit: "V" }),
      register(0, 16, { unit: "A" }),
      register(30, 10_000, { unit: "W" }),
    ];
    expect(both({ measurand: "by_unit" }, { readings })).toEqual(["meter_unit", "10000 Wh by start_stop"]);
    expect(both({ measurand: "by_unit" }, { readings: [register(0, 5, { unit: "furlong" })] })).toEqual([
      "meter_unit",
      "meter_unit",
    ]);
  });

  it("a meterStop that says nothing leaves the energy to the readings", () => {
    const facts = { meterStop: "1000000", readings: rising(1_000_000, 1_010_000) };
    expect(both({ meterStop: "meaningless" }, facts)).toEqual(["meter_still", "10000 Wh by series"]);
  });

  it("never touches a signed record, nor what it does not speak of", () => {
    const readings = [
      register(0, "1005.8", { format: "SignedData", unit: null }),
      begin(1_000_000, { unit: "kWh" }),
      end(1_010_000, { location: "Inlet" }),
    ];
    const facts = factsOf({ readings, boots: [atMinute(1)], quirks: { profile: "p", powerUnit: "kW" } });
    const { quirks: _, ...sent } = facts;
    expect(withProfile(facts)).toEqual({ facts: sent, flags: [], rejected: [] });
    expect(withProfile(sent)).toEqual({ facts: sent, flags: [], rejected: [] });
  });

  it("is applied once: facts that were read as they are meant are not read so again", () => {
    const facts = factsOf({
      meterStart: "1",
      meterStop: "2",
      quirks: { profile: "p", startStopUnit: "kWh" },
    });
    const once = withProfile(facts).facts;
    expect(once.meterStop).toBe("2000.000");
    expect(withProfile(once).facts).toEqual(once);
  });
});

it("single readings are read so as they come in, for whoever stops a session in time", () => {
  const quirks: Quirks = { profile: "p", energyUnit: "kWh", startStopUnit: "kWh" };
  expect(readingAsMeant(register(0, 361), quirks)).toMatchObject({ value: "361", unit: "kWh" });
  expect(readingAsMeant(register(0, 361), undefined)).toMatchObject({ unit: "Wh" });
  expect([
    registerAsMeant("361", quirks),
    registerAsMeant("-1", quirks),
    registerAsMeant(null, quirks),
  ]).toEqual(["361000.000", "-1", null]);
  expect(registerAsMeant("361", undefined)).toBe("361");
});

it("people are told once that a model's quirks were read, however many there were", () => {
  expect(plainFlags(["quirk:energy_unit", "estimated", "quirk:begin"])).toEqual(["quirk", "estimated"]);
});
