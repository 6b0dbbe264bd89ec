/** The door of people at work in a browser: pages that only look, and forms that move no money. */
import { countDesk } from "@barq/actions/count-desk";
import { readSettings } from "@barq/actions/network";
import { Fault } from "@barq/domain/fault";
import { minute, second } from "@barq/domain/instant";
import { homePage } from "@barq/pages/office/home-page";
import { signInPage } from "@barq/pages/office/sign-in-page";
import type { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { DoorContext, DoorEnv } from "../api/door.ts";
import { createDoor, staffCookie } from "../api/door.ts";
import { officeRoutes } from "../api/office-routes.ts";
import type { OfficeDoor } from "../api/wire.ts";
import { officeAnswer, officeFace, officeFrame, officeLocale } from "./office-face.ts";
import { createSignIn, pageUnderDesk } from "./sign-in.ts";
import { supportPages } from "./support-pages.ts";
import { tariffPages } from "./tariff-pages.ts";
import { workPages } from "./work-pages.ts";

const signingInCookie = "barq_signing_in";
/** As long as somebody may take on the issuer's page. */
const signingInS = (10 * minute) / second;
/** A token ends by itself; the cookie is forgotten with the day. */
const staffS = 12 * 3600;

/** Coming back without what is needed is no page that wants signing in to: it is told on the spot. */
function refusedAs400(error: unknown): null {
  if (error instanceof Fault && error.code === "unauthenticated") return null;
  throw error;
}

export function createOfficeApp(wired: OfficeDoor): Hono<DoorEnv> {
  const { ports, who, log, signIn: issuer } = wired;
  const secure = ports.origin.startsWith("https:");
  const signIn = issuer && createSignIn(issuer, ports.origin);
  const cookie = { path: "/desk", httpOnly: true, sameSite: "Lax", secure } as const;

  const signInAnswer = (c: DoorContext, status: 400 | 503, trouble: "refused" | "none"): Response =>
    officeAnswer(
      c,
      signInPage({ locale: officeLocale(c), to: pageUnderDesk(c.req.query("to")), trouble }),
      status,
    );

  return createDoor(
    "office",
    officeRoutes,
    { who, origin: ports.origin, log, face: officeFace },
    {
      async signIn(c) {
        if (!signIn) return signInAnswer(c, 503, "none");
        const { address, kept } = await signIn.begin(pageUnderDesk(c.req.query("to")));
        setCookie(c, signingInCookie, kept, { ...cookie, maxAge: signingInS });
        return c.redirect(address, 303);
      },
      async signedIn(c) {
        if (!signIn) return signInAnswer(c, 503, "none");
        const returned = new URL(c.req.url);
        const found = await signIn.finish(returned, getCookie(c, signingInCookie)).catch(refusedAs400);
        // A token that is not good here is refused now, and not at the first page.
        if (!found || !(await who.read(found.token).catch(refusedAs400)))
          return signInAnswer(c, 400, "refused");
        deleteCookie(c, signingInCookie, cookie);
        setCookie(c, staffCookie, found.token, { ...cookie, maxAge: staffS });
        return c.redirect(found.to, 303);
      },
      signOut(c) {
        deleteCookie(c, staffCookie, cookie);
        return c.redirect("/desk", 303);
      },
      ...supportPages(wired),
      ...workPages(wired),
      ...tariffPages(wired),
      async deskHome(c, asker) {
        const withNetwork = asker.kind === "staff" && asker.role !== "finance";
        const [{ operator }, counts] = await Promise.all([
          readSettings(ports, asker.tenant),
          countDesk(ports, asker.tenant, { withNetwork }),
        ]);
        return officeAnswer(c, homePage({ ...officeFrame(c, asker, operator), ...counts }));
      },
    },
  );
}
