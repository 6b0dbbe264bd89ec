/** The addresses of whoever helps a driver on the phone: one field, one story, and what may be done from there. */
import type { Route } from "./routes.ts";

/** Looked at. */
const look = <const P extends string>(path: P) =>
  ({
    method: "GET",
    path,
    door: "support",
    who: ["operator", "technician", "support", "auditor"],
  }) as const;

/** Done to a session, with who and why. */
const act = <const P extends string, const D extends "support" | "desk">(name: P, door: D) =>
  ({
    method: "POST",
    path: `/v1/sessions/:id/${name}`,
    door,
    who: ["operator", "support"],
  }) as const;

// Helpers and no rows written out: every door carries the table, and some are full.
export const supportRoutes = {
  tellStory: look("/v1/sessions/:id/story"),
  supportSearch: look("/v1/support/search"),
  supportStory: look("/v1/sessions/:id/support"),
  noteSession: act("notes", "support"),
  useMacro: act("macros", "support"),
  resendReceipt: act("resend", "support"),
  releaseForDriver: act("release", "desk"),
  stopForDriver: act("assisted-stop", "support"),
} satisfies Readonly<Record<string, Route>>;
