/**
 * Collections at Stripe: a payment of the customer that Checkout made, off the session. A page makes a customer of its own, so
 * that a customer's list of payments is short, and is read as it is written (unlike the search).
 */
import type Stripe from "stripe";
import type { Collected, Collecting, CollectionTruth } from "./collecting.ts";
import type { HoldLabels, HoldRef } from "./port.ts";
import { fromStripeAmount, toStripeAmount } from "./stripe-amount.ts";
import { failureOf } from "./stripe-errors.ts";
import { textIn } from "./stripe-member.ts";
import { idOf } from "./stripe-truth.ts";

/** Tells a collection from the holds of its session. */
const collectionLabel = "1";

export function createStripeCollecting(stripe: Stripe): Collecting {
  /** Whose card paid the hold; a page knows its customer even where its intent does not. */
  const payerOf = async ({ page, intent }: HoldRef): Promise<Payer> => {
    const paid =
      page === null
        ? null
        : await stripe.checkout.sessions.retrieve(page, { expand: ["payment_intent.latest_charge"] });
    const held =
      typeof paid?.payment_intent === "object" && paid.payment_intent !== null
        ? paid.payment_intent
        : intent === null
          ? null
          : await stripe.paymentIntents.retrieve(intent, { expand: ["latest_charge"] });
    const charge = typeof held?.latest_charge === "object" ? held.latest_charge : null;
    return {
      customer: idOf(held?.customer) ?? idOf(paid?.customer),
      method: idOf(held?.payment_method) ?? charge?.payment_method ?? null,
    };
  };

  return {
    async collect({ key, labels, ref, collectAmount, statement }): Promise<Collected> {
      const said = toStripeAmount(collectAmount);
      if (said.kind === "unsayable") return { kind: "refused", code: said.code, why: said.why };
      try {
        const { customer, method } = await payerOf(ref);
        if (customer === null || method === null)
          return { kind: "refused", code: "no_saved_card", why: "No card was kept with this hold." };
        const made = await stripe.paymentIntents.create(
          {
            amount: said.amountMinor,
            currency: said.currency,
            capture_method: "automatic",
            allowed_payment_method_types: ["card"],
            customer,
            payment_method: method,
            off_session: true,
            confirm: true,
            statement_descriptor_suffix: statement,
            metadata: {
              tenant: labels.tenant,
              sid: labels.session,
              collect: collectionLabel,
              attempt: String(labels.attempt),
              env: labels.environment,
              reference: labels.reference,
            },
          },
          { idempotencyKey: key },
        );
        return truthOf(made);
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === "unknown" || textIn(error, "type") !== "StripeCardError") return failure;
        return { kind: "declined", code: failure.code, why: textIn(error, "decline_code") ?? failure.code };
      }
    },

    async findCollection({ labels, ref }): Promise<CollectionTruth> {
      try {
        const { customer } = await payerOf(ref);
        let best: CollectionTruth = { kind: "none" };
        if (customer === null) return best;
        for await (const intent of stripe.paymentIntents.list({ customer, limit: 100 })) {
          if (!isOurs(intent, labels)) continue;
          const truth = truthOf(intent);
          if (weight[truth.kind] > weight[best.kind]) best = truth;
        }
        return best;
      } catch (error) {
        return { kind: "unknown", why: failureOf(error).why };
      }
    },
  };
}

interface Payer {
  readonly customer: string | null;
  readonly method: string | null;
}

const weight = { none: 0, declined: 1, unknown: 2, collected: 3 } as const;

const isOurs = (
  { metadata }: Stripe.PaymentIntent,
  labels: Pick<HoldLabels, "tenant" | "session" | "environment">,
): boolean =>
  metadata.collect === collectionLabel &&
  metadata.sid === labels.session &&
  metadata.tenant === labels.tenant &&
  metadata.env === labels.environment;

/** A payment that waits for its holder was declined: nobody of ours brings them back to it. */
function truthOf(intent: Stripe.PaymentIntent): Exclude<CollectionTruth, { kind: "none" }> {
  switch (intent.status) {
    case "succeeded": {
      const collectedAmount = fromStripeAmount(intent.amount_received, intent.currency);
      return collectedAmount
        ? { kind: "collected", intent: intent.id, collectedAmount }
        : { kind: "unknown", why: "amount_received_unreadable" };
    }
    case "requires_action":
      return { kind: "declined", code: "authentication_required", why: "authentication_required" };
    case "requires_payment_method": {
      const { last_payment_error: said } = intent;
      const code = said?.code ?? "card_declined";
      return { kind: "declined", code, why: said?.decline_code ?? code };
    }
    case "canceled":
      return { kind: "declined", code: "canceled", why: intent.cancellation_reason ?? "canceled" };
    default:
      return { kind: "unknown", why: `intent_${String(intent.status)}` };
  }
}
