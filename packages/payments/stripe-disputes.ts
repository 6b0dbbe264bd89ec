/** Disputes at Stripe. What was taken is said by the balance transactions, not by the status. */
import { second } from "@barq/domain/instant";
import type Stripe from "stripe";
import type { DisputeStanding, Disputes, DisputeTruth, EvidenceGiven } from "./disputes.ts";
import { fromStripeAmount } from "./stripe-amount.ts";
import { failureOf } from "./stripe-errors.ts";
import { idOf } from "./stripe-truth.ts";

/** A status that is not here is unknown: appeals, and whatever Stripe says one day. */
const standings: Readonly<Record<string, DisputeStanding>> = {
  warning_needs_response: "inquiry",
  warning_under_review: "under_review",
  warning_closed: "inquiry_closed",
  needs_response: "open",
  under_review: "under_review",
  won: "won",
  lost: "lost",
  prevented: "prevented",
};

export function createStripeDisputes(stripe: Stripe): Disputes {
  return {
    async read(dispute): Promise<DisputeTruth> {
      try {
        return truthOf(await stripe.disputes.retrieve(dispute, { expand: ["payment_intent.latest_charge"] }));
      } catch (error) {
        const failure = failureOf(error);
        return failure.kind === "refused" && failure.code === "resource_missing"
          ? { kind: "none" }
          : { kind: "unknown", why: failure.why };
      }
    },
    async give({ key, dispute, evidence }): Promise<EvidenceGiven> {
      const said = {
        service_date: evidence.serviceDate,
        product_description: evidence.productDescription,
        access_activity_log: evidence.activityLog,
        uncategorized_text: evidence.accessExplanation,
      };
      try {
        await stripe.disputes.update(dispute, { evidence: said, submit: true }, { idempotencyKey: key });
        return { kind: "given" };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

function truthOf(dispute: Stripe.Dispute): DisputeTruth {
  const disputedAmount = fromStripeAmount(dispute.amount, dispute.currency);
  if (!disputedAmount) return { kind: "unknown", why: "dispute_unreadable" };
  const intent = typeof dispute.payment_intent === "object" ? dispute.payment_intent : null;
  const charge = typeof intent?.latest_charge === "object" ? intent.latest_charge : null;
  const details = dispute.evidence_details;
  const said = String(dispute.status);
  return {
    kind: "dispute",
    standing: Object.hasOwn(standings, said) ? (standings[said] ?? "unknown") : "unknown",
    said,
    disputedAmount,
    isWithdrawn: dispute.balance_transactions.reduce((sum, { amount }) => sum + amount, 0) < 0,
    reason: dispute.reason,
    evidenceDueBy: details.due_by === null ? null : details.due_by * second,
    hasEvidence: details.submission_count > 0,
    threeDSecure: charge?.payment_method_details?.card?.three_d_secure?.result ?? null,
    intent: idOf(dispute.payment_intent),
    tenant: intent?.metadata.tenant ?? null,
    session: intent?.metadata.sid ?? null,
  };
}
