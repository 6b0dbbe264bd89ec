/**
 * The register over time: readings of a session put in order, doubles dropped, phases added, and what does not fit left
 * out with its reason (pricing reference 14 and 17). Pure: any order and any number of repeats give the same series.
 */
import { energyOf, intervalMeasurand, registerMeasurand } from "./energy-reading.ts";
import type { Instant } from "./instant.ts";
import { minute } from "./instant.ts";
import type { Reading } from "./reading.ts";

export interface Point {
  readonly at: Instant;
  readonly registerMwh: bigint;
  readonly context: string;
}

export interface Rejected {
  readonly reading: Reading;
  readonly why: string;
}

export interface Series {
  readonly points: readonly Point[];
  /** sum of Interval values, null where there are none */
  readonly intervalsMwh: bigint | null;
  readonly begin: bigint | null;
  readonly end: bigint | null;
  readonly rejected: readonly Rejected[];
  readonly unitUnknown: boolean;
}

type Arrived = Reading & { readonly arrivedAt: Instant };

/** Contexts that are no billing input (pricing case 13). */
const notBilled = new Set(["Trigger", "Other"]);
const contextRank = (context: string): number =>
  context === "Transaction.Begin" ? 0 : context === "Transaction.End" ? 2 : 1;

export function seriesOf(readings: readonly Arrived[], from: Instant, to: Instant): Series {
  const rejected: Rejected[] = [];
  const points = new Map<string, Point>();
  const phases = new Map<string, Map<string, { point: Point; reading: Reading }>>();
  const intervals = new Map<string, bigint>();
  let unitUnknown = false;
  for (const reading of readings) {
    if (reading.measurand !== registerMeasurand && reading.measurand !== intervalMeasurand) continue;
    const drop = (why: string): void => void rejected.push({ reading: plain(reading), why });
    if (reading.location !== "Outlet") drop("location");
    else if (notBilled.has(reading.context)) drop("context");
    else if (reading.format === "SignedData") drop("signed");
    else {
      const at = reading.at ?? reading.arrivedAt;
      const read = energyOf(reading, reading.measurand);
      if (read.kind === "other") continue;
      if (read.kind === "unreadable") {
        if (read.why.startsWith("unit")) unitUnknown = true;
        drop(read.why);
      } else if (at < from - minute || at > to + minute) drop("outside");
      else if (read.energyMwh < 0n) drop("negative");
      else if (reading.measurand === intervalMeasurand) {
        intervals.set(`${at} ${reading.phase}`, read.energyMwh);
      } else {
        const point = {
          at: Math.min(Math.max(at, from), to),
          registerMwh: read.energyMwh,
          context: reading.context,
        };
        const key = `${at} ${reading.context}`;
        if (reading.phase === null) {
          const known = points.get(key);
          // Contradicting doubles: the smaller value, whichever came first, so that order does not matter.
          if (!known || point.registerMwh < known.registerMwh) points.set(key, point);
          if (known && known.registerMwh !== point.registerMwh) drop("contradicts");
        } else {
          const own = phases.get(key) ?? new Map();
          own.set(reading.phase, { point, reading });
          phases.set(key, own);
        }
      }
    }
  }
  if (points.size === 0) addPhases(phases, points);
  const ordered = [...points.values()].sort(
    (a, b) =>
      a.at - b.at ||
      contextRank(a.context) - contextRank(b.context) ||
      (a.registerMwh < b.registerMwh ? -1 : 1),
  );
  return {
    points: ordered,
    intervalsMwh: intervals.size === 0 ? null : [...intervals.values()].reduce((a, b) => a + b, 0n),
    begin: ordered.find((point) => point.context === "Transaction.Begin")?.registerMwh ?? null,
    end: ordered.findLast((point) => point.context === "Transaction.End")?.registerMwh ?? null,
    rejected,
    unitUnknown,
  };
}

const plain = ({ arrivedAt: _, ...reading }: Arrived): Reading => reading;

/** Only the phases were sent: L1, L2 and L3 added once; never added to a total (pricing case 11). */
function addPhases(
  phases: ReadonlyMap<string, ReadonlyMap<string, { readonly point: Point }>>,
  points: Map<string, Point>,
): void {
  for (const [key, own] of phases) {
    const parts = ["L1", "L2", "L3"].map((phase) => own.get(phase)?.point);
    const [first, ...rest] = parts.filter((point) => point !== undefined);
    const complete = own.size === 1 || parts.every((point) => point !== undefined);
    if (!first || !complete) continue;
    points.set(key, {
      ...first,
      registerMwh: rest.reduce((all, point) => all + point.registerMwh, first.registerMwh),
    });
  }
}
