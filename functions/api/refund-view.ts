/** A refund on the wire. Whoever asked and agreed is told by the opaque name that the audit rows have. */
import { isoText } from "@barq/domain/instant";
import { amountOf } from "@barq/domain/money";
import type { Refund } from "@barq/domain/refund";

export function refundJson(refund: Refund): Readonly<Record<string, unknown>> {
  const { refundAmount, creditNote: note } = refund;
  const inCurrency = (minor: bigint) => amountOf({ minor, currency: refundAmount.currency });
  return {
    id: refund.id,
    session: refund.session,
    state: refund.state,
    amount: amountOf(refundAmount),
    reason: refund.reason,
    why: refund.why,
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
