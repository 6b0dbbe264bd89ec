/**
 * What a transaction's event says of its connector (OCPP 2.0.1 chargingState): the station reports no more than a cable in
 * or out, so this is what tells a car that may be charged from one that charges and one that has finished. As evidence for
 * the price the state travels with its event.
 */
import type { ConnectorStatus, TransactionNews } from "@barq/stations/port";
import { textOr } from "@barq/store/fields";
import { connectorKey } from "@barq/store/keys";
import { statusAfter } from "./event-evidence.ts";
import { noteConnector } from "./note-status.ts";
import type { StationPorts } from "./ports.ts";

/** Triggers that change nothing at the connector: their state is the one that was told before. */
const unchanging: ReadonlySet<string> = new Set(["MeterValuePeriodic", "MeterValueClock", "Trigger"]);
/** A driver who shows a token before they plug in: nobody has left. */
const beforePlug: ReadonlySet<string> = new Set(["Authorized", "RemoteStart"]);

/** Nothing at the connector is another thing after it. */
export const changesNothing = ({ trigger, event }: TransactionNews): boolean =>
  unchanging.has(trigger) && event === "Updated";

export async function noteState(
  ports: StationPorts,
  tenant: string,
  station: string,
  connector: number,
  news: TransactionNews,
  isSession: boolean,
): Promise<void> {
  if (changesNothing(news)) return;
  const now = ports.clock();
  const at = news.at !== null && news.at <= now ? news.at : now;
  const status = await statusOf(ports, tenant, station, connector, news, isSession);
  if (status === null) return;
  await noteConnector(ports, tenant, station, { connector, status, errorCode: "NoError", at });
}

/** null: it says nothing of the connector */
async function statusOf(
  ports: StationPorts,
  tenant: string,
  station: string,
  connector: number,
  { event, state, trigger }: TransactionNews,
  isSession: boolean,
): Promise<ConnectorStatus | null> {
  // The transaction is over and the cable is still in, whatever its last state was. Where it is out, the station says so.
  if (event === "Ended") return isSession && state !== null && state !== "Idle" ? "Finishing" : null;
  if (state === "Idle") return event === "Started" || beforePlug.has(trigger) ? null : "Available";
  if (state !== "EVConnected") return state;
  const [row] = await ports.store.read([connectorKey(tenant, station, connector)], { strong: true });
  const before = row ? textOr(row, "status") : null;
  return event !== "Started" && statusAfter(before, state) === "Finishing" ? "Finishing" : "Preparing";
}
