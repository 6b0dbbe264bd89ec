/**
 * A session cut into pieces in which no restriction of its tariff changes (OCPI mod_cdrs, ChargingPeriod: a new period at
 * every moment that has relevance for the costs). Energy at a cut lies on the straight line between the readings around it,
 * rounded once to whole mWh of the register, so that the pieces add up.
 */
import type { LocalTime } from "./boundary.ts";
import { boundariesOf } from "./boundary.ts";
import type { Instant } from "./instant.ts";
import type { Restrictions } from "./restriction.ts";
import type { IdleTerms, Tariff } from "./tariff.ts";
import type { Profile, Stretch, Usage } from "./usage.ts";

export interface Piece {
  readonly from: Instant;
  readonly to: Instant;
  /** the stretch it was cut from, and where that stands in the usage */
  readonly stretch: Stretch;
  readonly index: number;
  /** how many boundaries lie at or before its start: in one span nothing on the clock changes, and no age passes a mark */
  readonly span: number;
  /** what flowed before it since the session began, and in it */
  readonly beforeMwh: bigint;
  readonly energyMwh: bigint;
  /** what is billed as time */
  readonly ms: number;
  /** its start was interpolated: no reading and no change of state stands there */
  readonly isCut: boolean;
  /** idle time of the first seconds, which the tariff gives away */
  readonly isGrace: boolean;
}

export interface Cut {
  /** stretches that a boundary crosses and that cannot be cut */
  readonly uncut: readonly number[];
}

/**
 * Hands out the pieces in order; none of them is kept, for a session may have a hundred thousand.
 * @throws Fault invalid_request for a zone or an instant that the legal-time table does not hold
 */
export function cutUsage(
  tariff: Tariff,
  usage: Usage,
  local: () => LocalTime,
  take: (piece: Piece) => void,
): Cut {
  const restrictions = tariff.elements.flatMap((element) => element.restrictions ?? []);
  const { stretches } = usage;
  const [from, to] = extentOf(usage);
  const startedAt = sessionStart(usage);
  const boundaries = boundariesOf(restrictions, tariff.idle?.hours ?? [], { from, startedAt, to }, local);
  const thresholds = energyThresholds(restrictions);
  const levels = levelsOf(restrictions);
  const uncut: number[] = [];
  let beforeMwh = 0n;
  let graceMs = tariff.idle?.graceMs ?? 0;
  let span = 0;
  for (const [index, each] of stretches.entries()) {
    while ((boundaries[span] ?? Number.POSITIVE_INFINITY) <= each.from) span++;
    const cuts: CutPoint[] = [];
    for (let n = span; (boundaries[n] ?? each.to) < each.to; n++)
      pushCut(cuts, each, boundaries[n] ?? each.to);
    pushCrossings(cuts, each, each.powerMilliW, levels.milliW);
    pushCrossings(cuts, each, each.currentTenthMa, levels.tenthMa);
    pushThresholds(cuts, each, beforeMwh, thresholds);
    const isIdle = each.kind === "parking" && graceMs > 0;
    if (isIdle && graceMs < each.to - each.from) pushCut(cuts, each, each.from + graceMs);
    const isWhole = each.statedMs !== undefined;
    if (isWhole && cuts.length > 0) uncut.push(index);
    if (cuts.length === 0 || isWhole) {
      take({
        from: each.from,
        to: each.to,
        stretch: each,
        index,
        span,
        beforeMwh,
        energyMwh: each.energyMwh,
        ms: each.statedMs ?? each.to - each.from,
        isCut: false,
        isGrace: isIdle,
      });
    } else {
      const graceEnds = isIdle ? each.from + graceMs : null;
      takePieces({ each, index, beforeMwh, cuts, graceEnds, boundaries, span }, take);
    }
    if (isIdle) graceMs -= Math.min(graceMs, each.to - each.from);
    beforeMwh += each.energyMwh;
  }
  return { uncut };
}

/** From the first stretch to the last. */
export const extentOf = ({ stretches, startedAt, endedAt }: Usage): readonly [Instant, Instant] => [
  stretches[0]?.from ?? startedAt,
  stretches.at(-1)?.to ?? endedAt,
];

/** Durations and energies count from here: a reservation before it does not (pricing 3). */
export const sessionStart = ({ stretches, startedAt }: Usage): Instant =>
  stretches.find(({ kind }) => kind !== "reserved")?.from ?? startedAt;

/** An instant inside a stretch with what has flowed in it by then. Two may share an instant where it was rounded to whole ms. */
interface CutPoint {
  readonly at: Instant;
  readonly energyMwh: bigint;
}

function takePieces(
  of: {
    readonly each: Stretch;
    readonly index: number;
    readonly beforeMwh: bigint;
    readonly cuts: CutPoint[];
    readonly graceEnds: Instant | null;
    readonly boundaries: readonly Instant[];
    readonly span: number;
  },
  take: (piece: Piece) => void,
): void {
  const { each, index, cuts, graceEnds, boundaries } = of;
  cuts.sort((a, b) => a.at - b.at || (a.energyMwh < b.energyMwh ? -1 : a.energyMwh > b.energyMwh ? 1 : 0));
  let [from, startMwh, span] = [each.from, 0n, of.span];
  const close = (to: Instant, endMwh: bigint): void => {
    if (to === from && endMwh === startMwh) return;
    while ((boundaries[span] ?? Number.POSITIVE_INFINITY) <= from) span++;
    take({
      from,
      to,
      stretch: each,
      index,
      span,
      beforeMwh: of.beforeMwh + startMwh,
      energyMwh: endMwh - startMwh,
      ms: to - from,
      isCut: from !== each.from,
      isGrace: graceEnds !== null && from < graceEnds,
    });
    [from, startMwh] = [to, endMwh];
  };
  // In order of time the register never falls: a threshold's instant is at most half a millisecond from where it is reached.
  for (const { at, energyMwh } of cuts) close(at, energyMwh);
  close(each.to, each.energyMwh);
}

/** The energy there lies on the straight line, half away from zero to whole mWh. */
function pushCut(cuts: CutPoint[], { from, to, energyMwh }: Stretch, at: Instant): void {
  const whole = BigInt(to - from);
  cuts.push({ at, energyMwh: (2n * energyMwh * BigInt(at - from) + whole) / (2n * whole) });
}

function energyThresholds(restrictions: readonly Restrictions[]): readonly bigint[] {
  const all = restrictions.flatMap(({ minMwh, maxMwh }) => [minMwh ?? [], maxMwh ?? []].flat());
  return [...new Set(all)];
}

/** The instants at which energies are reached, to whole ms; the register there is the threshold itself. */
function pushThresholds(
  cuts: CutPoint[],
  { from, to, energyMwh }: Stretch,
  beforeMwh: bigint,
  thresholds: readonly bigint[],
): void {
  for (const threshold of thresholds) {
    const part = threshold - beforeMwh;
    if (part <= 0n || part >= energyMwh) continue;
    const ms = (2n * part * BigInt(to - from) + energyMwh) / (2n * energyMwh);
    cuts.push({ at: from + Number(ms), energyMwh: part });
  }
}

interface Levels {
  readonly milliW: readonly number[];
  readonly tenthMa: readonly number[];
}

const levelsOf = (restrictions: readonly Restrictions[]): Levels => ({
  milliW: restrictions.flatMap(({ minMilliW, maxMilliW }) => [minMilliW ?? [], maxMilliW ?? []].flat()),
  tenthMa: restrictions.flatMap(({ minTenthMa, maxTenthMa }) => [minTenthMa ?? [], maxTenthMa ?? []].flat()),
});

/** The instants at which a power or a current passes a level, to whole ms. */
function pushCrossings(
  cuts: CutPoint[],
  each: Stretch,
  profile: Profile | null,
  levels: readonly number[],
): void {
  if (profile?.kind !== "line") return;
  const rise = profile.to - profile.from;
  for (const level of levels) {
    // No number where the line is flat, and outside the stretch where it does not reach the level.
    const part = (level - profile.from) / rise;
    const at = each.from + Math.round(part * (each.to - each.from));
    if (at > each.from && at < each.to) pushCut(cuts, each, at);
  }
}

/** Charging whose mean power lies below the tariff's threshold is idle: trickle charge keeps nobody's place (pricing 10, case 46). */
export function withIdleThreshold(usage: Usage, idle: IdleTerms | null): Usage {
  const thresholdMilliW = idle?.thresholdMilliW ?? null;
  if (thresholdMilliW === null) return usage;
  return {
    ...usage,
    stretches: usage.stretches.map((each) =>
      each.kind === "charging" && isMeanBelow(each, thresholdMilliW) ? { ...each, kind: "parking" } : each,
    ),
  };
}

/** Mean power from energy and time: mWh over ms against mW, without a division. */
export function isMeanBelow({ from, to, energyMwh }: Stretch, milliW: number): boolean {
  const [flowed, bound] = [Number(energyMwh) * 3_600_000, Math.round(milliW) * (to - from)];
  // As doubles where both are exact, which they are but for a session of years.
  return Number.isSafeInteger(flowed) && Number.isSafeInteger(bound)
    ? flowed < bound
    : energyMwh * 3_600_000n < BigInt(Math.round(milliW)) * BigInt(to - from);
}
