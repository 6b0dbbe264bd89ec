/**
 * A register never falls. Readings that do not fit the line the others make are outliers (a value of this session alone
 * among values of the meter's life, a wrong unit); where they are too many, or stand at an end, nobody can say which is true.
 */
import type { Point } from "./register-series.ts";
import { isMarked } from "./session-readings.ts";

/** A drop below this is a meter's noise, above it something happened (pricing case 3). */
export const noiseMwh = 10_000n;

type Line =
  | { readonly kind: "line"; readonly points: readonly Point[]; readonly outliers: readonly Point[] }
  | { readonly kind: "broken"; readonly why: "meter_backwards" | "meter_unit" };

/** The line of the readings between the registers that Start and Stop named, where they are known. */
export function lineOf(points: readonly Point[], startMwh: bigint | null, stopMwh: bigint | null): Line {
  const registers = points.map((point) => point.registerMwh);
  const before = startMwh === null ? [] : [startMwh];
  const values = [...before, ...registers, ...(stopMwh === null ? [] : [stopMwh])];
  if (neverFalls(values)) return { kind: "line", points, outliers: [] };
  const fits = fitting(values);
  const isKept = (_: Point, n: number): boolean => fits[n + before.length] === true;
  const kept = points.filter(isKept);
  const outliers = points.filter((point, n) => !isKept(point, n));
  const tooMany = fits.filter((isFit) => !isFit).length * 4 > values.length;
  // What marks the begin or the end of the transaction is never the odd one out.
  if (!fits[0] || !fits.at(-1) || tooMany || outliers.some(({ context }) => isMarked(context)))
    return { kind: "broken", why: "meter_backwards" };
  const [lowest = 0n, highest = 0n] = [values[0], values.at(-1)];
  if (outliers.some((point) => isOtherUnit(point.registerMwh, lowest, highest)))
    return { kind: "broken", why: "meter_unit" };
  return { kind: "line", points: kept, outliers };
}

function neverFalls(values: readonly bigint[]): boolean {
  let highest = values[0] ?? 0n;
  for (const value of values) {
    if (value + noiseMwh < highest) return false;
    if (value > highest) highest = value;
  }
  return true;
}

/** Which values belong to the longest run that never falls, or lie within the noise of it. */
function fitting(values: readonly bigint[]): readonly boolean[] {
  const fits = longestRise(values);
  const highestBefore: bigint[] = [];
  let highest = -noiseMwh;
  for (const [n, value] of values.entries()) {
    if (fits[n]) highest = value;
    highestBefore[n] = highest;
  }
  let lowestAfter: bigint | undefined;
  for (let n = values.length - 1; n >= 0; n--) {
    const value = values[n] ?? 0n;
    if (fits[n]) lowestAfter = value;
    else if (
      value + noiseMwh >= (highestBefore[n] ?? 0n) &&
      (lowestAfter === undefined || value <= lowestAfter + noiseMwh)
    )
      fits[n] = true;
  }
  return fits;
}

/** The longest subsequence that never falls, by patience sorting: n log n, because a session may have 25,000 readings. */
function longestRise(values: readonly bigint[]): boolean[] {
  const tails: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [n, value] of values.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] ?? 0] ?? 0n) <= value) low = middle + 1;
      else high = middle;
    }
    previous[n] = tails[low - 1];
    tails[low] = n;
  }
  const inRise = values.map(() => false);
  for (let n = tails.at(-1); n !== undefined; n = previous[n]) inRise[n] = true;
  return inRise;
}

/** kWh among Wh, or the other way round: a thousand times the value lies on the line (pricing case 7). */
export function isOtherUnit(value: bigint, lowest: bigint, highest: bigint): boolean {
  // kWh of one decimal are good to 100 Wh.
  const slackMwh = 100_000n;
  const lies = (candidate: bigint): boolean =>
    candidate >= lowest - slackMwh && candidate <= highest + slackMwh;
  return value > 0n && (lies(value * 1000n) || (value >= 1000n * noiseMwh && lies(value / 1000n)));
}
