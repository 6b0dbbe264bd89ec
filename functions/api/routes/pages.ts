/** The pages of a driver's session. */
import { driver } from "../asking.ts";
import { get, post } from "../route-row.ts";
import type { Route } from "../routes.ts";

export const pagesRoutes = {
  sessionPage: get("pages", "/s/:id", driver),
  moveForm: post("pages", "/s/:id/move", driver),
  stopForm: post("pages", "/s/:id/stop", driver),
  typedCode: get("pages", "/t", "anybody"),
} as const satisfies Readonly<Record<string, Route>>;
