/** The pages of whoever helps a driver: the field's answer, a session's story, and what is done from there without money. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

const look = ["operator", "technician", "support", "auditor"] as const;
const help = ["operator", "support"] as const;

export const supportPageRoutes = {
  deskSearch: get("office", "/desk/search", look),
  deskSession: get("office", "/desk/sessions/:id", look),
  supportForm: post("office", "/desk/sessions/:id/acts", help),
} as const satisfies Readonly<Record<string, Route>>;
