/** A station has come back: sessions that wait for it go on, whatever it says of its connectors first. */
import { lockingSessions } from "./answer-token.ts";
import type { StationPorts } from "./ports.ts";
import { startStation, waitsForPlug } from "./start-station.ts";

export async function resumeStation(ports: StationPorts, tenant: string, station: string): Promise<void> {
  for (const session of await lockingSessions(ports, tenant, station)) {
    if (waitsForPlug(session)) await startStation(ports, session);
  }
}
