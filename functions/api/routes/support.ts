/** Whoever helps a driver on the phone: one field, one story, and what may be done from there. */
import { help, people } from "../asking.ts";
import { operationRoutes } from "../operation-routes.ts";
import { get, post } from "../route-row.ts";
import type { Route } from "../routes.ts";

export const supportRoutes = {
  tellStory: get("support", "/v1/sessions/:id/story", people),
  supportSearch: get("support", "/v1/support/search", people),
  supportStory: get("support", "/v1/sessions/:id/support", people),
  noteSession: post("support", "/v1/sessions/:id/notes", help),
  useMacro: post("support", "/v1/sessions/:id/macros", help),
  resendReceipt: post("support", "/v1/sessions/:id/resend", help),
  stopForDriver: post("support", "/v1/sessions/:id/assisted-stop", help),
  ...operationRoutes,
} as const satisfies Readonly<Record<string, Route>>;
