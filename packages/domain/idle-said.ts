/** A tariff's own terms on idle time as plain JSON: what is given away, when it is priced, and the most that it may cost. */
import type { Hours } from "./conditions.ts";
import { hoursOf, shortDecimal } from "./conditions.ts";
import type { Amount } from "./money.ts";
import { amountOf } from "./money.ts";
import type { Tariff } from "./tariff.ts";

export interface IdleSaid {
  /** the first seconds of idle time in a session cost nothing */
  readonly grace_s: number;
  /** local hours in which idle time is priced; null: always */
  readonly hours: readonly Hours[] | null;
  /** a connected vehicle that takes less than this is idle; null: one that asks for nothing */
  readonly threshold_w: string | null;
  /** in the column in which the tariff's prices stand */
  readonly cap: Amount | null;
}

export function idleSaid({ idle, currency }: Pick<Tariff, "idle" | "currency">): IdleSaid | null {
  if (!idle) return null;
  return {
    grace_s: Math.floor(idle.graceMs / 1000),
    hours: idle.hours?.map(hoursOf) ?? null,
    threshold_w: idle.thresholdMilliW === null ? null : shortDecimal(BigInt(idle.thresholdMilliW), 3),
    cap: idle.capMinor === null ? null : amountOf({ minor: idle.capMinor, currency }),
  };
}
