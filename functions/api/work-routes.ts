/** The routes of the work queue and of its numbers; routes.ts has them with all the others. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

const people = ["operator", "technician", "support", "finance", "auditor"] as const;

export const workRoutes = {
  listWork: get("read", "/v1/work-queue", ["operator", "technician", "support", "finance", "auditor"]),
  showWork: get("read", "/v1/work-queue/:row", people),
  resolveWork: post("money", "/v1/work-queue/:row/resolve", ["operator", "support", "finance"]),
  reportHolds: get("desk", "/v1/reports/holds", ["operator", "finance", "auditor"]),
  reportMetrics: get("desk", "/v1/reports/metrics", ["operator", "finance", "auditor"]),
} as const satisfies Readonly<Record<string, Route>>;
