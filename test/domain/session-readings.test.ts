/** The readings of a session: each once, in an order of their own, and each in its place or outside. */
import { day, minute } from "@barq/domain/instant";
import { inOrder, isClockUnset, timeOf } from "@barq/domain/session-readings";
import { describe, expect, it } from "vitest";
import type { Arrived } from "./readings.ts";
import { begin, endedAt, register, startedAt } from "./readings.ts";

const orders = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  all.length < 2
    ? [all]
    : all.flatMap((one, n) =>
        orders([...all.slice(0, n), ...all.slice(n + 1)]).map((rest) => [one, ...rest]),
      );

describe("readings in order", () => {
  it("are the same however they came: by time, and at one instant by what they say", () => {
    const readings = [
      register(30, 3),
      register(10, 9),
      register(10, 8),
      register(10, 8, { multiplier: 3 }),
      register(10, 8, { at: null, arrivedAt: startedAt + 10 * minute }),
    ];
    const [first, ...others] = orders(readings).map(inOrder);
    expect(first?.map(({ value, at }) => [value, at === null]).toString()).toBe(
      [
        ["8", true],
        ["8", false],
        ["8", false],
        ["9", false],
        ["3", false],
      ].toString(),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it("are there once, as the repeat that arrived first, in whatever order the repeats come", () => {
    const early = register(10, 5, { arrivedAt: 1 });
    const late = register(10, 5, { arrivedAt: 2 });
    const plain = register(10, 5, { arrivedAt: 3, multiplier: 0 });
    for (const repeats of orders([early, late, plain])) expect(inOrder(repeats)).toEqual([early]);
    const twin: Arrived = { ...early };
    expect(inOrder([twin, early])[0]).toBe(twin);
  });

  it("are apart where they differ in anything they say", () => {
    const one = register(10, 5);
    const others = [
      { measurand: "Power.Active.Import" },
      { context: "Trigger" },
      { phase: "L1" as const },
      { location: "Inlet" },
      { unit: "kWh" },
      { format: "SignedData" as const },
      { multiplier: 1 },
    ];
    for (const other of others) expect(inOrder([one, { ...one, ...other }])).toHaveLength(2);
  });
});

describe("a reading's place", () => {
  const place = (reading: Arrived): unknown => {
    const at = timeOf(reading, startedAt, endedAt);
    return typeof at === "string" ? at : (at - startedAt) / minute;
  };

  it("is its own time inside the session, ends included", () => {
    expect([0, 30, 60].map((n) => place(register(n, 1)))).toEqual([0, 30, 60]);
  });

  it("is outside more than a minute away, and a clock's drift within it, but for what marks an end", () => {
    expect([-1.001, -1, 61, 61.001].map((n) => place(register(n, 1)))).toEqual([
      "outside",
      "drift",
      "drift",
      "outside",
    ]);
    expect([-1.001, -1, 61].map((n) => place(begin(1, { at: startedAt + n * minute })))).toEqual([
      "outside",
      0,
      60,
    ]);
  });

  it("is its arrival where it has no time, or one of a clock that was never set", () => {
    const arrivedAt = startedAt + 20 * minute;
    expect(place(register(0, 1, { at: null, arrivedAt }))).toBe(20);
    expect(place(register(0, 1, { at: null, arrivedAt: endedAt + minute }))).toBe(60);
    expect(place(register(0, 1, { at: 0, arrivedAt }))).toBe(20);
    expect(place(register(0, 1, { at: startedAt - 365 * day, arrivedAt }))).toBe("outside");
    expect(place(register(0, 1, { at: startedAt - 365 * day - 1, arrivedAt }))).toBe(20);
  });
});

describe("a clock that was never set", () => {
  it("is one by which every time is impossible, where there is any", () => {
    const unset = register(0, 1, { at: 5, arrivedAt: startedAt });
    const without = register(0, 1, { at: null, arrivedAt: startedAt });
    expect(isClockUnset([unset, without], startedAt)).toBe(true);
    expect(isClockUnset([unset, register(1, 1)], startedAt)).toBe(false);
    expect(isClockUnset([without], startedAt)).toBe(false);
    expect(isClockUnset([], startedAt)).toBe(false);
  });
});
