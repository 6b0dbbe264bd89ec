/** Every session that began in a period, station by station: by the index of station and day, and never by a pass over the table. */
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import { isoDay } from "@barq/domain/legal-time";
import type { Session } from "@barq/domain/session";
import { text } from "@barq/store/fields";
import { locationsPartition, stationDayValue, stationsPartition } from "@barq/store/keys";
import type { Key } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import { locationOf } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

export async function* sessionsBetween(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): AsyncIterable<Session> {
  const days = await localDays(ports, tenant, from, to);
  for await (const station of ports.store.list(stationsPartition(tenant))) {
    for (const localDay of days) {
      let keys: Key[] = [];
      const value = stationDayValue(tenant, station.sk, localDay);
      for await (const { pk, sk } of ports.store.list({ index: "day", value })) {
        keys.push({ pk, sk });
        if (keys.length < 100) continue;
        yield* within(ports, keys, from, to);
        keys = [];
      }
      if (keys.length > 0) yield* within(ports, keys, from, to);
    }
  }
}

/**
 * The same, the newest of each station and day first, reading no further back than the period: for what is looked at often.
 */
export async function* newestSessions(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): AsyncIterable<Session> {
  const days = await localDays(ports, tenant, from, to);
  for await (const station of ports.store.list(stationsPartition(tenant)))
    for (const localDay of days)
      yield* newestOf(ports, stationDayValue(tenant, station.sk, localDay), from, to);
}

async function* newestOf(
  ports: Pick<ReadPorts, "store">,
  value: string,
  from: Instant,
  to: Instant,
): AsyncIterable<Session> {
  let keys: Key[] = [];
  for await (const { pk, sk } of ports.store.list({ index: "day", value }, { backwards: true })) {
    keys.push({ pk, sk });
    if (keys.length < newestAtOnce) continue;
    const sessions = (await ports.store.read(keys)).flatMap((item) => (item ? [readSession(item)] : []));
    yield* sessions.filter(({ createdAt }) => createdAt >= from && createdAt < to);
    if (sessions.some(({ createdAt }) => createdAt < from)) return;
    keys = [];
  }
  if (keys.length > 0) yield* within(ports, keys, from, to);
}

/** Few stations have more within some hours. */
const newestAtOnce = 25;

async function* within(
  ports: Pick<ReadPorts, "store">,
  keys: readonly Key[],
  from: Instant,
  to: Instant,
): AsyncIterable<Session> {
  for (const item of await ports.store.read(keys)) {
    const session = item && readSession(item);
    if (session && session.createdAt >= from && session.createdAt < to) yield session;
  }
}

/** The index has days of the places' clocks: those that touch the period, wherever a station may stand. */
async function localDays(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  from: Instant,
  to: Instant,
): Promise<readonly string[]> {
  const zones = new Set<string>();
  for await (const item of ports.store.list(locationsPartition(tenant)))
    zones.add(locationOf(text(item, "json")).zone);
  const days = new Set<string>();
  for (const zone of zones) {
    for (let at = from; at < to; at += day) days.add(isoDay(zone, at));
    days.add(isoDay(zone, to - 1));
  }
  return [...days].sort();
}
