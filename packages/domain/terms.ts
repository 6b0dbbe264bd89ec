/**
 * What a tariff asks of a session in plain terms: every price that can ever apply, with its conditions, what holds now, and
 * one example that the price engine computes. Pages, documents and the interface say the same, each in its own words.
 */
import { needsClock } from "./boundary.ts";
import type { Condition } from "./conditions.ts";
import { conditionsOf } from "./conditions.ts";
import { coversEverything } from "./coverage.ts";
import type { Instant } from "./instant.ts";
import { hour } from "./instant.ts";
import { localClock } from "./legal-time.ts";
import type { Candidate } from "./matching.ts";
import { isOnTheClock, sessionCandidates } from "./matching.ts";
import type { Money } from "./money.ts";
import { priceSession, rateText } from "./price.ts";
import { minutePrice, withCoins } from "./shown-quantity.ts";
import type { Dimension, Tariff } from "./tariff.ts";
import { dimensions, isForSession } from "./tariff.ts";
import { stretch } from "./usage.ts";

export interface PriceTerm {
  /** the tariff's element, counted from 0 */
  readonly element: number;
  readonly dimension: Dimension;
  /** per unit: "2.50" */
  readonly price: string;
  readonly unit: "kWh" | "hour" | "session";
  /** an hourly price by the minute, where that is a whole number of coins */
  readonly pricePerMinute: string | null;
  /** per cent; null: no VAT applies */
  readonly vat: string | null;
  /** all must hold; empty: always */
  readonly conditions: readonly Condition[];
  /** an earlier price of the dimension comes first whenever its own conditions hold */
  readonly isFallback: boolean;
}

const units: Readonly<Record<Dimension, PriceTerm["unit"]>> = {
  ENERGY: "kWh",
  TIME: "hour",
  PARKING_TIME: "hour",
  FLAT: "session",
};

/** Up to the first that holds whatever happens, which itself is none where those before it leave it no moment. */
function possible(tariff: Tariff, dimension: Dimension): readonly Candidate[] {
  const candidates = sessionCandidates(tariff, dimension);
  const last = candidates.findIndex(({ restrictions }) => conditionsOf(restrictions).length === 0);
  if (last < 0) return candidates;
  const before = candidates.slice(0, last);
  return coversEverything(before.map(({ restrictions }) => restrictions))
    ? before
    : candidates.slice(0, last + 1);
}

/** Dimensions that cost something at some time. */
const pricedDimensions = (tariff: Tariff): readonly Dimension[] =>
  dimensions.filter((dimension) =>
    sessionCandidates(tariff, dimension).some(({ component }) => component.price > 0n),
  );

/**
 * In the order of the tariff's elements. Left out is what can never apply, because an element before it always holds, and a
 * dimension that is free whatever happens; a price of 0 that stands before another one is said.
 */
export function termsOf(tariff: Tariff): readonly PriceTerm[] {
  const { currency } = tariff;
  const inOrder = tariff.elements.flatMap(({ components }, element) =>
    components.map(({ dimension }) => `${element}|${dimension}`),
  );
  return pricedDimensions(tariff)
    .flatMap((dimension) =>
      possible(tariff, dimension).map(({ element, component, restrictions }, n): PriceTerm => {
        const price = withCoins(rateText(component.price), currency);
        return {
          element,
          dimension,
          price,
          unit: units[dimension],
          pricePerMinute: units[dimension] === "hour" ? minutePrice(price, currency) : null,
          vat: component.vat === null || tariff.taxIncluded === "N/A" ? null : rateText(component.vat),
          conditions: conditionsOf(restrictions),
          isFallback: n > 0,
        };
      }),
    )
    .sort(
      (a, b) =>
        inOrder.indexOf(`${a.element}|${a.dimension}`) - inOrder.indexOf(`${b.element}|${b.dimension}`),
    );
}

/** Whether a priced dimension costs nothing when none of its conditions hold (OCPI: no element, no price). */
export const isFreeOtherwise = (tariff: Tariff, dimension: Dimension): boolean =>
  !coversEverything(possible(tariff, dimension).map(({ restrictions }) => restrictions));

const isTimed = ({ restrictions }: Candidate): boolean => restrictions !== null && needsClock(restrictions);

/** Whether what a session costs hangs on the day or the time of day. */
export const dependsOnTime = (tariff: Tariff): boolean =>
  tariff.elements.some(
    (element) => isForSession(element) && element.restrictions !== null && needsClock(element.restrictions),
  );

/** Whether a price applies whatever was used and however long it lasts. */
const hangsOnTimeAlone = (conditions: readonly Condition[]): boolean =>
  conditions.every(({ kind }) => kind === "days" || kind === "times" || kind === "dates");

/**
 * Elements whose price of a dimension may apply at this time of this day; null where the dimension's price does not depend
 * on that. @throws Fault invalid_request for a zone or an instant that the legal-time table does not hold
 */
export function elementsNow(
  tariff: Tariff,
  dimension: Dimension,
  zone: string,
  now: Instant,
): ReadonlySet<number> | null {
  const candidates = sessionCandidates(tariff, dimension);
  if (!candidates.some(isTimed)) return null;
  const clock = localClock(zone, now);
  const found = new Set<number>();
  for (const { element, restrictions } of candidates) {
    if (restrictions && !isOnTheClock(restrictions, clock)) continue;
    found.add(element);
    if (hangsOnTimeAlone(conditionsOf(restrictions))) break;
  }
  return found;
}

interface Example {
  readonly energyMwh: bigint;
  readonly ms: number;
  /** after tax */
  readonly cost: Money;
  /** when it begins; null: it costs the same at any time */
  readonly at: Instant | null;
}

const exampleMwh = 20_000_000n;

/**
 * Twenty kilowatt-hours in an hour, from now on: the same for every tariff, so that drivers can compare. Null where the price
 * hangs on a current that an example does not have. @throws Fault as elementsNow; Error (a bug) where the tax cannot be known
 */
export function exampleOf(tariff: Tariff, zone: string, now: Instant): Example | null {
  const usage = {
    startedAt: now,
    endedAt: now + hour,
    stretches: [stretch(now, now + hour, "charging", exampleMwh)],
  };
  const price = priceSession(tariff, usage, zone);
  if (price.notes.some(({ code }) => code === "current_missing")) return null;
  return {
    energyMwh: exampleMwh,
    ms: hour,
    cost: price.afterTax,
    at: dependsOnTime(tariff) ? now : null,
  };
}
