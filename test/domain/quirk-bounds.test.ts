/** How far a known quirk reaches: to what it speaks of and nothing else, and never to a station of another make. */
import type { MeterFacts } from "@barq/domain/metering";
import type { Quirks } from "@barq/domain/quirk-profiles";
import { quirksOf, readingAsMeant, registerAsMeant, withProfile } from "@barq/domain/quirk-profiles";
import { describe, expect, it } from "vitest";
import type { Arrived } from "./readings.ts";
import { atMinute, begin, factsOf, interval, power, register, startedAt } from "./readings.ts";

type Known = Omit<Quirks, "profile">;
const profiled = (quirks: Known, facts: Partial<MeterFacts>) =>
  withProfile(factsOf({ ...facts, quirks: { profile: "p", ...quirks } }));
const flags = (quirks: Known, facts: Partial<MeterFacts>) => profiled(quirks, facts).flags;
const meant = (quirks: Known, reading: Arrived) => readingAsMeant(reading, { profile: "p", ...quirks });
const minutesOf = (at: number): number => (at - startedAt) / 60_000;
const other = (measurand: string, unit: string | null) => register(0, 5, { measurand, unit });

describe("the table of makes", () => {
  const of = (vendor: string, model: string | null, firmware: string | null = null) =>
    quirksOf({ vendor, model, firmware });

  it("gives nothing to another model, firmware or vendor", () => {
    const others: readonly (readonly [string, string | null, string?])[] = [
      ["Growatt", "MAX"],
      ["OpenEVSE", "Basic Series", "4.2.2"],
      ["OpenEVSE", "Advanced Series", "4.2.1"],
      ["ABB", "Terra 54"],
      ["ABB", null],
      ["Etrel", "DUO"],
      ["chargebyte", "Charge Control M", "0.5.1"],
      ["chargebyte", "Charge Control C", "1.5.0"],
      ["chargebyte", "Charge Control C"],
      ["", "INCH"],
      ["", "Charge Control C", "0.5.1"],
      ["", "THOR"],
    ];
    for (const [vendor, model, firmware] of others) expect(of(vendor, model, firmware)).toBeUndefined();
  });

  it("gives every make what was seen of it, whatever spaces and case its station writes", () => {
    expect(of("Growatt", " THOR_11AS")).toEqual({ profile: "growatt-thor", begin: "repeated" });
    const openEvse = { profile: "openevse-4.2.2", energyUnit: "kWh", startStopUnit: "kWh" };
    expect(of("OpenEVSE", "Advanced Series", "v4.2.2")).toEqual(openEvse);
    expect(of("openevse", "advanced series 2", " V4.2.2-rc")).toEqual(openEvse);
    expect(of("ABB", "CDT_TACW7")).toEqual({ profile: "abb-terra-ac", register: "session" });
    expect(of(" etrel", "INCH-Pro")).toEqual({ profile: "etrel-inch", transactionId: "own" });
    expect(of("Chargebyte", "Charge Control C 100", "0.5.7")).toEqual({
      profile: "chargebyte-0.5",
      transactionId: "own",
    });
  });
});

describe("a unit that is meant otherwise", () => {
  it("is that of energy alone, registers and intervals", () => {
    expect(meant({ energyUnit: "kWh" }, interval(0, 5)).unit).toBe("kWh");
    expect(meant({ energyUnit: "kWh" }, register(0, 5, { unit: null })).unit).toBe("kWh");
    for (const [measurand, unit] of [
      ["Power.Active.Import", null],
      ["Voltage", null],
      ["Energy.Active.Export.Register", "Wh"],
      ["Energy.Active.Import.Register", "MWh"],
    ] as const)
      expect(meant({ energyUnit: "kWh" }, other(measurand, unit)).unit).toBe(unit);
  });

  it("is that of power alone, and of what calls itself by the usual unit", () => {
    expect(meant({ powerUnit: "kW" }, power(0, 5, null)).unit).toBe("kW");
    expect(meant({ powerUnit: "kW" }, power(0, 5, "VA")).unit).toBe("VA");
    expect(meant({ powerUnit: "kW" }, other("Power.Offered", "W")).unit).toBe("W");
    expect(meant({ powerUnit: "kW" }, register(0, 5, { unit: null })).unit).toBeNull();
  });

  it("is never that of a signed record", () => {
    const signed = register(0, "AAEC", { format: "SignedData", unit: null });
    expect(meant({ energyUnit: "kWh" }, signed)).toEqual(signed);
    const { facts, flags: said } = profiled({ energyUnit: "kWh" }, { readings: [signed] });
    expect([facts.readings, said]).toEqual([[signed], []]);
  });

  it("of Start and Stop is told of where one of them is known, and of nothing too", () => {
    const quirks: Quirks = { profile: "p", startStopUnit: "kWh" };
    expect(["0", "0.0004", "-1", "lots"].map((text) => registerAsMeant(text, quirks))).toEqual([
      "0.000",
      "0.400",
      "-1",
      "lots",
    ]);
    expect(flags(quirks, { meterStart: null, meterStop: "5" })).toEqual(["quirk:start_stop_unit"]);
    expect(flags(quirks, { meterStart: "5", meterStop: null })).toEqual(["quirk:start_stop_unit"]);
    expect(flags(quirks, { meterStart: null, meterStop: null })).toEqual([]);
  });
});

describe("a measurand that was left out", () => {
  const byUnit = { measurand: "by_unit" } as const;

  it("is told from energy by its unit, and said in the flags", () => {
    const named = (unit: string | null) => meant(byUnit, register(0, 5, { unit })).measurand;
    expect(["W", "kW", "A", "V", "Percent"].map(named)).toEqual([
      "Power.Active.Import",
      "Power.Active.Import",
      "Current.Import",
      "Voltage",
      "SoC",
    ]);
    for (const unit of ["Wh", "kWh", "", null]) expect(named(unit)).toBe("Energy.Active.Import.Register");
    expect(flags(byUnit, { readings: [register(0, 5, { unit: "V" })] })).toEqual(["quirk:measurand"]);
  });

  it("is what it says where it is there, and where the make names it", () => {
    expect(meant(byUnit, other("Power.Offered", "W")).measurand).toBe("Power.Offered");
    const voltage = register(0, 5, { unit: "V" });
    expect(meant({ powerUnit: "kW" }, voltage)).toEqual(voltage);
  });
});

describe("the begin that comes again", () => {
  const repeated = { begin: "repeated" } as const;
  const dropped = (quirks: Known, ...readings: readonly Arrived[]) =>
    profiled(quirks, { readings }).rejected.map(
      ({ reading: { at, value }, why }) => `${minutesOf(at ?? 0)} ${value} ${why}`,
    );

  it("is dropped where it says the same register again under a later time of the station's", () => {
    const first = begin(100, { arrivedAt: atMinute(20) });
    const again = begin(100, { at: atMinute(10), arrivedAt: atMinute(11) });
    for (const readings of [
      [first, again],
      [again, first],
    ])
      expect(dropped(repeated, ...readings)).toEqual(["10 100 begin_repeated"]);
    expect(dropped({ powerUnit: "kW" }, first, again)).toEqual([]);
  });

  it("is no other register, no other quantity, and nothing that does not call itself the begin", () => {
    const later = { at: atMinute(10) };
    expect(dropped(repeated, begin(100), begin(101, later))).toEqual([]);
    expect(dropped(repeated, begin(100, { phase: "L1" }), begin(100, { ...later, phase: "L2" }))).toEqual([]);
    expect(dropped(repeated, register(0, 100), register(10, 100))).toEqual([]);
    const powered = { measurand: "Power.Active.Import" };
    expect(dropped(repeated, begin(100, powered), begin(100, { ...later, ...powered }))).toEqual([]);
  });
});

describe("a register that begins anew with every boot", () => {
  const boots = (quirks: Known, ...readings: readonly Arrived[]) =>
    profiled(quirks, { readings }).facts.boots?.map(minutesOf);
  const falls = (...readings: readonly Arrived[]) => boots({ register: "boot" }, ...readings);

  it("tells its boots by its falls, down to nothing too, each held against what rose since the last", () => {
    expect(
      falls(
        register(0, 5000),
        register(10, 0),
        register(20, 900),
        register(30, 100),
        register(40, 200),
        register(50, 4000),
      ),
    ).toEqual([10, 30]);
  });

  it("falls by more than a meter's noise, counted from the highest", () => {
    expect(falls(register(0, 5000), register(10, 4995), register(20, 4990))).toEqual([]);
    expect(falls(register(0, 5000), register(10, 4995), register(20, "4989.999"))).toEqual([20]);
  });

  it("is the outlet's whole register inside the session, as a meter can say it", () => {
    expect(
      falls(
        register(0, 5000),
        register(10, 100, { phase: "L1" }),
        register(11, 100, { location: "Inlet" }),
        register(12, 100, { phase: "L1", location: "Inlet" }),
        register(13, -1),
        register(14, "lots"),
        interval(15, 100),
        register(62, 100),
      ),
    ).toEqual([]);
  });

  it("is known of no other make", () => {
    const readings = [register(0, 5000), register(10, 100)];
    expect(boots({ register: "session" }, ...readings)).toBeUndefined();
    expect(boots({ powerUnit: "kW" }, ...readings)).toBeUndefined();
  });
});

it("a Stop that means nothing is told of, where there was one", () => {
  expect(flags({ meterStop: "meaningless" }, {})).toEqual(["quirk:meter_stop"]);
  expect(flags({ meterStop: "meaningless" }, { meterStop: null })).toEqual([]);
});
