/**
 * A session cut into pieces in which no restriction of its tariff changes (OCPI mod_cdrs, ChargingPeriod: a new period at
 * every moment that has relevance for the costs). Energy at a cut lies on the straight line between the readings around it,
 * rounded once to whole mWh of the register, so that the pieces add up.
 */
import { boundariesOf, LocalTime } from "./boundary.ts";
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
  readonly pieces: readonly Piece[];
  readonly local: () => LocalTime;
  /** stretches that a boundary crosses and that cannot be cut */
  readonly uncut: readonly number[];
}

/** @throws Fault invalid_request for a zone or an instant that the legal-time table does not hold */
export function cutUsage(tariff: Tariff, usage: Usage, zone: string): Cut {
  const restrictions = tariff.elements.flatMap((element) => element.restrictions ?? []);
  const { stretches } = usage;
  const from = stretches[0]?.from ?? usage.startedAt;
  const to = stretches.at(-1)?.to ?? usage.endedAt;
  let made: LocalTime | undefined;
  const local = (): LocalTime => {
    made ??= new LocalTime(zone, from, to);
    return made;
  };
  const startedAt = sessionStart(usage);
  const boundaries = boundariesOf(restrictions, tariff.idle?.hours ?? [], { from, startedAt, to }, local);
  const thresholds = energyThresholds(restrictions);
  const levels = levelsOf(restrictions);
  const pieces: Piece[] = [];
  const uncut: number[] = [];
  let beforeMwh = 0n;
  let graceMs = tariff.idle?.graceMs ?? 0;
  let next = 0;
  for (const [index, each] of stretches.entries()) {
    while (next < boundaries.length && (boundaries[next] ?? 0) <= each.from) next++;
    const cuts: CutPoint[] = [];
    const cutAt = (at: Instant): void => void cuts.push({ at, energyMwh: energyAt(each, at) });
    for (let n = next; n < boundaries.length; n++) {
      const at = boundaries[n] ?? each.to;
      if (at >= each.to) break;
      cutAt(at);
    }
    for (const at of crossings(each, levels)) cutAt(at);
    cuts.push(...thresholdsIn(each, beforeMwh, thresholds));
    const isIdle = each.kind === "parking" && graceMs > 0;
    if (isIdle && graceMs < each.to - each.from) cutAt(each.from + graceMs);
    const isWhole = each.statedMs !== undefined;
    if (isWhole && cuts.length > 0) uncut.push(index);
    if (cuts.length === 0 || isWhole) {
      pieces.push({
        from: each.from,
        to: each.to,
        stretch: each,
        index,
        beforeMwh,
        energyMwh: each.energyMwh,
        ms: each.statedMs ?? each.to - each.from,
        isCut: false,
        isGrace: isIdle,
      });
    } else
      pushPieces(pieces, { each, index, beforeMwh, cuts, graceEnds: isIdle ? each.from + graceMs : null });
    if (isIdle) graceMs -= Math.min(graceMs, each.to - each.from);
    beforeMwh += each.energyMwh;
  }
  return { pieces, local, uncut };
}

/** Durations and energies count from here: a reservation before it does not (pricing 3). */
export const sessionStart = ({ stretches, startedAt }: Usage): Instant =>
  stretches.find(({ kind }) => kind !== "reserved")?.from ?? startedAt;

/** An instant inside a stretch with what has flowed in it by then. Two may share an instant where it was rounded to whole ms. */
interface CutPoint {
  readonly at: Instant;
  readonly energyMwh: bigint;
}

function pushPieces(
  pieces: Piece[],
  of: {
    readonly each: Stretch;
    readonly index: number;
    readonly beforeMwh: bigint;
    readonly cuts: readonly CutPoint[];
    readonly graceEnds: Instant | null;
  },
): void {
  const { each, index, cuts, graceEnds } = of;
  const ordered = cuts.toSorted(
    (a, b) => a.at - b.at || (a.energyMwh < b.energyMwh ? -1 : a.energyMwh > b.energyMwh ? 1 : 0),
  );
  let [from, startMwh] = [each.from, 0n];
  const close = (to: Instant, endMwh: bigint): void => {
    if (to === from && endMwh === startMwh) return;
    pieces.push({
      from,
      to,
      stretch: each,
      index,
      beforeMwh: of.beforeMwh + startMwh,
      energyMwh: endMwh - startMwh,
      ms: to - from,
      isCut: from !== each.from,
      isGrace: graceEnds !== null && from < graceEnds,
    });
    [from, startMwh] = [to, endMwh];
  };
  // A threshold whose instant was rounded never lets the register fall.
  for (const { at, energyMwh } of ordered) close(at, energyMwh < startMwh ? startMwh : energyMwh);
  close(each.to, each.energyMwh);
}

/** On the straight line, half away from zero to whole mWh. */
function energyAt({ from, to, energyMwh }: Stretch, at: Instant): bigint {
  if (energyMwh === 0n) return 0n;
  const whole = BigInt(to - from);
  return (2n * energyMwh * BigInt(at - from) + whole) / (2n * whole);
}

function energyThresholds(restrictions: readonly Restrictions[]): readonly bigint[] {
  const all = restrictions.flatMap(({ minMwh, maxMwh }) => [minMwh ?? 0n, maxMwh ?? 0n]);
  return [...new Set(all)].filter((mwh) => mwh > 0n);
}

/** The instants at which energies are reached, to whole ms; the register there is the threshold itself. */
function thresholdsIn(
  { from, to, energyMwh }: Stretch,
  beforeMwh: bigint,
  thresholds: readonly bigint[],
): readonly CutPoint[] {
  return thresholds.flatMap((threshold) => {
    const part = threshold - beforeMwh;
    if (part <= 0n || part >= energyMwh) return [];
    const ms = (2n * part * BigInt(to - from) + energyMwh) / (2n * energyMwh);
    return [{ at: from + Number(ms), energyMwh: part }];
  });
}

interface Levels {
  readonly milliW: readonly number[];
  readonly tenthMa: readonly number[];
}

const levelsOf = (restrictions: readonly Restrictions[]): Levels => ({
  milliW: restrictions.flatMap(({ minMilliW, maxMilliW }) => [minMilliW ?? [], maxMilliW ?? []].flat()),
  tenthMa: restrictions.flatMap(({ minTenthMa, maxTenthMa }) => [minTenthMa ?? [], maxTenthMa ?? []].flat()),
});

function crossings(each: Stretch, { milliW, tenthMa }: Levels): readonly Instant[] {
  if (milliW.length === 0 && tenthMa.length === 0) return [];
  return [
    ...crossingsOf(each, each.powerMilliW, milliW),
    ...crossingsOf(each, each.currentTenthMa, tenthMa),
  ].filter((at) => at > each.from && at < each.to);
}

function crossingsOf({ from, to }: Stretch, profile: Profile | null, levels: readonly number[]): Instant[] {
  if (profile?.kind !== "line" || profile.from === profile.to) return [];
  const rise = profile.to - profile.from;
  return levels.flatMap((level) => {
    const part = (level - profile.from) / rise;
    return part > 0 && part < 1 ? [from + Math.round(part * (to - from))] : [];
  });
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
export const isMeanBelow = ({ from, to, energyMwh }: Stretch, milliW: number): boolean =>
  energyMwh * 3_600_000n < BigInt(Math.round(milliW)) * BigInt(to - from);
