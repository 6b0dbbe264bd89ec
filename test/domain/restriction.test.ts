/** Hours of the wall as a tariff names them: what is no time is refused whole, and a window holds from its start to before its end. */
import { Problems } from "@barq/domain/problems";
import { isInWindow, readRestrictions, readWindow, weekdayNames } from "@barq/domain/restriction";
import { describe, expect, it } from "vitest";

const read = (start: string | null | undefined, end: string | null | undefined) => {
  const problems = new Problems();
  const window = readWindow(start, end, "here", problems);
  return { window, problems: problems.list.map(({ path }) => path) };
};

describe("a window", () => {
  it.each([
    ["24:00", "10:00", ["here.start_time"]],
    ["09:00", "10:60", ["here.end_time"]],
    ["9:00", "1000", ["here.start_time", "here.end_time"]],
    ["x09:30", "10:00", ["here.start_time"]],
    ["09:30", "10:00:00", ["here.end_time"]],
    ["09:305", null, ["here.start_time"]],
    [null, "", ["here.end_time"]],
  ])("from %s to %s is none, and what is wrong with it is told", (start, end, problems) => {
    expect(read(start, end)).toEqual({ window: null, problems });
  });

  it("that names neither end is none, and nothing is wrong with that", () => {
    for (const start of [null, undefined])
      for (const end of [null, undefined]) expect(read(start, end)).toEqual({ window: null, problems: [] });
  });

  it("that names one end reaches to the other end of the day", () => {
    expect(read("19:59", null).window).toEqual({ startMinute: 1199, endMinute: 1440 });
    expect(read(undefined, "20:01").window).toEqual({ startMinute: 0, endMinute: 1201 });
    expect(read("23:59", "00:00").window).toEqual({ startMinute: 1439, endMinute: 1440 });
    expect(read("00:00", "00:00").window).toEqual({ startMinute: 0, endMinute: 0 });
  });
});

describe("a minute of the day", () => {
  const held = (startMinute: number, endMinute: number, ...minutes: readonly number[]) =>
    minutes.map((minute) => isInWindow({ startMinute, endMinute }, minute));

  it("lies in a window from its start to before its end", () => {
    expect(held(540, 600, 539, 540, 599, 600)).toEqual([false, true, true, false]);
    expect(held(540, 1440, 0, 539, 540, 1439)).toEqual([false, false, true, true]);
  });

  it("lies in a window over midnight on either side of it", () => {
    expect(held(1320, 360, 1319, 1320, 1439, 0, 359, 360)).toEqual([false, true, true, true, true, false]);
  });

  it("always lies in a window whose ends are equal", () => {
    expect(held(0, 0, 0, 720, 1439)).toEqual([true, true, true]);
    expect(held(720, 720, 0, 719, 720, 1439)).toEqual([true, true, true, true]);
  });
});

it("the days of a week are told by their names, Monday first", () => {
  const problems = new Problems();
  const days = (day_of_week: readonly string[]) =>
    readRestrictions({ day_of_week: [...day_of_week] }, "here", problems)?.weekdays ?? null;
  expect(
    ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"].map((name) =>
      days([name]),
    ),
  ).toEqual([1, 2, 3, 4, 5, 6, 7].map((day) => new Set([day])));
  expect(days(weekdayNames)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
  expect(days([])).toBeNull();
  expect(problems.list).toEqual([]);
});
