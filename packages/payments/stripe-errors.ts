/**
 * Was it a no, or no answer? Decided on Stripe's `code` before its status: `lock_timeout` is 429 in one place and 409 in
 * another. Whatever is not clearly a refusal is unknown.
 */
import { textIn } from "./stripe-member.ts";

type Failure =
  | { readonly kind: "refused"; readonly code: string; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

/** Errors the SDK raises for an answer that was decided: nothing was done. */
const decided = [
  "StripeInvalidRequestError",
  "StripeCardError",
  "StripeIdempotencyError",
  "StripeAuthenticationError",
  "StripePermissionError",
];

/** Decided for this moment only: the same call under the same key may well succeed. */
const passing = [
  "lock_timeout",
  "idempotency_key_in_use",
  "rate_limit",
  "payment_intent_rate_limit_exceeded",
];

export function failureOf(error: unknown): Failure {
  const type = textIn(error, "type") ?? (error instanceof Error ? error.name : "error");
  const code = textIn(error, "code") ?? textIn(error, "rawType") ?? type;
  if (!decided.includes(type) || passing.includes(code)) return { kind: "unknown", why: code };
  return { kind: "refused", code, why: error instanceof Error ? error.message : code };
}
