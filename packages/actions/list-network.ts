/** The operator's locations, tariffs and stations, page by page. */
import type { OcpiTariff } from "@barq/domain/tariff";
import { number, text } from "@barq/store/fields";
import { locationsPartition, stationsPartition, tariffsPartition } from "@barq/store/keys";
import type { LocationRecord, StationRecord } from "./network.ts";
import { locationOf } from "./network.ts";
import type { Page } from "./page.ts";
import { page } from "./page.ts";
import type { ReadPorts } from "./ports.ts";

export const listLocations = (
  ports: ReadPorts,
  tenant: string,
  from?: string,
): Promise<Page<LocationRecord>> =>
  page(ports, locationsPartition(tenant), from, (item) => locationOf(text(item, "json")));

/** A tariff's body as it was sent, with the number of its latest version. */
interface ListedTariff {
  readonly source: OcpiTariff;
  readonly version: number;
}

export const listTariffs = (ports: ReadPorts, tenant: string, from?: string): Promise<Page<ListedTariff>> =>
  page(ports, tariffsPartition(tenant), from, (item) => ({
    source: JSON.parse(text(item, "json")),
    version: number(item, "version"),
  }));

export const listStations = (ports: ReadPorts, tenant: string, from?: string): Promise<Page<StationRecord>> =>
  page(ports, stationsPartition(tenant), from, (item): StationRecord => JSON.parse(text(item, "json")));
