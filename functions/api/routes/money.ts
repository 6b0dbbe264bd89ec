/** Where a start asks for money. */
import { driver } from "../asking.ts";
import { post } from "../route-row.ts";
import type { Route } from "../routes.ts";

export const moneyRoutes = {
  startSession: post("money", "/v1/sessions", "anybody"),
  addHold: post("money", "/v1/sessions/:id/holds", driver),
  resolveWork: post("money", "/v1/work-queue/:row/resolve", ["operator", "support", "finance"]),
} as const satisfies Readonly<Record<string, Route>>;
