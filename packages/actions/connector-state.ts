/** What is known of a connector and its station right now: connected or not, the last status, and who holds the lock. */
import type { Instant } from "@barq/domain/instant";
import { number, numberOr, textOr } from "@barq/store/fields";
import { connectorKey, stationKey } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

export interface ConnectorState {
  readonly online: boolean;
  /** since when it has been connected without a break; null while it is not */
  readonly connectedAt: Instant | null;
  /** null: it has reported nothing since the station's last boot */
  readonly status: string | null;
  readonly statusAt: Instant | null;
  /** when the status reached us: later than it was said where the station was away */
  readonly seenAt: Instant | null;
  readonly errorCode: string | null;
  /** the session that holds the connector, which may be over already */
  readonly lockedBy: string | null;
  /** somebody took it out of service, whatever it says of itself */
  readonly isOut: boolean;
}

/** `paused`: the operator takes no starts there now. */
export type Availability = "free" | "busy" | "plugged" | "offline" | "out_of_order" | "paused";

/** From the station's META item and the connector's own, in that order. */
export function connectorStateOf(station: Item | undefined, connector: Item | undefined): ConnectorState {
  const bootedAt = station ? (numberOr(station, "bootAt") ?? 0) : 0;
  const reported =
    connector && numberOr(connector, "seenAt") !== null && number(connector, "seenAt") >= bootedAt;
  const online = station !== undefined && textOr(station, "conn") !== null;
  return {
    online,
    connectedAt: online ? numberOr(station, "connAt") : null,
    status: reported ? textOr(connector, "status") : null,
    statusAt: reported ? numberOr(connector, "statusAt") : null,
    seenAt: reported ? numberOr(connector, "seenAt") : null,
    errorCode: reported ? textOr(connector, "error") : null,
    lockedBy: connector ? textOr(connector, "act") : null,
    isOut: connector !== undefined && textOr(connector, "service") === "out",
  };
}

export async function readConnectorState(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  station: string,
  connector: number,
): Promise<ConnectorState> {
  const [meta, row] = await ports.store.read(
    [stationKey(tenant, station), connectorKey(tenant, station, connector)],
    { strong: true },
  );
  return connectorStateOf(meta, row);
}

/** What a driver may expect of it. `lockedByOther`: the lock is held by a session that is not over. */
export function availabilityOf(state: ConnectorState, lockedByOther: boolean): Availability {
  if (!state.online) return "offline";
  if (state.isOut || state.status === "Faulted" || state.status === "Unavailable") return "out_of_order";
  if (lockedByOther) return "busy";
  if (state.status === "Preparing") return "plugged";
  if (state.status === null || state.status === "Available") return "free";
  return "busy";
}
