/** Money on its way to Stripe and back: there it is an integer JSON number of minor units. */
import type { Money } from "@barq/domain/money";
import { cardFloor } from "@barq/domain/money";

/** Stripe takes at most eight digits of minor units. */
const mostMinor = 99_999_999n;

type StripeAmount =
  | { readonly kind: "amount"; readonly amountMinor: number; readonly currency: string }
  | { readonly kind: "unsayable"; readonly code: string; readonly why: string };

/**
 * Minor units and lower-case currency as Stripe wants them. Three-decimal currencies must end in 0, because cards settle
 * them to two (Stripe, "Currencies").
 */
export function toStripeAmount(value: Money): StripeAmount {
  if (value.minor <= 0n)
    return unsayable("amount_too_small", `${value.minor} is no amount that could be taken.`);
  if (value.minor > mostMinor) {
    return unsayable("amount_too_large", `${value.minor} has more than the eight digits Stripe takes.`);
  }
  if (cardFloor(value).minor !== value.minor) {
    return unsayable("amount_invalid", `The last digit of an amount in ${value.currency} must be 0.`);
  }
  return { kind: "amount", amountMinor: Number(value.minor), currency: value.currency.toLowerCase() };
}

const unsayable = (code: string, why: string): StripeAmount => ({ kind: "unsayable", code, why });

/** Undefined for whatever is not a whole, non-negative number of minor units. */
export function fromStripeAmount(amount: unknown, currency: unknown): Money | undefined {
  if (typeof amount !== "number" || !Number.isSafeInteger(amount) || amount < 0) return undefined;
  if (typeof currency !== "string" || !/^[a-z]{3}$/i.test(currency)) return undefined;
  return { minor: BigInt(amount), currency: currency.toUpperCase() };
}
