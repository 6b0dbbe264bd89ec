/** Where providers tell their news. */
import { post } from "../route-row.ts";
import type { Route } from "../routes.ts";

export const hooksRoutes = {
  stripeEvent: post("hooks", "/hooks/stripe", "anybody"),
} as const satisfies Readonly<Record<string, Route>>;
