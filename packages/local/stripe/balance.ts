/**
 * What reaches the account: presented in one currency, settled in another (MAD cannot be settled), less the fee. Integers
 * alone; only `exchange_rate` is a JSON number with decimals, because Stripe's is.
 */
import type { Charge, Refund } from "./objects.ts";
import type { World } from "./world.ts";

const settlementCurrency = "eur";
/** millionths of a euro cent for one minor unit */
const rateMillionths: Readonly<Record<string, bigint>> = { mad: 92_500n, usd: 862_000n, gbp: 1_140_000n };
const feeBasisPoints = 290n;
const feeFixedMinor = 30n;
const availableAfterS = 2 * 86_400;

const rounded = (numerator: bigint, denominator: bigint): bigint =>
  (2n * numerator + denominator) / (2n * denominator);

/** What an amount comes to in the account's own currency, at the rate of the day; the rate is null where nothing is exchanged. */
export function settledOf(
  amountMinor: number,
  currency: string,
): { readonly gross: bigint; readonly currency: string; readonly exchangeRate: number | null } {
  const rate = currency === settlementCurrency ? null : (rateMillionths[currency] ?? 500_000n);
  return {
    gross: rounded(BigInt(amountMinor) * (rate ?? 1_000_000n), 1_000_000n),
    currency: settlementCurrency,
    exchangeRate: rate === null ? null : Number(rate) / 1_000_000,
  };
}

/** The movement of a capture or of a refund, and its id. */
export function settle(
  world: World,
  of: { readonly charge: Charge } | { readonly refund: Refund },
  amountMinor: number,
): string {
  const { books } = world;
  const isRefund = "refund" in of;
  const source = isRefund ? of.refund : of.charge;
  const { gross, exchangeRate } = settledOf(amountMinor, source.currency);
  // A refund does not give the fee back (Stripe, "Refunds").
  const fee = isRefund ? 0n : rounded(gross * feeBasisPoints, 10_000n) + feeFixedMinor;
  const signed = isRefund ? -gross : gross;
  const id = books.newId("txn");
  books.put("balance_transaction", {
    id,
    object: "balance_transaction",
    amount: Number(signed),
    available_on: books.nowS() + availableAfterS,
    created: books.nowS(),
    currency: settlementCurrency,
    description: null,
    exchange_rate: exchangeRate,
    fee: Number(fee),
    fee_details:
      fee === 0n
        ? []
        : [
            {
              amount: Number(fee),
              currency: settlementCurrency,
              description: "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: Number(signed - fee),
    reporting_category: isRefund ? "refund" : "charge",
    source: source.id,
    status: "pending",
    type: isRefund ? "refund" : "charge",
  });
  return id;
}
