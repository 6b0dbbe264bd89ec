/** How the network stands, as the interface tells it. */
import type { Alarm } from "@barq/actions/list-alarms";
import type { Placed } from "@barq/actions/move-station";
import type { PlaceRow } from "@barq/actions/network-row-text";
import type { ClosureRecord } from "@barq/actions/pause-starts";
import { isOver } from "@barq/actions/pause-starts";
import type { ConnectorShown, NetworkSummary, Sales, StationShown } from "@barq/actions/show-network";
import type { Closure } from "@barq/domain/closure";
import { kwhText } from "@barq/domain/decimal";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import { amountOf } from "@barq/domain/money";

const timeOf = (at: Instant | null): string | null => (at === null ? null : isoText(at));

const placeJson = (place: PlaceRow) => ({
  location: place.location,
  from: isoText(place.from),
  name: place.name,
  city: place.city,
  time_zone: place.zone,
  coordinates:
    place.latitude === null || place.longitude === null
      ? null
      : { latitude: place.latitude, longitude: place.longitude },
});

const salesJson = ({ sessions, energyMwh, money }: Sales) => ({
  sessions,
  energy_kwh: kwhText(energyMwh),
  money: [...money].map(([currency, minor]) => amountOf({ minor, currency })),
});

const standingJson = (closure: Closure | null) =>
  closure && {
    id: closure.id,
    kind: closure.kind,
    scope: closure.scope,
    from: isoText(closure.from),
    until: timeOf(closure.until),
    sentence: closure.sentence,
  };

const connectorJson = (connector: ConnectorShown) => ({
  connector: connector.number,
  evse: connector.evse,
  standard: connector.standard,
  power: { max_w: connector.maxPowerW, kind: connector.powerType },
  tariff: connector.tariff,
  use: connector.use,
  since: timeOf(connector.since),
  error: connector.error,
  paused: standingJson(connector.closed),
  pauses_soon: standingJson(connector.closesSoon),
});

export const networkStationJson = (row: StationShown) => ({
  station: row.station,
  label: row.label,
  online: row.online,
  online_since: timeOf(row.onlineSince),
  /** null while it is connected, and of one that never was */
  last_heard: timeOf(row.heardAt),
  booted_at: timeOf(row.bootedAt),
  vendor: row.vendor,
  model: row.model,
  firmware: row.firmware,
  serial: row.serial,
  place: row.place && placeJson(row.place),
  planned: row.planned.map(placeJson),
  connectors: row.connectors.map(connectorJson),
  sales_today: salesJson(row.sales),
});

export const summaryJson = (sum: NetworkSummary) => ({
  stations: sum.stations,
  online: sum.online,
  connectors: sum.connectors,
  paused_connectors: sum.paused,
  sales_today: salesJson(sum.sales),
});

export const alarmJson = (alarm: Alarm, now: Instant) => ({
  code: alarm.code,
  station: alarm.station,
  connector: alarm.connector,
  since: isoText(alarm.since),
  age_s: Math.max(0, Math.floor((now - alarm.since) / 1000)),
  facts: alarm.facts,
  next_step: alarm.nextStep,
  work: alarm.work,
});

export const closureJson = (record: ClosureRecord, now: Instant) => ({
  id: record.id,
  scope: record.scope,
  of: record.of,
  state: isOver(record, now) ? "over" : record.from > now ? "planned" : "standing",
  from: isoText(record.from),
  until: timeOf(record.until),
  reason: record.reason,
  note: record.note,
  sentence: record.sentence,
  by: record.by,
  at: isoText(record.at),
  ended: record.ended && { at: isoText(record.ended.at), by: record.ended.by, note: record.ended.note },
});

export const placementJson = (placed: Placed) => ({
  location: placed.location,
  from: isoText(placed.from),
  by: placed.by,
  reason: placed.reason,
});
