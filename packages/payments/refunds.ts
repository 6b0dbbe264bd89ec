/**
 * Giving back what was captured. Stripe forgets a key after a day and a refund may wait for months, so the guard is our own
 * id in the refund's metadata: whoever repeats an old refund looks for it among the hold's refunds first.
 */
import type { Money } from "@barq/domain/money";
import type { HoldRef } from "./port.ts";

export interface RefundRequest {
  /** `<environment>#<session>#refund.<refund>#<attempt>` */
  readonly key: string;
  /** our own id, kept with the provider's refund */
  readonly refund: string;
  readonly tenant: string;
  readonly session: string;
  readonly ref: HoldRef;
  readonly refundAmount: Money;
}

/** What the provider says of a refund of ours. `pending` may fail up to 30 days later, and so may one that succeeded. */
export type RefundTruth =
  | {
      readonly kind: "refund";
      readonly standing: "pending" | "succeeded" | "failed";
      /** the provider's name for it */
      readonly providerId: string;
      readonly refundAmount: Money;
      /** the provider's code for a failure */
      readonly why: string | null;
    }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly why: string };

export type Refunded =
  | Extract<RefundTruth, { kind: "refund" }>
  /** nothing was given back: more than is left, disputed, never captured */
  | { readonly kind: "refused"; readonly code: string; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

export interface Refunds {
  refund(request: RefundRequest): Promise<Refunded>;
  /** Our refund among those of the hold, whatever the key's age. The released rest of a partial capture is never one. */
  find(of: Pick<RefundRequest, "refund" | "ref">): Promise<RefundTruth>;
}
