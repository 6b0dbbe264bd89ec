/** The addresses of reconciliations: finance asks for them, auditors read them. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

export const reconciliationRoutes = {
  askReconciliation: post("desk", "/v1/reconciliations", ["finance"]),
  listReconciliations: get("desk", "/v1/reconciliations", ["finance", "auditor"]),
  showReconciliation: get("desk", "/v1/reconciliations/:reconciliation", ["finance", "auditor"]),
} as const satisfies Readonly<Record<string, Route>>;
