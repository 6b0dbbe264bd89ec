/** What lies in the intake: one piece of news with the session it was matched to at the door. */
import type { StationNews } from "@barq/stations/port";

export interface TakenNews {
  readonly tenant: string;
  readonly session: string;
  readonly news: Extract<StationNews, { kind: "metered" | "stopped" | "connector_status" | "transaction" }>;
}

/** Reads back what the door wrote. */
export function readTaken(body: string): TakenNews {
  const taken: TakenNews = JSON.parse(body);
  return taken;
}
