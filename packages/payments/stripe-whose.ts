/** Whose an object at Stripe is: from whatever an event can name to the labels of the intent behind it. */
import type Stripe from "stripe";
import type { Whose } from "./provider-books.ts";
import { failureOf } from "./stripe-errors.ts";
import { idOf } from "./stripe-truth.ts";

/** How to come from an object to the intent behind it, by the beginning of its id. */
const roads: readonly (readonly [RegExp, (stripe: Stripe, id: string) => Promise<Bearer>])[] = [
  [/^pi_/, (stripe, id) => stripe.paymentIntents.retrieve(id)],
  [/^cs_/, (stripe, id) => stripe.checkout.sessions.retrieve(id)],
  [/^(ch|py)_/, (stripe, id) => stripe.charges.retrieve(id, withIntent)],
  [/^(re|pyr)_/, (stripe, id) => stripe.refunds.retrieve(id, withIntent)],
  [/^(du|dp)_/, (stripe, id) => stripe.disputes.retrieve(id, withIntent)],
  [/^issfr_/, (stripe, id) => stripe.radar.earlyFraudWarnings.retrieve(id, withIntent)],
];
const withIntent = { expand: ["payment_intent"] };

/** An intent, or something that names one. */
interface Bearer {
  readonly id: string;
  readonly object: string;
  readonly metadata?: Stripe.Metadata | null;
  readonly payment_intent?: string | Stripe.PaymentIntent | null;
}

export async function whose(stripe: Stripe, id: string): Promise<Whose> {
  const road = roads.find(([pattern]) => pattern.test(id))?.[1];
  if (!road) return { kind: "none" };
  try {
    const found = await road(stripe, id);
    const intent = typeof found.payment_intent === "object" ? found.payment_intent : null;
    const { tenant, sid, env } = { ...found.metadata, ...intent?.metadata };
    if (tenant === undefined || sid === undefined) return { kind: "none" };
    const name = found.object === "payment_intent" ? found.id : idOf(found.payment_intent);
    return { kind: "labelled", tenant, session: sid, environment: env ?? null, intent: name };
  } catch (error) {
    const failure = failureOf(error);
    return failure.kind === "refused" && failure.code === "resource_missing"
      ? { kind: "none" }
      : { kind: "unknown", why: failure.why };
  }
}
