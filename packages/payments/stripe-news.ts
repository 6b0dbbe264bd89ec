/**
 * Is this really Stripe, and is it recent? Apart from the adapter, so that the hook door may import it alone. What an
 * event says is a hint to go and look; only its signature is believed.
 */
import type { Clock } from "@barq/domain/instant";
import { parseInstant, second } from "@barq/domain/instant";
import Stripe from "stripe";
import type { ProviderNews, VerifiedNews } from "./port.ts";
import { memberOf, textIn } from "./stripe-member.ts";

/** Stripe's own default; here it also holds towards the future, which the SDK does not look at. */
const toleranceS = 300;

type Meaning = Pick<ProviderNews, "kind" | "isOver">;

const hold: Meaning = { kind: "hold", isOver: false };
const holdIsOver: Meaning = { kind: "hold", isOver: true };
const about = (kind: ProviderNews["kind"]): Meaning => ({ kind, isOver: false });

/** What our hook is subscribed to: at most twenty, because so many can be asked for in one list of events. */
const subscribed: Readonly<Record<string, Meaning>> = {
  "payment_intent.amount_capturable_updated": hold,
  "payment_intent.processing": hold,
  "payment_intent.requires_action": hold,
  "payment_intent.payment_failed": hold,
  "payment_intent.succeeded": holdIsOver,
  "payment_intent.canceled": holdIsOver,
  "charge.expired": holdIsOver,
  "checkout.session.completed": hold,
  "checkout.session.expired": hold,
  "refund.created": about("refund"),
  "refund.updated": about("refund"),
  "refund.failed": about("refund"),
  "charge.dispute.created": about("dispute"),
  "charge.dispute.updated": about("dispute"),
  "charge.dispute.closed": about("dispute"),
  "charge.dispute.funds_withdrawn": about("dispute"),
  "charge.dispute.funds_reinstated": about("dispute"),
  "radar.early_fraud_warning.created": about("warning"),
};

/** Known, and said better by another event or by the provider's lists. */
const saysNothing =
  /^(charge\.(captured|failed|pending|refunded|succeeded|updated)|charge\.refund\.updated|payment_intent\.created|radar\.early_fraud_warning\.updated|payout\.\w+|balance\.available)$/;

export const subscribedTypes: readonly string[] = Object.keys(subscribed);

const meaningOf = (type: string): Meaning =>
  Object.entries(subscribed).find(([known]) => known === type)?.[1] ??
  about(saysNothing.test(type) ? "nothing" : "other");

/**
 * Verifies the signature over the raw body against our clock (tolerance 300 s both ways); never throws. `forged` is a
 * signature that does not hold or a body that is no event, `old` a true one from too long ago or from the future.
 */
export async function verifyStripeNews(request: {
  readonly body: string;
  readonly signature: string | null;
  readonly webhookSecret: string;
  readonly clock: Clock;
}): Promise<VerifiedNews> {
  const { body, signature, webhookSecret, clock } = request;
  const now = clock();
  const signedAtS = signedAt(signature);
  if (signature === null || signedAtS === undefined) return forged("no_signature");
  if (Math.floor(now / second) - signedAtS > toleranceS) {
    // Tolerance 0 switches the SDK's check of the time off: only who signed is asked here.
    return (await holds(body, signature, webhookSecret, 0, now))
      ? { kind: "old", why: "signed_too_long_ago" }
      : forged("signature_differs");
  }
  if (!(await holds(body, signature, webhookSecret, toleranceS, now))) return forged("signature_differs");
  if (signedAtS - Math.floor(now / second) > toleranceS) return { kind: "old", why: "signed_in_the_future" };
  const news = newsOf(parsed(body));
  return news ? { kind: "news", news } : forged("not_an_event");
}

const forged = (why: string): VerifiedNews => ({ kind: "forged", why });

async function holds(
  body: string,
  signature: string,
  secret: string,
  tolerance: number,
  now: number,
): Promise<boolean> {
  try {
    const { signature: checks } = Stripe.webhooks;
    // The asynchronous form is the only one the SDK's worker build has.
    return (await checks?.verifyHeaderAsync(body, signature, secret, tolerance, undefined, now)) === true;
  } catch {
    return false;
  }
}

/** The header's one `t`, in unix seconds; several of them would leave open which one was signed. */
function signedAt(signature: string | null): number | undefined {
  const times = (signature ?? "").split(",").filter((part) => part.startsWith("t="));
  const digits = /^t=(\d{1,12})$/.exec(times[0] ?? "")?.[1];
  return times.length === 1 && digits !== undefined ? Number(digits) : undefined;
}

/** What an event says, whichever way it came: signed to our hook, or listed. Undefined for what is no event. */
export function newsOf(event: unknown): ProviderNews | undefined {
  const id = nameIn(event, "id");
  const type = nameIn(event, "type");
  if (id === null || type === null) return undefined;
  // A thin event names its object and carries no metadata: whoever looks finds the session by the object's id.
  const object = memberOf(memberOf(event, "data"), "object");
  const metadata = memberOf(object, "metadata");
  const name = type.replace(/^v1\./, "");
  const created = memberOf(event, "created");
  const at =
    typeof created === "number"
      ? created * second
      : typeof created === "string"
        ? (parseInstant(created) ?? Number.NaN)
        : Number.NaN;
  if (!Number.isSafeInteger(at)) return undefined;
  return {
    event: id,
    type: name,
    ...meaningOf(name),
    object: nameIn(object, "id") ?? nameIn(memberOf(event, "related_object"), "id"),
    intent: nameIn(object, "payment_intent"),
    tenant: nameIn(metadata, "tenant"),
    session: nameIn(metadata, "sid"),
    at,
  };
}

/** A name that keys may be made of, as Stripe's and ours are: anything else names nothing. */
function nameIn(value: unknown, member: string): string | null {
  const text = textIn(value, member);
  return text !== null && /^[\w.-]{1,255}$/.test(text) ? text : null;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
