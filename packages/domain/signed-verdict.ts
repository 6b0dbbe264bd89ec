/**
 * What the signed records of a session prove. The verdict is made in packages/evidence, because the domain knows no crypto;
 * what it is worth against other readings is decided in metering.ts.
 */
import type { Instant } from "./instant.ts";

/** One signed record as it was judged; its raw bytes stay untouched beside it. */
export interface JudgedRecord {
  /** SHA-256 of the raw record's bytes, in hex */
  readonly sha256: string;
  readonly verdict: "good" | "bad" | "unverifiable";
  /** a stable code where it is not good: signature_invalid, key_unknown, not_ocmf, curve_unknown, ... */
  readonly why: string | null;
}

export type SignedVerdict =
  | { readonly kind: "none" }
  | {
      readonly kind: "good";
      readonly startMwh: bigint;
      readonly stopMwh: bigint;
      readonly beginAt: Instant | null;
      readonly endAt: Instant | null;
      /** time status S or R at both ends: only then may time be priced by it (OCMF table 8) */
      readonly isTimeLawful: boolean;
      readonly meterSerial: string | null;
      readonly records: readonly JudgedRecord[];
    }
  | {
      /** bad: a signature or the session's rules fail; unverifiable: nobody can say (no key, unknown format) */
      readonly kind: "bad" | "unverifiable";
      readonly why: string;
      readonly records: readonly JudgedRecord[];
    };
