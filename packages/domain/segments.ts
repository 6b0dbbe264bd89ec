/** How the time of a session divides into charging and parking, and the energy with it. */
import type { Instant } from "./instant.ts";

/** A stretch of a session in which nothing changes but the register. */
export interface Segment {
  readonly from: Instant;
  readonly to: Instant;
  readonly kind: "charging" | "parking";
  readonly energyMwh: bigint;
}

export interface StatusAt {
  readonly at: Instant;
  readonly status: string;
}

/** The energy delivered since the start, at an instant. */
export interface CurvePoint {
  readonly at: Instant;
  readonly energyMwh: bigint;
}

interface SessionTime {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly stopReason: string | null;
  readonly statuses: readonly StatusAt[];
  readonly readings: readonly {
    readonly at: Instant | null;
    readonly arrivedAt: Instant;
    readonly context: string;
  }[];
}

/** SuspendedEV, and Finishing before the session ends, are parking; what the station withholds never is (pricing 4). */
const parks = (status: string): boolean => status === "SuspendedEV" || status === "Finishing";

/**
 * Segments from the start to the end without a gap. A status from before the start was no status of this session; after the
 * station lost its power or rebooted nobody knows what the vehicle did, so nothing is parking (pricing case 29).
 */
export function segmentsOf(time: SessionTime, curve: readonly CurvePoint[]): readonly Segment[] {
  const { startedAt, endedAt } = time;
  const total = curve.at(-1)?.energyMwh ?? 0n;
  if (endedAt <= startedAt) return [{ from: startedAt, to: startedAt, kind: "charging", energyMwh: total }];
  const segments: Segment[] = [];
  let [from, kind]: [Instant, Segment["kind"]] = [startedAt, "charging"];
  const close = (to: Instant): void => {
    if (to > from) segments.push({ from, to, kind, energyMwh: energyAt(curve, to) - energyAt(curve, from) });
    from = to;
  };
  for (const change of changesOf(time)) {
    const next = parks(change.status) ? "parking" : "charging";
    if (next === kind) continue;
    close(change.at);
    kind = next;
  }
  close(endedAt);
  return merged(segments);
}

/** The statuses inside the session in order of time; at one instant the one that arrived last holds. */
function changesOf(time: SessionTime): readonly StatusAt[] {
  const { startedAt, endedAt } = time;
  const own = time.statuses
    .filter((change) => change.at >= startedAt && change.at < endedAt)
    .toSorted((a, b) => a.at - b.at);
  const last = own.filter((change, n) => own[n + 1]?.at !== change.at);
  const lost = lossOf(time);
  return lost === undefined
    ? last
    : [...last.filter((change) => change.at < lost), { at: lost, status: "Unavailable" }];
}

/** When a station that lost its power was last heard: at a reading, else at a status. */
function lossOf({ startedAt, endedAt, stopReason, readings, statuses }: SessionTime): Instant | undefined {
  if (stopReason !== "PowerLoss" && stopReason !== "Reboot") return undefined;
  const inside = (at: Instant): boolean => at >= startedAt && at < endedAt;
  const seen = readings
    .filter((reading) => reading.context !== "Transaction.End")
    .map((reading) => reading.at ?? reading.arrivedAt)
    .filter(inside);
  const heard = seen.length > 0 ? seen : statuses.map((change) => change.at).filter(inside);
  return heard.reduce((a, b) => Math.max(a, b), startedAt);
}

/** Neighbours of one kind as one segment. */
function merged(segments: readonly Segment[]): readonly Segment[] {
  const whole: Segment[] = [];
  for (const segment of segments) {
    const before = whole.at(-1);
    if (before?.kind === segment.kind) {
      whole.splice(-1, 1, {
        ...before,
        to: segment.to,
        energyMwh: before.energyMwh + segment.energyMwh,
      });
    } else whole.push(segment);
  }
  return whole;
}

/** The energy at an instant, on the straight line between the readings before and after, in whole mWh. */
function energyAt(curve: readonly CurvePoint[], at: Instant): bigint {
  // The first point that lies later; the one before it is the last at or before the instant.
  let [low, high] = [0, curve.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((curve[middle]?.at ?? at) > at) high = middle;
    else low = middle + 1;
  }
  const [before, after] = [curve[low - 1], curve[low]];
  if (!before || !after) return before?.energyMwh ?? 0n;
  const rise = after.energyMwh - before.energyMwh;
  const part = BigInt(at - before.at);
  const whole = BigInt(after.at - before.at);
  return before.energyMwh + (2n * rise * part + whole) / (2n * whole);
}
