/** The pages of people at work, and the way in: an operator's own issuer says who they are. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";
import { supportPageRoutes } from "./support-page-routes.ts";
import { tariffPageRoutes, workPageRoutes } from "./work-page-routes.ts";

const people = ["operator", "technician", "support", "finance", "auditor"] as const;

export const officeRoutes = {
  signIn: get("office", "/desk/sign-in", "anybody"),
  signedIn: get("office", "/desk/signed-in", "anybody"),
  signOut: post("office", "/desk/sign-out", "anybody"),
  deskHome: get("office", "/desk", people),
  ...supportPageRoutes,
  ...workPageRoutes,
  ...tariffPageRoutes,
} as const satisfies Readonly<Record<string, Route>>;
