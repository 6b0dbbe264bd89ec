/**
 * Every route there is, once: the doors mount them, the local server finds the door by them, /openapi.json is made from
 * them and the authorisation tests run over them. Paths are in Hono's syntax. What is told about a route is in
 * described-routes.ts, which only the open door carries.
 */

import { officeRoutes } from "./office-routes.ts";
import { commissionRoutes } from "./commission-routes.ts";
import { reconciliationRoutes } from "./reconciliation-routes.ts";
import type { Role } from "./staff-token.ts";
import { stickerRoutes } from "./sticker-routes.ts";
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
  startSession: {
    method: "POST",
    path: "/v1/sessions",
    door: "money",
    who: "anybody",
  },
  addHold: {
    method: "POST",
    path: "/v1/sessions/:id/holds",
    door: "money",
    who: ["driver"],
  },
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
  showJournal: {
    method: "GET",
    path: "/v1/sessions/:id/journal",
    door: "desk",
    who: ["operator", "finance", "auditor"],
  },
  ...reconciliationRoutes,
  listDisputes: {
    method: "GET",
    path: "/v1/disputes",
    door: "desk",
    who: ["operator", "finance", "auditor"],
  },
  showDispute: {
    method: "GET",
    path: "/v1/disputes/:dispute",
    door: "desk",
    who: ["operator", "finance", "auditor"],
  },
  giveEvidence: {
    method: "POST",
    path: "/v1/disputes/:dispute/evidence",
    door: "desk",
    who: ["operator", "finance"],
  },
  correctSession: {
    method: "POST",
    path: "/v1/sessions/:id/corrections",
    door: "desk",
    who: ["operator", "finance"],
  },
  showCorrections: {
    method: "GET",
    path: "/v1/sessions/:id/corrections",
    door: "desk",
    who: ask.refunds,
  },
  askRefund: {
    method: "POST",
    path: "/v1/refunds",
    door: "desk",
    who: ["support", "finance"],
  },
  listRefunds: {
    method: "GET",
    path: "/v1/refunds",
    door: "desk",
    who: ask.refunds,
  },
  showRefund: {
    method: "GET",
    path: "/v1/refunds/:refund",
    door: "desk",
    who: ask.refunds,
  },
  approveRefund: {
    method: "POST",
    path: "/v1/refunds/:refund/approve",
    door: "desk",
    who: ["finance", "operator"],
  },
  ...stickerRoutes,
  ...commissionRoutes,
  ...workRoutes,
  ...officeRoutes,
  reportContinuity: {
    method: "GET",
    path: "/v1/reports/register-continuity",
    door: "network",
    who: ["operator", "finance", "auditor"],
  },
  createLocation: {
    method: "POST",
    path: "/v1/locations",
    door: "network",
    who: ["operator"],
  },
  listLocations: {
    method: "GET",
    path: "/v1/locations",
    door: "read",
    who: ask.network,
  },
  createTariff: {
    method: "POST",
    path: "/v1/tariffs",
    door: "network",
    who: ["operator"],
  },
  listTariffs: {
    method: "GET",
    path: "/v1/tariffs",
    door: "read",
    who: ask.network,
  },
  createStation: {
    method: "POST",
    path: "/v1/stations",
    door: "network",
    who: ["operator"],
  },
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
