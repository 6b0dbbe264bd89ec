/** Refunds of what was captured, and the released rest of a partial capture where it is shown as one. */
import { giveBack, settle } from "./balance.ts";
import { refundsOf } from "./cards.ts";
import { isRefundable } from "./disputes.ts";
import type { Form } from "./form.ts";
import type { Charge, Refund } from "./objects.ts";
import { metadataAt, textAt, wholeAt } from "./parameters.ts";
import { invalid } from "./refusal.ts";
import type { World } from "./world.ts";
import { announce } from "./world.ts";

/** When a refund that is not settled at once turns out. */
export const turnsOutAfterS = 3600;

/** @throws StripeRefusal charge_already_refunded, charge_not_refundable and for amounts above what was captured */
export function refund(world: World, form: Form): Refund {
  const { books } = world;
  const named = textAt(form, "charge");
  const intentId = textAt(form, "payment_intent");
  if (named === null && intentId === null) {
    throw invalid("parameter_missing", "One of charge or payment_intent is required.", "payment_intent");
  }
  const charge = books.need(
    "charge",
    named ?? books.need("payment_intent", intentId ?? "").latest_charge ?? "",
  );
  if (!charge.captured) throw invalid("charge_not_refundable", "This charge has not been captured.");
  if (charge.disputed && !isRefundable(world, charge.id)) {
    throw invalid("charge_disputed", "Charge has been disputed and cannot be refunded.");
  }
  const left = charge.amount_captured - refundedSoFar(world, charge);
  if (left === 0) throw invalid("charge_already_refunded", "Charge has already been refunded.");
  const amount = wholeAt(form, "amount") ?? left;
  if (amount < 1 || amount > left) {
    throw invalid(null, `Refund amount is greater than the unrefunded amount on charge.`, "amount");
  }
  const behaviour = refundsOf(charge.payment_method_details.card.last4);
  const asked: Refund = {
    id: books.newId("re"),
    object: "refund",
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: books.nowS(),
    currency: charge.currency,
    metadata: metadataAt(form, "metadata"),
    payment_intent: charge.payment_intent,
    reason: textAt(form, "reason"),
    status: behaviour === "succeed_later" ? "pending" : "succeeded",
  };
  const made = { ...asked, balance_transaction: settle(world, { refund: asked }, amount) };
  books.put("refund", made);
  const after: Charge = {
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    refunded: amount === left,
  };
  books.put("charge", after);
  if (behaviour !== "succeed") {
    world.deadlines.add({ at: made.created + turnsOutAfterS, kind: "refund_turns_out", id: made.id });
  }
  announce(world, "refund.created", made);
  announce(world, "charge.refunded", after);
  return made;
}

/** What a charge has given back and not got back again: failed refunds count no more, and a released rest never did. */
const refundedSoFar = (world: World, charge: Charge): number => {
  let sum = 0;
  for (const one of world.books.shelf("refund").byId.values()) {
    if (one.charge === charge.id && one.status !== "failed" && one.reason !== releasedReason) {
      sum += one.amount;
    }
  }
  return sum;
};

const releasedReason = "released_rest";

/** Seen in real answers: the rest of a partial capture as a refund object that nobody asked for. */
export function releasedRest(world: World, charge: Charge, rest: number): void {
  const { books } = world;
  books.put("refund", {
    id: books.newId("re"),
    object: "refund",
    amount: rest,
    balance_transaction: null,
    charge: charge.id,
    created: books.nowS(),
    currency: charge.currency,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: releasedReason,
    status: "succeeded",
  });
}

/** What the two cards for late refunds do: one succeeds in the end, the other fails after all. */
export function settleRefund(world: World, id: string): void {
  const { books } = world;
  const before = books.find("refund", id);
  const card = books.find("charge", before?.charge ?? "")?.payment_method_details.card;
  const behaviour = refundsOf(card?.last4 ?? "");
  // After a restart the same deadline may come again.
  if (
    !before ||
    before.status === "failed" ||
    (before.status === "succeeded" && behaviour !== "fail_later")
  ) {
    return;
  }
  const later: Refund =
    behaviour === "succeed_later"
      ? { ...before, status: "succeeded" }
      : {
          ...before,
          status: "failed",
          failure_reason: "expired_or_canceled_card",
          failure_balance_transaction: giveBack(world, before, before.created + turnsOutAfterS),
        };
  books.put("refund", later);
  announce(world, later.status === "failed" ? "refund.failed" : "refund.updated", later);
}
