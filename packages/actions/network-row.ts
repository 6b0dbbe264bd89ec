/**
 * What is shown of a station, as one small row beside those of all others, so that a page of a thousand is one read. It is written
 * after what happened, by comparing what is true now with what the row says: twice or late changes nothing, and a row that was
 * missed is put right by whatever the station says next. A session changes it twice: a cable goes in, a cable comes out.
 */
import type { Instant } from "@barq/domain/instant";
import { numberOr, text, textOr } from "@barq/store/fields";
import { connectorKey, networkKey, stationKey } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import * as v from "valibot";
import { connectorStateOf } from "./connector-state.ts";
import type { Placement, StationRecord } from "./network.ts";
import { readLocation, readPlacements, readStation } from "./network.ts";
import type { Plugs } from "./plugs.ts";
import { plugsOf } from "./plugs.ts";
import { stationAlarmsAt } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";
import type { SoldToday } from "./sold-today.ts";
import { soldToday } from "./sold-today.ts";

/** `unknown`: nothing was said since the station's last boot. What exactly a connector in use does its own page says. */
export type ConnectorUse = "free" | "in_use" | "faulted" | "unavailable" | "unknown";

export interface ConnectorRow {
  readonly number: number;
  readonly evse: string;
  readonly standard: string;
  readonly powerType: "AC" | "DC";
  readonly maxPowerW: number | null;
  readonly tariff: string | null;
  readonly use: ConnectorUse;
  /** since when, as far as we were told */
  readonly since: Instant | null;
  /** the station's own code, of a fault alone */
  readonly error: string | null;
  readonly sold: SoldToday | null;
  /** from as many on as policy has */
  readonly unscanned: Plugs | null;
}

export interface PlaceRow extends Placement {
  readonly name: string;
  readonly city: string;
  readonly zone: string;
  /** from the OCPI body, as decimal text; null where it has none */
  readonly latitude: string | null;
  readonly longitude: string | null;
}

export interface StationRow {
  readonly station: string;
  readonly label: string;
  /** of its own codes */
  readonly batch: string | null;
  readonly online: boolean;
  /** connected since, or heard until */
  readonly onlineSince: Instant | null;
  readonly heardAt: Instant | null;
  readonly bootedAt: Instant | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly serial: string | null;
  /** what stands now, and what is planned */
  readonly places: readonly PlaceRow[];
  readonly connectors: readonly ConnectorRow[];
}

/** A row is written anew by others all the time, or not at all: nobody loses so often. */
const mostRaces = 5;

/** Brings the row of a station to what is true. Never awaited by the station's answer. */
export async function noteNetwork(ports: ReadPorts, tenant: string, station: string): Promise<void> {
  const record = await readStation(ports, tenant, station);
  if (!record) return;
  const places = await placesOf(ports, tenant, station);
  for (let race = 0; race < mostRaces; race++) {
    // The row first: whoever writes what is newer than what is read next has changed it, and this write is lost.
    const [item] = await ports.store.read([networkKey(tenant, station)], { strong: true });
    const [meta, ...rows] = await ports.store.read(
      [
        stationKey(tenant, station),
        ...record.connectors.map(({ number }) => connectorKey(tenant, station, number)),
      ],
      { strong: true },
    );
    const before = item && networkRowOf(item);
    const json = JSON.stringify(rowOf(ports, record, places, meta, rows, before));
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

export function networkRowOf(item: Item): StationRow {
  const row: StationRow = JSON.parse(text(item, "json"));
  return row;
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
