/** Refunds and corrections on the wire. Whoever asked and agreed is told by the opaque name that the audit rows have. */
import type { ShownCorrection } from "@barq/actions/show-corrections";
import { isoText } from "@barq/domain/instant";
import { amountOf } from "@barq/domain/money";
import type { Refund } from "@barq/domain/refund";
import { sumOfRefunds } from "@barq/domain/refund";

/** @param group all that were asked for with it, itself among them */
export function refundJson(refund: Refund, group: readonly Refund[]): Readonly<Record<string, unknown>> {
  const { refundAmount, creditNote: note } = refund;
  const inCurrency = (minor: bigint) => amountOf({ minor, currency: refundAmount.currency });
  return {
    id: refund.id,
    session: refund.session,
    state: refund.state,
    amount: amountOf(refundAmount),
    reason: refund.reason,
    why: refund.why,
    // One request that is given back of several holds: each part has its own state and credit note.
    group: refund.group && {
      id: refund.group,
      amount: amountOf(sumOfRefunds(refund, group)),
      refunds: group.map((one) => ({
        id: one.id,
        state: one.state,
        why: one.why,
        amount: amountOf(one.refundAmount),
        credit_note: one.creditNote?.number ?? null,
      })),
    },
    asked_at: isoText(refund.askedAt),
    asked_by: refund.askedBy,
    approved_by: refund.approvedBy,
    since: isoText(refund.since),
    credit_note: note && {
      number: note.number,
      issued_at: isoText(note.issuedAt),
      receipt: note.receipt,
      before_tax: inCurrency(note.beforeTax),
      tax: inCurrency(note.tax),
    },
  };
}

/** A correction, with everything that was sealed for it. */
export function correctionJson({
  correction,
  proof,
  credit,
}: ShownCorrection): Readonly<Record<string, unknown>> {
  const { corrected } = correction;
  return {
    id: correction.id,
    session: correction.session,
    state: correction.state,
    why: correction.why,
    asked_at: isoText(correction.askedAt),
    asked_by: correction.askedBy,
    meter_stop: correction.meterStop,
    ended_at: correction.endedAt === null ? null : isoText(correction.endedAt),
    refund: corrected && correction.id,
    proof,
    credit,
  };
}
