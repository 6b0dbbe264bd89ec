/** The pages of people at work, and the way in: an operator's own issuer says who they are. */
import type { Route } from "./routes.ts";

const people = ["operator", "technician", "support", "finance", "auditor"] as const;

export const officeRoutes = {
  signIn: {
    method: "GET",
    path: "/desk/sign-in",
    door: "office",
    who: "anybody",
  },
  signedIn: {
    method: "GET",
    path: "/desk/signed-in",
    door: "office",
    who: "anybody",
  },
  signOut: {
    method: "POST",
    path: "/desk/sign-out",
    door: "office",
    who: "anybody",
  },
  deskHome: {
    method: "GET",
    path: "/desk",
    door: "office",
    who: people,
  },
} as const satisfies Readonly<Record<string, Route>>;
