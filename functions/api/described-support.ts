/** What is told about the routes of support; described-routes.ts has them with all the others. */

import { actBody, macroBody, noteBody } from "./bodies/support.ts";
import { moneyForm } from "./bodies/support-form.ts";
import type { DescribedRoute } from "./described-routes.ts";
import type { RouteName } from "./routes.ts";
import { routes } from "./routes.ts";

const done = { 200: "The session as it stands, and whether the same key had done it before" };

export const describedSupport = {
  tellStory: {
    ...routes.tellStory,
    summary: "The whole story of one session, in order",
    answers: { 200: "The story" },
  },
  supportSearch: {
    ...routes.supportSearch,
    summary:
      "Sessions by what a driver can say: a reference, a station and a time, four digits and an amount, an e-mail, a typed code. One alone comes with its story",
    query: ["q"],
    answers: { 200: "What was found, and what is missing to find it" },
  },
  supportStory: {
    ...routes.supportStory,
    summary: "A session's whole story as codes with facts, what can be done now, and the macros that fit",
    answers: { 200: "The story; without money for a technician" },
  },
  noteSession: {
    ...routes.noteSession,
    summary: "Words for whoever looks later, without anything personal. Needs an Idempotency-Key",
    body: noteBody,
    answers: done,
  },
  useMacro: {
    ...routes.useMacro,
    summary: "Say on record that a driver was answered by a macro. Needs an Idempotency-Key",
    body: macroBody,
    answers: done,
  },
  resendReceipt: {
    ...routes.resendReceipt,
    summary: "Send the receipt again to the address that was given at the start. Needs an Idempotency-Key",
    body: actBody,
    answers: done,
  },
  supportMoneyForm: {
    ...routes.supportMoneyForm,
    summary: "An act from a session's story that moves money: release, refund",
    body: moneyForm,
    answers: { 303: "Back to the story, which says what became of it" },
  },
  releaseForDriver: {
    ...routes.releaseForDriver,
    summary:
      "Give back the hold of a session from which no energy has flowed, or of one in review. Needs an Idempotency-Key",
    body: actBody,
    answers: done,
  },
  stopForDriver: {
    ...routes.stopForDriver,
    summary: "Stop a session that is charging, for the driver on the phone. Needs an Idempotency-Key",
    body: actBody,
    answers: done,
  },
} as const satisfies Partial<Record<RouteName, DescribedRoute>>;
