/** A session found by what somebody on the phone can say: its reference, or station and day and the card's last digits. */
import { Fault } from "@barq/domain/fault";
import type { Session } from "@barq/domain/session";
import { referenceValue, stationDayValue } from "@barq/store/keys";
import type { Key, Partition } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import type { ReadPorts } from "./ports.ts";

interface SessionSearch {
  readonly reference?: string | undefined;
  readonly station?: string | undefined;
  /** the station's local day, `2026-11-24` */
  readonly day?: string | undefined;
  readonly last4?: string | undefined;
}

/** The digits filter a station's day; they are no way in alone. @throws Fault invalid_request */
export async function findSessions(
  ports: ReadPorts,
  tenant: string,
  by: SessionSearch,
): Promise<readonly Session[]> {
  const found = await sessionsOf(ports, partitionOf(tenant, by));
  return found.filter((session) => by.last4 === undefined || session.hold?.last4 === by.last4);
}

function partitionOf(tenant: string, by: SessionSearch): Partition {
  if (by.reference !== undefined) {
    return {
      index: "ref",
      value: referenceValue(tenant, by.reference.toUpperCase().replaceAll(/[\s-]/g, "")),
    };
  }
  if (by.station !== undefined && by.day !== undefined) {
    return { index: "day", value: stationDayValue(tenant, by.station, by.day) };
  }
  throw new Fault("invalid_request", "Give a reference, or a station and a day (and last4 to narrow them).");
}

async function sessionsOf(ports: ReadPorts, partition: Partition): Promise<Session[]> {
  const keys: Key[] = [];
  for await (const row of ports.store.list(partition, { limit: 500 })) keys.push({ pk: row.pk, sk: row.sk });
  const sessions: Session[] = [];
  for (let from = 0; from < keys.length; from += 100) {
    for (const item of await ports.store.read(keys.slice(from, from + 100)))
      if (item) sessions.push(readSession(item));
  }
  return sessions;
}
