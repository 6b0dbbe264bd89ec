/**
 * What reaches the account: presented in one currency, settled in another (MAD cannot be settled), less the fee. Integers
 * alone; only `exchange_rate` is a JSON number with decimals, because Stripe's is.
 */
import type { BalanceTransaction, Charge, Payout, Refund } from "./objects.ts";
import type { World } from "./world.ts";

const settlementCurrency = "eur";
/** millionths of a euro cent for one minor unit */
const rateMillionths: Readonly<Record<string, bigint>> = { mad: 92_500n, usd: 862_000n, gbp: 1_140_000n };
const feeBasisPoints = 290n;
const feeFixedMinor = 30n;
const dayS = 86_400;
const availableAfterS = 2 * dayS;

const rounded = (numerator: bigint, denominator: bigint): bigint =>
  (2n * numerator + denominator) / (2n * denominator);

/** The movement of a capture or of a refund, and its id. */
export function settle(
  world: World,
  of: { readonly charge: Charge } | { readonly refund: Refund },
  amountMinor: number,
): string {
  const isRefund = "refund" in of;
  const source = isRefund ? of.refund : of.charge;
  const { gross, rate } = exchanged(amountMinor, source.currency);
  // A refund does not give the fee back (Stripe, "Refunds").
  const fee = isRefund ? 0n : rounded(gross * feeBasisPoints, 10_000n) + feeFixedMinor;
  return move(world, {
    type: isRefund ? "refund" : "charge",
    source: source.id,
    gross: isRefund ? -gross : gross,
    fee,
    rate,
  });
}

/** A refund that the bank sent back comes into the account again, at the rate at which it went. */
export function giveBack(world: World, refund: Refund, atS: number): string {
  const { gross, rate } = exchanged(refund.amount, refund.currency);
  return move(world, { type: "refund_failure", source: refund.id, gross, fee: 0n, rate, atS });
}

/** What leaves the account for the bank. */
export function payOut(world: World, payout: Pick<Payout, "id" | "amount" | "currency" | "created">): string {
  const { id: source, currency, created: atS } = payout;
  const gross = -BigInt(payout.amount);
  return move(world, { type: "payout", source, gross, fee: 0n, rate: null, currency, atS });
}

/** The first midnight (UTC) at which a movement can leave for the bank. */
export function planPayout({ account, deadlines }: World, movement: BalanceTransaction): void {
  account.unpaid.add(movement.id);
  planMidnight({ account, deadlines }, Math.ceil(movement.available_on / dayS) * dayS);
}

export function planMidnight(
  { account, deadlines }: Pick<World, "account" | "deadlines">,
  atS: number,
): void {
  if (account.midnights.has(atS)) return;
  account.midnights.add(atS);
  deadlines.add({ at: atS, kind: "payout_leaves", id: String(atS) });
}

/** What a bank takes because of a dispute (negative), or gives back; whatever its fee is stays lost. */
export function moveDispute(
  world: World,
  of: { readonly dispute: string; readonly amount: number; readonly currency: string; readonly fee: number },
): BalanceTransaction {
  const { gross, rate } = exchanged(Math.abs(of.amount), of.currency);
  const takes = of.amount < 0;
  const id = move(world, {
    type: "adjustment",
    category: takes ? "dispute" : "dispute_reversal",
    source: of.dispute,
    gross: takes ? -gross : gross,
    fee: BigInt(of.fee),
    rate,
  });
  return world.books.need("balance_transaction", id);
}

function exchanged(amountMinor: number, currency: string): { gross: bigint; rate: bigint | null } {
  const rate = currency === settlementCurrency ? null : (rateMillionths[currency] ?? 500_000n);
  return { gross: rounded(BigInt(amountMinor) * (rate ?? 1_000_000n), 1_000_000n), rate };
}

/** Movements are written in the order of time, whatever the clock has leapt over: lists go by it. */
function move(
  world: World,
  of: Pick<BalanceTransaction, "type" | "source"> & {
    readonly category?: BalanceTransaction["reporting_category"];
    readonly gross: bigint;
    readonly fee: bigint;
    readonly rate: bigint | null;
    readonly currency?: string;
    readonly atS?: number;
  },
): string {
  const { books } = world;
  const { type, source, gross, fee, rate, currency = settlementCurrency, atS = books.nowS() } = of;
  const isPayout = type === "payout";
  const made: BalanceTransaction = {
    id: books.newId("txn"),
    object: "balance_transaction",
    amount: Number(gross),
    available_on: atS + (isPayout ? 0 : availableAfterS),
    created: atS,
    currency,
    description: null,
    exchange_rate: rate === null ? null : Number(rate) / 1_000_000,
    fee: Number(fee),
    fee_details:
      fee === 0n
        ? []
        : [{ amount: Number(fee), currency, description: "Stripe processing fees", type: "stripe_fee" }],
    net: Number(gross - fee),
    reporting_category: of.category ?? (type === "adjustment" ? "dispute" : type),
    source,
    status: isPayout ? "available" : "pending",
    type,
  };
  books.put("balance_transaction", made);
  if (!isPayout) planPayout(world, made);
  return made.id;
}
