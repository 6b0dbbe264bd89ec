/** What lies in the intake: one piece of news with the session it was matched to at the door. */
import type { IntakeRecord } from "@barq/intake/port";
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

/** An end, which somebody waits for, is taken at once. Readings wait for the drain's next round: each would cost one. */
export function isAwaited({ body }: IntakeRecord): boolean {
  const { news } = readTaken(body);
  switch (news.kind) {
    case "stopped":
      return true;
    case "transaction":
      return news.event === "Ended";
    case "connector_status":
      return news.status === "Available";
    case "metered":
      return false;
  }
}
