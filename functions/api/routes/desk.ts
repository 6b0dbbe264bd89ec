/** People at work with money. */
import { books, deciding, help, refunds } from "../asking.ts";
import { get, post } from "../route-row.ts";
import type { Route } from "../routes.ts";

export const deskRoutes = {
  showJournal: get("desk", "/v1/sessions/:id/journal", books),
  listDisputes: get("desk", "/v1/disputes", books),
  showDispute: get("desk", "/v1/disputes/:dispute", books),
  giveEvidence: post("desk", "/v1/disputes/:dispute/evidence", deciding),
  correctSession: post("desk", "/v1/sessions/:id/corrections", deciding),
  showCorrections: get("desk", "/v1/sessions/:id/corrections", refunds),
  askRefund: post("desk", "/v1/refunds", ["support", "finance"]),
  listRefunds: get("desk", "/v1/refunds", refunds),
  showRefund: get("desk", "/v1/refunds/:refund", refunds),
  approveRefund: post("desk", "/v1/refunds/:refund/approve", ["finance", "operator"]),
  reportHolds: get("desk", "/v1/reports/holds", books),
  reportMetrics: get("desk", "/v1/reports/metrics", books),
  askReconciliation: post("desk", "/v1/reconciliations", ["finance"]),
  listReconciliations: get("desk", "/v1/reconciliations", ["finance", "auditor"]),
  showReconciliation: get("desk", "/v1/reconciliations/:reconciliation", ["finance", "auditor"]),
  supportMoneyForm: post("desk", "/desk/sessions/:id/money", ["operator", "support", "finance"]),
  releaseForDriver: post("desk", "/v1/sessions/:id/release", help),
} as const satisfies Readonly<Record<string, Route>>;
