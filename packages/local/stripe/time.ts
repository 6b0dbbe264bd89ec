/**
 * What time does: pages that nobody paid on expire, holds that nobody captured lapse, late refunds turn out, payouts go, banks
 * dispute.
 */
import { refundsOf, troubleOf } from "./cards.ts";
import { close } from "./checkout-sessions.ts";
import { bankActs, bankActsAfterS, disputeGoesOn, nextOfDispute } from "./disputes.ts";
import { lapse } from "./payment-intents.ts";
import { payoutArrives, planPayouts, sendPayouts } from "./payouts.ts";
import { settleRefund, turnsOutAfterS } from "./refunds.ts";
import type { World } from "./world.ts";

/** Does all that is due by now. */
export function letTimeAct(world: World): void {
  const { books, deadlines } = world;
  const now = books.nowS();
  for (let due = deadlines.next(now); due; due = deadlines.next(now)) {
    world.cause = null;
    if (due.kind === "page_expires") {
      const page = books.find("checkout_session", due.id);
      if (page?.status === "open") close(world, page);
    } else if (due.kind === "hold_lapses") lapse(world, due.id);
    else if (due.kind === "payout_leaves") sendPayouts(world, due.at);
    else if (due.kind === "payout_arrives") payoutArrives(world, due.id);
    else if (due.kind === "bank_acts") bankActs(world, due.id);
    else if (due.kind === "dispute_goes_on") disputeGoesOn(world, due.id);
    else settleRefund(world, due.id);
  }
}

/** After a restart: the deadlines follow from the objects. */
export function planAgain(world: World): void {
  const { books, deadlines } = world;
  for (const page of books.shelf("checkout_session").byId.values()) {
    if (page.status === "open") deadlines.add({ at: page.expires_at, kind: "page_expires", id: page.id });
  }
  for (const intent of books.shelf("payment_intent").byId.values()) {
    if (intent.status !== "requires_capture") continue;
    const charge = books.find("charge", intent.latest_charge ?? "");
    const before = charge?.payment_method_details.card.capture_before;
    if (before !== undefined) deadlines.add({ at: before, kind: "hold_lapses", id: intent.id });
  }
  for (const charge of books.shelf("charge").byId.values()) {
    if (!charge.captured || troubleOf(charge.payment_method_details.card.last4) === null) continue;
    // When it was captured is not kept; what has been done once is not done again.
    deadlines.add({ at: charge.created + bankActsAfterS, kind: "bank_acts", id: charge.id });
  }
  for (const dispute of books.shelf("dispute").byId.values()) {
    const at = nextOfDispute(dispute);
    if (at !== null) deadlines.add({ at, kind: "dispute_goes_on", id: dispute.id });
  }
  for (const refund of books.shelf("refund").byId.values()) {
    const card = books.find("charge", refund.charge)?.payment_method_details.card;
    if (refund.status === "failed" || refundsOf(card?.last4 ?? "") === "succeed") continue;
    deadlines.add({ at: refund.created + turnsOutAfterS, kind: "refund_turns_out", id: refund.id });
  }
  planPayouts(world);
}
