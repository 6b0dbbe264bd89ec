/** The addresses of reconciliations: finance asks for them, auditors read them. */
import type { Route } from "./routes.ts";

export const reconciliationRoutes = {
  askReconciliation: {
    method: "POST",
    path: "/v1/reconciliations",
    door: "desk",
    who: ["finance"],
  },
  listReconciliations: {
    method: "GET",
    path: "/v1/reconciliations",
    door: "desk",
    who: ["finance", "auditor"],
  },
  showReconciliation: {
    method: "GET",
    path: "/v1/reconciliations/:reconciliation",
    door: "desk",
    who: ["finance", "auditor"],
  },
} as const satisfies Readonly<Record<string, Route>>;
