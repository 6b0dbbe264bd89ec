/**
 * The network as it stands: a page of up to a thousand stations is one read of their rows and one of what is paused. Sales are those of
 * the day that runs at each place.
 */
import type { Closure } from "@barq/domain/closure";
import { closedBy, closesSoon } from "@barq/domain/closure";
import { isoDay } from "@barq/domain/legal-time";
import { closuresKey, networkPartition } from "@barq/store/network-keys";
import { closuresOf } from "./closed-places.ts";
import type { ConnectorRow, ConnectorUse, PlaceRow, StationRow } from "./network-row-text.ts";
import { type connectorUses, networkRowOf } from "./network-row-text.ts";
import type { Page } from "./page.ts";
import type { ReadPorts } from "./ports.ts";

export interface Sales {
  readonly sessions: number;
  readonly energyMwh: bigint;
  /** minor units, by currency */
  readonly money: ReadonlyMap<string, bigint>;
}

export interface ConnectorShown extends ConnectorRow {
  /** a pause or a maintenance window that keeps sessions from beginning there */
  readonly closed: Closure | null;
  readonly closesSoon: Closure | null;
}

export interface StationShown extends StationRow {
  readonly place: PlaceRow | null;
  /** where it will stand, and from when on */
  readonly planned: readonly PlaceRow[];
  readonly connectors: readonly ConnectorShown[];
  readonly sales: Sales;
}

export interface NetworkSummary {
  readonly stations: number;
  readonly online: number;
  readonly connectors: Readonly<Record<ConnectorUse, number>>;
  readonly paused: number;
  readonly sales: Sales;
}

export const mostStations = 1000;

/** @param from the station that the page begins with, as the page before it said */
export async function showNetwork(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  { from, limit }: { readonly from?: string | undefined; readonly limit: number },
): Promise<Page<StationShown>> {
  const [closures, rows] = await Promise.all([
    openClosures(ports, tenant),
    rowsFrom(ports, tenant, limit + 1, from),
  ]);
  return {
    rows: rows.slice(0, limit).map((row) => shownOf(row, closures, ports.clock())),
    next: rows[limit]?.station ?? null,
  };
}

/** All stations together: of an operator with more of them than a page has, page by page. */
export async function sumNetwork(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
): Promise<NetworkSummary> {
  const [closures, rows] = await Promise.all([openClosures(ports, tenant), rowsFrom(ports, tenant)]);
  return summaryOf(rows.map((row) => shownOf(row, closures, ports.clock())));
}

export function summaryOf(shown: readonly StationShown[]): NetworkSummary {
  const connectors = shown.flatMap((station) => station.connectors);
  const used = (use: ConnectorUse): number => connectors.filter((one) => one.use === use).length;
  return {
    stations: shown.length,
    online: shown.filter(({ online }) => online).length,
    connectors: {
      unknown: used("unknown"),
      free: used("free"),
      in_use: used("in_use"),
      faulted: used("faulted"),
      unavailable: used("unavailable"),
    } satisfies Record<(typeof connectorUses)[number], number>,
    paused: connectors.filter(({ closed }) => closed !== null).length,
    sales: shown.map(({ sales }) => sales).reduce(added, noSales),
  };
}

export async function openClosures(
  { store }: Pick<ReadPorts, "store">,
  tenant: string,
): Promise<readonly Closure[]> {
  const [item] = await store.read([closuresKey(tenant)]);
  return closuresOf(item);
}

export async function rowsFrom(
  { store }: Pick<ReadPorts, "store">,
  tenant: string,
  limit?: number,
  from?: string,
): Promise<readonly StationRow[]> {
  const rows: StationRow[] = [];
  const options = { ...(from === undefined ? {} : { from }), ...(limit === undefined ? {} : { limit }) };
  for await (const item of store.list(networkPartition(tenant), options)) {
    const row = networkRowOf(item);
    if (row) rows.push(row);
  }
  return rows;
}

export function shownOf(row: StationRow, closures: readonly Closure[], now: number): StationShown {
  const place = row.places.findLast(({ from }) => from <= now) ?? null;
  const today = isoDay(place?.zone ?? "UTC", now);
  const connectors = row.connectors.map((connector): ConnectorShown => {
    const here = {
      location: place?.location ?? "",
      station: row.station,
      tariff: connector.tariff ?? "",
      batch: row.batch,
      // Whether a price holds anything its own page says; most do.
      holds: true,
    };
    const closed = closedBy(closures, here, now);
    return { ...connector, closed, closesSoon: closed ? null : closesSoon(closures, here, now) };
  });
  return {
    ...row,
    place,
    planned: row.places.filter(({ from }) => from > now),
    connectors,
    sales: row.connectors.map((connector) => salesOf(connector, today)).reduce(added, noSales),
  };
}

const noSales: Sales = { sessions: 0, energyMwh: 0n, money: new Map() };

function salesOf({ sold }: ConnectorRow, today: string): Sales {
  if (sold?.day !== today) return noSales;
  const all = Object.entries(sold.of);
  return {
    sessions: all.reduce((sum, [, { sessions }]) => sum + sessions, 0),
    energyMwh: all.reduce((sum, [, { mwh }]) => sum + BigInt(mwh), 0n),
    money: new Map(all.map(([currency, { minor }]) => [currency, BigInt(minor)])),
  };
}

function added(a: Sales, b: Sales): Sales {
  const money = new Map(a.money);
  for (const [currency, minor] of b.money) money.set(currency, (money.get(currency) ?? 0n) + minor);
  return { sessions: a.sessions + b.sessions, energyMwh: a.energyMwh + b.energyMwh, money };
}
