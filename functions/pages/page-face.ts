/** What the page doors have in common: the language of an answer, and how a refusal looks to a person. */
import type { Locale } from "@barq/pages/locale";
import { chooseLocale } from "@barq/pages/locale";
import { problemPage } from "@barq/pages/problem-page";
import type { DoorContext } from "../api/door.ts";
import { htmlAnswer } from "../api/html-answer.ts";
import type { Problem } from "../api/problem.ts";

/** `own`: the language that the session was started in. */
export const pageLocale = (c: DoorContext, own?: Locale): Locale =>
  chooseLocale({ asked: c.req.query("lang"), own, accepted: c.req.header("accept-language") });

/** A page that is ours to ask for again; anything else (`//elsewhere.example`) must never become a link. */
const ownPage = /^\/[qsr]\/[^/]+$/;

/** The face of a refusal: the same status and headers as for machines, in words. */
export function pageFace(c: DoorContext, problem: Problem): Response {
  const path = new URL(c.req.url).pathname;
  const started = /^(\/q\/[^/]+)\/start$/.exec(path)?.[1];
  // A code that is not ours leads nowhere: no way back to it is offered.
  const isForeignCode = problem.code.startsWith("qr_");
  const page = problemPage({
    locale: pageLocale(c),
    code: problem.code,
    requestId: c.get("requestId"),
    here: c.req.method === "GET" && ownPage.test(path) ? path : null,
    lostSession: problem.code === "unauthenticated" && path.startsWith("/s/"),
    station: started !== undefined && !isForeignCode ? started : null,
  });
  return htmlAnswer(page, problem.status, { headers: problem.headers });
}
