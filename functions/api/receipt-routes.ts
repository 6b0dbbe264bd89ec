/** What a receipt's link opens. The PDF stands first: its pattern is the narrower of the two. */
import type { Route } from "./routes.ts";

export const receiptRoutes = {
  receiptPdfByToken: {
    method: "GET",
    path: "/r/:token{.+\\.pdf}",
    door: "paper",
    who: ["receipt"],
  },
  releaseCable: {
    method: "POST",
    path: "/r/:token/cable",
    door: "paper",
    who: ["receipt"],
  },
  receiptPage: {
    method: "GET",
    path: "/r/:token",
    door: "paper",
    who: ["receipt"],
  },
} as const satisfies Readonly<Record<string, Route>>;
