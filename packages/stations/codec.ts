/** What a protocol has to be able to do: news and answers, commands and their outcomes, from and into its own words. */
import type { CommandOutcome, Layout, NewsAnswer, StationCommand, StationNews } from "./port.ts";

export type NewsRead =
  | { readonly kind: "news"; readonly news: StationNews }
  /** with the code of the CALLERROR to answer */
  | { readonly kind: "refused"; readonly code: string; readonly why: string };

/** A protocol's codes for what is wrong with a payload: a member is missing, of another type, not allowed; it is no object. */
export interface RefusalCodes {
  readonly missing: string;
  readonly type: string;
  readonly value: string;
  readonly form: string;
}

export interface Call {
  readonly action: string;
  readonly payload: object;
}

export interface Codec {
  /** the code for what is no message at all */
  readonly unreadable: "FormationViolation" | "RpcFrameworkError";
  /** connectors are told by their EVSE, so that news are read by the station's layout */
  readonly countsEvses: boolean;
  /** Never throws, whatever is handed in. */
  readNews(action: string, payload: unknown, layout: Layout): NewsRead;
  answerPayload(answer: NewsAnswer): object;
  callOf(command: StationCommand): Call;
  /** What the station's answer to a command means. */
  outcomeOf(payload: unknown): CommandOutcome;
}
