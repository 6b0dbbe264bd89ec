/**
 * TransactionEvent (OCPP 2.0.1): an event is made durable with the session of its transaction, then acknowledged. The station
 * names the transaction, perhaps long before a driver comes: it becomes a session's with the event that shows the session's
 * token or start number. Until then its events are kept beside, and go with it when it does.
 */
import { registersMwh } from "@barq/domain/energy-reading";
import { noiseMwh } from "@barq/domain/register-line";
import type { Session } from "@barq/domain/session";
import { occupies } from "@barq/domain/session";
import type { NewsAnswer, TransactionNews } from "@barq/stations/port";
import { startNumberOf } from "@barq/stations/start-number";
import { number, text } from "@barq/store/fields";
import { ocppTransactionKey } from "@barq/store/keys";
import { lockingSessions } from "./answer-token.ts";
import { registerAtStart } from "./event-evidence.ts";
import { guardLimit } from "./guard-limit.ts";
import { noteState } from "./note-state.ts";
import type { StationPorts } from "./ports.ts";
import { isGivingBack } from "./release-hold.ts";
import { findSession } from "./session-store.ts";
import { askForReadings } from "./start-station.ts";
import { beginCharging, startOf } from "./take-start.ts";
import { forgetUnclaimed, keepUnclaimed, readUnclaimed, startWork, stopWork } from "./unclaimed-events.ts";
import { stationWork } from "./work-queue.ts";

interface Told {
  readonly tenant: string;
  readonly station: string;
  readonly news: TransactionNews;
}

export async function takeTransaction(
  ports: StationPorts,
  tenant: string,
  station: string,
  news: TransactionNews,
): Promise<NewsAnswer> {
  const told = { tenant, station, news };
  const owner = await ownerOf(ports, told);
  const isShown = news.token !== null || news.startNumber !== null;
  if (owner) {
    const session = isShown ? await findSession(ports, tenant, owner.id, { strong: true }) : undefined;
    // Begun again where an earlier try was cut off: its row was written, what follows it perhaps not.
    if (session && shows(ports, session, news)) return claim(ports, told, session);
    await take(ports, told, owner, [news]);
    return answer(news, false);
  }
  const session = isShown ? await claimantOf(ports, told) : undefined;
  return session ? claim(ports, told, session) : leave(ports, told, null);
}

const answer = ({ token }: TransactionNews, isAccepted: boolean): NewsAnswer => ({
  kind: "transaction",
  accepted: token === null ? null : isAccepted,
});

const isOpen = (session: Session, now: number): boolean =>
  occupies(session.state) && !isGivingBack(session, now);

type Owner = Pick<Session, "id" | "connector">;

/** The session that the transaction is bound to. */
function ownerOf(ports: StationPorts, { tenant, station, news }: Told): Promise<Owner | undefined> {
  const { transactionId } = news;
  const name = `transaction|${tenant}|${station}|${JSON.stringify(transactionId)}`;
  return ports.cache.get(name, async () => {
    const [row] = await ports.store.read([ocppTransactionKey(tenant, station, transactionId)], {
      strong: true,
    });
    return row && { id: text(row, "session"), connector: number(row, "connector") };
  });
}

/** The token decides where there is one; a station that does not repeat it tells the start by its number. */
function shows(ports: StationPorts, { id }: Session, { token, startNumber }: TransactionNews): boolean {
  const own = ports.identity.idTag(id);
  return token === null ? startNumber === startNumberOf(own) : token.toLowerCase() === own;
}

/** The session whose token is shown, if it is for the connector where this happens. */
async function claimantOf(
  ports: StationPorts,
  { tenant, station, news }: Told,
): Promise<Session | undefined> {
  const sessions = await lockingSessions(ports, tenant, station);
  const shown = sessions.filter((session) => shows(ports, session, news));
  if (shown.length === 0) return undefined;
  // The place is told once in a transaction, and that may have been in an event before.
  const earlier =
    news.connectors.length > 0 ? [] : await readUnclaimed(ports, tenant, station, news.transactionId);
  const places = [news, ...earlier].find(({ connectors }) => connectors.length > 0)?.connectors;
  return shown.find(({ connector }) => places === undefined || places.includes(connector));
}

async function claim(ports: StationPorts, told: Told, session: Session): Promise<NewsAnswer> {
  const { tenant, station, news } = told;
  const { transactionId } = news;
  const isOwn = session.transactionId === transactionId;
  const isNew =
    session.transactionId === null && session.state === "starting" && !isGivingBack(session, ports.clock());
  // A token is good for one start: what begins under it besides would be energy that nobody pays for.
  if (!isOwn && !isNew) return leave(ports, told, session);
  if (isNew && !(await bind(ports, told, session))) return leave(ports, told, session);
  const earlier = await readUnclaimed(ports, tenant, station, transactionId);
  const events = [...earlier, news];
  const startedAt = startOf(session, news.at, ports.clock());
  const begun = isOwn
    ? session
    : await beginCharging(ports, session, transactionId, {
        at: news.at,
        meterStart: registerAtStart(events, startedAt),
      });
  await take(ports, told, session, events);
  if (earlier.length > 0) await forgetUnclaimed(ports, tenant, station, transactionId);
  if (isNew && begun.state === "charging" && begun.readingIntervalS < ports.policy.readingIntervalS) {
    await askForReadings(ports, begun);
  }
  return answer(news, begun.transactionId === transactionId && isOpen(begun, ports.clock()));
}

/** The transaction is the session's from now on; false where it is another's. */
async function bind(
  ports: StationPorts,
  { tenant, station, news }: Told,
  session: Session,
): Promise<boolean> {
  const bound = await ports.store.commit([
    {
      update: ocppTransactionKey(tenant, station, news.transactionId),
      set: { session: session.id, connector: session.connector, at: news.at ?? ports.clock() },
      guards: [{ field: "session", in: [null, session.id] }],
    },
  ]);
  return bound.written;
}

/** Durable first; then what they say of the connector, and the guard of the hold. */
async function take(
  ports: StationPorts,
  { tenant, station }: Told,
  { id: session, connector }: Owner,
  events: readonly TransactionNews[],
): Promise<void> {
  for (const news of events) {
    const arrivedAt = ports.clock();
    await ports.intake.append({ station, arrivedAt, body: JSON.stringify({ tenant, session, news }) });
  }
  for (const news of events) {
    await noteState(ports, tenant, station, connector, news, true);
    if (news.event !== "Ended") await guardLimit(ports, tenant, session, news.transactionId, news.readings);
  }
}

/**
 * It belongs to no session, or not to the one it asks for: kept, acknowledged, and told to a person where a token was shown
 * in vain or energy flowed. A cable that came and went is nobody's business.
 */
async function leave(ports: StationPorts, told: Told, refused: Session | null): Promise<NewsAnswer> {
  const { tenant, station, news } = told;
  const { transactionId, connectors } = news;
  const now = ports.clock();
  const earlier = news.event === "Ended" ? await readUnclaimed(ports, tenant, station, transactionId) : [];
  await keepUnclaimed(ports, tenant, station, news);
  const facts = {
    transaction: transactionId,
    ...(connectors.length === 1 ? { connector: connectors[0] ?? 0 } : {}),
    ...(refused ? { session: refused.id, state: refused.state } : {}),
  };
  if (news.token !== null || refused) {
    const name = startWork(transactionId);
    await ports.store.commit([stationWork(tenant, station, name, "start_without_session", now, facts)]);
  }
  if (news.event === "Ended" && isLoss([...earlier, news])) {
    const name = stopWork(transactionId);
    await ports.store.commit([
      stationWork(tenant, station, name, "stop_without_session", now, {
        ...facts,
        reason: news.reason ?? "",
      }),
    ]);
  }
  if (connectors.length === 1) await noteState(ports, tenant, station, connectors[0] ?? 0, news, false);
  return answer(news, false);
}

/** Energy flowed, or nobody can say: the Ended is all there is. */
function isLoss(events: readonly TransactionNews[]): boolean {
  const registers = events.flatMap(({ readings }) => registersMwh(readings));
  const [first] = registers;
  if (first === undefined || registers.length < 2) return events.length === 1;
  const highest = registers.reduce((a, b) => (a > b ? a : b), first);
  const lowest = registers.reduce((a, b) => (a < b ? a : b), first);
  return highest - lowest > noiseMwh;
}
