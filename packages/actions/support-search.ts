/**
 * One field for whatever somebody on the phone can say. The indexes that sessions have already are asked, and no other: by
 * reference, and by station and day. What would take many reads is not looked for; what is missing is asked for instead.
 */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { day, minute } from "@barq/domain/instant";
import { instantOfLocal, isoDay } from "@barq/domain/legal-time";
import { parseAmount } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { heldOf, isTerminal } from "@barq/domain/session";
import { assignmentAt } from "@barq/domain/sticker";
import type { Said, SaidDay } from "@barq/domain/support-words";
import { dayBefore, readSaid } from "@barq/domain/support-words";
import { textOr } from "@barq/store/fields";
import {
  referenceValue,
  sessionKey,
  stationDayValue,
  stationPartition,
  stationsPartition,
} from "@barq/store/keys";
import type { Key } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import { keysByEmail } from "./found-by-email.ts";
import type { ReadPorts } from "./ports.ts";
import { readSticker, stickerOfTyped } from "./sticker-place.ts";

type Parts = Extract<Said, { readonly kind: "parts" }>;

/** What the field needs beside what was said. */
export type Missing = "station_or_day" | "station" | "amount_or_station" | "something_known";

export interface Found {
  /** how what was said was understood */
  readonly by: Said["kind"] | "station";
  /** the nearest first */
  readonly keys: readonly Key[];
  /** null where nobody had to look at them: one alone, found by its name */
  readonly sessions: readonly Session[] | null;
  /** more were found than are named */
  readonly more: boolean;
  readonly missing: readonly Missing[];
  /** words that are no part of any search */
  readonly unknown: readonly string[];
}

const mostShown = 10;
/** A driver's clock and memory are no better. */
const nearMs = 90 * minute;
/** So many stations of a day are looked through at once; an operator with more is asked for the station. */
const mostStations = 40;

const none = (by: Found["by"], missing: readonly Missing[], unknown: readonly string[] = []): Found => ({
  by,
  keys: [],
  sessions: [],
  more: false,
  missing,
  unknown,
});

/** Never throws for what was said: what is no session's is an empty answer. */
export async function searchSessions(ports: ReadPorts, tenant: string, text: string): Promise<Found> {
  const said = readSaid(text);
  switch (said.kind) {
    case "nothing":
      return none("nothing", ["something_known"]);
    case "session":
      return named("session", [sessionKey(tenant, said.id)]);
    case "reference": {
      const found = await keysIn(ports, "ref", referenceValue(tenant, said.reference));
      if (found.length === 1) return named("reference", found);
      if (found.length > 1) return shown("reference", await sessionsAt(ports, tenant, found));
      return latestAt(ports, tenant, text.trim(), null);
    }
    case "email": {
      const keys = await keysByEmail(ports, tenant, said.email, mostShown + 1);
      return shown("email", await sessionsAt(ports, tenant, keys));
    }
    case "typed_code":
      return byTypedCode(ports, tenant, said.code);
    case "parts":
      return byParts(ports, tenant, said);
  }
}

const named = (by: Found["by"], keys: readonly Key[]): Found => ({ ...none(by, []), keys, sessions: null });

function shown(by: Found["by"], sessions: readonly Session[], unknown: readonly string[] = []): Found {
  const some = sessions.slice(0, mostShown);
  return {
    by,
    keys: some.map(({ tenant, id }) => sessionKey(tenant, id)),
    sessions: some,
    more: sessions.length > some.length,
    missing: [],
    unknown,
  };
}

async function byTypedCode(ports: ReadPorts, tenant: string, code: string): Promise<Found> {
  try {
    const sticker = await stickerOfTyped(ports, code);
    // Another operator's code is answered like one that was never printed.
    if (sticker.tenant !== tenant) return none("typed_code", []);
    const { sticker: bound } = (await readSticker(ports, tenant, sticker.id)) ?? {};
    const place = bound && (assignmentAt(bound.assignments, ports.clock()) ?? bound.assignments.at(-1));
    return place ? latestAt(ports, tenant, place.station, place.connector) : none("typed_code", []);
  } catch (error) {
    if (error instanceof Fault) return none("typed_code", []);
    throw error;
  }
}

async function byParts(ports: ReadPorts, tenant: string, said: Parts): Promise<Found> {
  const { station, last4, amount, unknown } = said;
  if (station !== null) {
    if (said.minuteOfDay === null && last4 === null && amount === null && said.day === null)
      return { ...(await latestAt(ports, tenant, station, null)), unknown };
    return shown("parts", await fitting(ports, tenant, [station], said), unknown);
  }
  if (last4 === null && amount === null) return none("parts", ["something_known"], unknown);
  if (said.day === null) return none("parts", ["station_or_day"], unknown);
  // Four digits or an amount alone are many drivers' own.
  if (last4 === null || amount === null) return none("parts", ["amount_or_station"], unknown);
  const stations: string[] = [];
  for await (const row of ports.store.list(stationsPartition(tenant), { limit: mostStations + 1 }))
    stations.push(row.sk);
  if (stations.length > mostStations) return none("parts", ["station"], unknown);
  return shown("parts", await fitting(ports, tenant, stations, said), unknown);
}

/** Sessions of these stations that fit everything that was said, the nearest in time first. */
async function fitting(
  ports: ReadPorts,
  tenant: string,
  stations: readonly string[],
  said: Parts,
): Promise<readonly Session[]> {
  const days = daysOf(ports, said.day);
  const lists = await Promise.all(
    stations.flatMap((station) =>
      days.map((one) => keysIn(ports, "day", stationDayValue(tenant, station, one))),
    ),
  );
  const sessions = await sessionsAt(ports, tenant, lists.flat());
  return sessions
    .filter((session) => fits(ports, session, said))
    .map((session) => ({ session, farMs: farFrom(ports, session, said.minuteOfDay) }))
    .filter(({ farMs }) => farMs <= nearMs)
    .toSorted((a, b) => a.farMs - b.farMs || b.session.createdAt - a.session.createdAt)
    .map(({ session }) => session);
}

/**
 * The days by which an index may have what is meant. The zone is the session's own, so that of a day that was said as "so long
 * ago" its neighbours are listed too, and the session's own clock decides.
 */
function daysOf(ports: Pick<ReadPorts, "clock">, said: SaidDay | null): readonly string[] {
  if (said && "iso" in said) return [said.iso];
  const now = isoDay("UTC", ports.clock());
  const ago = said ? [said.daysAgo - 1, said.daysAgo, said.daysAgo + 1] : [-1, 0, 1, 2];
  return ago.map((days) => dayBefore(now, days));
}

function fits(
  ports: Pick<ReadPorts, "clock">,
  session: Session,
  { day: said, last4, amount }: Parts,
): boolean {
  if (last4 !== null && session.hold?.last4 !== last4) return false;
  if (amount !== null && !amountsOf(session).includes(minorOf(amount, session.currency))) return false;
  if (said === null || "iso" in said) return true;
  const { zone } = session.pinned;
  return isoDay(zone, session.createdAt) === dayBefore(isoDay(zone, ports.clock()), said.daysAgo);
}

/** Whatever a bank or a page may have shown the driver. */
const amountsOf = (session: Session): readonly (bigint | null)[] => [
  session.captured,
  session.sealed?.total ?? null,
  session.hold?.holdAmount.minor ?? null,
  heldOf(session)?.minor ?? null,
  session.refunded,
  session.receivable,
];

/** -1 for what is no amount of the currency: nothing is that much. */
function minorOf(text: string, currency: string): bigint {
  try {
    return parseAmount(text, currency).minor;
  } catch (error) {
    if (error instanceof Fault) return -1n;
    throw error;
  }
}

/** How long before or after the session the clock at the station showed that minute; 0 within it. */
function farFrom(ports: Pick<ReadPorts, "clock">, session: Session, minuteOfDay: number | null): number {
  if (minuteOfDay === null) return 0;
  const { createdAt, pinned } = session;
  const end = session.endedAt ?? (isTerminal(session.state) ? session.since : ports.clock());
  const first = isoDay(pinned.zone, createdAt);
  const moments = [-1, 0, 1].flatMap((days) => instantsOf(pinned.zone, dayBefore(first, days), minuteOfDay));
  return Math.min(day, ...moments.map((at) => Math.max(createdAt - at, at - end, 0)));
}

function instantsOf(zone: string, isoDay_: string, minuteOfDay: number): readonly Instant[] {
  const local = instantOfLocal(zone, isoDay_, minuteOfDay);
  if (local.kind === "none") return [];
  return local.kind === "one" ? [local.at] : [local.first, local.second];
}

/** Who is at a station's connectors now, then the latest of yesterday and today. */
async function latestAt(
  ports: ReadPorts,
  tenant: string,
  station: string,
  connector: number | null,
): Promise<Found> {
  // What is no name of a station is looked for nowhere: keys are made from names.
  if (!/^[\x21\x22\x24-\x7b\x7d\x7e]{1,36}$/.test(station)) return none("station", []);
  const [locks, ...lists] = await Promise.all([
    Array.fromAsync(ports.store.list(stationPartition(tenant, station), { prefix: "EVSE#" })),
    ...daysOf(ports, null).map((one) => keysIn(ports, "day", stationDayValue(tenant, station, one))),
  ]);
  const present = locks.flatMap((row) => textOr(row, "act") ?? []);
  const keys = [...present.map((id) => sessionKey(tenant, id)), ...lists.flat()];
  const sessions = await sessionsAt(ports, tenant, keys);
  const isPresent = ({ id }: Session): number => (present.includes(id) ? 1 : 0);
  const latest = sessions
    .filter((session) => connector === null || session.connector === connector)
    .toSorted((a, b) => isPresent(b) - isPresent(a) || b.createdAt - a.createdAt);
  return shown("station", latest);
}

const mostKeys = 200;

async function keysIn(ports: ReadPorts, index: "ref" | "day", value: string): Promise<readonly Key[]> {
  const keys: Key[] = [];
  for await (const { pk, sk } of ports.store.list({ index, value }, { limit: mostKeys, backwards: true }))
    keys.push({ pk, sk });
  return keys;
}

/** Each once, in parallel reads of a hundred. */
async function sessionsAt(
  ports: ReadPorts,
  tenant: string,
  keys: readonly Key[],
): Promise<readonly Session[]> {
  const own = new Map(keys.filter(({ pk }) => pk.startsWith(`${tenant}|`)).map((key) => [key.pk, key]));
  const all = [...own.values()];
  const hundreds: (readonly Key[])[] = [];
  for (let from = 0; from < all.length; from += 100) hundreds.push(all.slice(from, from + 100));
  const read = await Promise.all(hundreds.map((some) => ports.store.read(some)));
  return read.flat().flatMap((item) => (item ? [readSession(item)] : []));
}
