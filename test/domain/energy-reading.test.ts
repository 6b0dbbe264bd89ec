/** What one reading, and one message, says of the register: the whole of it at the outlet, or nothing. */
import { energyOf, meterMwh, registerMwh, registersMwh } from "@barq/domain/energy-reading";
import { describe, expect, it } from "vitest";
import { register } from "./readings.ts";

const phases = (minutes: number, values: Readonly<Record<string, number>>) =>
  Object.entries(values).map(([phase, value]) => register(minutes, value, { phase }));

describe("the register of a reading", () => {
  it("is none below zero, of another place, of a phase or of a signed record", () => {
    expect(registerMwh(register(0, -1))).toBeUndefined();
    expect(registerMwh(register(0, 5, { location: "Inlet" }))).toBeUndefined();
    expect(registerMwh(register(0, 5, { phase: "L1" }))).toBeUndefined();
    expect(registerMwh(register(0, 5, { format: "SignedData" }))).toBeUndefined();
    expect(registerMwh(register(0, "lots"))).toBeUndefined();
  });

  it("may be nothing at all, which is a register too", () => {
    expect(registerMwh(register(0, 0))).toBe(0n);
  });

  it("that is no number is unreadable by its value, in a unit that is known", () => {
    const measurand = "Energy.Active.Import.Register";
    expect(energyOf(register(0, "lots"), measurand)).toEqual({ kind: "unreadable", why: "value" });
    expect(energyOf(register(0, "1", { unit: "J" }), measurand)).toEqual({
      kind: "unreadable",
      why: "unit J",
    });
    expect(energyOf(register(0, "1", { multiplier: 25 }), measurand)).toEqual({
      kind: "unreadable",
      why: "unit by 10^25",
    });
  });
});

describe("the registers of a message", () => {
  it("are none where a phase of the three is missing, or only two were ever named", () => {
    expect(registersMwh(phases(0, { L1: 1, L3: 3 }))).toEqual([]);
    expect(registersMwh([...phases(0, { L1: 1, L2: 2, L3: 3 }), ...phases(10, { L1: 4 })])).toEqual([6000n]);
    expect(registersMwh([])).toEqual([]);
  });

  it("are its totals, whatever phases stand beside them", () => {
    expect(registersMwh([...phases(0, { L1: 1, L2: 2, L3: 3 }), register(0, 7), register(10, 8)])).toEqual([
      7000n,
      8000n,
    ]);
  });

  it("are the three phases added, without the neutral or the voltage between two", () => {
    expect(registersMwh(phases(0, { L1: 1, N: 50, L2: 2, "L1-L2": 60, L3: 3 }))).toEqual([6000n]);
  });

  it("are a lone phase as it is", () => {
    expect(registersMwh([...phases(0, { L2: 2 }), ...phases(10, { L2: 5 })])).toEqual([2000n, 5000n]);
    const elsewhere = register(0, 9, { phase: "L1", location: "Inlet" });
    expect(registersMwh([elsewhere, ...phases(0, { L2: 2 })])).toEqual([2000n]);
  });

  it("are told apart by their instants and by their contexts", () => {
    const end = { context: "Transaction.End" };
    expect(
      registersMwh([
        ...phases(0, { L1: 1, L2: 2, L3: 3 }),
        ...phases(10, { L1: 10, L2: 20, L3: 30 }),
        ...phases(10, { L1: 11, L2: 21, L3: 31 }).map((reading) => ({ ...reading, ...end })),
      ]),
    ).toEqual([6000n, 60_000n, 63_000n]);
  });

  it("are nothing that a meter cannot say: below zero, of another place, of another quantity", () => {
    const odd = [
      register(0, -1),
      register(0, 5, { location: "Inlet" }),
      register(0, 5, { measurand: "Energy.Active.Import.Interval" }),
      register(0, -1, { phase: "L1" }),
      register(0, 5, { phase: "L1", location: "Inlet" }),
    ];
    expect(registersMwh(odd)).toEqual([]);
    expect(registersMwh([...odd, register(0, 0)])).toEqual([0n]);
  });
});

it("a meter's Start or Stop is unknown where it is missing, below zero or no number", () => {
  expect([null, "-1", "", "lots", "0", "12.3456"].map(meterMwh)).toEqual([
    null,
    null,
    null,
    null,
    0n,
    12_346n,
  ]);
});
