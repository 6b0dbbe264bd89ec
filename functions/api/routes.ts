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
  driver: ["driver"],
  operator: ["operator"],
  books: ["operator", "finance", "auditor"],
  network: ["operator", "technician", "support", "finance", "auditor"],
  sessions: ["operator", "technician", "support", "finance", "auditor"],
  refunds: ["operator", "support", "finance", "auditor"],
  sealed: ["driver", "receipt", "operator", "support", "finance", "auditor"],
} as const;

const read = routeAt("read");
const paper = routeAt("paper");
const open = routeAt("open");
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
  showConnector: read("GET", "connectors/:qr", "anybody"),
  startSession: money("POST", "sessions", "anybody"),
  addHold: money("POST", "sessions/:id/holds", ask.driver),
  moveSession: read("POST", "sessions/:id/move", ask.driver),
  findSessions: read("GET", "sessions", ask.sessions),
  showSession: read("GET", "sessions/:id", ["driver", ...ask.sessions]),
  stopSession: read("POST", "sessions/:id/stop", ["driver", "operator", "support"]),
  showCdr: read("GET", "sessions/:id/cdr", ["driver", "operator", "support", "finance", "auditor"]),
  showReceipt: read("GET", "sessions/:id/receipt", ask.sealed),
  showProof: read("GET", "sessions/:id/proof", ask.sealed),
  receiptPdf: paper("GET", "sessions/:id/receipt.pdf", ask.sealed),
  tellStory: read("GET", "sessions/:id/story", ["operator", "technician", "support", "auditor"]),
  showJournal: desk("GET", "sessions/:id/journal", ask.books),
  ...reconciliationRoutes,
  listDisputes: desk("GET", "disputes", ask.books),
  showDispute: desk("GET", "disputes/:dispute", ask.books),
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
  reportContinuity: network("GET", "reports/register-continuity", ask.books),
  createLocation: network("POST", "locations", ask.operator),
  listLocations: read("GET", "locations", ask.network),
  createTariff: network("POST", "tariffs", ask.operator),
  listTariffs: read("GET", "tariffs", ask.network),
  createStation: network("POST", "stations", ask.operator),
  exchangeMeter: {
    method: "POST",
    path: "/v1/stations/:station/meters",
    door: "network",
    // With a meter comes the key by which its records are believed: whoever makes stations, and nobody else.
    who: ask.operator,
  },
  listStations: read("GET", "stations", ask.network),
  previewPrice: open("POST", "pricing/preview", "anybody"),
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
    who: ask.driver,
  },
  paidReturn: {
    method: "GET",
    path: "/s/:id/paid",
    door: "pay",
    who: ask.driver,
  },
  moveForm: {
    method: "POST",
    path: "/s/:id/move",
    door: "pages",
    who: ask.driver,
  },
  moreForm: {
    method: "POST",
    path: "/s/:id/more",
    door: "pay",
    who: ask.driver,
  },
  stopForm: {
    method: "POST",
    path: "/s/:id/stop",
    door: "pages",
    who: ask.driver,
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
