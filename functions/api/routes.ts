/**
 * Every route there is, once: the doors mount them, the local server finds the door by them, /openapi.json is made from
 * them and the authorisation tests run over them. Paths are in Hono's syntax. What is told about a route is in
 * described-routes.ts, which only the open door carries.
 */

import { fieldRoutes } from "./field-routes.ts";
import { officeRoutes } from "./office-routes.ts";
import { reconciliationRoutes } from "./reconciliation-routes.ts";
import { routeAt } from "./route-at.ts";
import type { Role } from "./staff-token.ts";
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
  "office",
] as const;
export type Door = (typeof doors)[number];

/** Who may ask, beside the tenant and the session that the token names: those are compared at the door. */
type Asking = "anybody" | readonly ("driver" | "receipt" | Role)[];

export interface Route {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly door: Door;
  readonly who: Asking;
}

const ask = {
  network: ["operator", "technician", "support", "finance", "auditor"],
  sessions: ["operator", "technician", "support", "finance", "auditor"],
  refunds: ["operator", "support", "finance", "auditor"],
  sealed: ["driver", "receipt", "operator", "support", "finance", "auditor"],
} as const;

const money = routeAt("money");
const desk = routeAt("desk");
const network = routeAt("network");

export const routes = {
  home: {
    method: "GET",
    path: "/",
    door: "open",
    who: "anybody",
  },
  health: {
    method: "GET",
    path: "/health",
    door: "read",
    who: "anybody",
  },
  keys: {
    method: "GET",
    path: "/.well-known/jwks.json",
    door: "read",
    who: "anybody",
  },
  openapi: {
    method: "GET",
    path: "/openapi.json",
    door: "open",
    who: "anybody",
  },
  docs: {
    method: "GET",
    path: "/docs",
    door: "open",
    who: "anybody",
  },
  showConnector: {
    method: "GET",
    path: "/v1/connectors/:qr",
    door: "read",
    who: "anybody",
  },
  startSession: money("POST", "sessions", "anybody"),
  addHold: money("POST", "sessions/:id/holds", ["driver"]),
  moveSession: {
    method: "POST",
    path: "/v1/sessions/:id/move",
    door: "read",
    who: ["driver"],
  },
  findSessions: {
    method: "GET",
    path: "/v1/sessions",
    door: "read",
    who: ask.sessions,
  },
  showSession: {
    method: "GET",
    path: "/v1/sessions/:id",
    door: "read",
    who: ["driver", ...ask.sessions],
  },
  stopSession: {
    method: "POST",
    path: "/v1/sessions/:id/stop",
    door: "read",
    who: ["driver", "operator", "support"],
  },
  showCdr: {
    method: "GET",
    path: "/v1/sessions/:id/cdr",
    door: "read",
    who: ["driver", "operator", "support", "finance", "auditor"],
  },
  showReceipt: {
    method: "GET",
    path: "/v1/sessions/:id/receipt",
    door: "read",
    who: ask.sealed,
  },
  showProof: {
    method: "GET",
    path: "/v1/sessions/:id/proof",
    door: "read",
    who: ask.sealed,
  },
  receiptPdf: {
    method: "GET",
    path: "/v1/sessions/:id/receipt.pdf",
    door: "paper",
    who: ask.sealed,
  },
  tellStory: {
    method: "GET",
    path: "/v1/sessions/:id/story",
    door: "read",
    who: ["operator", "technician", "support", "auditor"],
  },
  showJournal: desk("GET", "sessions/:id/journal", ["operator", "finance", "auditor"]),
  ...reconciliationRoutes,
  listDisputes: desk("GET", "disputes", ["operator", "finance", "auditor"]),
  showDispute: desk("GET", "disputes/:dispute", ["operator", "finance", "auditor"]),
  giveEvidence: desk("POST", "disputes/:dispute/evidence", ["operator", "finance"]),
  correctSession: desk("POST", "sessions/:id/corrections", ["operator", "finance"]),
  showCorrections: desk("GET", "sessions/:id/corrections", ask.refunds),
  askRefund: desk("POST", "refunds", ["support", "finance"]),
  listRefunds: desk("GET", "refunds", ask.refunds),
  showRefund: desk("GET", "refunds/:refund", ask.refunds),
  approveRefund: desk("POST", "refunds/:refund/approve", ["finance", "operator"]),
  ...fieldRoutes,
  ...workRoutes,
  ...officeRoutes,
  reportContinuity: network("GET", "reports/register-continuity", ["operator", "finance", "auditor"]),
  createLocation: network("POST", "locations", ["operator"]),
  listLocations: {
    method: "GET",
    path: "/v1/locations",
    door: "read",
    who: ask.network,
  },
  createTariff: network("POST", "tariffs", ["operator"]),
  listTariffs: {
    method: "GET",
    path: "/v1/tariffs",
    door: "read",
    who: ask.network,
  },
  createStation: network("POST", "stations", ["operator"]),
  exchangeMeter: {
    method: "POST",
    path: "/v1/stations/:station/meters",
    door: "network",
    // With a meter comes the key by which its records are believed: whoever makes stations, and nobody else.
    who: ["operator"],
  },
  listStations: {
    method: "GET",
    path: "/v1/stations",
    door: "read",
    who: ask.network,
  },
  previewPrice: {
    method: "POST",
    path: "/v1/pricing/preview",
    door: "open",
    who: "anybody",
  },
  stripeEvent: {
    method: "POST",
    path: "/hooks/stripe",
    door: "hooks",
    who: "anybody",
  },
  scanPage: {
    method: "GET",
    path: "/q/:qr",
    door: "pay",
    who: "anybody",
  },
  startForm: {
    method: "POST",
    path: "/q/:qr/start",
    door: "pay",
    who: "anybody",
  },
  sessionPage: {
    method: "GET",
    path: "/s/:id",
    door: "pages",
    who: ["driver"],
  },
  paidReturn: {
    method: "GET",
    path: "/s/:id/paid",
    door: "pay",
    who: ["driver"],
  },
  moveForm: {
    method: "POST",
    path: "/s/:id/move",
    door: "pages",
    who: ["driver"],
  },
  moreForm: {
    method: "POST",
    path: "/s/:id/more",
    door: "pay",
    who: ["driver"],
  },
  stopForm: {
    method: "POST",
    path: "/s/:id/stop",
    door: "pages",
    who: ["driver"],
  },
  verifyPage: {
    method: "GET",
    path: "/verify",
    door: "open",
    who: "anybody",
  },
  verifyProof: {
    method: "POST",
    path: "/verify",
    door: "open",
    who: "anybody",
  },
  receiptPdfByToken: {
    method: "GET",
    path: "/r/:token{.+\\.pdf}",
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
