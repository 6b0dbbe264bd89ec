/**
 * What is told about every route: what it is for, what it takes, what it answers. /openapi.json and /docs are made from
 * this, and from the very schemas that check bodies. No other door needs it, and words weigh something in each bundle.
 */

import type { BaseIssue, BaseSchema } from "valibot";
import { locationBody } from "./bodies/location.ts";
import { previewBody } from "./bodies/preview.ts";
import { moreBody, moreForm, moveBody, moveForm, startBody, startForm } from "./bodies/start.ts";
import { meterBody, stationBody } from "./bodies/station.ts";
import { tariffBody } from "./bodies/tariff.ts";
import { describedCommission } from "./described-commission.ts";
import { describedDesk } from "./described-desk.ts";
import { describedNetworkPages } from "./described-network-pages.ts";
import { describedOffice } from "./described-office.ts";
import { describedOperations } from "./described-operations.ts";
import { describedRunning } from "./described-running.ts";
import { describedStickers } from "./described-stickers.ts";
import { describedSupport } from "./described-support.ts";
import { describedTariffDrafts } from "./described-tariff-drafts.ts";
import { describedWorkPages } from "./described-work-pages.ts";
import type { Route, RouteName } from "./routes.ts";
import { routes } from "./routes.ts";

export interface DescribedRoute extends Route {
  readonly summary: string;
  readonly body?: BaseSchema<unknown, unknown, BaseIssue<unknown>>;
  readonly query?: readonly string[];
  /** statuses on the good path, with what they mean; refusals are problem+json everywhere */
  readonly answers: Readonly<Record<number, string>>;
}

export const describedRoutes: Readonly<Record<RouteName, DescribedRoute>> = {
  ...describedSupport,
  ...describedRunning,
  ...describedStickers,
  ...describedOperations,
  ...describedOffice,
  ...describedWorkPages,
  ...describedNetworkPages,
  ...describedCommission,
  ...describedTariffDrafts,
  health: {
    ...routes.health,
    summary: "Whether the product answers, and its time",
    answers: { 200: "It does" },
  },
  keys: {
    ...routes.keys,
    summary: "Public keys of tokens and of sealed documents",
    answers: { 200: "A JSON Web Key Set" },
  },
  openapi: {
    ...routes.openapi,
    summary: "This interface as OpenAPI 3.1",
    answers: { 200: "The document" },
  },
  home: {
    ...routes.home,
    summary: "Where people are told how charging begins",
    query: ["lang"],
    answers: { 200: "A page" },
  },
  docs: {
    ...routes.docs,
    summary: "This interface for people",
    answers: { 200: "A page" },
  },
  showConnector: {
    ...routes.showConnector,
    summary: "What a scanned code stands for: place, price, what is held, and whether it is free",
    answers: { 200: "The connector" },
  },
  startSession: {
    ...routes.startSession,
    summary: "Start: hold the money and get the payment page. Needs an Idempotency-Key",
    body: startBody,
    answers: { 201: "The session is made", 200: "A repeat of the same start: the same session" },
  },
  addHold: {
    ...routes.addHold,
    summary: "Add a further hold to a session that charges; its limits rise when the driver has paid",
    body: moreBody,
    answers: { 201: "The hold that was asked for, with its payment page" },
  },
  moveSession: {
    ...routes.moveSession,
    summary: "Take the hold of a start that failed to another connector of the location",
    body: moveBody,
    answers: { 200: "The session, which waits at the other connector now" },
  },
  findSessions: {
    ...routes.findSessions,
    summary: "Find sessions by reference, or by station and day, narrowed by the card's last four",
    query: ["reference", "station", "day", "last4"],
    answers: { 200: "The sessions" },
  },
  showSession: {
    ...routes.showSession,
    summary: "A session as it stands; Retry-After says when to look again",
    answers: { 200: "The session" },
  },
  stopSession: {
    ...routes.stopSession,
    summary: "Stop charging, or give back a hold from which no energy has flowed",
    answers: { 202: "It is being stopped" },
  },
  showCdr: {
    ...routes.showCdr,
    summary: "The sealed OCPI CDR, in version 2.3.0 or 2.2.1",
    query: ["version"],
    answers: { 200: "The CDR" },
  },
  showReceipt: {
    ...routes.showReceipt,
    summary: "The receipt, with a token that shows it to whoever has the link",
    answers: { 200: "The receipt" },
  },
  showProof: {
    ...routes.showProof,
    summary: "Everything needed to compute the price again, and the seal over it",
    answers: { 200: "The proof" },
  },
  receiptPdf: {
    ...routes.receiptPdf,
    summary: "The receipt as PDF, in the session's language or the one that is asked for",
    query: ["lang"],
    answers: { 200: "A PDF" },
  },
  ...describedDesk,
  createLocation: {
    ...routes.createLocation,
    summary: "A new location, as an OCPI Location with the caller's id",
    body: locationBody,
    answers: { 201: "The location" },
  },
  listLocations: {
    ...routes.listLocations,
    summary: "The locations, page by page",
    query: ["cursor"],
    answers: { 200: "A page of locations" },
  },
  createTariff: {
    ...routes.createTariff,
    summary: "A tariff, or the next version of one, as an OCPI Tariff",
    body: tariffBody,
    answers: { 201: "The tariff with its version, and what will surprise in it" },
  },
  listTariffs: {
    ...routes.listTariffs,
    summary: "The tariffs in their latest versions, page by page",
    query: ["cursor"],
    answers: { 200: "A page of tariffs" },
  },
  createStation: {
    ...routes.createStation,
    summary: "A new station; its OCPP password is answered this once",
    body: stationBody,
    answers: { 201: "The station, its password, and the code of each connector" },
  },
  exchangeMeter: {
    ...routes.exchangeMeter,
    summary: "The meter that takes the place of a connector's meter, from its own day on",
    body: meterBody,
    answers: { 201: "The connector's meters, each with the instant since which it measures" },
  },
  listStations: {
    ...routes.listStations,
    summary: "The stations with the codes of their connectors, page by page",
    query: ["cursor"],
    answers: { 200: "A page of stations" },
  },
  previewPrice: {
    ...routes.previewPrice,
    summary: "What a tariff makes of a CDR or of readings, with the reason for every line",
    body: previewBody,
    answers: { 200: "The price" },
  },
  stripeEvent: {
    ...routes.stripeEvent,
    summary: "Signed events of the payment provider",
    answers: { 200: "Recorded" },
  },
  scanPage: {
    ...routes.scanPage,
    summary: "The page behind a code",
    query: ["lang", "error"],
    answers: { 200: "A page" },
  },
  startForm: {
    ...routes.startForm,
    summary: "The page's form: starts, and leads on to the payment page",
    body: startForm,
    answers: { 303: "To the payment page, or to the session" },
  },
  sessionPage: {
    ...routes.sessionPage,
    summary: "The session as a page, by the cookie that the start set",
    query: ["lang"],
    answers: { 200: "A page" },
  },
  paidReturn: {
    ...routes.paidReturn,
    summary: "The way back from the payment page: reads the provider, then shows the session",
    answers: { 303: "To the session" },
  },
  moveForm: {
    ...routes.moveForm,
    summary: "Take the hold of a start that failed to another connector",
    body: moveForm,
    answers: { 303: "To the session" },
  },
  moreForm: {
    ...routes.moreForm,
    summary: "Ask for a further hold",
    body: moreForm,
    answers: { 303: "To the payment page, or back to the session" },
  },
  stopForm: {
    ...routes.stopForm,
    summary: "The page's stop button",
    answers: { 303: "To the session" },
  },
  verifyPage: {
    ...routes.verifyPage,
    summary: "Where anybody checks a proof",
    query: ["lang"],
    answers: { 200: "A page" },
  },
  verifyProof: {
    ...routes.verifyProof,
    summary: "Checks a proof: a file of a form, or JSON. Signature, hashes, and the price computed again",
    query: ["lang"],
    answers: { 200: "The verdict" },
  },
  receiptPdfByToken: {
    ...routes.receiptPdfByToken,
    summary: "The receipt as PDF, by a receipt token",
    query: ["lang"],
    answers: { 200: "A PDF" },
  },
  releaseCable: {
    ...routes.releaseCable,
    summary: "Its driver lets the cable of a session go, for some minutes after its end; a try has a number",
    answers: { 303: "The receipt's page, which says what became of it" },
  },
  receiptPage: {
    ...routes.receiptPage,
    summary: "The receipt as a page, by a receipt token; ?part=proof downloads what proves it",
    query: ["lang", "part"],
    answers: { 200: "A page" },
  },
};
