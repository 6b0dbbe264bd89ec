/**
 * How much is held, and where charging must stop so that the price never passes it. From the frozen tariff: the worst that
 * the energy and the time allowed can cost, less a margin of rated power times (reading interval + 20 s), because a station
 * is only seen when it reports. Where the margin would be more than a third of the hold the interval is lowered first.
 */
import { Fault } from "./fault.ts";
import { second } from "./instant.ts";
import type { Money } from "./money.ts";
import type { Dimension, Tariff } from "./tariff.ts";
import { dearest, worstCost } from "./worst-cost.ts";

type Limit =
  | { readonly kind: "amount"; readonly value: Money }
  | { readonly kind: "energy"; readonly energyWh: bigint };

export interface HoldQuestion {
  readonly tariff: Tariff;
  readonly limit: Limit | null;
  /** the hold by policy, in the tariff's currency: what is asked where the driver names no limit; a limit may ask twenty times as much */
  readonly policy: Money;
  readonly maxPowerW: number | null;
  readonly readingIntervalS: number;
  readonly maxSessionMs: number;
}

export type HoldPlan =
  | { readonly kind: "free" }
  | {
      readonly kind: "hold";
      readonly holdAmount: Money;
      /** charging must be told to stop at this much energy (null: no energy that can flow costs more than the hold) */
      readonly stopEnergyMwh: bigint | null;
      /** and at the latest after this time (null: no time that a session may last costs more than the hold) */
      readonly stopAfterMs: number | null;
      readonly readingIntervalS: number;
    }
  | { readonly kind: "limit_too_small"; readonly least: Money };

/** Where a connector does not say what it can deliver, as much as the strongest station in the field. */
const strongestW = 400_000;
const leastIntervalS = 10;
/** From the reading that shows the limit to the end of the energy. */
const answerS = 20;
const mostTimesPolicy = 20n;

/** What a session may come to: so much energy, so much time. */
interface Bounds {
  readonly energyMwh: bigint;
  readonly ms: number;
}

/** Everything the connector gives in a time, rounded up. */
const fullPower = (powerW: number, ms: number): Bounds => ({
  energyMwh: (BigInt(Math.ceil(powerW)) * BigInt(ms) + 3599n) / 3600n,
  ms,
});

/** @throws Fault limit_too_large */
export function planHold(question: HoldQuestion): HoldPlan {
  const { tariff, limit, policy } = question;
  const currency = tariff.currency;
  if (policy.currency !== currency || (limit?.kind === "amount" && limit.value.currency !== currency))
    throw new Error("a hold is planned in the tariff's own currency");
  const powerW = question.maxPowerW !== null && question.maxPowerW > 0 ? question.maxPowerW : strongestW;
  const cost = ({ energyMwh, ms }: Bounds): bigint => worstCost(tariff, energyMwh, ms);
  const marginOf = (intervalS: number): Bounds => fullPower(powerW, (intervalS + answerS) * second);
  const longest = (intervalS: number): Bounds =>
    fullPower(powerW, question.maxSessionMs + marginOf(intervalS).ms);
  if (cost(longest(question.readingIntervalS)) === 0n) return { kind: "free" };

  // The least that is sold is a second at full power on top of the margin.
  const shortestS = Math.min(leastIntervalS, question.readingIntervalS);
  const leastOf = (intervalS: number): Bounds => fullPower(powerW, marginOf(intervalS).ms + second);
  const least = leastOf(shortestS);
  const asked = limit?.kind === "energy" ? energyBounds(question, powerW, limit.energyWh) : null;
  const leastMinor = atLeastOne(
    cost(asked === null ? least : energyBounds(question, powerW, (least.energyMwh + 999n) / 1000n)),
  );
  const holdMinor = askedMinor(limit, policy, asked && atLeastOne(cost(asked)), leastMinor);
  if (holdMinor > policy.minor * mostTimesPolicy && limit !== null)
    throw new Fault("limit_too_large", "So much is not held for one session.");
  const isSold = (intervalS: number): boolean =>
    holdMinor >= atLeastOne(cost(leastOf(intervalS))) &&
    (asked === null || asked.energyMwh >= leastOf(intervalS).energyMwh);
  if (!isSold(shortestS)) return { kind: "limit_too_small", least: { minor: leastMinor, currency } };

  const atOnceMinor = cost({ energyMwh: 0n, ms: 0 });
  const isLarge = (intervalS: number): boolean =>
    (cost(marginOf(intervalS)) - atOnceMinor) * 3n > holdMinor - atOnceMinor ||
    (asked !== null && marginOf(intervalS).energyMwh * 3n > asked.energyMwh);
  let readingIntervalS = question.readingIntervalS;
  while (readingIntervalS > shortestS && (isLarge(readingIntervalS) || !isSold(readingIntervalS))) {
    readingIntervalS = Math.max(shortestS, Math.floor(readingIntervalS / 2));
  }
  const margin = marginOf(readingIntervalS);
  const most = allowance({
    tariff,
    powerW,
    margin,
    longest: longest(readingIntervalS),
    asked,
    fits: (bounds) => cost(bounds) <= holdMinor,
  });
  return {
    kind: "hold",
    holdAmount: { minor: holdMinor, currency },
    stopEnergyMwh: most.energyMwh === null ? null : most.energyMwh - margin.energyMwh,
    stopAfterMs: most.ms === null ? null : most.ms - margin.ms,
    readingIntervalS,
  };
}

const atLeastOne = (minor: bigint): bigint => (minor > 0n ? minor : 1n);

/** What is held: what the driver's limit comes to; without one the policy, or the least that is sold where that is more. */
function askedMinor(limit: Limit | null, policy: Money, energyMinor: bigint | null, least: bigint): bigint {
  if (energyMinor !== null) return energyMinor;
  if (limit?.kind === "amount") return limit.value.minor;
  return policy.minor > least ? policy.minor : least;
}

/** An energy, and where time costs too as long as it takes at a quarter of the rated power and ten minutes. */
function energyBounds(question: HoldQuestion, powerW: number, energyWh: bigint): Bounds {
  const energyMwh = energyWh * 1000n;
  if (!isTimed(question.tariff)) return { energyMwh, ms: 0 };
  const slowestMs = Number((energyMwh * 3600n * 4n) / BigInt(Math.ceil(powerW))) + 600 * second;
  return { energyMwh, ms: Math.min(question.maxSessionMs, slowestMs) };
}

const isTimed = (tariff: Tariff): boolean => isPricedBy(tariff, "TIME") || isPricedBy(tariff, "PARKING_TIME");

const isPricedBy = (tariff: Tariff, dimension: Dimension): boolean =>
  dearest(tariff, dimension).price.numerator > 0n;

/**
 * The largest energy and time that together can never cost more than the hold (null: as much as there can be). Any point
 * inside that rectangle costs at most its far corner. Where both are priced the time is what the hold would last at rated
 * power; cars take less, so it is twice that where at least half of the energy that could be sold remains.
 */
function allowance(of: {
  readonly tariff: Tariff;
  readonly powerW: number;
  readonly margin: Bounds;
  readonly longest: Bounds;
  /** what a limit in kWh comes to; the hold was made for it */
  readonly asked: Bounds | null;
  readonly fits: (bounds: Bounds) => boolean;
}): { readonly energyMwh: bigint | null; readonly ms: number | null } {
  const { fits, longest, margin, asked } = of;
  const mostEnergy = (ms: number): bigint =>
    largest(longest.energyMwh, (energyMwh) => fits({ energyMwh, ms }));
  const mostMs = (energyOf: (ms: number) => bigint): number =>
    Number(largest(BigInt(longest.ms), (ms) => fits({ energyMwh: energyOf(Number(ms)), ms: Number(ms) })));
  const isPriced = isPricedBy(of.tariff, "ENERGY");
  const bounded = (energyMwh: bigint): bigint | null => (energyMwh < longest.energyMwh ? energyMwh : null);
  if (!isTimed(of.tariff)) return { energyMwh: bounded(asked?.energyMwh ?? mostEnergy(0)), ms: null };
  if (asked) return asked;
  if (fits(longest)) return { energyMwh: null, ms: null };
  if (!isPriced) return { energyMwh: null, ms: mostMs(() => 0n) };
  const ms = mostMs((time) => fullPower(of.powerW, time).energyMwh);
  const energyMwh = mostEnergy(ms);
  const longer = { ms: Math.min(ms * 2, longest.ms), energyMwh: mostEnergy(Math.min(ms * 2, longest.ms)) };
  const isHalf = (longer.energyMwh - margin.energyMwh) * 2n >= energyMwh - margin.energyMwh;
  const chosen = isHalf ? longer : { ms, energyMwh };
  return { energyMwh: bounded(chosen.energyMwh), ms: chosen.ms };
}

/** The largest whole number up to `most` of which it is true, where it is true of everything smaller. */
function largest(most: bigint, isTrue: (value: bigint) => boolean): bigint {
  let [low, high] = [0n, most];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (isTrue(middle)) low = middle;
    else high = middle - 1n;
  }
  return low;
}
