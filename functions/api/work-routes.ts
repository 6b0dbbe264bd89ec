/** The routes of the work queue and of its numbers; routes.ts has them with all the others. */
import { routeAt } from "./route-at.ts";
import type { Route } from "./routes.ts";

const read = routeAt("read");
const money = routeAt("money");
const desk = routeAt("desk");

const books = ["operator", "finance", "auditor"] as const;
const people = ["operator", "technician", "support", "finance", "auditor"] as const;

export const workRoutes = {
  listWork: read("GET", "work-queue", people),
  showWork: read("GET", "work-queue/:row", people),
  resolveWork: money("POST", "work-queue/:row/resolve", ["operator", "support", "finance"]),
  reportHolds: desk("GET", "reports/holds", books),
  reportMetrics: desk("GET", "reports/metrics", books),
} as const satisfies Readonly<Record<string, Route>>;
