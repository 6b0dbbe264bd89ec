/**
 * Money through Stripe, on the hosted Checkout page (no script of ours, smallest card-data scope; it speaks French and
 * English, not Arabic).
 *
 *   const payments = createStripePayments({ stripe, clock, environment: "production" });
 *   const opened = await payments.open({ key, labels, holdAmount, ... }); // opened.url is where the driver pays
 *
 * A call that ends without an answer (timeout, 5xx, a stored 500, half a body) is `unknown`. Nothing is logged here.
 */
import type { Clock } from "@barq/domain/instant";
import { day, second } from "@barq/domain/instant";
import type Stripe from "stripe";
import { leastMoney } from "./least.ts";
import type { Captured, Holding, HoldRef, HoldTruth, Opened, OpenHold, Raised, Released } from "./port.ts";
import { fromStripeAmount, toStripeAmount } from "./stripe-amount.ts";
import { failureOf } from "./stripe-errors.ts";
import { textIn } from "./stripe-member.ts";
import { capturedOf, intentTruth, pageTruth, refOf } from "./stripe-truth.ts";

interface StripePayments {
  readonly stripe: Stripe;
  readonly clock: Clock;
  /** local, preview, production: refused when a request carries another one, because keys are made from it */
  readonly environment: string;
  /** The account may hold and capture more than was authorised where a card allows it (IC+ pricing, by agreement with Stripe). */
  readonly beyondHold?: boolean;
}

/** Stripe keeps a page open for 24 hours at most. */
const longestPageMs = day;
/** How much is looked through for a hold whose page was never learnt: pages of 100. */
const mostListPages = 50;
/** Clocks differ, and Stripe counts in whole seconds. */
const clockMarginS = 120;

export function createStripePayments(options: StripePayments): Holding {
  const { stripe, clock, environment, beyondHold = false } = options;

  const readTruth = async (ref: HoldRef): Promise<HoldTruth> => {
    try {
      // The page first: it knows its url while it is open, and its intent from the first try on.
      if (ref.page !== null) {
        return pageTruth(
          await stripe.checkout.sessions.retrieve(ref.page, { expand: ["payment_intent.latest_charge"] }),
        );
      }
      if (ref.intent === null) return { kind: "unknown", why: "nothing_to_read" };
      return intentTruth(
        await stripe.paymentIntents.retrieve(ref.intent, { expand: ["latest_charge"] }),
        ref,
      );
    } catch (error) {
      return { kind: "unknown", why: failureOf(error).why };
    }
  };

  const open = async (request: OpenHold): Promise<Opened> => {
    const said = toStripeAmount(request.holdAmount);
    if (said.kind === "unsayable") return { kind: "refused", code: said.code, why: said.why };
    if (request.labels.environment !== environment) {
      return { kind: "refused", code: "environment_differs", why: `This is ${environment}.` };
    }
    // The lower bound of 30 minutes is left to Stripe: a repeat under the same key comes later than the first call did.
    const openForMs = request.expiresAt - clock();
    if (openForMs <= 0 || openForMs > longestPageMs) {
      return {
        kind: "refused",
        code: "expires_at_invalid",
        why: "A payment page ends between 30 minutes and 24 hours after it was made.",
      };
    }
    try {
      const page = await stripe.checkout.sessions.create(pageParameters(request, said, beyondHold), {
        idempotencyKey: request.key,
      });
      return page.status === "open" && page.url
        ? { kind: "opened", ref: refOf(page), url: page.url }
        : { kind: "unknown", why: `page_${String(page.status)}` };
    } catch (error) {
      return failureOf(error);
    }
  };

  const find: Holding["find"] = async (labels, since) => {
    const matches: HoldRef[] = [];
    try {
      let after: string | undefined;
      for (let turn = 0; ; turn++) {
        if (turn === mostListPages) return { kind: "unknown", why: "too_many_pages" };
        const list = await stripe.checkout.sessions.list({
          created: { gte: Math.floor(since / second) - clockMarginS },
          limit: 100,
          ...(after !== undefined && { starting_after: after }),
        });
        for (const page of list.data) {
          const { metadata } = page;
          const same =
            metadata?.sid === labels.session &&
            metadata.tenant === labels.tenant &&
            metadata.hold === String(labels.hold) &&
            metadata.env === labels.environment;
          if (same) matches.push(refOf(page));
        }
        after = list.data.at(-1)?.id;
        if (!list.has_more || after === undefined) break;
      }
    } catch (error) {
      return { kind: "unknown", why: failureOf(error).why };
    }
    let best: HoldTruth | { readonly kind: "none" } = { kind: "none" };
    for (const ref of matches) {
      const truth = await readTruth(ref);
      if (weight[truth.kind] > weight[best.kind]) best = truth;
    }
    return best;
  };

  const capture: Holding["capture"] = async ({ key, ref, captureAmount }): Promise<Captured> => {
    const said = toStripeAmount(captureAmount);
    if (said.kind === "unsayable") return { kind: "refused", code: said.code, why: said.why };
    const intent = ref.intent ?? (await intentOf(ref));
    if (typeof intent !== "string") return intent;
    try {
      const after = await stripe.paymentIntents.capture(
        intent,
        { amount_to_capture: said.amountMinor },
        { idempotencyKey: key },
      );
      const capturedAmount = capturedOf(after);
      return capturedAmount
        ? { kind: "captured", capturedAmount }
        : { kind: "unknown", why: `intent_${String(after.status)}` };
    } catch (error) {
      const failure = failureOf(error);
      // Another key about the same capture is a bug to be looked at, never a reason to read on as if nothing were.
      if (failure.kind === "unknown" || failure.code === "idempotency_error") return failure;
      const truth = await readTruth({ page: null, intent });
      return truth.kind === "captured" ? { kind: "captured", capturedAmount: truth.capturedAmount } : failure;
    }
  };

  const intentOf = async (ref: HoldRef): Promise<string | Captured> => {
    const truth = await readTruth(ref);
    if (truth.kind === "unknown") return truth;
    return truth.ref.intent ?? { kind: "refused", code: "no_hold", why: "Nobody has paid on this page." };
  };

  const raise: Holding["raise"] = async ({ key, ref, holdAmount }): Promise<Raised> => {
    const said = toStripeAmount(holdAmount);
    if (said.kind === "unsayable") return { kind: "refused", code: said.code, why: said.why };
    if (ref.intent === null)
      return { kind: "refused", code: "no_hold", why: "Nobody has paid on this page." };
    try {
      const after = await stripe.paymentIntents.incrementAuthorization(
        ref.intent,
        { amount: said.amountMinor },
        { idempotencyKey: key },
      );
      const heldAmount = fromStripeAmount(after.amount_capturable, after.currency);
      return after.status === "requires_capture" && heldAmount?.minor === holdAmount.minor
        ? { kind: "raised", heldAmount }
        : { kind: "unknown", why: `intent_${String(after.status)}` };
    } catch (error) {
      const failure = failureOf(error);
      const isDeclined = failure.kind === "refused" && textIn(error, "type") === "StripeCardError";
      return isDeclined ? { kind: "declined", code: failure.code } : failure;
    }
  };

  const release: Holding["release"] = async ({ key, ref, pageOnly }): Promise<Released> => {
    const before = await readTruth(ref);
    const isOver = before.kind !== "open" && before.kind !== "held";
    if (isOver || (before.kind === "held" && pageOnly)) return releasedBy(before, null);
    const failure = await tried(() =>
      before.kind === "open"
        ? // One key, two endpoints would be an idempotency_error, so each has its own.
          stripe.checkout.sessions.expire(before.ref.page ?? "", {}, { idempotencyKey: `${key}#page` })
        : stripe.paymentIntents.cancel(before.ref.intent ?? "", {}, { idempotencyKey: `${key}#intent` }),
    );
    return releasedBy(await readTruth(before.ref), failure);
  };

  return {
    capabilities: {
      hold: true,
      partialCapture: true,
      overcapture: beyondHold,
      increment: beyondHold,
      expiryKnown: true,
      idempotencyKeys: true,
      savedCard: true,
      refunds: true,
    },
    least: leastMoney,
    open,
    read: readTruth,
    find,
    capture,
    raise,
    release,
  };
}

/** Of several pages for one hold the one that took money is the truth; what could not be read beats what is over. */
const weight = { none: 0, gone: 1, open: 2, unknown: 3, held: 4, captured: 5 } as const;

async function tried(call: () => Promise<unknown>): Promise<ReturnType<typeof failureOf> | null> {
  try {
    await call();
    return null;
  } catch (error) {
    return failureOf(error);
  }
}

/** What a release came to is read from the hold itself, not from the answer to the call. */
function releasedBy(truth: HoldTruth, failure: ReturnType<typeof failureOf> | null): Released {
  switch (truth.kind) {
    case "gone":
      return { kind: "released" };
    case "captured":
      return { kind: "refused", code: "already_captured", why: "The hold was captured before." };
    case "unknown":
      return { kind: "unknown", why: truth.why };
    case "held":
    case "open":
      return failure ?? { kind: "refused", code: "hold_stands", why: `The hold is ${truth.kind}.` };
  }
}

const moreIfAvailable = {
  request_incremental_authorization: "if_available",
  request_overcapture: "if_available",
} as const;

function pageParameters(
  request: OpenHold,
  said: { readonly amountMinor: number; readonly currency: string },
  beyondHold: boolean,
): Stripe.Checkout.SessionCreateParams {
  const { labels } = request;
  const metadata = {
    tenant: labels.tenant,
    sid: labels.session,
    hold: String(labels.hold),
    attempt: String(labels.attempt),
    env: labels.environment,
    reference: labels.reference,
  };
  return {
    ui_mode: "hosted_page",
    mode: "payment",
    allowed_payment_method_types: ["card"],
    client_reference_id: labels.session,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: said.currency,
          unit_amount: said.amountMinor,
          product_data: { name: request.description },
        },
      },
    ],
    locale: request.locale === "en" ? "en" : "fr",
    success_url: request.paidUrl,
    cancel_url: request.abandonedUrl,
    expires_at: Math.floor(request.expiresAt / second),
    // The page's metadata is not the intent's: without both, the intent's events could not be folded.
    metadata,
    ...(request.savesCard && { customer_creation: "always" as const }),
    // With the account's own name of at most 10 signs and "* " it stays within the 22 that banks print.
    payment_intent_data: {
      capture_method: "manual",
      metadata,
      statement_descriptor_suffix: request.statement,
      ...(request.savesCard && { setup_future_usage: "off_session" as const }),
    },
    ...(beyondHold && { payment_method_options: { card: moreIfAvailable } }),
  };
}
