/**
 * Where a station's connectors are by the count of OCPP 2.0.1: EVSEs in the order of the station's record, connectors in
 * the order of their EVSE. With one connector an EVSE both counts are the same.
 */
import type { EvsePlace, Layout } from "@barq/stations/port";
import type { StationRecord } from "./network.ts";
import { readStation } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

export function layoutOf(station: StationRecord): Layout {
  const connectors = station.connectors.toSorted((a, b) => a.number - b.number);
  const uids = [...new Set(connectors.map(({ evseUid }) => evseUid))];
  return connectors.map(({ evseUid, number }) => ({
    evse: uids.indexOf(evseUid) + 1,
    connector: connectors.filter((other) => other.evseUid === evseUid && other.number <= number).length,
  }));
}

/** Kept like the station's record; empty where there is none. */
export async function readLayout(ports: ReadPorts, tenant: string, station: string): Promise<Layout> {
  const record = await readStation(ports, tenant, station);
  return record ? layoutOf(record) : [];
}

/** Where a connector is, where that is not the EVSE of the same number. */
export async function placeOfConnector(
  ports: ReadPorts,
  tenant: string,
  station: string,
  connector: number,
): Promise<{ readonly place?: EvsePlace }> {
  const place = (await readLayout(ports, tenant, station))[connector - 1];
  return place && (place.evse !== connector || place.connector !== 1) ? { place } : {};
}
