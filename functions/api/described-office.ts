/** What is told about the pages of people at work; described-routes.ts has them with all the others. */
import { supportForm } from "./bodies/support-form.ts";
import type { DescribedRoute } from "./described-routes.ts";
import type { RouteName } from "./routes.ts";
import { routes } from "./routes.ts";

export const describedOffice = {
  signIn: {
    ...routes.signIn,
    summary: "To the operator's own issuer, which says who somebody at work is (RFC 6749 4.1, with PKCE)",
    query: ["to"],
    answers: { 303: "The issuer's page" },
  },
  signedIn: {
    ...routes.signedIn,
    summary: "Back from the issuer",
    query: ["code", "state", "iss"],
    answers: { 303: "The page that was asked for, with a cookie that opens it" },
  },
  signOut: {
    ...routes.signOut,
    summary: "Forget on this browser who asks",
    answers: { 303: "The page for signing in" },
  },
  deskSearch: {
    ...routes.deskSearch,
    summary:
      "A session by what somebody on the phone can say: the one that is meant, or a choice, or what else to ask",
    query: ["q", "lang"],
    answers: { 200: "The story of the one session, or a page to choose" },
  },
  deskSession: {
    ...routes.deskSession,
    summary: "The whole story of a session on one page, with what can be done",
    query: ["lang"],
    answers: { 200: "The page" },
  },
  supportForm: {
    ...routes.supportForm,
    summary: "An act from a session's story that moves no money: stop, unlock, restart, resend, note, answer",
    body: supportForm,
    answers: { 303: "Back to the story, which says what became of it" },
  },
  deskHome: {
    ...routes.deskHome,
    summary: "What waits for a person, and one field to find a session by what somebody on the phone can say",
    query: ["lang"],
    answers: { 200: "The page" },
  },
} as const satisfies Partial<Record<RouteName, DescribedRoute>>;
