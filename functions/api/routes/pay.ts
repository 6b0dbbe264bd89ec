/** The page behind a code, and the way to the payment page and back. */
import { driver } from "../asking.ts";
import { get, post } from "../route-row.ts";
import type { Route } from "../routes.ts";

export const payRoutes = {
  scanPage: get("pay", "/q/:qr", "anybody"),
  startForm: post("pay", "/q/:qr/start", "anybody"),
  paidReturn: get("pay", "/s/:id/paid", driver),
  moreForm: post("pay", "/s/:id/more", driver),
} as const satisfies Readonly<Record<string, Route>>;
