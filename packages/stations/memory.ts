/** The stations' twin in memory: commands are kept for the test to look at, a station is offline when it is said to be. */
import type { SendCommand, Stations } from "./port.ts";

export interface MemoryStations extends Stations {
  readonly sent: SendCommand[];
  readonly offline: Set<string>;
}

export function createMemoryStations(): MemoryStations {
  const sent: SendCommand[] = [];
  const offline = new Set<string>();
  return {
    sent,
    offline,
    async send(request) {
      if (offline.has(request.station)) return { kind: "offline" };
      sent.push(request);
      return { kind: "sent", messageId: `m${sent.length}` };
    },
  };
}
