/** A dispute on the wire. */
import type { Dispute } from "@barq/domain/dispute";
import { freezesMoney, isSettled, takesEvidence } from "@barq/domain/dispute";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import { amountOf } from "@barq/domain/money";

const timeOf = (at: Instant | null): string | null => (at === null ? null : isoText(at));

export const disputeJson = (dispute: Dispute): Readonly<Record<string, unknown>> => ({
  id: dispute.id,
  session: dispute.session,
  standing: dispute.standing,
  provider_status: dispute.said,
  reason: dispute.reason,
  amount: amountOf(dispute.disputedAmount),
  on_books: dispute.booked,
  refunds_frozen: freezesMoney(dispute),
  settled: isSettled(dispute),
  opened_at: isoText(dispute.openedAt),
  evidence: {
    due_by: timeOf(dispute.evidenceDueBy),
    can_be_given: takesEvidence(dispute),
    given_at: timeOf(dispute.givenAt),
  },
});
