/** The routes of the work queue and of its numbers; routes.ts has them with all the others. */
import type { Route } from "./routes.ts";

const people = ["operator", "technician", "support", "finance", "auditor"] as const;

export const workRoutes = {
  listWork: {
    method: "GET",
    path: "/v1/work-queue",
    door: "read",
    who: ["operator", "technician", "support", "finance", "auditor"],
  },
  showWork: {
    method: "GET",
    path: "/v1/work-queue/:row",
    door: "read",
    who: people,
  },
  resolveWork: {
    method: "POST",
    path: "/v1/work-queue/:row/resolve",
    door: "money",
    who: ["operator", "support", "finance"],
  },
  reportHolds: {
    method: "GET",
    path: "/v1/reports/holds",
    door: "desk",
    who: ["operator", "finance", "auditor"],
  },
  reportMetrics: {
    method: "GET",
    path: "/v1/reports/metrics",
    door: "desk",
    who: ["operator", "finance", "auditor"],
  },
} as const satisfies Readonly<Record<string, Route>>;
