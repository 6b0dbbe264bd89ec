/**
 * The energy since the start over time: straight between readings, its ends pinned to what the session is billed by, and
 * never falling. Readings that lie on a straight line with their neighbours say nothing and are not in it.
 */
import type { Instant } from "./instant.ts";
import { noiseMwh } from "./register-line.ts";
import type { Point } from "./register-series.ts";

export interface CurvePoint {
  readonly at: Instant;
  /** since the start, whole mWh */
  readonly energyMwh: bigint;
}

/** Instants rise strictly; where a session has no length the curve is its one point with all of the energy. */
export function curveOf(
  { startedAt, endedAt }: { readonly startedAt: Instant; readonly endedAt: Instant },
  points: readonly Point[],
  pointsStartMwh: bigint | null,
  totalMwh: bigint,
): readonly CurvePoint[] {
  if (endedAt <= startedAt) return [{ at: startedAt, energyMwh: totalMwh }];
  const curve: CurvePoint[] = [];
  add(curve, { at: startedAt, energyMwh: 0n });
  let highest = 0n;
  for (const { at, registerMwh } of points) {
    if (pointsStartMwh === null || at <= startedAt || at >= endedAt) continue;
    const energyMwh = registerMwh - pointsStartMwh;
    // Noise is levelled, and nothing is more than the whole.
    if (energyMwh > highest) highest = energyMwh < totalMwh ? energyMwh : totalMwh;
    add(curve, { at, energyMwh: highest });
  }
  add(curve, { at: endedAt, energyMwh: totalMwh });
  return curve;
}

/** The next point: of two at one instant the later, and the one before it no more where all three lie on a line. */
function add(curve: CurvePoint[], point: CurvePoint): void {
  if (curve.at(-1)?.at === point.at) curve.pop();
  const [first, second] = [curve.at(-2), curve.at(-1)];
  if (first && second && isStraight(first, second, point)) curve.pop();
  curve.push(point);
}

const isStraight = (a: CurvePoint, b: CurvePoint, c: CurvePoint): boolean =>
  (b.energyMwh - a.energyMwh) * BigInt(c.at - b.at) === (c.energyMwh - b.energyMwh) * BigInt(b.at - a.at);

/** The energy at an instant of the curve, in whole mWh: the interpolated register, rounded once, half away from zero. */
export function energyAt(curve: readonly CurvePoint[], at: Instant): bigint {
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

/**
 * When the first energy began to flow: the last point before a whole step of a coarse meter (10 Wh) had. Until then a vehicle waits,
 * for its timer perhaps, and nothing of it is idle. The end, where none flowed.
 */
export function begunAt(curve: readonly CurvePoint[]): Instant {
  const next = curve.findIndex(({ energyMwh }) => energyMwh >= noiseMwh);
  const before = curve[next < 0 ? curve.length - 1 : Math.max(0, next - 1)];
  return before?.at ?? 0;
}
