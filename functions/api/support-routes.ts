/** The addresses of whoever helps a driver on the phone: one field, one story, and what may be done from there. */
import type { Route } from "./routes.ts";

const look = ["operator", "technician", "support", "auditor"] as const;
const help = ["operator", "support"] as const;

export const supportRoutes = {
  supportSearch: {
    method: "GET",
    path: "/v1/support/search",
    door: "desk",
    who: look,
  },
  supportStory: {
    method: "GET",
    path: "/v1/sessions/:id/support",
    door: "desk",
    who: look,
  },
  noteSession: {
    method: "POST",
    path: "/v1/sessions/:id/notes",
    door: "desk",
    who: help,
  },
  useMacro: {
    method: "POST",
    path: "/v1/sessions/:id/macros",
    door: "desk",
    who: help,
  },
  resendReceipt: {
    method: "POST",
    path: "/v1/sessions/:id/resend",
    door: "desk",
    who: help,
  },
  releaseForDriver: {
    method: "POST",
    path: "/v1/sessions/:id/release",
    door: "desk",
    who: help,
  },
  stopForDriver: {
    method: "POST",
    path: "/v1/sessions/:id/assisted-stop",
    door: "desk",
    who: help,
  },
} as const satisfies Readonly<Record<string, Route>>;
