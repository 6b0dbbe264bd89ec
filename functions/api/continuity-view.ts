/** The continuity of a station's registers on the wire: energies in kWh as decimal text, null where they are not known. */
import type { reportContinuity } from "@barq/actions/report-continuity";
import { kwhText } from "@barq/domain/decimal";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { day, isoText, parseInstant } from "@barq/domain/instant";
import type { InferOutput } from "valibot";
import type { continuityQuery } from "./bodies/continuity.ts";

const usualMs = 31 * day;

/** The period asked for, whole days of UTC, the last one in it. @throws Fault invalid_request for days that are none */
export function periodOf(
  { station, from, to }: InferOutput<typeof continuityQuery>,
  now: Instant,
): { readonly station: string; readonly from: Instant; readonly to: Instant } {
  const midnight = (text: string): Instant => {
    const at = parseInstant(`${text}T00:00:00Z`);
    if (at === undefined) throw new Fault("invalid_request", `${text} is no day.`);
    return at;
  };
  const end = to === undefined ? now : midnight(to) + day - 1;
  return { station, from: from === undefined ? end - usualMs : midnight(from), to: end };
}

export const continuityJson = (
  { station, from, to }: ReturnType<typeof periodOf>,
  report: Awaited<ReturnType<typeof reportContinuity>>,
): Readonly<Record<string, unknown>> => ({
  station,
  from: isoText(from),
  to: isoText(to),
  connectors: report.map(({ connector, gaps, unexplainedMwh }) => ({
    connector,
    unexplained_kwh: kwhText(unexplainedMwh),
    gaps: gaps.map((gap) => ({
      after: gap.after,
      before: gap.before,
      from: isoText(gap.from),
      to: isoText(gap.to),
      energy_kwh: gap.energyMwh === null ? null : kwhText(gap.energyMwh),
      cause: gap.cause,
    })),
  })),
});
