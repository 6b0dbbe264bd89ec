/**
 * Every route there is, once: the doors mount them, the local server finds the door by them, /openapi.json is made from
 * them and the authorisation tests run over them. Paths are in Hono's syntax.
 */

import type { BaseIssue, BaseSchema } from "valibot";
import { locationBody } from "./bodies/location.ts";
import { previewBody } from "./bodies/preview.ts";
import { startBody, startForm } from "./bodies/start.ts";
import { stationBody } from "./bodies/station.ts";
import { tariffBody } from "./bodies/tariff.ts";
import type { Role } from "./staff-token.ts";

export const doors = ["read", "money", "pages", "pay", "hooks", "paper"] as const;
export type Door = (typeof doors)[number];

/** Who may ask, beside the tenant and the session that the token names: those are compared at the door. */
type Asking = "anybody" | readonly ("driver" | "receipt" | Role)[];

export interface Route {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly door: Door;
  readonly who: Asking;
  readonly summary: string;
  readonly body?: BaseSchema<unknown, unknown, BaseIssue<unknown>>;
  readonly query?: readonly string[];
  /** statuses on the good path, with what they mean; refusals are problem+json everywhere */
  readonly answers: Readonly<Record<number, string>>;
}

const ask = {
  network: ["operator", "technician", "support", "finance", "auditor"],
  sessions: ["operator", "technician", "support", "finance", "auditor"],
  sealed: ["driver", "receipt", "operator", "support", "finance", "auditor"],
} as const;

export const routes = {
  health: {
    method: "GET",
    path: "/health",
    door: "read",
    who: "anybody",
    summary: "Whether the product answers, and its time",
    answers: { 200: "It does" },
  },
  keys: {
    method: "GET",
    path: "/.well-known/jwks.json",
    door: "read",
    who: "anybody",
    summary: "Public keys of tokens and of sealed documents",
    answers: { 200: "A JSON Web Key Set" },
  },
  openapi: {
    method: "GET",
    path: "/openapi.json",
    door: "read",
    who: "anybody",
    summary: "This interface as OpenAPI 3.1",
    answers: { 200: "The document" },
  },
  docs: {
    method: "GET",
    path: "/docs",
    door: "read",
    who: "anybody",
    summary: "This interface for people",
    answers: { 200: "A page" },
  },
  showConnector: {
    method: "GET",
    path: "/v1/connectors/:qr",
    door: "read",
    who: "anybody",
    summary: "What a scanned code stands for: place, price, what is held, and whether it is free",
    answers: { 200: "The connector" },
  },
  startSession: {
    method: "POST",
    path: "/v1/sessions",
    door: "money",
    who: "anybody",
    summary: "Start: hold the money and get the payment page. Needs an Idempotency-Key",
    body: startBody,
    answers: { 201: "The session is made", 200: "A repeat of the same start: the same session" },
  },
  findSessions: {
    method: "GET",
    path: "/v1/sessions",
    door: "read",
    who: ask.sessions,
    summary: "Find sessions by reference, or by station and day, narrowed by the card's last four",
    query: ["reference", "station", "day", "last4"],
    answers: { 200: "The sessions" },
  },
  showSession: {
    method: "GET",
    path: "/v1/sessions/:id",
    door: "read",
    who: ["driver", ...ask.sessions],
    summary: "A session as it stands; Retry-After says when to look again",
    answers: { 200: "The session" },
  },
  stopSession: {
    method: "POST",
    path: "/v1/sessions/:id/stop",
    door: "read",
    who: ["driver", "operator", "support"],
    summary: "Stop charging, or give back a hold from which no energy has flowed",
    answers: { 202: "It is being stopped" },
  },
  showCdr: {
    method: "GET",
    path: "/v1/sessions/:id/cdr",
    door: "read",
    who: ["driver", "operator", "support", "finance", "auditor"],
    summary: "The sealed OCPI CDR, in version 2.3.0 or 2.2.1",
    query: ["version"],
    answers: { 200: "The CDR" },
  },
  showReceipt: {
    method: "GET",
    path: "/v1/sessions/:id/receipt",
    door: "read",
    who: ask.sealed,
    summary: "The receipt, with a token that shows it to whoever has the link",
    answers: { 200: "The receipt" },
  },
  showProof: {
    method: "GET",
    path: "/v1/sessions/:id/proof",
    door: "read",
    who: ask.sealed,
    summary: "Everything needed to compute the price again, and the seal over it",
    answers: { 200: "The proof" },
  },
  receiptPdf: {
    method: "GET",
    path: "/v1/sessions/:id/receipt.pdf",
    door: "paper",
    who: ask.sealed,
    summary: "The receipt as PDF",
    answers: { 200: "A PDF" },
  },
  tellStory: {
    method: "GET",
    path: "/v1/sessions/:id/story",
    door: "read",
    who: ["operator", "technician", "support", "auditor"],
    summary: "The whole story of one session, in order",
    answers: { 200: "The story" },
  },
  listWork: {
    method: "GET",
    path: "/v1/work-queue",
    door: "read",
    who: ["operator", "technician", "support", "finance", "auditor"],
    summary: "What a person has to look at, with its next step, page by page",
    query: ["cursor"],
    answers: { 200: "A page of rows" },
  },
  createLocation: {
    method: "POST",
    path: "/v1/locations",
    door: "read",
    who: ["operator"],
    summary: "A new location, as an OCPI Location with the caller's id",
    body: locationBody,
    answers: { 201: "The location" },
  },
  listLocations: {
    method: "GET",
    path: "/v1/locations",
    door: "read",
    who: ask.network,
    summary: "The locations, page by page",
    query: ["cursor"],
    answers: { 200: "A page of locations" },
  },
  createTariff: {
    method: "POST",
    path: "/v1/tariffs",
    door: "read",
    who: ["operator"],
    summary: "A tariff, or the next version of one, as an OCPI Tariff",
    body: tariffBody,
    answers: { 201: "The tariff with its version, and what will surprise in it" },
  },
  listTariffs: {
    method: "GET",
    path: "/v1/tariffs",
    door: "read",
    who: ask.network,
    summary: "The tariffs in their latest versions, page by page",
    query: ["cursor"],
    answers: { 200: "A page of tariffs" },
  },
  createStation: {
    method: "POST",
    path: "/v1/stations",
    door: "read",
    who: ["operator"],
    summary: "A new station; its OCPP password is answered this once",
    body: stationBody,
    answers: { 201: "The station, its password, and the code of each connector" },
  },
  listStations: {
    method: "GET",
    path: "/v1/stations",
    door: "read",
    who: ask.network,
    summary: "The stations with the codes of their connectors, page by page",
    query: ["cursor"],
    answers: { 200: "A page of stations" },
  },
  previewPrice: {
    method: "POST",
    path: "/v1/pricing/preview",
    door: "read",
    who: "anybody",
    summary: "What a tariff makes of a CDR or of readings, with the reason for every line",
    body: previewBody,
    answers: { 200: "The price" },
  },
  stripeEvent: {
    method: "POST",
    path: "/hooks/stripe",
    door: "hooks",
    who: "anybody",
    summary: "Signed events of the payment provider",
    answers: { 200: "Recorded" },
  },
  scanPage: {
    method: "GET",
    path: "/q/:qr",
    door: "pages",
    who: "anybody",
    summary: "The page behind a code",
    query: ["lang", "error"],
    answers: { 200: "A page" },
  },
  startForm: {
    method: "POST",
    path: "/q/:qr/start",
    door: "pay",
    who: "anybody",
    summary: "The page's form: starts, and leads on to the payment page",
    body: startForm,
    answers: { 303: "To the payment page, or to the session" },
  },
  sessionPage: {
    method: "GET",
    path: "/s/:id",
    door: "pages",
    who: ["driver"],
    summary: "The session as a page, by the cookie that the start set",
    query: ["lang"],
    answers: { 200: "A page" },
  },
  paidReturn: {
    method: "GET",
    path: "/s/:id/paid",
    door: "pay",
    who: ["driver"],
    summary: "The way back from the payment page: reads the provider, then shows the session",
    answers: { 303: "To the session" },
  },
  stopForm: {
    method: "POST",
    path: "/s/:id/stop",
    door: "pages",
    who: ["driver"],
    summary: "The page's stop button",
    answers: { 303: "To the session" },
  },
  verifyPage: {
    method: "GET",
    path: "/verify",
    door: "pages",
    who: "anybody",
    summary: "Where anybody checks a proof",
    query: ["lang"],
    answers: { 200: "A page" },
  },
  verifyProof: {
    method: "POST",
    path: "/verify",
    door: "pages",
    who: "anybody",
    summary: "Checks a proof: a file of a form, or JSON. Signature, hashes, and the price computed again",
    query: ["lang"],
    answers: { 200: "The verdict" },
  },
  receiptPdfByToken: {
    method: "GET",
    path: "/r/:token{.+\\.pdf}",
    door: "paper",
    who: ["receipt"],
    summary: "The receipt as PDF, by a receipt token",
    answers: { 200: "A PDF" },
  },
  receiptPage: {
    method: "GET",
    path: "/r/:token",
    door: "pages",
    who: ["receipt"],
    summary: "The receipt as a page, by a receipt token; ?part=proof downloads what proves it",
    query: ["lang", "part"],
    answers: { 200: "A page" },
  },
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof routes;
/** The routes that a door has to answer. */
export type RouteOf<D extends Door> = {
  [N in RouteName]: (typeof routes)[N]["door"] extends D ? N : never;
}[RouteName];

/** Where a route's token is: in its address, in the page's cookie, or in the Authorization header. */
export function credentialOf(path: string): "address" | "cookie" | "bearer" {
  if (path.startsWith("/r/")) return "address";
  return path.startsWith("/s/") ? "cookie" : "bearer";
}
