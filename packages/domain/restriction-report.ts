/** What will surprise in when an element of a tariff holds: what can be read in two ways, and what not every station measures. */
import type { Report } from "./report-row.ts";
import type { Restrictions } from "./restriction.ts";
import type { Tariff } from "./tariff.ts";

export function reportRestrictions(report: Report, { source }: Tariff, of: Restrictions, n: number): void {
  const path = `elements.${n}.restrictions`;
  const body = source.elements[n]?.restrictions;
  const { window, weekdays } = of;
  if ((body?.start_time ?? null) !== null && body?.start_time === body?.end_time)
    report.add(
      "whole_day",
      `${path}.end_time`,
      "Equal start and end times are the whole day here; OCPI leaves it open.",
    );
  if (window && window.endMinute < window.startMinute && weekdays && weekdays.size < 7)
    report.add(
      "weekday_at_midnight",
      `${path}.day_of_week`,
      "The weekday is that of the instant: these hours stop at midnight, and the early ones belong to the same weekday.",
    );
  for (const name of emptyRanges(of))
    report.add("never_holds", `${path}.${name}`, "This is not above its lower end: the element never holds.");
  if (of.minMilliW !== null || of.maxMilliW !== null)
    report.add(
      "needs_power_readings",
      `${path}.${of.minMilliW === null ? "max_power" : "min_power"}`,
      "Where a station sends no readings of power, the mean power between two readings of energy stands for it.",
    );
  if (of.minTenthMa !== null || of.maxTenthMa !== null)
    report.add(
      "needs_current_readings",
      `${path}.${of.minTenthMa === null ? "max_current" : "min_current"}`,
      "Where a station sends no readings of current, a person has to price the session.",
    );
}

/** Upper ends that leave nothing between them and the lower ones. */
function emptyRanges(of: Restrictions): readonly string[] {
  const ranges: readonly (readonly [string, bigint | number | null, bigint | number | null])[] = [
    ["end_date", of.startDay, of.endDay],
    ["max_kwh", of.minMwh ?? 0n, of.maxMwh],
    ["max_power", of.minMilliW ?? 0, of.maxMilliW],
    ["max_current", of.minTenthMa ?? 0, of.maxTenthMa],
    ["max_duration", of.minMs ?? 0, of.maxMs],
  ];
  return ranges.flatMap(([name, least, most]) =>
    least !== null && most !== null && most <= least ? [name] : [],
  );
}
