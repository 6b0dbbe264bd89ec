/**
 * Where no session may begin: a pause that a person has put on the operator, a place, a station, a tariff, payments or a batch of
 * stickers, and a maintenance window. Stopping, metering and settling never ask here.
 */
import type { Instant } from "./instant.ts";
import { hour } from "./instant.ts";

export const pauseScopes = ["operator", "location", "station", "tariff", "provider", "batch"] as const;
export type PauseScope = (typeof pauseScopes)[number];

/** What drivers read, in their language. */
export interface Sentence {
  readonly ar: string;
  readonly fr: string;
  readonly en: string;
}

export interface Closure {
  readonly id: string;
  readonly kind: "pause" | "maintenance";
  /** `provider`: starts for which money is held; what is free goes on */
  readonly scope: PauseScope;
  /** the id of what is meant; null for the operator and for payments */
  readonly of: string | null;
  readonly from: Instant;
  /** null: until somebody resumes it */
  readonly until: Instant | null;
  readonly sentence: Sentence;
}

/** Where somebody wants to begin. */
export interface StartPlace {
  readonly location: string;
  readonly station: string;
  readonly tariff: string;
  /** null: a code of before batches were */
  readonly batch: string | null;
  readonly holds: boolean;
}

const noticeMs = 12 * hour;

const isMeant = ({ scope, of }: Closure, place: StartPlace): boolean => {
  if (scope === "operator") return true;
  return scope === "provider" ? place.holds : of === place[scope];
};

/** What closes a place now; the one that lasts longest where there are several, so that nobody is told too early a time. */
export function closedBy(closures: readonly Closure[], place: StartPlace, now: Instant): Closure | null {
  const lasts = ({ until }: Closure): number => until ?? Number.POSITIVE_INFINITY;
  return closures
    .filter((one) => one.from <= now && now < lasts(one) && isMeant(one, place))
    .reduce<Closure | null>((last, one) => (last && lasts(last) >= lasts(one) ? last : one), null);
}

/** The next one that begins within half a day: whoever starts before it is told of it. */
export function closesSoon(closures: readonly Closure[], place: StartPlace, now: Instant): Closure | null {
  return closures
    .filter(({ from }) => from > now && from <= now + noticeMs)
    .filter((one) => isMeant(one, place))
    .reduce<Closure | null>((first, one) => (first && first.from <= one.from ? first : one), null);
}
