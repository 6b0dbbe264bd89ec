/** The conditions of a price as plain JSON: whole, in order, exact, and nothing said that tests nothing. */
import { conditionsOf, dayRuns, lastDayBefore, saidHours } from "@barq/domain/conditions";
import type { OcpiRestrictions } from "@barq/domain/ocpi-tariff";
import { Problems } from "@barq/domain/problems";
import { readRestrictions, weekdayNames } from "@barq/domain/restriction";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const said = (body: OcpiRestrictions) => conditionsOf(readRestrictions(body, "restrictions", new Problems()));

describe("the conditions of a price", () => {
  it("leave out what tests nothing: hours that are the whole day, all seven days, ends of 0", () => {
    expect(said({ start_time: "08:00", end_time: "08:00" })).toEqual([]);
    expect(said({ start_time: "00:00", end_time: "00:00" })).toEqual([]);
    expect(said({ day_of_week: [...weekdayNames, ...weekdayNames] })).toEqual([]);
    expect(said({ day_of_week: [] })).toEqual([]);
    expect(said({ min_kwh: 0, min_power: 0, min_current: 0, min_duration: 0 })).toEqual([]);
    expect(conditionsOf(null)).toEqual([]);
  });

  it("say fourteen weekdays as the days they are, in the order of the week", () => {
    const fourteen = ["SUNDAY", "FRIDAY", "MONDAY"].flatMap((name) => [name, name, name, name, name]);
    expect(said({ day_of_week: fourteen.slice(0, 14) })).toEqual([
      { kind: "days", days: ["MONDAY", "FRIDAY", "SUNDAY"] },
    ]);
  });

  it("keep every digit, in the unit of each", () => {
    expect(
      said({
        min_kwh: 0.0001,
        max_kwh: 20.5,
        min_power: 3.6804,
        max_power: 350,
        min_current: 0.1,
        max_current: 16,
        min_duration: 90,
        max_duration: 3600,
      }),
    ).toEqual([
      { kind: "energy", unit: "kWh", from: "0.0001", below: "20.5" },
      { kind: "duration", unit: "s", from: "90", below: "3600" },
      { kind: "power", unit: "kW", from: "3.6804", below: "350" },
      { kind: "current", unit: "A", from: "0.1", below: "16" },
    ]);
  });

  it("say times and dates with one end open, and the end of the day as it is written", () => {
    expect(said({ start_time: "22:00" })).toEqual([{ kind: "times", from: "22:00", to: "00:00" }]);
    expect(said({ end_time: "06:30" })).toEqual([{ kind: "times", from: "00:00", to: "06:30" }]);
    expect(said({ start_date: "2026-12-01" })).toEqual([{ kind: "dates", from: "2026-12-01", before: null }]);
    expect(said({ end_date: "2027-01-01" })).toEqual([{ kind: "dates", from: null, before: "2027-01-01" }]);
    expect(said({ reservation: "RESERVATION_EXPIRES" })).toEqual([{ kind: "reservation", expired: true }]);
  });

  it("are plain JSON", () => {
    const all = said({
      start_time: "22:00",
      day_of_week: ["MONDAY"],
      min_kwh: 5,
      reservation: "RESERVATION",
    });
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
    expect(all.map(({ kind }) => kind)).toEqual(["days", "times", "energy", "reservation"]);
  });
});

describe("what people say of them", () => {
  it("three days in a row are a range, two are not", () => {
    expect(dayRuns(["FRIDAY", "MONDAY", "TUESDAY", "WEDNESDAY"])).toEqual([[0, 1, 2], [4]]);
    expect(dayRuns(["SATURDAY", "SUNDAY"])).toEqual([[5], [6]]);
    expect(dayRuns([])).toEqual([]);
  });

  it("no day is lost or made up, whatever the days", () => {
    fc.assert(
      fc.property(fc.subarray([...weekdayNames]), (days) => {
        const numbers = dayRuns(days).flat();
        expect(numbers.map((n) => weekdayNames[n])).toEqual(
          weekdayNames.filter((name) => days.includes(name)),
        );
      }),
    );
  });

  it("hours over midnight stop at midnight beside days, and go on where no day is named", () => {
    const night = { from: "22:00", to: "06:00" };
    expect(saidHours(night, false)).toEqual([night]);
    expect(saidHours(night, true)).toEqual([
      { from: "00:00", to: "06:00" },
      { from: "22:00", to: "24:00" },
    ]);
    expect(saidHours({ from: "22:00", to: "00:00" }, true)).toEqual([{ from: "22:00", to: "24:00" }]);
  });

  it("a last day is the one before the end, across months and leap years", () => {
    expect(lastDayBefore("2027-01-01")).toBe("2026-12-31");
    expect(lastDayBefore("2028-03-01")).toBe("2028-02-29");
  });
});
