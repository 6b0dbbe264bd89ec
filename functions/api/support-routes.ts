/** The addresses of whoever helps a driver on the phone: one field, one story, and what may be done from there. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

const look = ["operator", "technician", "support", "auditor"] as const;
const help = ["operator", "support"] as const;

export const supportRoutes = {
  tellStory: get("support", "/v1/sessions/:id/story", look),
  supportSearch: get("support", "/v1/support/search", look),
  supportStory: get("support", "/v1/sessions/:id/support", look),
  noteSession: post("support", "/v1/sessions/:id/notes", help),
  useMacro: post("support", "/v1/sessions/:id/macros", help),
  resendReceipt: post("support", "/v1/sessions/:id/resend", help),
  releaseForDriver: post("desk", "/v1/sessions/:id/release", help),
  stopForDriver: post("support", "/v1/sessions/:id/assisted-stop", help),
} as const satisfies Readonly<Record<string, Route>>;
