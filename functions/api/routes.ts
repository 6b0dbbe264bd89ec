/**
 * Every route there is, once: the doors mount them, the local server finds the door by them, /openapi.json is made from
 * them and the authorisation tests run over them. Paths are in Hono's syntax. What is told about a route is in
 * described-routes.ts, which only the open door carries.
 */

import { officeRoutes } from "./office-routes.ts";
import { operationRoutes } from "./operation-routes.ts";
import { reconciliationRoutes } from "./reconciliation-routes.ts";
import { get, post } from "./route-row.ts";
import { runningRoutes } from "./running-routes.ts";
import type { Role } from "./staff-token.ts";
import { stickerRoutes } from "./sticker-routes.ts";
import { supportRoutes } from "./support-routes.ts";
import { tariffRoutes } from "./tariff-routes.ts";
import { workRoutes } from "./work-routes.ts";

export const doors = [
  "open",
  "read",
  "money",
  "pages",
  "pay",
  "hooks",
  "paper",
  "desk",
  "field",
  "network",
  "tariffs",
  "support",
  "office",
] as const;
export type Door = (typeof doors)[number];

/** Who may ask, beside the tenant and the session that the token names: those are compared at the door. */
export type Asking = "anybody" | readonly ("driver" | "receipt" | Role)[];

export interface Route {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly door: Door;
  readonly who: Asking;
}

/** Named once: the table lies in every bundle. */
const ask = {
  network: ["operator", "technician", "support", "finance", "auditor"],
  sessions: ["operator", "technician", "support", "finance", "auditor"],
  refunds: ["operator", "support", "finance", "auditor"],
  books: ["operator", "finance", "auditor"],
  decide: ["operator", "finance"],
  operator: ["operator"],
  driver: ["driver"],
  sealed: ["driver", "receipt", "operator", "support", "finance", "auditor"],
} as const;

export const routes = {
  home: get("open", "/", "anybody"),
  health: get("read", "/health", "anybody"),
  keys: get("read", "/.well-known/jwks.json", "anybody"),
  openapi: get("open", "/openapi.json", "anybody"),
  docs: get("open", "/docs", "anybody"),
  showConnector: get("read", "/v1/connectors/:qr", "anybody"),
  startSession: post("money", "/v1/sessions", "anybody"),
  addHold: post("money", "/v1/sessions/:id/holds", ask.driver),
  moveSession: post("read", "/v1/sessions/:id/move", ask.driver),
  findSessions: get("read", "/v1/sessions", ask.sessions),
  showSession: get("read", "/v1/sessions/:id", ["driver", ...ask.sessions]),
  stopSession: post("read", "/v1/sessions/:id/stop", ["driver", "operator", "support"]),
  showCdr: get("read", "/v1/sessions/:id/cdr", ["driver", "operator", "support", "finance", "auditor"]),
  showReceipt: get("read", "/v1/sessions/:id/receipt", ask.sealed),
  showProof: get("read", "/v1/sessions/:id/proof", ask.sealed),
  receiptPdf: get("paper", "/v1/sessions/:id/receipt.pdf", ask.sealed),
  showJournal: get("desk", "/v1/sessions/:id/journal", ask.books),
  ...reconciliationRoutes,
  listDisputes: get("desk", "/v1/disputes", ask.books),
  showDispute: get("desk", "/v1/disputes/:dispute", ask.books),
  giveEvidence: post("desk", "/v1/disputes/:dispute/evidence", ask.decide),
  correctSession: post("desk", "/v1/sessions/:id/corrections", ask.decide),
  showCorrections: get("desk", "/v1/sessions/:id/corrections", ask.refunds),
  askRefund: post("desk", "/v1/refunds", ["support", "finance"]),
  listRefunds: get("desk", "/v1/refunds", ask.refunds),
  showRefund: get("desk", "/v1/refunds/:refund", ask.refunds),
  approveRefund: post("desk", "/v1/refunds/:refund/approve", ["finance", "operator"]),
  ...supportRoutes,
  ...stickerRoutes,
  ...operationRoutes,
  ...tariffRoutes,
  ...workRoutes,
  ...runningRoutes,
  ...officeRoutes,
  createLocation: post("network", "/v1/locations", ask.operator),
  listLocations: get("read", "/v1/locations", ask.network),
  createStation: post("network", "/v1/stations", ask.operator),
  exchangeMeter: post(
    "network",
    "/v1/stations/:station/meters",
    // With a meter comes the key by which its records are believed: whoever makes stations, and nobody else.
    ask.operator,
  ),
  listStations: get("read", "/v1/stations", ask.network),
  previewPrice: post("open", "/v1/pricing/preview", "anybody"),
  stripeEvent: post("hooks", "/hooks/stripe", "anybody"),
  scanPage: get("pay", "/q/:qr", "anybody"),
  startForm: post("pay", "/q/:qr/start", "anybody"),
  sessionPage: get("pages", "/s/:id", ask.driver),
  paidReturn: get("pay", "/s/:id/paid", ask.driver),
  moveForm: post("pages", "/s/:id/move", ask.driver),
  moreForm: post("pay", "/s/:id/more", ask.driver),
  stopForm: post("pages", "/s/:id/stop", ask.driver),
  verifyPage: get("open", "/verify", "anybody"),
  verifyProof: post("open", "/verify", "anybody"),
  receiptPdfByToken: get("paper", "/r/:token{.+\\.pdf}", ["receipt"]),
  releaseCable: post("paper", "/r/:token/cable", ["receipt"]),
  receiptPage: get("paper", "/r/:token", ["receipt"]),
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof routes;
/** The routes that a door has to answer. */
export type RouteOf<D extends Door> = {
  [N in RouteName]: (typeof routes)[N]["door"] extends D ? N : never;
}[RouteName];

/** Where a route's token is: in its address, in the cookie of a page, or in the Authorization header. */
export function credentialOf(path: string): "address" | "cookie" | "staffCookie" | "bearer" {
  if (path.startsWith("/r/")) return "address";
  if (/^\/desk(?:\/|$)/.test(path)) return "staffCookie";
  return path.startsWith("/s/") ? "cookie" : "bearer";
}
