/**
 * StartTransaction: matched by the idTag that was made from the session's id and is good for one start. The integer id
 * is stored before it is answered, and a repeated Start gets the same one (failure cases 1, 21, 22).
 */
import type { Instant } from "@barq/domain/instant";
import { second } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { enter, occupies } from "@barq/domain/session";
import type { NewsAnswer, StationNews, TransactionId } from "@barq/stations/port";
import { numberOr, textOr } from "@barq/store/fields";
import { connectorKey, ocppTransactionKey } from "@barq/store/keys";
import { lockingSessions } from "./answer-token.ts";
import type { StationPorts } from "./ports.ts";
import { isGivingBack } from "./release-hold.ts";
import { findSession, writeStep } from "./session-store.ts";
import { askForReadings } from "./start-station.ts";
import { chargingEnds } from "./stop-station.ts";
import { stationWork } from "./work-queue.ts";

/** How far a station's clock may be ahead before its times are not believed. */
export const aheadMs = 300 * second;

type StartNews = Extract<StationNews, { kind: "started" }>;

export async function takeStart(
  ports: StationPorts,
  tenant: string,
  station: string,
  news: StartNews,
): Promise<NewsAnswer> {
  const now = ports.clock();
  const session = (await lockingSessions(ports, tenant, station)).find(
    (candidate) =>
      ports.identity.idTag(candidate.id) === news.token.toLowerCase() &&
      candidate.connector === news.connector &&
      // One that began under OCPP 2.0.1 has a transaction that the station named: this one is none of its own.
      typeof candidate.transactionId !== "string",
  );
  const begun = session && typeof session.transactionId === "number" ? session.transactionId : null;
  if (session && begun !== null && !(await isAnotherBegin(ports, session, begun, news)))
    return startAgain(ports, session, begun, news);
  const own = begun === null ? session : undefined;
  const transactionId = ports.identity.smallNumber(
    `${station}|${news.connector}|${news.token}|${own ? own.id : `${news.at}|${news.meterStart}`}`,
  );
  const fits = own?.state === "starting" && !isGivingBack(own, now);
  await ports.store.commit([
    {
      put: {
        ...ocppTransactionKey(tenant, station, transactionId),
        ...(own ? { session: own.id } : {}),
        connector: news.connector,
        at: news.at ?? now,
        meterStart: news.meterStart,
      },
      guards: [{ absent: true }],
    },
  ]);
  if (!session || !fits) {
    // Energy without a hold is somebody's loss: told to the station as Invalid, and to a person.
    await ports.store.commit([
      stationWork(tenant, station, `TX#${transactionId}`, "start_without_session", now, {
        connector: news.connector,
        meterStart: news.meterStart,
        transaction: transactionId,
        ...(session ? { session: session.id, state: session.state } : {}),
      }),
    ]);
    return { kind: "started", transactionId, accepted: false };
  }
  const charging = await beginCharging(ports, session, transactionId, news);
  if (charging.state !== "charging" && charging.state !== "stopping") {
    return { kind: "started", transactionId, accepted: false };
  }
  if (charging.readingIntervalS < ports.policy.readingIntervalS) await askForReadings(ports, charging);
  return { kind: "started", transactionId, accepted: true };
}

/**
 * A station that obeys a remote start twice begins anew before its first Stop is read. A repeat has the time of the first one
 * (OCPP 1.6 4.8: when the transaction started), and while one runs its connector never goes back to Preparing (4.9).
 */
async function isAnotherBegin(
  ports: Pick<StationPorts, "store">,
  { tenant, station, connector, startedAt }: Session,
  transactionId: number,
  news: StartNews,
): Promise<boolean> {
  if (news.at === null || startedAt === null) return false;
  const [begun, row] = await ports.store.read(
    [ocppTransactionKey(tenant, station, transactionId), connectorKey(tenant, station, connector)],
    { strong: true },
  );
  if (!begun || !row || numberOr(begun, "at") === news.at) return false;
  return textOr(row, "status") === "Preparing" && (numberOr(row, "statusAt") ?? 0) > startedAt;
}

/**
 * A Start of a session that has begun is a repeat. A token is good for one start: what begins after the end, at another
 * count of the meter, would be energy that nobody pays for.
 */
async function startAgain(
  ports: StationPorts,
  session: Session,
  transactionId: number,
  news: StartNews,
): Promise<NewsAnswer> {
  const accepted = occupies(session.state) && !isGivingBack(session, ports.clock());
  if (!accepted && news.meterStart !== session.meterStart) {
    await ports.store.commit([
      stationWork(
        session.tenant,
        session.station,
        `TX#${transactionId}`,
        "start_without_session",
        ports.clock(),
        {
          connector: news.connector,
          meterStart: news.meterStart,
          transaction: transactionId,
          session: session.id,
          state: session.state,
        },
      ),
    ]);
  }
  return { kind: "started", transactionId, accepted };
}

/** When a session began: a clock that is ahead, or from before the session was asked for, is not believed; arrival bounds it. */
export function startOf(session: Session, at: Instant | null, now: Instant): Instant {
  const isBelieved = at !== null && at <= now + aheadMs && at >= session.createdAt - aheadMs;
  return isBelieved ? Math.min(at, now) : now;
}

/** From starting to charging: the session as it stands afterwards, whoever wrote it. */
export async function beginCharging(
  ports: StationPorts,
  session: Session,
  transactionId: TransactionId,
  news: { readonly at: Instant | null; readonly meterStart: string | null },
): Promise<Session> {
  const now = ports.clock();
  const startedAt = startOf(session, news.at, now);
  const charging = enter(session, "charging", now, {
    transactionId,
    startedAt,
    meterStart: news.meterStart,
    effect: null,
    why: null,
    due: chargingEnds(ports, session, startedAt),
  });
  const written = await writeStep(ports, session, charging);
  if (written.won || written.session.state !== "starting") return written.session;
  // Lost to a write that kept the state (the command's outcome): what was read is old, the start is still good.
  const fresh = await findSession(ports, session.tenant, session.id, { strong: true });
  return fresh && fresh.state === "starting" && !isGivingBack(fresh, now)
    ? beginCharging(ports, fresh, transactionId, news)
    : (fresh ?? session);
}
