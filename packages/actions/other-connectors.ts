/** The other connectors of the location where a start has failed, to which its hold could go. */
import { closedBy } from "@barq/domain/closure";
import { Fault } from "@barq/domain/fault";
import { planHold } from "@barq/domain/hold";
import type { Money } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import type { Tariff } from "@barq/domain/tariff";
import { text } from "@barq/store/fields";
import { connectorKey, stationKey, stationsPartition } from "@barq/store/keys";
import { closuresKey } from "@barq/store/network-keys";
import * as v from "valibot";
import { closuresOf, startPlaceOf } from "./closed-places.ts";
import type { Availability } from "./connector-state.ts";
import { availabilityOf, connectorStateOf } from "./connector-state.ts";
import type { Place, StationRecord } from "./network.ts";
import { placeOfQr } from "./network.ts";
import type { ReadPorts } from "./ports.ts";
import { isOver } from "./session-store.ts";

export interface OtherConnector {
  readonly station: string;
  readonly connector: number;
  readonly qr: string;
  readonly availability: Availability;
  readonly tariff: Tariff;
}

/** As many as a person looks at. */
const mostShown = 8;
const standsAt = v.object({ location_id: v.string() });

/** Those that are free, or where a cable is plugged, and whose worst case the hold covers; nearest numbers first. */
export async function otherConnectors(
  ports: ReadPorts,
  session: Session,
): Promise<readonly OtherConnector[]> {
  const { tenant, pinned, hold } = session;
  if (!hold) return [];
  const found: OtherConnector[] = [];
  for (const station of await stationsAt(ports, tenant, pinned.location)) {
    for (const { number, sticker } of station.connectors) {
      if (station.id === session.station && number === session.connector) continue;
      if (found.length === mostShown) return found;
      const qr = ports.identity.makeQr({ tenant, sticker });
      const place = await placeOrNone(ports, qr);
      if (!place || place.location.id !== pinned.location || !limitsWithin(ports, place, hold.holdAmount))
        continue;
      const availability = await availabilityAt(ports, session, place);
      if (availability === "free" || availability === "plugged")
        found.push({ station: station.id, connector: number, qr, availability, tariff: place.tariff });
    }
  }
  return found;
}

/** None where nothing is sold now: without a price, without a place, withdrawn. */
async function placeOrNone(ports: ReadPorts, qr: string): Promise<Place | undefined> {
  try {
    return await placeOfQr(ports, qr);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

async function stationsAt(
  ports: ReadPorts,
  tenant: string,
  location: string,
): Promise<readonly StationRecord[]> {
  const all = await ports.cache.get(`at|${tenant}|${location}`, async () => {
    const stations: StationRecord[] = [];
    for await (const item of ports.store.list(stationsPartition(tenant))) {
      const station: StationRecord = JSON.parse(text(item, "json"));
      const moved = station.moves?.findLast(({ from }) => from <= ports.clock())?.location;
      const made = v.is(standsAt, station.ocpi) ? station.ocpi.location_id : null;
      if ((moved ?? made) === location) stations.push(station);
    }
    return stations;
  });
  return all ?? [];
}

/** Whether a driver may begin there now; a lock of the session's own does not stand in its way. */
export async function availabilityAt(
  ports: Pick<ReadPorts, "store" | "clock">,
  session: Session,
  place: Place,
): Promise<Availability> {
  const { tenant, station, connector } = place;
  const [meta, row, standing] = await ports.store.read(
    [stationKey(tenant, station.id), connectorKey(tenant, station.id, connector.number), closuresKey(tenant)],
    { strong: true },
  );
  const here = startPlaceOf(place, session.hold !== null);
  if (closedBy(closuresOf(standing), here, ports.clock())) return "paused";
  const state = connectorStateOf(meta, row);
  const isOthers = state.lockedBy !== null && state.lockedBy !== session.id;
  return availabilityOf(state, isOthers && !(await isOver(ports, tenant, state.lockedBy)));
}

/** Where charging must stop at a place so that a hold that stands covers it; undefined where it cannot. */
export function limitsWithin(
  ports: Pick<ReadPorts, "policy">,
  place: Place,
  held: Money,
): Pick<Session, "stopEnergyMwh" | "stopAfterMs" | "readingIntervalS"> | undefined {
  if (place.tariff.currency !== held.currency) return undefined;
  const { readingIntervalS } = ports.policy;
  const plan = planHold({
    tariff: place.tariff,
    limit: { kind: "amount", value: held },
    // What stands was allowed when it was asked for, whatever the policy here is.
    policy: held.minor > place.policyHold.minor ? held : place.policyHold,
    maxPowerW: place.connector.maxPowerW,
    readingIntervalS,
    maxSessionMs: ports.policy.longestSessionMs,
  });
  if (plan.kind === "limit_too_small") return undefined;
  if (plan.kind === "free") return { stopEnergyMwh: null, stopAfterMs: null, readingIntervalS };
  const { stopEnergyMwh, stopAfterMs } = plan;
  return { stopEnergyMwh, stopAfterMs, readingIntervalS: plan.readingIntervalS };
}
