/** The calendar in whole numbers says what the platform's own says. */
import { civilDate, dayNumber, dayNumberOf, isoDayOf, lastDayOf, weekdayOf } from "@barq/domain/civil-day";
import { day } from "@barq/domain/instant";
import { describe, expect, it } from "vitest";

const first = Date.parse("1899-12-25T00:00:00Z") / day;
const last = Date.parse("2401-01-05T00:00:00Z") / day;

describe("a day number", () => {
  it("is the platform's date and weekday on every day of five centuries", () => {
    const wrong: number[] = [];
    for (let number = first; number <= last; number++) {
      const text = new Date(number * day).toISOString().slice(0, 10);
      const weekday = new Date(number * day).getUTCDay() || 7;
      if (isoDayOf(number) !== text || dayNumberOf(text) !== number || weekdayOf(number) !== weekday) {
        wrong.push(number);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("is whole in the first year and in the last that four digits can write", () => {
    expect(isoDayOf(dayNumber(1, 1, 1))).toBe("0001-01-01");
    expect(isoDayOf(dayNumber(9999, 12, 31))).toBe("9999-12-31");
    expect(civilDate(0)).toEqual({ year: 1970, month: 1, day: 1 });
  });

  it.each([
    [2024, 2, "2024-02-29"],
    [2026, 2, "2026-02-28"],
    [2100, 2, "2100-02-28"],
    [2026, 12, "2026-12-31"],
  ])("of the end of %i-%i is %s", (year, month, text) => expect(isoDayOf(lastDayOf(year, month))).toBe(text));

  it.each([
    "2026-02-29",
    "2100-02-29",
    "2026-00-10",
    "2026-13-01",
    "2026-01-00",
    "2026-04-31",
    "0000-01-01",
    "26-1-1",
  ])("is not seen in %s", (text) => expect(dayNumberOf(text)).toBeUndefined());
});
