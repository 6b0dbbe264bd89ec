/** Which version of a tariff is sold when: the current one, and at most one that is planned. */
import type { Instant } from "./instant.ts";

export interface PlannedVersion {
  readonly version: number;
  /** in force from this instant on */
  readonly from: Instant;
}

export interface TariffVersions {
  readonly current: PlannedVersion;
  readonly next: PlannedVersion | null;
}

/** The last instant there is: a version that was planned as a tariff's first and withdrawn is never in force. */
export const never: Instant = 8_640_000_000_000_000;

/** The version in force; null before the first one is. */
export function versionAt({ current, next }: TariffVersions, at: Instant): number | null {
  if (next && next.from <= at) return next.version;
  return current.from <= at ? current.version : null;
}

/** What still stands of a plan at an instant: once it is in force it is the current version. */
export const plannedAt = ({ current, next }: TariffVersions, at: Instant): PlannedVersion | null =>
  next && next.from > at ? next : current.from > at && current.from !== never ? current : null;
