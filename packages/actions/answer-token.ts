/** Authorize: a QR session's idTag is good at its own station, and only while the session may start or is charging. */

import type { Session } from "@barq/domain/session";
import { occupies } from "@barq/domain/session";
import { textOr } from "@barq/store/fields";
import { stationPartition } from "@barq/store/keys";
import type { ReadPorts } from "./ports.ts";
import { isGivingBack } from "./release-hold.ts";
import { findSession } from "./session-store.ts";

/** The sessions that hold a connector of the station, with the connector's number. */
export async function lockingSessions(
  ports: ReadPorts,
  tenant: string,
  station: string,
): Promise<readonly Session[]> {
  const found: Session[] = [];
  for await (const row of ports.store.list(stationPartition(tenant, station), {
    prefix: "EVSE#",
    strong: true,
  })) {
    const locked = textOr(row, "act");
    const session = locked === null ? undefined : await findSession(ports, tenant, locked, { strong: true });
    if (session) found.push(session);
  }
  return found;
}

export async function answerToken(
  ports: ReadPorts,
  tenant: string,
  station: string,
  token: string,
): Promise<boolean> {
  const sessions = await lockingSessions(ports, tenant, station);
  return sessions.some(
    (session) =>
      ports.identity.idTag(session.id) === token.toLowerCase() &&
      occupies(session.state) &&
      !isGivingBack(session, ports.clock()),
  );
}
