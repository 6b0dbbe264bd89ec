/**
 * What is shown of a station, as one small row beside those of all others, so that a page of a thousand is one read. It is written
 * after what happened, by comparing what is true now with what the row says: twice or late changes nothing, and a row that was
 * missed is put right by whatever the station says next. A session changes it twice: a cable goes in, a cable comes out.
 */
import type { Instant } from "@barq/domain/instant";
import { numberOr, textOr } from "@barq/store/fields";
import { connectorKey, stationKey } from "@barq/store/keys";
import { networkKey } from "@barq/store/network-keys";
import type { Item } from "@barq/store/port";
import * as v from "valibot";
import { connectorStateOf } from "./connector-state.ts";
import type { StationRecord } from "./network.ts";
import { readLocation, readPlacements, readStation } from "./network.ts";
import type { ConnectorRow, ConnectorUse, PlaceRow, StationRow } from "./network-row-text.ts";
import { networkRowOf, networkRowText } from "./network-row-text.ts";
import { plugsOf } from "./plugs.ts";
import { stationAlarmsAt } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";
import { soldToday } from "./sold-today.ts";

/** A row is written anew by others all the time, or not at all: nobody loses so often. */
const mostRaces = 5;

/** Brings the row of a station to what is true. Never awaited by the station's answer. */
export async function noteNetwork(ports: ReadPorts, tenant: string, station: string): Promise<void> {
  const record = await readStation(ports, tenant, station);
  if (!record) return;
  const places = await placesOf(ports, tenant, station);
  for (let race = 0; race < mostRaces; race++) {
    // Together, in one call: a thousand stations that come back at once do this.
    const [item, meta, ...rows] = await ports.store.read(
      [
        networkKey(tenant, station),
        stationKey(tenant, station),
        ...record.connectors.map(({ number }) => connectorKey(tenant, station, number)),
      ],
      { strong: true },
    );
    const before = item && networkRowOf(item);
    if (item && !before) return;
    const json = networkRowText(rowOf(ports, record, places, meta, rows, before));
    if (item && textOr(item, "json") === json) return;
    const answer = await ports.store.commit([
      {
        update: networkKey(tenant, station),
        set: { json },
        guards: [{ field: "json", in: [item ? textOr(item, "json") : null] }],
      },
    ]);
    if (answer.written) return;
  }
}

function rowOf(
  ports: Pick<ReadPorts, "clock" | "policy">,
  record: StationRecord,
  places: readonly PlaceRow[],
  meta: Item | undefined,
  rows: readonly (Item | undefined)[],
  before: StationRow | undefined,
): StationRow {
  const now = ports.clock();
  const online = meta !== undefined && textOr(meta, "conn") !== null;
  return {
    station: record.id,
    label: record.label,
    batch: record.batch ?? null,
    online,
    onlineSince: online ? numberOr(meta, "connAt") : null,
    heardAt: online || !meta ? null : before && !before.online ? before.heardAt : heardOf(before, now),
    bootedAt: meta ? numberOr(meta, "bootAt") : null,
    vendor: meta ? textOr(meta, "vendor") : null,
    model: meta ? textOr(meta, "model") : null,
    firmware: meta ? textOr(meta, "firmware") : null,
    serial: meta ? textOr(meta, "serial") : null,
    places,
    connectors: record.connectors.map((connector, n): ConnectorRow => {
      const state = connectorStateOf(meta, rows[n]);
      const use = useOf(state.status);
      const was = before?.connectors.find(({ number }) => number === connector.number);
      const plugs = plugsOf(rows[n], now);
      const { unscanned: most } = stationAlarmsAt(ports.policy, now);
      return {
        number: connector.number,
        evse: connector.evseUid,
        standard: connector.standard,
        powerType: connector.powerType,
        maxPowerW: connector.maxPowerW,
        tariff: connector.tariff,
        use,
        // While it stays in use it does one thing after another, and none of them is written.
        since: was?.use === use ? was.since : state.statusAt,
        error: use === "faulted" ? state.errorCode : null,
        sold: soldToday(rows[n]),
        unscanned: plugs && plugs.count >= most ? (was?.unscanned ?? plugs) : null,
      };
    }),
  };
}

/** It goes away now; of a station that was never connected nobody has heard. */
const heardOf = (before: StationRow | undefined, now: Instant): Instant | null =>
  before?.online ? now : null;

function useOf(status: string | null): ConnectorUse {
  switch (status) {
    case null:
      return "unknown";
    case "Available":
    case "Reserved":
      return "free";
    case "Faulted":
      return "faulted";
    case "Unavailable":
      return "unavailable";
    default:
      return "in_use";
  }
}

const coordinates = v.object({
  coordinates: v.object({ latitude: v.string(), longitude: v.string() }),
});

async function placesOf(ports: ReadPorts, tenant: string, station: string): Promise<readonly PlaceRow[]> {
  const placements = (await readPlacements(ports, tenant, station)) ?? [];
  const now = ports.clock();
  const standing = placements.findLastIndex(({ from }) => from <= now);
  const shown = placements.slice(Math.max(0, standing));
  return Promise.all(
    shown.map(async (placement): Promise<PlaceRow> => {
      const location = await readLocation(ports, tenant, placement.location);
      const told = v.safeParse(coordinates, location?.ocpi);
      return {
        ...placement,
        name: location?.name ?? placement.location,
        city: location?.city ?? "",
        zone: location?.zone ?? "UTC",
        latitude: told.success ? told.output.coordinates.latitude : null,
        longitude: told.success ? told.output.coordinates.longitude : null,
      };
    }),
  );
}
