/** The addresses of reconciliations: finance asks for them, auditors read them. */
import { routeAt } from "./route-at.ts";
import type { Route } from "./routes.ts";

const desk = routeAt("desk");

export const reconciliationRoutes = {
  askReconciliation: desk("POST", "reconciliations", ["finance"]),
  listReconciliations: desk("GET", "reconciliations", ["finance", "auditor"]),
  showReconciliation: desk("GET", "reconciliations/:reconciliation", ["finance", "auditor"]),
} as const satisfies Readonly<Record<string, Route>>;
