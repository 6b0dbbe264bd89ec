/** What the pages of people at work have in common: their language, who looks at them, and how a refusal looks. */
import type { Locale } from "@barq/pages/locale";
import { chooseLocale, localeNamed } from "@barq/pages/locale";
import type { OfficeFrame, Told } from "@barq/pages/office/frame";
import { refusedPage } from "@barq/pages/office/refused-page";
import { signInPage } from "@barq/pages/office/sign-in-page";
import { getCookie, setCookie } from "hono/cookie";
import type { DoorContext } from "../api/door.ts";
import { htmlAnswer } from "../api/html-answer.ts";
import type { Problem } from "../api/problem.ts";
import type { Asker } from "../api/who.ts";
import { pageUnderDesk } from "./sign-in.ts";

const localeCookie = "barq_lang";
const yearS = 365 * 24 * 3600;

/** The language that was chosen once, on whichever page, else the browser's. */
export function officeLocale(c: DoorContext): Locale {
  const asked = localeNamed(c.req.query("lang"));
  if (asked !== undefined)
    setCookie(c, localeCookie, asked, { path: "/desk", httpOnly: true, sameSite: "Lax", maxAge: yearS });
  return chooseLocale({
    asked,
    own: localeNamed(getCookie(c, localeCookie)),
    accepted: c.req.header("accept-language"),
  });
}

/** Under `no-referrer` a browser says `Origin: null` of every form (Fetch 3.2), and none of ours could be believed. */
const ownForms = { "referrer-policy": "same-origin" };

/** A page as an answer, with the cookies that were set on the way. */
export function officeAnswer(
  c: DoorContext,
  page: string,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.newResponse(page, htmlAnswer(page, status, { headers: { ...ownForms, ...headers } }));
}

/** The frame of a page for somebody who may see it. */
export function officeFrame(c: DoorContext, asker: Asker, operator: string): OfficeFrame {
  if (asker.kind !== "staff") throw new Error("only people at work come to this door");
  return {
    locale: officeLocale(c),
    operator,
    role: asker.role,
    here: hereOf(c),
    asked: c.req.query("q") ?? "",
    told: toldOf(c),
  };
}

/** What became of the form that led here; what is no code of ours is not repeated. */
function toldOf(c: DoorContext): Told | null {
  const refused = c.req.query("refused");
  if (refused !== undefined && /^[a-z_]{1,40}$/.test(refused)) return { kind: "refused", code: refused };
  return c.req.query("done") === undefined ? null : { kind: "done" };
}

/** The page's own address without its language, to be asked for again in another one. */
function hereOf(c: DoorContext): string {
  const { pathname, searchParams } = new URL(c.req.url);
  for (const name of ["lang", "done", "refused"]) searchParams.delete(name);
  const query = searchParams.toString();
  return pageUnderDesk(query === "" ? pathname : `${pathname}?${query}`);
}

/** The face of a refusal: whoever is nobody yet is asked to sign in and led back, everybody else is told. */
export function officeFace(c: DoorContext, problem: Problem): Response {
  const locale = officeLocale(c);
  const { "content-type": _, ...headers } = problem.headers;
  if (problem.code === "unauthenticated") {
    const page = signInPage({ locale, to: c.req.method === "GET" ? hereOf(c) : "/desk", trouble: null });
    return officeAnswer(c, page, problem.status, headers);
  }
  const page = refusedPage({ locale, code: problem.code, requestId: c.get("requestId") });
  return officeAnswer(c, page, problem.status, headers);
}
