/**
 * How much is held, and where charging must stop so that the price never passes it. From the frozen tariff: the worst that
 * the energy and the time allowed can cost, less a margin of rated power times (reading interval + 20 s), because a station
 * is only seen when it reports. Where the margin would be more than a third of the hold the interval is lowered first.
 */
import { Fault } from "./fault.ts";
import type { Money } from "./money.ts";
import { priceSession } from "./price.ts";
import type { Tariff } from "./tariff.ts";
import { componentFor } from "./tariff.ts";

export type Limit =
  | { readonly kind: "amount"; readonly value: Money }
  | { readonly kind: "energy"; readonly energyWh: bigint };

export interface HoldQuestion {
  readonly tariff: Tariff;
  readonly limit: Limit | null;
  /** the hold by policy: what is asked where the driver names no limit, and the most that a limit may ask */
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
      /** charging must be told to stop at this much energy (null: energy costs nothing and time is bounded) */
      readonly stopEnergyMwh: bigint | null;
      /** and at the latest after this time */
      readonly stopAfterMs: number | null;
      readonly readingIntervalS: number;
    }
  | { readonly kind: "limit_too_small"; readonly least: Money };

/** Where a connector does not say what it can deliver, as much as the strongest station in the field. */
const strongestW = 400_000;
const leastIntervalS = 10;
const answerS = 20;

/** The most that so much energy in so much time can cost: every second at the dearer of charging and parking. */
function worstCost(tariff: Tariff, energyMwh: bigint, ms: number): bigint {
  const startedAt = 0;
  const cost = (kind: "charging" | "parking"): bigint =>
    priceSession(tariff, { startedAt, endedAt: ms, segments: [{ from: 0, to: ms, kind, energyMwh }] })
      .afterTax.minor;
  const steps = surplusMinor(tariff);
  const [charging, parking] = [cost("charging"), cost("parking")];
  return (charging > parking ? charging : parking) + steps;
}

/** Both time dimensions may round up by their steps when a session has both; a unit more covers the rounding of each. */
function surplusMinor(tariff: Tariff): bigint {
  const timed = componentFor(tariff, "TIME") && componentFor(tariff, "PARKING_TIME");
  return timed ? 2n : 0n;
}

const energyIn = (powerW: number, ms: number): bigint => (BigInt(powerW) * BigInt(ms)) / 3600n;

/** @throws Fault limit_too_large */
export function planHold(question: HoldQuestion): HoldPlan {
  const { tariff, limit, policy, maxSessionMs } = question;
  const powerW = question.maxPowerW ?? strongestW;
  const longestMwh = energyIn(powerW, maxSessionMs);
  if (worstCost(tariff, longestMwh, maxSessionMs) === 0n) return { kind: "free" };
  const asked = askedHold(question, powerW);
  if (limit?.kind === "amount" && limit.value.minor > policy.minor * 20n) {
    throw new Fault("limit_too_large", "So much is not held for one session.");
  }
  let readingIntervalS = question.readingIntervalS;
  const marginMs = (): number => (readingIntervalS + answerS) * 1000;
  const margin = (): bigint => worstCost(tariff, energyIn(powerW, marginMs()), marginMs());
  while (margin() * 3n > asked.minor && readingIntervalS > leastIntervalS) {
    readingIntervalS = Math.max(leastIntervalS, Math.floor(readingIntervalS / 2));
  }
  const leastMinor = margin() + flatMinor(tariff) + 1n;
  if (asked.minor < leastMinor) {
    return { kind: "limit_too_small", least: { minor: leastMinor, currency: asked.currency } };
  }
  const full = allowance(tariff, asked.minor, powerW, maxSessionMs);
  const stopEnergyMwh =
    full.energyMwh === null ? null : positive(full.energyMwh - energyIn(powerW, marginMs()));
  const capMwh = limit?.kind === "energy" ? limit.energyWh * 1000n : null;
  return {
    kind: "hold",
    holdAmount: asked,
    stopEnergyMwh: lesserOf(
      stopEnergyMwh,
      capMwh === null ? null : positive(capMwh - energyIn(powerW, marginMs())),
    ),
    stopAfterMs: full.ms === null ? null : Math.max(0, full.ms - marginMs()),
    readingIntervalS,
  };
}

const positive = (value: bigint): bigint => (value > 0n ? value : 0n);
const lesserOf = (a: bigint | null, b: bigint | null): bigint | null =>
  a === null ? b : b === null ? a : a < b ? a : b;
const flatMinor = (tariff: Tariff): bigint => worstCost(tariff, 0n, 0);

/** What is asked to be held: the driver's limit where there is one, else the location's policy. */
function askedHold(question: HoldQuestion, powerW: number): Money {
  const { tariff, limit, policy } = question;
  if (limit === null) return policy;
  if (limit.kind === "amount") return limit.value;
  const energyMwh = limit.energyWh * 1000n;
  // Time priced beside the energy: as long as it takes at a quarter of the rated power, but no longer than the session may be.
  const slowestMs = Number((energyMwh * 3600n * 4n) / BigInt(powerW));
  const ms = isTimed(tariff) ? Math.min(question.maxSessionMs, slowestMs + 600_000) : 0;
  return {
    minor:
      worstCost(tariff, energyMwh + energyIn(powerW, (question.readingIntervalS + answerS) * 1000), ms) + 1n,
    currency: policy.currency,
  };
}

const isTimed = (tariff: Tariff): boolean =>
  [componentFor(tariff, "TIME"), componentFor(tariff, "PARKING_TIME")].some(
    (found) => found && found.component.price > 0n,
  );

/**
 * The largest energy and time that together can never cost more than the hold. Where only one of them is priced it gets
 * the whole hold. Where both are, the time is what the hold would last at rated power and a little less (half of what is
 * left after it), and the energy is what the rest pays for: any point inside that rectangle costs at most its far corner.
 */
function allowance(
  tariff: Tariff,
  holdMinor: bigint,
  powerW: number,
  maxSessionMs: number,
): { readonly energyMwh: bigint | null; readonly ms: number | null } {
  const fits = (energyMwh: bigint, ms: number): boolean => worstCost(tariff, energyMwh, ms) <= holdMinor;
  const energyIsPriced = (componentFor(tariff, "ENERGY")?.component.price ?? 0n) > 0n;
  const longestMwh = energyIn(powerW, maxSessionMs);
  if (!isTimed(tariff)) {
    return {
      energyMwh: fits(longestMwh, 0) ? null : largest(longestMwh, (energyMwh) => fits(energyMwh, 0)),
      ms: null,
    };
  }
  const longest = BigInt(maxSessionMs);
  if (!energyIsPriced) {
    return {
      energyMwh: null,
      ms: fits(0n, maxSessionMs) ? null : Number(largest(longest, (ms) => fits(0n, Number(ms)))),
    };
  }
  if (fits(longestMwh, maxSessionMs)) return { energyMwh: null, ms: null };
  // How long the hold lasts when the car takes everything the connector gives; cars take less, so time gets twice that.
  const atFullPower = largest(longest, (ms) => fits(energyIn(powerW, Number(ms)), Number(ms)));
  const alone = largest(longest, (ms) => fits(0n, Number(ms)));
  const twice = atFullPower * 2n;
  const ms = twice < alone ? twice : atFullPower;
  return { energyMwh: largest(longestMwh, (energyMwh) => fits(energyMwh, Number(ms))), ms: Number(ms) };
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
