/**
 * How often a cable went into a connector that nobody had scanned, within a day: a post that is used and no more scanned has lost its
 * sticker, or has another one stuck over it. It is counted with the status that is written anyway, and begins anew with every lock.
 */
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import { numberOr, textOr } from "@barq/store/fields";
import type { Item } from "@barq/store/port";

export interface Plugs {
  readonly count: number;
  /** when the first of them was */
  readonly since: Instant;
}

/** What a status changes in the count: a cable goes into what was free, and no session has the connector. */
export function plugNoted(
  row: Item | undefined,
  status: string,
  now: Instant,
): { readonly plugs?: number; readonly plugsAt?: Instant } {
  if (status !== "Preparing" || (row && textOr(row, "act") !== null)) return {};
  const before = row ? textOr(row, "status") : null;
  if (before !== null && before !== "Available") return {};
  const plugs = plugsOf(row, now);
  return plugs ? { plugs: plugs.count + 1 } : { plugs: 1, plugsAt: now };
}

/** Null where the last day has none. */
export function plugsOf(row: Item | undefined, now: Instant): Plugs | null {
  const count = row ? (numberOr(row, "plugs") ?? 0) : 0;
  const since = row ? (numberOr(row, "plugsAt") ?? 0) : 0;
  return count > 0 && since > now - day ? { count, since } : null;
}

/** With the lock that a session takes: somebody has scanned. */
export const scanned = { plugs: null, plugsAt: null } as const;
