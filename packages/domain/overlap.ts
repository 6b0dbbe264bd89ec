/** Whether two restrictions can hold at one moment of a session. */
import type { Restrictions, TimeWindow } from "./restriction.ts";
import { isInWindow } from "./restriction.ts";

/** True where each thing that both test leaves them a value in common; what one of them does not test is no matter. */
export function canHoldTogether(a: Restrictions, b: Restrictions): boolean {
  return (
    a.reservation === b.reservation &&
    haveCommonMinute(a.window, b.window) &&
    (a.weekdays === null || b.weekdays === null || [...a.weekdays].some((day) => b.weekdays?.has(day))) &&
    haveCommon([a.startDay, a.endDay], [b.startDay, b.endDay]) &&
    haveCommon([a.minMwh, a.maxMwh], [b.minMwh, b.maxMwh]) &&
    haveCommon([a.minMilliW, a.maxMilliW], [b.minMilliW, b.maxMilliW]) &&
    haveCommon([a.minTenthMa, a.maxTenthMa], [b.minTenthMa, b.maxTenthMa]) &&
    haveCommon([a.minMs, a.maxMs], [b.minMs, b.maxMs])
  );
}

type Range = readonly [bigint | number | null, bigint | number | null];

/** Lower ends are inclusive and upper ends exclusive; an empty range has nothing in common with any. */
function haveCommon(...ranges: readonly Range[]): boolean {
  const leasts = ranges.flatMap(([least]) => least ?? []);
  const mosts = ranges.flatMap(([, most]) => most ?? []);
  return leasts.every((least) => mosts.every((most) => least < most));
}

/** Two windows meet where one of them begins within the other. */
const haveCommonMinute = (a: TimeWindow | null, b: TimeWindow | null): boolean =>
  a === null || b === null || isInWindow(a, b.startMinute) || isInWindow(b, a.startMinute);
