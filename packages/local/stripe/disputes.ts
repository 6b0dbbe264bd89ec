/**
 * Disputes and what comes before them: a bank takes back what was captured, or only asks (an inquiry), or warns of fraud. The
 * test cards bring them about some time after the capture, `POST /_control` at once; all the rest is the clock's.
 */
import { moveDispute } from "./balance.ts";
import { troubleOf } from "./cards.ts";
import type { Form } from "./form.ts";
import type { Dispute, DisputeStatus } from "./objects.ts";
import { branchAt, metadataAt, textAt } from "./parameters.ts";
import { invalid } from "./refusal.ts";
import type { World } from "./world.ts";
import { announce } from "./world.ts";

/** How long after the capture the bank behind a test card acts. */
export const bankActsAfterS = 60;
const daysToAnswer = 9;
const daysToDecide = 30;
const dayS = 86_400;
/** minor units of the account's currency, not given back */
const disputeFeeMinor = 1_500;

export interface BanksDispute {
  readonly kind: "dispute" | "inquiry";
  /** the whole capture where it is left out */
  readonly amount?: number;
  readonly reason?: string;
}

const isOpen = ({ status }: Dispute): boolean => /needs_response$|under_review$/.test(status);
const isInquiry = ({ status }: Dispute): boolean => status.startsWith("warning_");

/** An inquiry leaves a charge refundable, a dispute does not. */
export function isRefundable({ books }: World, charge: string): boolean {
  return [...books.shelf("dispute").byId.values()].every(
    (one) => one.charge !== charge || one.is_charge_refundable,
  );
}

/** @throws StripeRefusal for a charge that was never captured */
export function openDispute(world: World, charge: string, wish: BanksDispute): Dispute {
  const { books } = world;
  const disputed = books.need("charge", charge);
  if (!disputed.captured) throw invalid(null, "Only what was captured is disputed.");
  const takes = wish.kind === "dispute";
  const id = books.newId("du");
  const amount = wish.amount ?? disputed.amount_captured;
  const dispute: Dispute = {
    id,
    object: "dispute",
    amount,
    balance_transactions: takes
      ? [
          moveDispute(world, {
            dispute: id,
            amount: -amount,
            currency: disputed.currency,
            fee: disputeFeeMinor,
          }),
        ]
      : [],
    charge,
    created: books.nowS(),
    currency: disputed.currency,
    evidence: {},
    evidence_details: {
      due_by: books.nowS() + daysToAnswer * dayS,
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: !takes,
    livemode: false,
    metadata: {},
    payment_intent: disputed.payment_intent,
    reason: wish.reason ?? "fraudulent",
    status: takes ? "needs_response" : "warning_needs_response",
  };
  books.put("charge", { ...disputed, disputed: true });
  put(world, dispute);
  announce(world, "charge.dispute.created", dispute);
  if (takes) announce(world, "charge.dispute.funds_withdrawn", dispute);
  return dispute;
}

/** A bank's warning that a payment looks like fraud; nothing is taken yet. */
export function warn(world: World, charge: string): void {
  const { books } = world;
  const warning = {
    id: books.newId("issfr"),
    object: "radar.early_fraud_warning" as const,
    actionable: true,
    charge,
    created: books.nowS(),
    fraud_type: "unauthorized_use_of_card",
    livemode: false as const,
    payment_intent: books.need("charge", charge).payment_intent,
  };
  books.put("early_fraud_warning", warning);
  announce(world, "radar.early_fraud_warning.created", warning);
}

/** What the test card stands for, once a charge: after a restart the same deadline comes again. */
export function bankActs(world: World, charge: string): void {
  const { books } = world;
  const last4 = books.find("charge", charge)?.payment_method_details.card.last4;
  const trouble = troubleOf(last4 ?? "");
  const shelf = trouble === "early_fraud_warning" ? "early_fraud_warning" : "dispute";
  if (trouble === null || [...books.shelf(shelf).byId.values()].some((one) => one.charge === charge)) return;
  if (trouble === "early_fraud_warning") warn(world, charge);
  else openDispute(world, charge, { kind: trouble });
}

/** @throws StripeRefusal for a dispute that is over, or evidence that was handed in before */
export function updateDispute(world: World, id: string, form: Form): Dispute {
  const before = world.books.need("dispute", id);
  const texts = [...branchAt(form, "evidence")].flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  const submits = textAt(form, "submit") !== "false";
  if (texts.length > 0 || textAt(form, "submit") === "true") {
    if (!isOpen(before)) throw invalid(null, `This dispute is ${before.status} and takes no evidence.`);
    if (before.evidence_details.submission_count > 0) {
      throw invalid("dispute_evidence_submitted", "Evidence was submitted for this dispute before.");
    }
  }
  const evidence = { ...before.evidence, ...Object.fromEntries(texts) };
  const handsIn = submits && texts.length > 0;
  const after: Dispute = {
    ...before,
    evidence,
    metadata: { ...before.metadata, ...metadataAt(form, "metadata") },
    evidence_details: {
      ...before.evidence_details,
      has_evidence: Object.keys(evidence).length > 0,
      submission_count: before.evidence_details.submission_count + (handsIn ? 1 : 0),
    },
    status: handsIn ? (isInquiry(before) ? "warning_under_review" : "under_review") : before.status,
  };
  put(world, after);
  announce(world, "charge.dispute.updated", after);
  // Stripe, "Testing": these two texts decide a test dispute at once.
  if (handsIn && evidence.uncategorized_text === "winning_evidence") {
    return endDispute(world, id, isInquiry(before) ? "warning_closed" : "won");
  }
  if (handsIn && evidence.uncategorized_text === "losing_evidence") {
    return endDispute(world, id, isInquiry(before) ? "warning_closed" : "lost");
  }
  return after;
}

/** The merchant gives up. @throws StripeRefusal when it is over */
export function acceptDispute(world: World, id: string): Dispute {
  const before = world.books.need("dispute", id);
  if (!isOpen(before)) throw invalid(null, `This dispute is already closed: ${before.status}.`);
  return endDispute(world, id, isInquiry(before) ? "warning_closed" : "lost");
}

/** When time does something to it again; null when it is over. Unix seconds. */
export function nextOfDispute(dispute: Dispute): number | null {
  if (!isOpen(dispute)) return null;
  const { due_by, submission_count } = dispute.evidence_details;
  return submission_count > 0 ? dispute.created + daysToDecide * dayS : due_by;
}

/** The deadline for evidence is over, or the bank has decided; whoever has shown evidence wins. */
export function disputeGoesOn(world: World, id: string): void {
  const dispute = world.books.find("dispute", id);
  const at = dispute && nextOfDispute(dispute);
  if (!dispute || !at || at > world.books.nowS()) return;
  const isShown = dispute.evidence_details.submission_count > 0;
  endDispute(world, id, isInquiry(dispute) ? "warning_closed" : isShown ? "won" : "lost");
}

/** As the bank decides; what it had taken comes back when it is won. */
export function endDispute(
  world: World,
  id: string,
  status: Extract<DisputeStatus, "won" | "lost" | "warning_closed">,
): Dispute {
  const { books } = world;
  const before = books.need("dispute", id);
  const taken = before.balance_transactions.reduce((sum, { amount }) => sum + amount, 0) < 0;
  const back = status === "won" && taken;
  const charge = books.need("charge", before.charge);
  const after: Dispute = {
    ...before,
    balance_transactions: back
      ? [
          ...before.balance_transactions,
          moveDispute(world, { dispute: id, amount: before.amount, currency: charge.currency, fee: 0 }),
        ]
      : before.balance_transactions,
    evidence_details: {
      ...before.evidence_details,
      past_due: before.evidence_details.submission_count === 0,
    },
    status,
  };
  put(world, after);
  announce(world, "charge.dispute.closed", after);
  if (back) announce(world, "charge.dispute.funds_reinstated", after);
  return after;
}

function put(world: World, dispute: Dispute): void {
  world.books.put("dispute", dispute);
  const at = nextOfDispute(dispute);
  if (at !== null) world.deadlines.add({ at, kind: "dispute_goes_on", id: dispute.id });
}
