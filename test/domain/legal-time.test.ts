/** Times are read as stations send them, and the clock on the wall is the law's, whatever the runtime believes. */
import { isoText, parseInstant } from "@barq/domain/instant";
import { isoDay, legalTimeVersion, localParts, offsetMs } from "@barq/domain/legal-time";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const at = (text: string): number => Date.parse(text);
const casablanca = "Africa/Casablanca";

describe("legal time in Morocco", () => {
  it.each([
    ["Ramadan begins", "2026-02-15T01:59:59.999Z", "02:59", "2026-02-15T02:00:00Z", "02:00"],
    ["Ramadan is over", "2026-03-22T01:59:59.999Z", "01:59", "2026-03-22T02:00:00Z", "03:00"],
    ["the clock returns for good", "2026-09-20T00:59:59.999Z", "01:59", "2026-09-20T01:00:00Z", "01:00"],
  ])("when %s changes at the very instant", (_what, before, wallBefore, after, wallAfter) => {
    expect(localParts(casablanca, at(before)).timeText).toBe(wallBefore);
    expect(localParts(casablanca, at(after)).timeText).toBe(wallAfter);
  });

  it("has no Ramadan shift any more: 2027 and later are UTC all year", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at("2026-09-20T01:00:00Z"), max: at("2099-12-31T23:59:59Z") }),
        (instant) => {
          expect(offsetMs(casablanca, instant)).toBe(0);
        },
      ),
    );
  });

  it("is the same in Laâyoune, always", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at("2018-10-28T02:00:00Z"), max: at("2030-01-01T00:00:00Z") }),
        (instant) => {
          expect(localParts("Africa/El_Aaiun", instant)).toEqual(localParts(casablanca, instant));
        },
      ),
    );
  });

  it("moves the day and the weekday with the clock", () => {
    expect(localParts(casablanca, at("2026-07-31T23:30:00Z"))).toEqual({
      isoDay: "2026-08-01",
      timeText: "00:30",
      weekday: 6,
      year: 2026,
      offsetText: "+01:00",
    });
    expect(localParts(casablanca, at("2026-12-31T23:30:00Z"))).toMatchObject({ year: 2026, weekday: 4 });
    expect(isoDay("UTC", at("2026-11-29T00:00:00Z"))).toBe("2026-11-29");
    expect(localParts("UTC", at("2026-11-29T12:00:00Z")).weekday).toBe(7);
  });

  it("is refused from before the table begins", () => {
    expect(() => offsetMs(casablanca, at("2018-10-28T01:59:59Z"))).toThrow(
      expect.objectContaining({ code: "invalid_request" }),
    );
    expect(() => offsetMs(casablanca, Number.NaN)).toThrow();
  });

  it("has a version to be stamped into proofs", () => {
    expect(legalTimeVersion).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});

describe("a zone that is not held", () => {
  it.each(["Europe/Moscow", "africa/casablanca", "", "+01:00", "constructor", "__proto__", "hasOwnProperty"])(
    '("%s") is refused, never guessed',
    (zone) => {
      expect(() => offsetMs(zone, at("2026-11-24T15:00:00Z"))).toThrow(
        expect.objectContaining({ code: "invalid_request" }),
      );
    },
  );
});

describe("an instant", () => {
  it.each([
    ["2026-11-24T15:00:00Z", "2026-11-24T15:00:00Z"],
    ["2026-11-24T16:00:00+01:00", "2026-11-24T15:00:00Z"],
    ["2026-11-24T10:30:00-0430", "2026-11-24T15:00:00Z"],
    ["2026-11-24T15:00:00+0000", "2026-11-24T15:00:00Z"],
    ["2026-11-24T16:00:00+01", "2026-11-24T15:00:00Z"],
    ["2026-11-24T15:00:00", "2026-11-24T15:00:00Z"],
    ["2026-11-24 15:00:00", "2026-11-24T15:00:00Z"],
    ["2026-11-24t15:00:00z", "2026-11-24T15:00:00Z"],
    ["2018-07-24T13:22:04,000+0200", "2018-07-24T11:22:04Z"],
    ["2026-11-24T15:00:00.5Z", "2026-11-24T15:00:00.500Z"],
    ["2026-11-24T15:00:00.123456789Z", "2026-11-24T15:00:00.123Z"],
    [" 2026-11-24T15:00:00Z ", "2026-11-24T15:00:00Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
    ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"],
  ])('is seen in "%s"', (text, utc) => {
    const instant = parseInstant(text);
    expect(instant === undefined ? undefined : isoText(instant)).toBe(utc);
  });

  it.each([
    "",
    "yesterday",
    "2026-11-24",
    "24.11.2026 15:00:00",
    "2026-02-30T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-11-24T25:00:00Z",
    "2026-11-24T15:00:61Z",
    "2026-11-24T15:00:00+99:99",
    "2026-11-24T15:00:00 Africa/Casablanca",
    "1764000000000",
  ])('is not seen in "%s"', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it("comes back to the millisecond, whatever offset it is written with", () => {
    const years = { min: at("1970-01-01T00:00:00Z"), max: at("2200-01-01T00:00:00Z") };
    fc.assert(
      fc.property(fc.integer(years), fc.integer({ min: -14 * 60, max: 14 * 60 }), (instant, offset) => {
        const wall = new Date(instant + offset * 60_000).toISOString().slice(0, -1);
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
        const sign = offset < 0 ? "-" : "+";
        const pad = (n: number): string => String(n).padStart(2, "0");
        expect(parseInstant(`${wall}${sign}${pad(hours)}:${pad(minutes)}`)).toBe(instant);
        expect(parseInstant(isoText(instant))).toBe(instant);
      }),
    );
  });
});
