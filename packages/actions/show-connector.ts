/** What a scanned code shows: where it is, what it costs in plain terms, what would be held, and whether it is free. */
import type { Closure } from "@barq/domain/closure";
import { closedBy, closesSoon } from "@barq/domain/closure";
import { Fault } from "@barq/domain/fault";
import { planHold } from "@barq/domain/hold";
import type { Instant } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import { cardCeiling } from "@barq/domain/money";
import type { Dimension, Tariff } from "@barq/domain/tariff";
import { connectorKey, stationKey } from "@barq/store/keys";
import { closuresKey } from "@barq/store/network-keys";
import { closuresOf, startPlaceOf } from "./closed-places.ts";
import type { Availability } from "./connector-state.ts";
import { availabilityOf, connectorStateOf } from "./connector-state.ts";
import type { LocationRecord } from "./network.ts";
import { placeOfQr } from "./network.ts";
import { noteRevokedScan } from "./note-revoked-scan.ts";
import { jurisdictionOf } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";
import { isOver } from "./session-store.ts";

export interface ConnectorView {
  readonly tenant: string;
  readonly qr: string;
  readonly sticker: string;
  readonly station: string;
  readonly stationLabel: string;
  readonly connector: number;
  readonly evseLabel: string;
  readonly standard: string;
  readonly operator: string;
  readonly supportPhone: string | null;
  readonly location: LocationRecord;
  readonly power: { readonly maxW: number | null; readonly kind: "AC" | "DC" };
  readonly tariff: Tariff;
  /** in which order the country wants dimensions shown; null: as the tariff has them */
  readonly displayOrder: readonly Dimension[] | null;
  /** null: nothing is held, because nothing can be owed */
  readonly hold: Money | null;
  readonly availability: Availability;
  /** what closes it now, with the sentence for drivers */
  readonly closed: Closure | null;
  /** what will close it within some hours */
  readonly closesSoon: Closure | null;
  /** since when it is as it is, as the station said */
  readonly since: Instant | null;
  readonly others: readonly {
    readonly station: string;
    readonly connector: number;
    readonly qr: string;
    readonly availability: Availability;
  }[];
}

/** @throws Fault qr_invalid, qr_unknown, qr_revoked, tariff_missing, not_found */
export async function showConnector(ports: ReadPorts, qr: string): Promise<ConnectorView> {
  const place = await placeOfQr(ports, qr).catch(async (error: unknown) => {
    if (error instanceof Fault) await noteRevokedScan(ports, qr, error);
    throw error;
  });
  const { tenant, station, connector, location, tariff, settings } = place;
  const plan = planHold({
    tariff,
    limit: null,
    policy: place.policyHold,
    maxPowerW: connector.maxPowerW,
    readingIntervalS: ports.policy.readingIntervalS,
    maxSessionMs: ports.policy.longestSessionMs,
  });
  const [meta, standing, ...rows] = await ports.store.read([
    stationKey(tenant, station.id),
    closuresKey(tenant),
    ...station.connectors.map((each) => connectorKey(tenant, station.id, each.number)),
  ]);
  const closures = closuresOf(standing);
  const now = ports.clock();
  const here = startPlaceOf(place, plan.kind !== "free");
  const closed = closedBy(closures, here, now);
  const states = await Promise.all(
    station.connectors.map(async (each, n) => {
      const state = connectorStateOf(meta, rows[n]);
      const busy = state.lockedBy !== null && !(await isOver(ports, tenant, state.lockedBy));
      // Whether a neighbour's price holds anything its own page says.
      const there = { location, station, tariff: { id: each.tariff ?? "" }, sticker: each.sticker };
      const isClosed = each === connector ? closed : closedBy(closures, startPlaceOf(there, here.holds), now);
      const availability: Availability = isClosed ? "paused" : availabilityOf(state, busy);
      return { each, state, availability };
    }),
  );
  const own = states.find(({ each }) => each.number === connector.number);
  return {
    tenant,
    qr,
    sticker: place.sticker,
    station: station.id,
    stationLabel: station.label,
    connector: connector.number,
    evseLabel: connector.evseUid,
    standard: connector.standard,
    operator: location.operator,
    supportPhone: location.supportPhone ?? settings.supportPhone,
    location,
    power: { maxW: connector.maxPowerW, kind: connector.powerType },
    tariff,
    displayOrder: jurisdictionOf(ports.policy, location.country, ports.clock()).displayOrder,
    hold: plan.kind === "free" ? null : cardCeiling(plan.kind === "hold" ? plan.holdAmount : plan.least),
    availability: own?.availability ?? "offline",
    closed,
    closesSoon: closed ? null : closesSoon(closures, here, now),
    since: own?.state.statusAt ?? null,
    others: states
      .filter(({ each }) => each.number !== connector.number)
      .map(({ each, availability }) => ({
        station: station.id,
        connector: each.number,
        qr: ports.identity.makeQr({ tenant, sticker: each.sticker }),
        availability,
      })),
  };
}
