/**
 * Stripe's books, read as lists of a hundred. Labels are those of the intent: a refund and a dispute carry none of their
 * own that say the environment. Whatever cannot be read ends the list: a list with a hole proves nothing.
 */
import type { Instant } from "@barq/domain/instant";
import { second } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type Stripe from "stripe";
import type {
  AccountBooks,
  BookRows,
  DisputeRow,
  IntentRow,
  MovementRow,
  PayoutRow,
  Period,
  RefundRow,
} from "./provider-books.ts";
import { fromStripeAmount } from "./stripe-amount.ts";
import { eventsOf } from "./stripe-events.ts";
import { idOf } from "./stripe-truth.ts";
import { whose } from "./stripe-whose.ts";

/** What every list is asked for. */
interface Asked {
  readonly created: { readonly gte: number; readonly lt: number };
  readonly limit: number;
}

export function createStripeBooks(stripe: Stripe): AccountBooks {
  const intents = async function* (asked: Asked): AsyncIterable<IntentRow> {
    const expand = ["data.latest_charge"];
    for await (const intent of stripe.paymentIntents.list({ ...asked, expand })) yield intentRow(intent);
  };
  const refunds = async function* (asked: Asked): AsyncIterable<RefundRow> {
    const expand = ["data.payment_intent"];
    for await (const refund of stripe.refunds.list({ ...asked, expand })) yield refundRow(refund);
  };
  const disputes = async function* (asked: Asked): AsyncIterable<DisputeRow> {
    const expand = ["data.payment_intent"];
    for await (const dispute of stripe.disputes.list({ ...asked, expand })) yield disputeRow(dispute);
  };
  const movements = async function* (asked: Asked): AsyncIterable<MovementRow> {
    const expand = ["data.source"];
    for await (const row of stripe.balanceTransactions.list({ ...asked, expand }))
      yield await movementRow(row);
  };
  const payouts = async function* (asked: Asked): AsyncIterable<PayoutRow> {
    for await (const payout of stripe.payouts.list(asked)) yield payoutRow(payout);
  };
  const books: {
    readonly [B in keyof BookRows]: (asked: Asked, period: Period) => AsyncIterable<BookRows[B]>;
  } = {
    intents,
    refunds,
    disputes,
    movements,
    payouts,
    events: (_, period) => eventsOf(stripe, period),
  };

  /** A dispute says its intent alone, and a refund made elsewhere may say nothing: then the intent is asked. */
  const movementRow = async (row: Stripe.BalanceTransaction): Promise<MovementRow> => {
    const of = sourceOf(row);
    if (of.labels?.env !== undefined || of.intent === null) return movement(row, of, of.labels);
    return movement(row, of, (await stripe.paymentIntents.retrieve(of.intent)).metadata);
  };

  return {
    list: (book, period) => within(period, (asked) => books[book](asked, period)),
    async *carriedBy(payout) {
      const asked = { payout, limit: 100, expand: ["data.source"] };
      for await (const row of stripe.balanceTransactions.list(asked))
        if (row.type !== "payout") yield await movementRow(row);
    },
    whose: (object) => whose(stripe, object),
  };
}

/** Stripe counts in whole seconds: asked for generously, kept exactly. */
async function* within<R extends { readonly createdAt: Instant }>(
  { from, to }: Period,
  list: (asked: Asked) => AsyncIterable<R>,
): AsyncIterable<R> {
  const created = { gte: Math.floor(from / second), lt: Math.ceil(to / second) };
  for await (const row of list({ created, limit: 100 }))
    if (row.createdAt >= from && row.createdAt < to) yield row;
}

type Metadata = Readonly<Record<string, string>> | null | undefined;

const labelsOf = (metadata: Metadata): Pick<IntentRow, "tenant" | "session" | "environment"> => ({
  tenant: metadata?.tenant ?? null,
  session: metadata?.sid ?? null,
  environment: metadata?.env ?? null,
});

/** @throws Error for an amount that is none: nothing is summed that was not read */
function amount(value: number, currency: string, of: string): Money {
  const read = fromStripeAmount(Math.abs(value), currency);
  if (!read) throw new Error(`the provider's ${of} has no amount that can be read`);
  return value < 0 ? { ...read, minor: -read.minor } : read;
}

const intentStandings: Readonly<Record<string, IntentRow["standing"]>> = {
  requires_payment_method: "unpaid",
  requires_confirmation: "unpaid",
  requires_action: "unpaid",
  processing: "unpaid",
  requires_capture: "held",
  succeeded: "captured",
  canceled: "gone",
};

function intentRow(intent: Stripe.PaymentIntent): IntentRow {
  const charge = typeof intent.latest_charge === "object" ? intent.latest_charge : null;
  const hold = Number(intent.metadata.hold ?? Number.NaN);
  return {
    kind: "intent",
    id: intent.id,
    createdAt: intent.created * second,
    ...labelsOf(intent.metadata),
    standing: intentStandings[intent.status] ?? "unknown",
    authorisedAmount: amount(intent.amount, intent.currency, intent.id),
    capturedAmount: amount(intent.amount_received, intent.currency, intent.id),
    hold: Number.isSafeInteger(hold) ? hold : null,
    movement: idOf(charge?.balance_transaction),
  };
}

const refundStandings: Readonly<Record<string, RefundRow["standing"]>> = {
  succeeded: "succeeded",
  pending: "pending",
  failed: "failed",
  canceled: "failed",
};

function refundRow(refund: Stripe.Refund): RefundRow {
  const intent = typeof refund.payment_intent === "object" ? refund.payment_intent : null;
  const own = refund.metadata?.refund_key ?? null;
  return {
    kind: "refund",
    id: refund.id,
    createdAt: refund.created * second,
    ...labelsOf({ ...refund.metadata, ...intent?.metadata }),
    standing: refundStandings[refund.status ?? ""] ?? "unknown",
    refund: own,
    intent: idOf(refund.payment_intent),
    refundAmount: amount(refund.amount, refund.currency, refund.id),
    // Nothing moved on the account, and it is exactly what was held and not captured.
    isReleasedRest:
      own === null &&
      refund.balance_transaction === null &&
      intent?.status === "succeeded" &&
      refund.amount === intent.amount - intent.amount_received,
  };
}

function disputeRow(dispute: Stripe.Dispute): DisputeRow {
  const intent = typeof dispute.payment_intent === "object" ? dispute.payment_intent : null;
  return {
    kind: "dispute",
    id: dispute.id,
    createdAt: dispute.created * second,
    ...labelsOf(intent?.metadata),
    standing: dispute.status,
    intent: idOf(dispute.payment_intent),
    disputedAmount: amount(dispute.amount, dispute.currency, dispute.id),
  };
}

const movementTypes: Readonly<Record<string, MovementRow["type"]>> = {
  charge: "charge",
  payment: "charge",
  refund: "refund",
  payment_refund: "refund",
  refund_failure: "refund_failure",
  payment_failure_refund: "refund_failure",
  payout: "payout",
  payout_cancel: "payout",
  payout_failure: "payout",
  stripe_fee: "fee",
  stripe_fx_fee: "fee",
  tax_fee: "fee",
};

/** Money of a dispute moves as an adjustment; only the category of the report says what it is. */
const typeOf = (row: Stripe.BalanceTransaction): MovementRow["type"] =>
  row.reporting_category.startsWith("dispute") ? "dispute" : (movementTypes[row.type] ?? "other");

interface Source {
  readonly id: string | null;
  readonly intent: string | null;
  readonly refund: string | null;
  readonly presented: Money | null;
  readonly labels: Metadata;
  /** the movements that the source calls its own; null where it does not say */
  readonly own: readonly (string | null)[] | null;
}

function sourceOf({ source }: Stripe.BalanceTransaction): Source {
  const id = idOf(source);
  const none: Source = { id, intent: null, refund: null, presented: null, labels: null, own: null };
  if (source === null || typeof source === "string") return none;
  switch (source.object) {
    case "charge":
      return {
        ...none,
        intent: idOf(source.payment_intent),
        presented: amount(source.amount_captured, source.currency, source.id),
        labels: source.metadata,
        own: [idOf(source.balance_transaction)],
      };
    case "refund":
      return {
        ...none,
        intent: idOf(source.payment_intent),
        refund: source.metadata?.refund_key ?? null,
        presented: amount(source.amount, source.currency, source.id),
        own: [idOf(source.balance_transaction), idOf(source.failure_balance_transaction)],
      };
    case "dispute":
      return {
        ...none,
        intent: idOf(source.payment_intent),
        presented: amount(source.amount, source.currency, source.id),
        own: source.balance_transactions.map(idOf),
      };
    default:
      return none;
  }
}

const movement = (row: Stripe.BalanceTransaction, of: Source, labels: Metadata): MovementRow => ({
  kind: "movement",
  id: row.id,
  createdAt: row.created * second,
  ...labelsOf(labels),
  type: typeOf(row),
  source: of.id,
  intent: of.intent,
  refund: of.refund,
  isRepeated: of.own !== null && !of.own.includes(row.id),
  presentedAmount: of.presented,
  gross: amount(row.amount, row.currency, row.id),
  fee: amount(row.fee, row.currency, row.id),
  net: amount(row.net, row.currency, row.id),
  rateText: row.exchange_rate === null ? null : plainText(row.exchange_rate),
});

/** Digits alone: JSON writes what is smaller than a millionth with an exponent. */
function plainText(rate: number): string {
  const text = String(rate);
  const [, whole, part = "", zeros] = /^(\d)(?:\.(\d+))?e-(\d+)$/.exec(text) ?? [];
  return whole === undefined ? text : `0.${"0".repeat(Number(zeros) - 1)}${whole}${part}`;
}

const payoutStandings: Readonly<Record<string, PayoutRow["standing"]>> = {
  pending: "pending",
  in_transit: "pending",
  paid: "paid",
  failed: "failed",
  canceled: "failed",
};
const itemisings: Readonly<Record<string, PayoutRow["itemised"]>> = {
  completed: "yes",
  in_progress: "not_yet",
  not_applicable: "never",
};

const payoutRow = (payout: Stripe.Payout): PayoutRow => ({
  kind: "payout",
  id: payout.id,
  createdAt: payout.created * second,
  arrivesAt: payout.arrival_date * second,
  standing: payoutStandings[payout.status] ?? "unknown",
  payoutAmount: amount(payout.amount, payout.currency, payout.id),
  itemised: payout.automatic ? (itemisings[payout.reconciliation_status] ?? "not_yet") : "never",
});
