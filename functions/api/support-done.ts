/** What is answered to an act of support's: the session as it stands, and whether the same key had done it before. */
import { viewOf } from "@barq/actions/show-session";
import type { SupportDone } from "@barq/actions/support-acts";
import { sessionJson } from "./session-view.ts";

export const doneJson = ({ session, repeated }: SupportDone): Readonly<Record<string, unknown>> => ({
  session: sessionJson(viewOf(session, undefined)),
  repeated,
});
