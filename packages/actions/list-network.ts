/** The operator's locations, tariffs and stations, page by page. */
import { text } from "@barq/store/fields";
import { locationsPartition, stationsPartition, tariffsPartition } from "@barq/store/keys";
import type { LocationRecord, StationRecord } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

export interface Page<T> {
  readonly rows: readonly T[];
  /** where the next page begins; null on the last one */
  readonly next: string | null;
}

const pageSize = 100;

async function page<T>(
  ports: ReadPorts,
  partition: string,
  from: string | undefined,
  read: (json: string, id: string) => T,
): Promise<Page<T>> {
  const rows: T[] = [];
  const options = from === undefined ? { limit: pageSize + 1 } : { from, limit: pageSize + 1 };
  for await (const item of ports.store.list(partition, options)) {
    if (rows.length === pageSize) return { rows, next: item.sk };
    rows.push(read(text(item, "json"), item.sk));
  }
  return { rows, next: null };
}

export const listLocations = (
  ports: ReadPorts,
  tenant: string,
  from?: string,
): Promise<Page<LocationRecord>> =>
  page(ports, locationsPartition(tenant), from, (json): LocationRecord => JSON.parse(json));

export const listTariffs = (ports: ReadPorts, tenant: string, from?: string): Promise<Page<unknown>> =>
  page(ports, tariffsPartition(tenant), from, (json): unknown => JSON.parse(json));

export const listStations = (ports: ReadPorts, tenant: string, from?: string): Promise<Page<StationRecord>> =>
  page(ports, stationsPartition(tenant), from, (json): StationRecord => JSON.parse(json));
