/**
 * The operator's network as actions know it: locations, stations with their connectors, tariff versions, and where a
 * station stands at an instant. Records are kept as JSON beside the OCPI body they were made from.
 */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import type { LabelName, Labels } from "@barq/domain/labels";
import type { Meter } from "@barq/domain/meter";
import type { Amount, Money } from "@barq/domain/money";
import { parseAmount } from "@barq/domain/money";
import type { OcpiTariff, Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import { versionAt } from "@barq/domain/tariff-versions";
import { number, text } from "@barq/store/fields";
import {
  locationKey,
  settingsKey,
  stationBodyKey,
  stationPartition,
  tariffKey,
  tariffVersionKey,
} from "@barq/store/keys";
import { tariffRowOf } from "@barq/store/tariff-item";
import type { PublicationByTwo } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";
import { assignmentOfSticker } from "./sticker-place.ts";

export interface LocationRecord {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly city: string;
  readonly country: string;
  readonly zone: string;
  readonly operator: string;
  readonly supportPhone: string | null;
  readonly legalEntity: string;
  /** the location's own hold policy */
  readonly hold: Amount | null;
  /** what it calls what it sells, and the account that each dimension is booked on; empty: as everywhere */
  readonly labels: Labels;
  readonly accounts: Readonly<Partial<Record<LabelName, string>>>;
  /** the OCPI body as it was sent */
  readonly ocpi: unknown;
}

export interface ConnectorRecord {
  readonly evseUid: string;
  readonly id: string;
  /** OCPP's connector number, counted through the station from 1 */
  readonly number: number;
  readonly standard: string;
  readonly powerType: "AC" | "DC";
  readonly maxPowerW: number | null;
  /** 1 for direct current; absent on records of before it was kept */
  readonly phases?: number;
  /** by date; absent where nobody wrote them down */
  readonly meters?: readonly Meter[];
  readonly tariff: string | null;
  readonly sticker: string;
}

/** Where a station stands from an instant on. */
export interface Placement {
  readonly from: Instant;
  readonly location: string;
}

export interface StationRecord {
  readonly id: string;
  readonly label: string;
  /** of its own codes; absent on records of before they could be typed */
  readonly batch?: string;
  readonly connectors: readonly ConnectorRecord[];
  /** where it went after it was made, in order of time; absent where it never moved */
  readonly moves?: readonly Placement[];
  readonly ocpi: unknown;
}

/** What a tenant has from the start: brand, phone, hold policy, accounts and VAT by date. */
export interface TenantSettings {
  readonly operator: string;
  readonly supportPhone: string;
  readonly legalEntity: { readonly id: string; readonly name: string; readonly lines: readonly string[] };
  readonly hold: { readonly AC: Amount; readonly DC: Amount };
  readonly country: string;
  readonly party: string;
  /** whether tariffs are published by two, by date; absent: as everywhere */
  readonly publicationByTwo?: readonly PublicationByTwo[];
}

export async function readSettings(ports: ReadPorts, tenant: string): Promise<TenantSettings> {
  const found = await ports.cache.get(`settings|${tenant}`, async () => {
    const [item] = await ports.store.read([settingsKey(tenant, "TENANT")]);
    if (!item) return undefined;
    const settings: TenantSettings = JSON.parse(text(item, "json"));
    return settings;
  });
  if (!found) throw new Fault("not_found", "There is no such operator here.");
  return found;
}

export async function readLocation(
  ports: ReadPorts,
  tenant: string,
  id: string,
): Promise<LocationRecord | undefined> {
  return ports.cache.get(`location|${tenant}|${id}`, async () => {
    const [item] = await ports.store.read([locationKey(tenant, id)]);
    if (!item) return undefined;
    return locationOf(text(item, "json"));
  });
}

/** A location as it was written down; the oldest have no labels and no accounts. */
export function locationOf(json: string): LocationRecord {
  const record: LocationRecord = { labels: {}, accounts: {}, ...JSON.parse(json) };
  return record;
}

export async function readStation(
  ports: ReadPorts,
  tenant: string,
  id: string,
): Promise<StationRecord | undefined> {
  return ports.cache.get(`station|${tenant}|${id}`, async () => {
    const [item] = await ports.store.read([stationBodyKey(tenant, id)]);
    if (!item) return undefined;
    const record: StationRecord = JSON.parse(text(item, "json"));
    return record;
  });
}

/** The tariff's version in force now; sessions pin the one they start with. */
export async function readLatestTariff(
  ports: ReadPorts,
  tenant: string,
  id: string,
): Promise<Tariff | undefined> {
  const row = await ports.cache.get(`tariff|${tenant}|${id}`, async () => {
    const [item] = await ports.store.read([tariffKey(tenant, id)]);
    return item && tariffRowOf(item);
  });
  const version = row && versionAt(row, ports.clock());
  return version == null ? undefined : readTariffVersion(ports, tenant, id, version);
}

export async function readTariffVersion(
  ports: ReadPorts,
  tenant: string,
  id: string,
  version: number,
): Promise<Tariff | undefined> {
  return ports.cache.get(`tariff|${tenant}|${id}|${version}`, async () => {
    const [item] = await ports.store.read([tariffVersionKey(tenant, id, version)]);
    if (!item) return undefined;
    const source: OcpiTariff = JSON.parse(text(item, "json"));
    return { ...readTariff(source), version };
  });
}

/** In order of time; undefined where there is none. */
export const readPlacements = (
  ports: ReadPorts,
  tenant: string,
  station: string,
): Promise<readonly Placement[] | undefined> =>
  ports.cache.get(`placements|${tenant}|${station}`, async () => {
    const rows: Placement[] = [];
    for await (const row of ports.store.list(stationPartition(tenant, station), { prefix: "AT#" })) {
      rows.push({ from: number(row, "from"), location: text(row, "location") });
    }
    return rows.length > 0 ? rows : undefined;
  });

/** The location where a station stands at an instant. */
async function locationAt(
  ports: ReadPorts,
  tenant: string,
  station: string,
  at: Instant,
): Promise<LocationRecord | undefined> {
  const placements = await readPlacements(ports, tenant, station);
  const standing = placements?.filter((placement) => placement.from <= at).at(-1);
  return standing ? readLocation(ports, tenant, standing.location) : undefined;
}

export interface Place {
  readonly tenant: string;
  readonly sticker: string;
  readonly station: StationRecord;
  readonly connector: ConnectorRecord;
  readonly location: LocationRecord;
  readonly tariff: Tariff;
  readonly settings: TenantSettings;
  /** the hold by the location's policy, else the operator's */
  readonly policyHold: Money;
}

/** What a scanned code stands for now. @throws Fault qr_invalid, qr_unknown, qr_revoked, tariff_missing, not_found */
export async function placeOfQr(ports: ReadPorts, qr: string): Promise<Place> {
  const read = ports.identity.readQr(qr);
  if (read.kind !== "good") {
    throw new Fault(
      read.kind === "unknown_key" ? "qr_unknown" : "qr_invalid",
      "This code was not issued for a station of ours. Compare it with the plate on the post, or type the code printed beside it.",
    );
  }
  const { tenant, sticker } = read;
  const bound = await assignmentOfSticker(ports, tenant, sticker);
  return placeOf(ports, tenant, bound.station, bound.connector, sticker);
}

/** A connector of a station, where it stands now and what it costs. */
async function placeOf(
  ports: ReadPorts,
  tenant: string,
  stationId: string,
  connectorNumber: number,
  sticker: string,
): Promise<Place> {
  const station = await readStation(ports, tenant, stationId);
  const connector = station?.connectors.find((candidate) => candidate.number === connectorNumber);
  if (!station || !connector) throw new Fault("not_found", "There is no such connector.");
  const [location, tariff, settings] = await Promise.all([
    locationAt(ports, tenant, stationId, ports.clock()),
    connector.tariff === null ? undefined : readLatestTariff(ports, tenant, connector.tariff),
    readSettings(ports, tenant),
  ]);
  if (!location) throw new Fault("not_found", "This station does not stand at a location now.");
  if (!tariff) throw new Fault("tariff_missing", "This connector has no price yet, so it cannot be started.");
  const now = ports.clock();
  if ((tariff.validFrom ?? now) > now || (tariff.validUntil ?? now + 1) <= now)
    throw new Fault("tariff_missing", "This connector's price is not valid now, so it cannot be started.");
  const policyHold = policyHoldOf(location, settings, connector, tariff.currency);
  if (!policyHold)
    throw new Fault(
      "tariff_missing",
      `No hold is set in ${tariff.currency}, the currency of this connector's price.`,
    );
  return {
    tenant,
    sticker,
    station,
    connector,
    location,
    tariff,
    settings,
    policyHold,
  };
}

/** What is held where a driver names no limit: the location's policy, else the operator's; undefined in another currency. */
export function policyHoldOf(
  location: Pick<LocationRecord, "hold">,
  settings: Pick<TenantSettings, "hold">,
  connector: Pick<ConnectorRecord, "powerType">,
  currency: string,
): Money | undefined {
  const policies = [location.hold, settings.hold[connector.powerType]];
  const found = policies.find((policy) => policy?.currency === currency);
  return found ? parseAmount(found.amount, found.currency) : undefined;
}
