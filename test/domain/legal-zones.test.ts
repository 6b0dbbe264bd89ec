/** The table of legal time against a zone database that the product never sees, and the three Sundays that go wrong elsewhere. */
import { day, hour, minute } from "@barq/domain/instant";
import {
  instantOfLocal,
  isoDay,
  localClock,
  localParts,
  offsetChangesBetween,
  offsetMs,
  startOfDay,
  startOfMonth,
  zoneOfCountry,
} from "@barq/domain/legal-time";
import { zoneTables } from "@barq/domain/legal-zones";
import fc from "fast-check";
import moment from "moment-timezone";
import { describe, expect, it } from "vitest";

const at = (text: string): number => Date.parse(text);
const casablanca = "Africa/Casablanca";
const held = [...zoneTables.keys()].filter((zone) => zone !== "UTC");
const [begin, end] = [at("2018-11-01T00:00:00Z"), at("2030-01-01T00:00:00Z")];

function oracle(zone: string) {
  const found = moment.tz.zone(zone);
  if (!found) throw new Error(`the oracle has no ${zone}`);
  return found;
}

const oracleOffsetMs = (zone: string, instant: number): number => -oracle(zone).utcOffset(instant) * minute;

describe("against an independent zone database", () => {
  it.each([casablanca, "Africa/El_Aaiun"])("%s says the same at every half hour", (zone) => {
    const wrong: string[] = [];
    for (let instant = begin; instant < end; instant += 30 * minute) {
      const [ours, theirs] = [localParts(zone, instant), moment.tz(instant, zone)];
      const theirText = `${theirs.format("YYYY-MM-DD HH:mm Z")} ${theirs.isoWeekday()} ${theirs.year()}`;
      const ourText = `${ours.isoDay} ${ours.timeText} ${ours.offsetText} ${ours.weekday} ${ours.year}`;
      if (ourText !== theirText) wrong.push(`${ourText}, not ${theirText}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(held)("%s has the same changes and no other, until 2037", (zone) => {
    const horizon = at("2037-12-01T00:00:00Z");
    const { untils } = oracle(zone);
    const theirs = untils.filter((instant) => instant > begin && instant < horizon);
    expect(offsetChangesBetween(zone, begin, horizon)).toEqual(theirs);
  });

  it.each(held)("%s agrees a second before, at and a second after each change, and at every hour", (zone) => {
    const around = offsetChangesBetween(zone, begin, end).flatMap((change) => [
      change - 1000,
      change - 1,
      change,
      change + 1000,
    ]);
    const hours = Array.from({ length: (end - begin) / hour }, (_, n) => begin + n * hour);
    const wrong = [...around, ...hours].filter(
      (instant) => offsetMs(zone, instant) !== oracleOffsetMs(zone, instant),
    );
    expect(wrong).toEqual([]);
  });

  it("shows the same clock at any millisecond, in any zone", () => {
    fc.assert(
      fc.property(fc.constantFrom(...held), fc.integer({ min: begin, max: end }), (zone, instant) => {
        const theirs = moment.tz(instant, zone);
        const minuteOfDay = theirs.hour() * 60 + theirs.minute();
        expect(localClock(zone, instant)).toEqual({
          dayNumber: at(theirs.format("YYYY-MM-DD[T00:00:00Z]")) / day,
          minuteOfDay,
          secondOfDay: minuteOfDay * 60 + theirs.second(),
          weekday: theirs.isoWeekday(),
        });
      }),
      { numRuns: 2000 },
    );
  });

  it("begins and ends a month where the zone database does", () => {
    for (const zone of held) {
      for (let month = moment.tz("2019-01-01", zone); month.year() < 2030; month.add(1, "month")) {
        expect(startOfMonth(zone, month.format("YYYY-MM"))).toBe(month.valueOf());
      }
    }
  });
});

describe("a local time", () => {
  it("names the instant that shows it, and every instant is named by what it shows", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...held),
        fc.integer({ min: begin / minute, max: end / minute }),
        (zone, n) => {
          const instant = n * minute;
          const named = instantOfLocal(zone, isoDay(zone, instant), localClock(zone, instant).minuteOfDay);
          const all =
            named.kind === "two" ? [named.first, named.second] : named.kind === "one" ? [named.at] : [];
          expect(all).toContain(instant);
          for (const other of all)
            expect(localParts(zone, other).timeText).toBe(localParts(zone, instant).timeText);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["2026-02-15", 1, 59, ["2026-02-15T00:59:00Z"]],
    ["2026-02-15", 2, 0, ["2026-02-15T01:00:00Z", "2026-02-15T02:00:00Z"]],
    ["2026-02-15", 2, 59, ["2026-02-15T01:59:00Z", "2026-02-15T02:59:00Z"]],
    ["2026-02-15", 3, 0, ["2026-02-15T03:00:00Z"]],
    ["2026-03-22", 1, 59, ["2026-03-22T01:59:00Z"]],
    ["2026-03-22", 2, 0, []],
    ["2026-03-22", 2, 59, []],
    ["2026-03-22", 3, 0, ["2026-03-22T02:00:00Z"]],
    ["2026-09-20", 0, 59, ["2026-09-19T23:59:00Z"]],
    ["2026-09-20", 1, 0, ["2026-09-20T00:00:00Z", "2026-09-20T01:00:00Z"]],
    ["2026-09-20", 1, 59, ["2026-09-20T00:59:00Z", "2026-09-20T01:59:00Z"]],
    ["2026-09-20", 2, 0, ["2026-09-20T02:00:00Z"]],
  ])("%s %i:%i in Morocco happens as often as it happened", (isoDayText, hours, minutes, instants) => {
    const [first = Number.NaN, second] = instants.map(at);
    const expected =
      instants.length === 0
        ? { kind: "none" }
        : second === undefined
          ? { kind: "one", at: first }
          : { kind: "two", first, second };
    expect(instantOfLocal(casablanca, isoDayText, hours * 60 + minutes)).toEqual(expected);
  });

  it("is refused where the day is none, and outside the table", () => {
    const refused = expect.objectContaining({ code: "invalid_request" });
    for (const wrong of ["2026-02-30", "2026-13-01", "2026-1-1", "tomorrow", "2026-11-24T00:00:00Z"]) {
      expect(() => instantOfLocal(casablanca, wrong, 0)).toThrow(refused);
    }
    expect(() => instantOfLocal(casablanca, "2018-10-27", 0)).toThrow(refused);
    expect(() => instantOfLocal(casablanca, "2100-01-02", 0)).toThrow(refused);
    expect(() => instantOfLocal("Mars/Olympus", "2026-11-24", 0)).toThrow(refused);
  });
});

describe("Morocco in 2026", () => {
  it.each([
    ["2026-02-15", 25],
    ["2026-03-22", 23],
    ["2026-09-20", 25],
    ["2026-09-21", 24],
  ])("%s has %i hours", (isoDayText, hours) => {
    const next = isoDay(casablanca, at(`${isoDayText}T12:00:00Z`) + day);
    expect(startOfDay(casablanca, next) - startOfDay(casablanca, isoDayText)).toBe(hours * hour);
  });

  it.each([
    ["2024-03", 745],
    ["2024-04", 719],
    ["2025-02", 673],
    ["2025-04", 719],
    ["2026-02", 673],
    ["2026-03", 743],
    ["2026-09", 721],
    ["2026-10", 744],
  ])("%s has %i hours", (isoMonth, hours) => {
    const next = isoDay(casablanca, startOfMonth(casablanca, isoMonth) + 32 * day).slice(0, 7);
    expect(startOfMonth(casablanca, next) - startOfMonth(casablanca, isoMonth)).toBe(hours * hour);
  });

  it.each([
    ["September", "2026-09", "2026-08-31T23:00:00Z"],
    ["October", "2026-10", "2026-10-01T00:00:00Z"],
    ["December", "2026-12", "2026-12-01T00:00:00Z"],
    ["January", "2027-01", "2027-01-01T00:00:00Z"],
  ])("%s is cut at the law's midnight", (_name, isoMonth, instant) => {
    expect(startOfMonth(casablanca, isoMonth)).toBe(at(instant));
    expect(isoDay(casablanca, at(instant))).toBe(`${isoMonth}-01`);
    expect(isoDay(casablanca, at(instant) - 1).startsWith(isoMonth)).toBe(false);
  });

  it("is not what a stale runtime says", () => {
    expect(localParts(casablanca, at("2026-09-30T23:30:00Z"))).toMatchObject({
      isoDay: "2026-09-30",
      timeText: "23:30",
      weekday: 3,
    });
    expect(localParts(casablanca, at("2026-11-06T17:30:00Z")).timeText).toBe("17:30");
    expect(localParts(casablanca, at("2026-12-31T23:30:00Z")).year).toBe(2026);
  });

  it("shows 01:30 at both ends of the hour that happened twice", () => {
    const [from, to] = [at("2026-09-20T00:30:00Z"), at("2026-09-20T01:30:00Z")];
    expect(localClock(casablanca, from).minuteOfDay).toBe(90);
    expect(localClock(casablanca, to).minuteOfDay).toBe(90);
    expect(offsetChangesBetween(casablanca, from, to)).toEqual([at("2026-09-20T01:00:00Z")]);
  });

  it.each([
    ["2026-03-22", 0],
    ["2026-02-15", 120],
    ["2026-02-16", 60],
  ])("the hour from 02:00 to 03:00 of %s lasts %i minutes", (isoDayText, minutes) => {
    const from = startOfDay(casablanca, isoDayText);
    const inside = Array.from({ length: 26 * 60 }, (_, n) => from + n * minute).filter(
      (instant) =>
        isoDay(casablanca, instant) === isoDayText &&
        Math.floor(localClock(casablanca, instant).minuteOfDay / 60) === 2,
    );
    expect(inside).toHaveLength(minutes);
  });

  it("changes once, not at the edges of the span asked for", () => {
    const change = at("2026-09-20T01:00:00Z");
    expect(offsetChangesBetween(casablanca, change, change + day)).toEqual([]);
    expect(offsetChangesBetween(casablanca, change - day, change)).toEqual([]);
    expect(offsetChangesBetween(casablanca, change - 1, change + 1)).toEqual([change]);
    expect(offsetChangesBetween(casablanca, change, at("2099-12-31T00:00:00Z"))).toEqual([]);
  });
});

describe("the table's ends", () => {
  it.each(held)("%s is held from 2018-10-28 to the end of 2099, and refused beyond", (zone) => {
    const refused = expect.objectContaining({ code: "invalid_request" });
    expect(() => offsetMs(zone, at("2018-10-28T00:59:59Z"))).toThrow(refused);
    expect(() => offsetMs(zone, at("2100-01-01T00:00:00Z"))).toThrow(refused);
    for (const instant of ["2018-10-28T02:00:00Z", "2099-12-31T23:59:59Z"]) {
      expect(Math.abs(offsetMs(zone, at(instant)))).toBeLessThan(4 * hour);
    }
  });

  it("Cairo's first Friday of summer begins at one o'clock", () => {
    expect(instantOfLocal("Africa/Cairo", "2026-04-24", 0)).toEqual({ kind: "none" });
    expect(startOfDay("Africa/Cairo", "2026-04-24")).toBe(at("2026-04-23T22:00:00Z"));
    expect(localParts("Africa/Cairo", at("2026-04-23T22:00:00Z")).timeText).toBe("01:00");
  });
});

describe("a country's zone", () => {
  it.each([
    ["MAR", casablanca],
    ["MA", casablanca],
    ["FRA", "Europe/Paris"],
    ["DZ", "Africa/Algiers"],
    ["GB", "Europe/London"],
  ])("of %s is %s", (code, zone) => expect(zoneOfCountry(code)).toBe(zone));

  it.each(["ESP", "ES", "PRT", "PT", "USA", "ma", "", "constructor"])(
    "of %s is not one that is held",
    (code) => expect(zoneOfCountry(code)).toBeUndefined(),
  );
});
