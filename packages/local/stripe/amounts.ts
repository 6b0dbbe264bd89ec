/** What Stripe says of amounts: at most eight digits, a least one for each currency, a last 0 in three-decimal currencies. */
import { invalid } from "./refusal.ts";

/** About 0.50 USD; the minimum follows the settlement currency and is published for few of these. */
const least: Readonly<Record<string, number>> = {
  mad: 500,
  eur: 50,
  usd: 50,
  gbp: 30,
  aed: 200,
  sar: 200,
  xof: 500,
  jpy: 80,
  tnd: 2000,
  bhd: 250,
  jod: 500,
  kwd: 250,
  omr: 250,
};
const threeDecimals = ["bhd", "jod", "kwd", "omr", "tnd"];
const most = 99_999_999;

/** @throws StripeRefusal amount_too_small, amount_too_large, or of a currency that is not taken */
export function assertAmount(amount: number, currency: string, param: string): void {
  const floor = least[currency];
  if (floor === undefined) throw invalid(null, `Invalid currency: ${currency}`, "currency");
  if (amount > most) {
    throw invalid("amount_too_large", "Amount must be no more than eight digits.", param);
  }
  if (amount < floor) {
    throw invalid("amount_too_small", `Amount must be at least ${floor} ${currency}.`, param);
  }
  if (threeDecimals.includes(currency) && amount % 10 !== 0) {
    throw invalid("parameter_invalid_integer", `The last digit of an amount in ${currency} is 0.`, param);
  }
}
