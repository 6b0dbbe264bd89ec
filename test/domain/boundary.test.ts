/** The instants at which what a tariff tests may change: each once, in order, inside the session, and no others. */
import type { LocalTime as Local } from "@barq/domain/boundary";
import { boundariesOf, LocalTime, needsClock } from "@barq/domain/boundary";
import { hour, minute } from "@barq/domain/instant";
import type { OcpiElement } from "@barq/domain/ocpi-tariff";
import { Problems } from "@barq/domain/problems";
import type { Restrictions, TimeWindow } from "@barq/domain/restriction";
import { readRestrictions } from "@barq/domain/restriction";
import { describe, expect, it } from "vitest";

type Body = NonNullable<OcpiElement["restrictions"]>;
const restrictionsOf = (body: Body): Restrictions => {
  const read = readRestrictions(body, "restrictions", new Problems());
  if (!read) throw new Error("no restriction");
  return read;
};
const at = (text: string): number => Date.parse(text);
const textOf = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

interface Session {
  readonly from: string;
  readonly to: string;
  readonly startedAt?: string;
  readonly idleHours?: readonly TimeWindow[];
  readonly local?: () => Local;
}
const boundaries = (bodies: readonly Body[], session: Session): readonly string[] => {
  const [from, to] = [at(session.from), at(session.to)];
  const startedAt = at(session.startedAt ?? session.from);
  const local = session.local ?? (() => new LocalTime("UTC", from, to));
  return boundariesOf(
    bodies.map(restrictionsOf),
    session.idleHours ?? [],
    { from, to, startedAt },
    local,
  ).map(textOf);
};
const night = { from: "2026-11-24T22:00Z", to: "2026-11-25T08:00Z" };

describe("a change of the clock", () => {
  // On 22 March 2026 the clock of Casablanca jumps from 02:00 to 03:00; on 15 February it is put back from 03:00 to 02:00.
  const casablanca = (from: string, to: string, ...minutes: readonly number[]) =>
    new LocalTime("Africa/Casablanca", at(from), at(to)).instantsOf(new Set(minutes)).map(textOf);

  it("is a boundary itself, and a minute that it jumps over is none", () => {
    expect(casablanca("2026-03-22T00:00Z", "2026-03-22T12:00Z", 150)).toEqual(["2026-03-22T02:00"]);
    expect(casablanca("2026-03-22T00:00Z", "2026-03-22T12:00Z", 240)).toEqual([
      "2026-03-22T02:00",
      "2026-03-22T03:00",
    ]);
  });

  it("makes two boundaries of a minute that it repeats", () => {
    expect(casablanca("2026-02-15T00:00Z", "2026-02-15T12:00Z", 150)).toEqual([
      "2026-02-15T02:00",
      "2026-02-15T01:30",
      "2026-02-15T02:30",
    ]);
  });

  it("is looked for on every local day of the session, the last one too", () => {
    expect(casablanca("2026-11-24T22:30Z", "2026-11-26T01:00Z", 0)).toEqual([
      "2026-11-24T00:00",
      "2026-11-25T00:00",
      "2026-11-26T00:00",
    ]);
  });
});

describe("boundaries", () => {
  it("are the ends of windows, in order, each once, and no midnight that nobody names", () => {
    const windows = [
      { start_time: "07:00", end_time: "23:00" },
      { start_time: "23:00", end_time: "06:00" },
    ];
    expect(boundaries(windows, night)).toEqual(["2026-11-24T23:00", "2026-11-25T06:00", "2026-11-25T07:00"]);
  });

  it("are midnights where a window ends with the day, or any element names days", () => {
    const midnight = "2026-11-25T00:00";
    expect(boundaries([{ start_time: "21:00", end_time: "00:00" }], night)).toEqual([midnight]);
    for (const days of [
      { day_of_week: ["MONDAY"] },
      { start_date: "2026-01-01" },
      { end_date: "2027-01-01" },
    ])
      expect(boundaries([days, { start_time: "23:00", end_time: "12:00" }], night)).toEqual([
        "2026-11-24T23:00",
        midnight,
      ]);
  });

  it("are the hours in which idle time is priced", () => {
    const idleHours = [{ startMinute: 8 * 60 - 1, endMinute: 1380 }];
    expect(boundaries([{ max_kwh: 5 }], { ...night, idleHours })).toEqual([
      "2026-11-24T23:00",
      "2026-11-25T07:59",
    ]);
  });

  it("are ages counted from the session's start, not from its reservation's, and without any clock", () => {
    const local = (): Local => {
      throw new Error("nobody asked for a clock");
    };
    const session = { ...night, startedAt: "2026-11-24T23:00Z", local };
    expect(boundaries([{ min_duration: 3600, max_duration: 1800 }, { max_kwh: 5 }], session)).toEqual([
      "2026-11-24T23:30",
      "2026-11-25T00:00",
    ]);
  });

  it("lie inside the session and not at its ends", () => {
    const windows = [
      { start_time: "22:00", end_time: "08:00" },
      { start_time: "21:59", end_time: "08:01" },
    ];
    expect(boundaries(windows, night)).toEqual([]);
    const tenHours = { max_duration: (10 * hour) / 1000 };
    expect(boundaries([tenHours, { min_duration: 0 }], night)).toEqual([]);
    expect(boundaries([{ max_duration: (10 * hour - minute) / 1000 }], night)).toEqual(["2026-11-25T07:59"]);
  });
});

it("a clock is needed for times and days alone", () => {
  const bodies: readonly Body[] = [
    { start_time: "07:00" },
    { day_of_week: ["MONDAY"] },
    { start_date: "2026-01-01" },
    { end_date: "2027-01-01" },
  ];
  expect(bodies.map((body) => needsClock(restrictionsOf(body)))).toEqual([true, true, true, true]);
  const rest = { min_kwh: 1, max_power: 5, max_current: 5, min_duration: 60, reservation: "RESERVATION" };
  expect(needsClock(restrictionsOf(rest))).toBe(false);
});
