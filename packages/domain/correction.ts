/**
 * A correction: a sealed CDR is never edited, it is taken back by a credit CDR and a new one stands in its place. Only ever
 * downwards: whatever the meter says later, the driver never pays more afterwards.
 */
import type { Instant } from "./instant.ts";
import type { RefundReason } from "./refund.ts";

export const correctionStates = [
  "asked",
  /** credit CDR and new CDR are sealed, and the difference is a refund */
  "sealed",
  /** nothing was changed: it would cost the same or more, or the facts prove no price */
  "refused",
] as const;
export type CorrectionState = (typeof correctionStates)[number];

/** What the new CDR says, in one line each; it lies in the archive under its proof's hash. */
export interface Corrected {
  /** 1 for the first correction of a session: the new CDR's id ends in the number of CDRs there are by then */
  readonly n: number;
  readonly sha256: string;
  readonly energyMwh: bigint;
  readonly beforeTax: bigint;
  readonly tax: bigint;
  readonly total: bigint;
  /** the hash of the proof of the CDR that it takes back */
  readonly credits: string;
}

export interface Correction {
  readonly tenant: string;
  readonly session: string;
  /** also the id of the refund that it leads to */
  readonly id: string;
  readonly version: number;
  readonly state: CorrectionState;
  readonly since: Instant;
  readonly due: Instant | null;
  readonly fingerprint: string;
  readonly askedAt: Instant;
  /** opaque */
  readonly askedBy: string;
  readonly reason: RefundReason;
  /** the register and the end as they are known now, where they are known better; null: as they were sealed */
  readonly meterStop: string | null;
  readonly endedAt: Instant | null;
  readonly why: string | null;
  readonly corrected: Corrected | null;
}

/** The id of a session's CDR: the session's own, then numbered. OCPI lets it be 36 characters, and 39 for a credit CDR. */
export const cdrIdOf = (session: string, corrections: number): string =>
  corrections === 0 ? session : `${session}-${corrections + 1}`;
