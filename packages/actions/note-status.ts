/**
 * A connector says what it is doing. Repeats change nothing; Available lets go of a lock whose session is over; Preparing
 * starts a session that waits for its plug. While a session has the connector its statuses are evidence: they tell
 * charging from parking, so they go the way of the readings.
 */
import type { Instant } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import type { ConnectorStatus, StationNews } from "@barq/stations/port";
import { numberOr, textOr } from "@barq/store/fields";
import { connectorKey, stationKey } from "@barq/store/keys";
import type { Item, Key } from "@barq/store/port";
import { noteUnplugged, waitsForUnplug } from "./after-stop.ts";
import { freeConnector } from "./free-connector.ts";
import { NotYet } from "./not-yet.ts";
import { plugNoted } from "./plugs.ts";
import type { StationPorts } from "./ports.ts";
import { findSession, isOverIn, writeStep } from "./session-store.ts";
import { soldChange } from "./sold-today.ts";
import { startStation, waitsForPlug } from "./start-station.ts";

type StatusNews = Extract<StationNews, { kind: "connector_status" }>;

export async function noteStatus(
  ports: StationPorts,
  tenant: string,
  station: string,
  news: StatusNews,
): Promise<void> {
  const { connector, status, errorCode } = news;
  if (connector === 0) return;
  const now = ports.clock();
  const at = news.at !== null && news.at <= now ? news.at : now;
  if (status === "Occupied") {
    await noteCable(ports, tenant, station, { connector, errorCode, at });
    return;
  }
  const session = await noteConnector(ports, tenant, station, { connector, status, errorCode, at });
  if (!session || !takesStatuses(session)) return;
  await ports.intake.append({
    station,
    arrivedAt: now,
    body: JSON.stringify({ tenant, session: session.id, news: { ...news, at } }),
  });
}

/** What the connector does is evidence while energy may flow, and while idle time may be owed. */
const takesStatuses = (session: Session): boolean =>
  session.state === "charging" || session.state === "stopping" || waitsForUnplug(session);

/**
 * A cable is in (OCPP 2.0.1), which everything but Available says already. Of what was known before the station went away
 * or booted nobody knows whether it is still so: then it is a car that may be charged.
 */
async function noteCable(
  ports: StationPorts,
  tenant: string,
  station: string,
  of: Omit<Known, "status">,
): Promise<void> {
  const [row, meta] = await ports.store.read(
    [connectorKey(tenant, station, of.connector), stationKey(tenant, station)],
    { strong: true },
  );
  const isIn = row !== undefined && withCable.has(textOr(row, "status"));
  const since = Math.max(
    meta ? (numberOr(meta, "bootAt") ?? 0) : 0,
    meta ? (numberOr(meta, "connAt") ?? 0) : 0,
  );
  if (isIn && (numberOr(row, "seenAt") ?? 0) >= since) return;
  await noteConnector(ports, tenant, station, { ...of, status: "Preparing" });
}

const withCable: ReadonlySet<string | null> = new Set([
  "Preparing",
  "Charging",
  "SuspendedEV",
  "SuspendedEVSE",
  "Finishing",
]);

interface Known {
  readonly connector: number;
  readonly status: ConnectorStatus;
  readonly errorCode: string;
  /** not later than now */
  readonly at: Instant;
}

/** Statuses, locks and boots that overtake one another: nobody is overtaken so often. */
const mostRaces = 5;

/** What is known of a connector now, and what follows from it; answers the session that has the connector. */
export async function noteConnector(
  ports: StationPorts,
  tenant: string,
  station: string,
  known: Known,
): Promise<Session | undefined> {
  const { connector, status, at } = known;
  let noted = await writeConnector(ports, tenant, station, known);
  for (let race = 1; !noted.won && race < mostRaces; race++)
    noted = await writeConnector(ports, tenant, station, known);
  // The station says it again where it is not answered.
  if (!noted.won)
    throw new NotYet(`connector ${connector} of ${station} is being written by others all the time`);
  const { lockedBy, stale, over } = noted;
  if (lockedBy === null) return undefined;
  const session = await findSession(ports, tenant, lockedBy, { strong: true });
  if (!session) return undefined;
  if (status === "Available" && !stale) await noteUnplugged(ports, session, at);
  if (over) return undefined;
  // It ended between the look at it and the write of its connector: whoever wrote last lets go.
  if (status === "Available" && isOverIn(session)) await freeConnector(ports, session);
  if (status === "Preparing" && waitsForPlug(session)) await startStation(ports, session);
  if (status === "Available" && session.state === "charging") await expectStop(ports, session, at);
  return session;
}

interface Noted {
  readonly won: boolean;
  readonly lockedBy: string | null;
  readonly stale: boolean;
  /** the connector was let go by a session that is over */
  readonly over: boolean;
}

/** One try, under what was read: a write that is under way for long never takes back what was said after it. */
async function writeConnector(
  ports: StationPorts,
  tenant: string,
  station: string,
  { connector, status, errorCode, at }: Known,
): Promise<Noted> {
  const now = ports.clock();
  const key = connectorKey(tenant, station, connector);
  const [row] = await ports.store.read([key], { strong: true });
  const lockedBy = row ? textOr(row, "act") : null;
  const statusAt = row ? numberOr(row, "statusAt") : null;
  // A queued status of before what we know says nothing of now. What is said now is never old, even where the process that
  // wrote what we know has a clock ahead of ours.
  const stale = at < now && (statusAt ?? 0) > at;
  const known = row !== undefined && textOr(row, "status") === status && textOr(row, "error") === errorCode;
  const left =
    lockedBy !== null && status === "Available" ? await whoLeft(ports, tenant, lockedBy, stale) : undefined;
  const over = left !== undefined;
  let won = true;
  if (!stale && (!known || over || (row && numberOr(row, "seenAt") === null))) {
    const answer = await ports.store.commit([
      {
        update: key,
        set: {
          ...{ status, statusAt: at, seenAt: now, error: errorCode },
          ...(over ? { act: null, ...soldChange(row, left ?? undefined, now) } : {}),
          ...plugNoted(row, status, now),
        },
        guards: [
          { field: "act", in: [lockedBy] },
          { field: "status", in: [row ? textOr(row, "status") : null] },
          { field: "statusAt", in: [statusAt] },
        ],
      },
    ]);
    won = answer.written;
  } else if (!stale && known) {
    // Reported again after a boot: it is known again, and that costs a write only when a boot lies between.
    await refreshAfterBoot(ports, tenant, station, key, now, row);
  }
  return { won, lockedBy, stale, over };
}

/**
 * The session that is over, or left to a person while the cable is out by now: a missing Stop keeps the next driver from nothing.
 * Null where there is none of that name, undefined where it still has the connector.
 */
async function whoLeft(
  ports: StationPorts,
  tenant: string,
  id: string,
  stale: boolean,
): Promise<Session | null | undefined> {
  const session = await findSession(ports, tenant, id, { strong: true });
  if (!session) return null;
  return isOverIn(session) || (session.state === "review" && !stale) ? session : undefined;
}

/** The cable is out and no Stop has come: it is given some minutes from now, then the session is closed from what is known. */
async function expectStop(ports: StationPorts, session: Session, leftAt: Instant): Promise<void> {
  const due = ports.clock() + ports.policy.stopMs;
  if (leftAt <= (session.startedAt ?? 0) || (session.due !== null && session.due <= due)) return;
  await writeStep(ports, session, { ...session, due });
}

async function refreshAfterBoot(
  ports: StationPorts,
  tenant: string,
  station: string,
  key: Key,
  now: number,
  row: Item,
): Promise<void> {
  const [meta] = await ports.store.read([stationKey(tenant, station)]);
  const bootedAt = meta ? (numberOr(meta, "bootAt") ?? 0) : 0;
  const seenAt = numberOr(row, "seenAt");
  if ((seenAt ?? 0) < bootedAt)
    await ports.store.commit([
      { update: key, set: { seenAt: now }, guards: [{ field: "seenAt", in: [seenAt] }] },
    ]);
}
