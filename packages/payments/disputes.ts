/** A driver's bank asks for the money back: what it says now, and our evidence, given once and before its deadline. */
import type { Instant } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";

/**
 * `inquiry` takes no money yet (`warning_*` at Stripe); `open` has taken it and waits for evidence; `prevented` ended before
 * it began. Appeals and whatever nobody knows are `unknown` and go to a person, whatever has happened to the money.
 */
export type DisputeStanding =
  | "inquiry"
  | "open"
  | "under_review"
  | "won"
  | "lost"
  | "inquiry_closed"
  | "prevented"
  | "unknown";

export type DisputeTruth =
  | {
      readonly kind: "dispute";
      readonly standing: DisputeStanding;
      /** the provider's own word for the standing */
      readonly said: string;
      readonly disputedAmount: Money;
      /** whether the money has been taken from us at this moment */
      readonly isWithdrawn: boolean;
      readonly reason: string;
      /** the provider's own deadline for evidence; null where there is none */
      readonly evidenceDueBy: Instant | null;
      /** whether evidence was handed in: that can be done once */
      readonly hasEvidence: boolean;
      /** whether the payment was confirmed by 3-D Secure, in the provider's word; null where it was not, or nobody knows */
      readonly threeDSecure: string | null;
      /** of the hold that it is about */
      readonly intent: string | null;
      /** from the hold's metadata: believed only after our session says the same */
      readonly tenant: string | null;
      readonly session: string | null;
    }
  /** the provider knows of no such dispute */
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly why: string };

/** Plain text by the provider's heading; nothing personal beyond what the bank knows already. */
export interface Evidence {
  readonly serviceDate: string;
  readonly productDescription: string;
  readonly activityLog: string;
  readonly accessExplanation: string;
}

export type EvidenceGiven =
  | { readonly kind: "given" }
  | { readonly kind: "refused"; readonly code: string; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

export interface Disputes {
  read(dispute: string): Promise<DisputeTruth>;
  /** Handed in for good: the bank looks at it once. */
  give(request: {
    readonly key: string;
    readonly dispute: string;
    readonly evidence: Evidence;
  }): Promise<EvidenceGiven>;
}
