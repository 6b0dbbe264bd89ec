/**
 * The end of a transaction whose events are numbered (OCPP 2.0.1). Ended alone ends nothing: events come in any order, so
 * the session ends when none is missing, or when what is missing has had its time; then the price says so (`seq_gap`).
 */
import { eventNumbersText, isWhole } from "@barq/domain/event-numbers";
import type { Instant } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { enter } from "@barq/domain/session";
import type { TransactionNews } from "@barq/stations/port";
import { heardIn, registerAtEnd, registerAtStart } from "./event-evidence.ts";
import { freeConnector } from "./free-connector.ts";
import { packedReadings } from "./packed-readings.ts";
import type { StationPorts } from "./ports.ts";
import { isGivingBack } from "./release-hold.ts";
import { writeStep } from "./session-store.ts";
import { toReview } from "./stop-station.ts";
import { aheadMs } from "./take-start.ts";
import { workItem } from "./work-queue.ts";

interface Ended {
  readonly news: TransactionNews;
  readonly arrivedAt: Instant;
}

/** The Ended has come and events before it have not. */
export const isAwaitingEvents = (session: Session): boolean =>
  session.state === "stopping" && session.endedAt !== null;

/** After the session's events are packed: `ended` is the Ended among what has just come, null where there was none. */
export async function endTransaction(
  ports: StationPorts,
  session: Session,
  ended: Ended | null,
): Promise<void> {
  const said = ended && whatItSays(session, ended);
  if (session.state === "review" && said) {
    // What a person was waiting for: kept with the readings, and said in the queue.
    const facts = { meterStop: said.meterStop ?? "unknown", reason: said.stopReason };
    await ports.store.commit([workItem(session, "stop_came_late", ports.clock(), facts)]);
    return;
  }
  if (isGivingBack(session, ports.clock()) && said) {
    // As in drain-intake.ts: what is on its way back goes on its way.
    const facts = { meterStop: said.meterStop ?? "unknown", reason: said.stopReason };
    await ports.store.commit([workItem(session, "stop_after_release", ports.clock(), facts)]);
    return;
  }
  if (session.state === "starting" && said) {
    const reviewed = await toReview(ports, session, "times_missing", { reason: said.stopReason });
    // Its transaction is over all the same, and the cable may have gone before the Ended was read.
    if (reviewed.state === "review") await freeConnector(ports, reviewed);
    return;
  }
  if (session.state !== "charging" && session.state !== "stopping") return;
  const now = ports.clock();
  const isComplete = isWhole(await numbersOf(ports, session));
  if (!isComplete && !said) return;
  const next = isComplete
    ? enter(session, "ended", now, { ...said, effect: null, due: now })
    : enter(session, "stopping", now, {
        ...said,
        effect: null,
        due: isAwaitingEvents(session) ? session.due : now + ports.policy.gapMs,
      });
  const written = await writeStep(ports, session, next);
  if (written.won && isComplete) await freeConnector(ports, written.session);
  const { state } = written.session;
  if (!written.won && (state === "charging" || state === "stopping")) {
    await endTransaction(ports, written.session, ended);
  }
}

function whatItSays(session: Session, { news, arrivedAt }: Ended) {
  const startedAt = session.startedAt ?? session.createdAt;
  const isBelieved = news.at !== null && news.at >= startedAt && news.at <= arrivedAt + aheadMs;
  return {
    endedAt: isBelieved ? news.at : arrivedAt,
    meterStart: session.meterStart ?? registerAtStart([news], startedAt),
    meterStop: registerAtEnd(news),
    stopReason: news.reason ?? "Local",
  };
}

/** The numbers of everything of the session that is packed. */
async function numbersOf(ports: Pick<StationPorts, "store">, session: Session): Promise<string> {
  return eventNumbersText(await heardOf(ports, session));
}

const heardOf = async (ports: Pick<StationPorts, "store">, session: Session) =>
  heardIn(await packedReadings(ports, session));

/**
 * What comes after the session was over is a correction, never a change: a person is told of an Ended that says something
 * else, and of events that were missing. A repeat is nothing.
 */
export async function noteLateEvents(
  ports: Pick<StationPorts, "store" | "clock">,
  session: Session,
  late: readonly TransactionNews[],
): Promise<void> {
  if (late.length === 0) return;
  const known = new Set((await heardOf(ports, session)).map(({ number }) => number));
  const missed = late.filter(({ number }) => !known.has(number));
  const ended = late.find(
    (news) =>
      news.event === "Ended" &&
      (session.stopReason === "StopMissing" || registerAtEnd(news) !== session.meterStop),
  );
  if (!ended && missed.length === 0) return;
  const why = session.sealed ? (ended ? "stop_after_sealing" : "events_after_sealing") : "stop_after_release";
  await ports.store.commit([
    workItem(session, why, ports.clock(), {
      numbers: missed.map(({ number }) => `${number ?? "?"}`).join(),
      ...(ended ? { meterStop: registerAtEnd(ended) ?? "unknown", reason: ended.reason ?? "Local" } : {}),
    }),
  ]);
}
