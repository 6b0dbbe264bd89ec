/**
 * Whether the elements that price a dimension leave any moment of a session without a price. Twenty-four hours of a day, or
 * the kilowatt-hours up to 20 and those beyond, need no element without restrictions to hold at any time.
 */
import type { Restrictions } from "./restriction.ts";
import { isInWindow, minutesOfDay } from "./restriction.ts";

type Holds = (of: Restrictions) => boolean;
/** What restrictions test, apart from everything else: for each piece of it, which of them hold there. */
type Axis = readonly Holds[];

/** A tariff that cuts time and energy into more pieces than these is taken to leave a gap. */
const mostPieces = 10_000;

/** True where one of them holds at every instant of every session; false where none may, or where it takes too long to tell. */
export function coversEverything(all: readonly (Restrictions | null)[]): boolean {
  const elements = all.flatMap((each) => each ?? []);
  if (elements.length < all.length) return true;
  const axes = axesOf(elements);
  const pieces = axes.reduce((product, { length }) => product * length, 1);
  return pieces <= mostPieces && areCovered(elements, axes);
}

function areCovered(elements: readonly Restrictions[], [axis, ...others]: readonly Axis[]): boolean {
  if (elements.length === 0) return false;
  return !axis || axis.every((holds) => areCovered(elements.filter(holds), others));
}

/** Lower ends are inclusive and upper ends exclusive, so a piece begins at every end, and stands for what lies before the next. */
function axesOf(elements: readonly Restrictions[]): readonly Axis[] {
  const windows = elements.flatMap(({ window }) => window ?? []);
  const ends = windows.flatMap(({ startMinute, endMinute }) => [startMinute, endMinute]);
  const minutes = new Set([0, ...ends.filter((minute) => minute < minutesOfDay)]);
  const weekdays = elements.some((of) => of.weekdays) ? [1, 2, 3, 4, 5, 6, 7] : [1];
  const range = <T extends bigint | number>(
    origin: T,
    ends: (of: Restrictions) => readonly [T | null, T | null],
  ): Axis => {
    const starts = new Set([origin, ...elements.flatMap((of) => ends(of).flatMap((end) => end ?? []))]);
    return [...starts].map((value) => (of: Restrictions) => {
      const [least, most] = ends(of);
      return (least === null || value >= least) && (most === null || value < most);
    });
  };
  return [
    [...minutes].map(
      (minute) =>
        ({ window }: Restrictions) =>
          window === null || isInWindow(window, minute),
    ),
    weekdays.map((weekday) => (of: Restrictions) => of.weekdays === null || of.weekdays.has(weekday)),
    range(Number.MIN_SAFE_INTEGER, ({ startDay, endDay }) => [startDay, endDay]),
    range(0n, ({ minMwh, maxMwh }) => [minMwh, maxMwh]),
    range(0, ({ minMs, maxMs }) => [minMs, maxMs]),
    range(0, ({ minMilliW, maxMilliW }) => [minMilliW, maxMilliW]),
    range(0, ({ minTenthMa, maxTenthMa }) => [minTenthMa, maxTenthMa]),
  ];
}
