/**
 * A meter is a dated part of a connector: it was put in one day with a register that stood somewhere, and another may take
 * its place. Sessions are judged by the meter of their own time.
 */
import type { Instant } from "./instant.ts";

/** Plain JSON: it is kept with its connector. */
export interface Meter {
  readonly serial: string;
  /** the maker's name for its type */
  readonly type: string | null;
  /** of accuracy, in the words of its plate: "B", "1", ... */
  readonly accuracyClass: string | null;
  /** the mark of its verification, as it is on the plate, and until when that is good */
  readonly verificationMark: string | null;
  readonly verifiedUntil: Instant | null;
  /** by which its signed records are checked, as it was registered; never one that came with a record */
  readonly publicKey: string | null;
  /** the register when it was put in, in Wh; null: nobody wrote it down */
  readonly registerWh: string | null;
  readonly from: Instant;
}

/** The meter that measured at an instant; undefined before the first was put in. */
export function meterAt(meters: readonly Meter[], at: Instant): Meter | undefined {
  return meters
    .filter((meter) => meter.from <= at)
    .reduce<Meter | undefined>((last, meter) => (last && last.from > meter.from ? last : meter), undefined);
}

/** Whether a meter's verification held at an instant; unknown where its end is not written down. */
export const verificationAt = ({ verifiedUntil }: Meter, at: Instant): "good" | "expired" | "unknown" =>
  verifiedUntil === null ? "unknown" : at < verifiedUntil ? "good" : "expired";
