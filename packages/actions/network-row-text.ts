/**
 * A station's row as it is stored: lists in a fixed order instead of names, so that a station of several connectors stays below the
 * kilobyte that one write unit holds. The first member is the form's own number.
 */
import type { Instant } from "@barq/domain/instant";
import { text } from "@barq/store/fields";
import type { Item } from "@barq/store/port";
import type { Placement } from "./network.ts";
import type { Plugs } from "./plugs.ts";
import type { SoldToday } from "./sold-today.ts";

/** `unknown`: nothing was said since the station's last boot. What exactly a connector in use does its own page says. */
export const connectorUses = ["unknown", "free", "in_use", "faulted", "unavailable"] as const;
export type ConnectorUse = (typeof connectorUses)[number];

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
  /** connected since */
  readonly onlineSince: Instant | null;
  /** when it went away; null while it is connected, and of one that never was */
  readonly heardAt: Instant | null;
  readonly bootedAt: Instant | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly serial: string | null;
  /** where it stands now, and what is planned */
  readonly places: readonly PlaceRow[];
  readonly connectors: readonly ConnectorRow[];
}

const form = 1;

const connectorList = (c: ConnectorRow) =>
  [
    ...([c.number, c.evse, c.standard, c.powerType, c.maxPowerW, c.tariff] as const),
    ...([connectorUses.indexOf(c.use), c.since, c.error] as const),
    c.sold &&
      ([c.sold.day, Object.entries(c.sold.of).map(([cur, o]) => [cur, o.sessions, o.mwh, o.minor])] as const),
    c.unscanned && ([c.unscanned.count, c.unscanned.since] as const),
  ] as const;

const stationList = (row: StationRow) =>
  [
    form,
    ...([row.label === row.station ? 0 : row.label, row.batch, row.online ? 1 : 0] as const),
    ...([row.onlineSince, row.heardAt, row.bootedAt] as const),
    ...([row.vendor, row.model, row.firmware, row.serial] as const),
    row.places.map((p) => [p.from, p.location, p.name, p.city, p.zone, p.latitude, p.longitude] as const),
    row.connectors.map(connectorList),
  ] as const;

export const networkRowText = (row: StationRow): string => JSON.stringify(stationList(row));

type StoredConnector = readonly [
  number,
  string,
  string,
  "AC" | "DC",
  number | null,
  string | null,
  number,
  number | null,
  string | null,
  readonly [string, readonly (readonly [string, number, string, string])[]] | null,
  readonly [number, number] | null,
];
type StoredPlace = readonly [number, string, string, string, string, string | null, string | null];
type Stored = readonly [
  number,
  string | 0,
  string | null,
  0 | 1,
  number | null,
  number | null,
  number | null,
  string | null,
  string | null,
  string | null,
  string | null,
  readonly StoredPlace[],
  readonly StoredConnector[],
];

/** Undefined for a form that is newer than this code: such a row is left alone. */
export function networkRowOf(item: Item): StationRow | undefined {
  const stored: Stored = JSON.parse(text(item, "json"));
  const [version, label, batch, online, onlineSince, heardAt, bootedAt, ...rest] = stored;
  if (version !== form) return undefined;
  const [vendor, model, firmware, serial, places, connectors] = rest;
  return {
    station: item.sk,
    label: label === 0 ? item.sk : label,
    batch,
    online: online === 1,
    ...{ onlineSince, heardAt, bootedAt, vendor, model, firmware, serial },
    places: places.map(([from, location, name, city, zone, latitude, longitude]) => ({
      ...{ from, location, name, city, zone, latitude, longitude },
    })),
    connectors: connectors.map(
      ([number, evse, standard, powerType, maxPowerW, tariff, use, since, error, sold, unscanned]) => ({
        ...{ number, evse, standard, powerType, maxPowerW, tariff, since, error },
        use: connectorUses[use] ?? "unknown",
        sold: sold && {
          day: sold[0],
          of: Object.fromEntries(
            sold[1].map(([cur, sessions, mwh, minor]) => [cur, { sessions, mwh, minor }]),
          ),
        },
        unscanned: unscanned && { count: unscanned[0], since: unscanned[1] },
      }),
    ),
  };
}
