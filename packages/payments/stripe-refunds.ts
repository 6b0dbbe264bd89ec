/** Refunds at Stripe. Our own id lies in the refund's metadata (`refund_key`), because keys are forgotten after a day. */
import type Stripe from "stripe";
import type { HoldRef } from "./port.ts";
import type { Refunded, Refunds, RefundTruth } from "./refunds.ts";
import { fromStripeAmount, toStripeAmount } from "./stripe-amount.ts";
import { failureOf } from "./stripe-errors.ts";
import { idOf } from "./stripe-truth.ts";

export function createStripeRefunds(stripe: Stripe): Refunds {
  const intentOf = async (ref: HoldRef): Promise<string | null> => {
    if (ref.intent !== null || ref.page === null) return ref.intent;
    return idOf((await stripe.checkout.sessions.retrieve(ref.page)).payment_intent);
  };

  return {
    async refund({ key, refund, tenant, session, ref, refundAmount }): Promise<Refunded> {
      const said = toStripeAmount(refundAmount);
      if (said.kind === "unsayable") return { kind: "refused", code: said.code, why: said.why };
      try {
        const intent = await intentOf(ref);
        if (intent === null) return { kind: "refused", code: "no_hold", why: "Nothing was captured." };
        const made = await stripe.refunds.create(
          {
            payment_intent: intent,
            amount: said.amountMinor,
            metadata: { refund_key: refund, tenant, sid: session },
          },
          { idempotencyKey: key },
        );
        const truth = truthOf(made);
        return truth.kind === "none" ? { kind: "unknown", why: "refund_unreadable" } : truth;
      } catch (error) {
        return failureOf(error);
      }
    },
    async find({ refund, ref }): Promise<RefundTruth> {
      try {
        const intent = await intentOf(ref);
        if (intent === null) return { kind: "none" };
        for await (const one of stripe.refunds.list({ payment_intent: intent, limit: 100 })) {
          if (one.metadata?.refund_key === refund) return truthOf(one);
        }
        return { kind: "none" };
      } catch (error) {
        return { kind: "unknown", why: failureOf(error).why };
      }
    },
  };
}

/** A status nobody knows is unknown, and so is one that waits for somebody (`requires_action`). */
function truthOf(refund: Stripe.Refund): RefundTruth {
  const refundAmount = fromStripeAmount(refund.amount, refund.currency);
  if (!refundAmount) return { kind: "unknown", why: "refund_unreadable" };
  const found = { kind: "refund", providerId: refund.id, refundAmount } as const;
  switch (refund.status) {
    case "succeeded":
    case "pending":
      return { ...found, standing: refund.status, why: null };
    case "failed":
    case "canceled":
      return { ...found, standing: "failed", why: refund.failure_reason ?? refund.status };
    default:
      return { kind: "unknown", why: `refund_${String(refund.status)}` };
  }
}
