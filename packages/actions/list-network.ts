/** The operator's locations, tariffs and stations, page by page. */
import type { OcpiTariff } from "@barq/domain/tariff";
import type { PlannedVersion } from "@barq/domain/tariff-versions";
import { never, plannedAt, versionAt } from "@barq/domain/tariff-versions";
import { text } from "@barq/store/fields";
import { locationsPartition, stationsPartition, tariffsPartition } from "@barq/store/keys";
import { tariffRowOf } from "@barq/store/tariff-item";
import type { LocationRecord, StationRecord } from "./network.ts";
import { locationOf, readTariffVersion } from "./network.ts";
import type { Page } from "./page.ts";
import { page } from "./page.ts";
import type { ReadPorts } from "./ports.ts";

export const listLocations = (
  ports: ReadPorts,
  tenant: string,
  from?: string,
): Promise<Page<LocationRecord>> =>
  page(ports, locationsPartition(tenant), from, (item) => locationOf(text(item, "json")));

/** A tariff's body as it was sent, with the number of the version in force and of the one that is planned. */
export interface ListedTariff {
  readonly source: OcpiTariff;
  readonly version: number;
  readonly planned: PlannedVersion | null;
}

/** The version in force; of a tariff that is only planned, that one. */
export async function listTariffs(
  ports: ReadPorts,
  tenant: string,
  from?: string,
): Promise<Page<ListedTariff>> {
  const now = ports.clock();
  const { rows, next } = await page(ports, tariffsPartition(tenant), from, (item) => ({
    id: item.sk,
    row: tariffRowOf(item),
    source: JSON.parse(text(item, "json")),
  }));
  const listed = rows
    .filter(({ row }) => row.current.from !== never || row.next)
    .map(async ({ id, row, source }): Promise<ListedTariff> => {
      const version = versionAt(row, now) ?? row.current.version;
      const planned = plannedAt(row, now);
      if (version === row.current.version) return { source, version, planned };
      // Its instant has come since the row was written.
      const later = await readTariffVersion(ports, tenant, id, version);
      return { source: later?.source ?? source, version, planned };
    });
  return { rows: await Promise.all(listed), next };
}

export const listStations = (ports: ReadPorts, tenant: string, from?: string): Promise<Page<StationRecord>> =>
  page(ports, stationsPartition(tenant), from, (item): StationRecord => JSON.parse(text(item, "json")));
