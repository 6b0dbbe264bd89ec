/**
 * What stations said, taken from the intake in order: readings are packed some minutes at a time with the running energy,
 * time and cost, at once while somebody looks, near the limit, or when the Stop has come; the Stop ends the session. A
 * record taken twice makes the same pack under the same key and the same end, so taking twice changes nothing.
 */
import { meterMwh, registersMwh } from "@barq/domain/energy-reading";
import type { Session } from "@barq/domain/session";
import { enter } from "@barq/domain/session";
import type { IntakeRecord } from "@barq/intake/port";
import { numberOr } from "@barq/store/fields";
import { ocppTransactionKey } from "@barq/store/keys";
import { isIdling } from "./after-stop.ts";
import { endTransaction, isAwaitingEvents, noteLateEvents } from "./end-transaction.ts";
import { ofSession } from "./event-evidence.ts";
import { freeConnector } from "./free-connector.ts";
import type { TakenNews } from "./intake-record.ts";
import { readTaken } from "./intake-record.ts";
import type { Running } from "./pack-readings.ts";
import { mostReadings, packsOf, readingsOf, writePack } from "./pack-readings.ts";
import type { StationPorts } from "./ports.ts";
import { isGivingBack } from "./release-hold.ts";
import { findSession, writeStep } from "./session-store.ts";
import { beginStop, toReview } from "./stop-station.ts";
import { aheadMs } from "./take-start.ts";
import { isWatched } from "./watch.ts";
import { stationWork, toldOnce, workItem } from "./work-queue.ts";

export function drainIntake(ports: StationPorts): Promise<void> {
  return ports.intake.drain((_station, records) => takeRecords(ports, records));
}

/** How many of the station's records, from the first on, are dealt with; the rest wait for their pack. */
export async function takeRecords(ports: StationPorts, records: readonly IntakeRecord[]): Promise<number> {
  const taken = records.map((record) => ({ record, ...readTaken(record.body) }));
  const finished = new Set<number>();
  for (const key of new Set(taken.map((entry) => `${entry.tenant} ${entry.session}`))) {
    const own = taken.flatMap((entry, n) =>
      `${entry.tenant} ${entry.session}` === key ? [{ ...entry, n }] : [],
    );
    for (const n of await takeOfSession(ports, own)) finished.add(n);
  }
  let prefix = 0;
  while (prefix < records.length && finished.has(prefix)) prefix++;
  return prefix;
}

type Entry = TakenNews & { readonly record: IntakeRecord; readonly n: number };

async function takeOfSession(ports: StationPorts, entries: readonly Entry[]): Promise<readonly number[]> {
  const [first] = entries;
  if (!first) return [];
  const session = await findSession(ports, first.tenant, first.session, { strong: true });
  if (!session) return entries.map((entry) => entry.n);
  const foreign: Entry[] = [];
  for (const entry of entries) if (await isElsewhere(ports, session, entry)) foreign.push(entry);
  if (foreign.length > 0) {
    await tellOfForeign(ports, session, foreign);
    const rest = entries.filter((entry) => !foreign.includes(entry));
    return [...foreign.map((entry) => entry.n), ...(await takeOfSession(ports, rest))];
  }
  const stop = entries.find((entry) => entry.news.kind === "stopped");
  const ended = entries.findLast(({ news }) => news.kind === "transaction" && news.event === "Ended");
  const now = ports.clock();
  const oldest = first.record.arrivedAt;
  const waiting = entries.reduce(
    (sum, entry) => sum + readingsOf(entry.news, entry.record.arrivedAt).length,
    0,
  );
  const ripe =
    stop !== undefined ||
    ended !== undefined ||
    // The cable is out: the session may be closed from its readings in some minutes, so they may not wait.
    entries.some(({ news }) => news.kind === "connector_status" && news.status === "Available") ||
    (session.state !== "charging" && session.state !== "starting") ||
    now - oldest >= ports.policy.packMs ||
    waiting >= mostReadings ||
    isNearLimit(session, entries) ||
    isWatched(ports.policy, session.id, now);
  if (!ripe) return [];
  const late = !takesReadings(session);
  const readings = ofSession(
    session,
    entries.flatMap((entry) => readingsOf(entry.news, entry.record.arrivedAt)),
  );
  let running: Running | null = null;
  for (const pack of packsOf(readings)) running = await writePack(ports, session, pack, late);
  if (running && hasWaited(ports.policy, session, running, now)) await beginStop(ports, session, "no_energy");
  await noteAfterStop(ports, session, stop, entries);
  if (late || isIdling(session)) await noteLate(ports, session, entries);
  else if (stop?.news.kind === "stopped") await endSession(ports, session, stop.news, stop.record.arrivedAt);
  else if (ended?.news.kind === "transaction" || isAwaitingEvents(session)) {
    const said = ended?.news.kind === "transaction" ? { news: ended.news, ...ended.record } : null;
    await endTransaction(ports, session, said);
  }
  return entries.map((entry) => entry.n);
}

/**
 * Said of a transaction at the connector that the session has left for another one: it is none of the session's, and its Stop
 * ends nothing. Asked only where the number is not the session's own.
 */
async function isElsewhere(
  ports: Pick<StationPorts, "store">,
  session: Session,
  { record, news }: Entry,
): Promise<boolean> {
  if (record.station !== session.station) return true;
  if ((news.kind !== "stopped" && news.kind !== "metered") || !((news.transactionId ?? 0) > 0)) return false;
  if (news.transactionId === session.transactionId || news.transactionId === null) return false;
  const key = ocppTransactionKey(session.tenant, record.station, news.transactionId);
  const [row] = await ports.store.read([key], { strong: true });
  return row !== undefined && numberOr(row, "connector") !== session.connector;
}

async function tellOfForeign(
  ports: Pick<StationPorts, "store" | "clock">,
  session: Session,
  foreign: readonly Entry[],
): Promise<void> {
  for (const { record, news } of foreign) {
    if (news.kind !== "stopped") continue;
    const facts = { transaction: news.transactionId, meterStop: news.meterStop, reason: news.reason };
    await ports.store.commit([
      stationWork(
        session.tenant,
        record.station,
        `STOP#${news.transactionId}`,
        "stop_without_session",
        ports.clock(),
        facts,
      ),
    ]);
  }
}

/**
 * A register that is seen to stand still so long after the start: the vehicle waits for nothing that comes, and its hold goes
 * back. By our clock too: a station whose own is hours ahead would have every session end with its first reading.
 */
const hasWaited = (
  policy: StationPorts["policy"],
  session: Session,
  { energyMwh, asOf }: Running,
  now: number,
): boolean =>
  session.state === "charging" &&
  session.startedAt !== null &&
  energyMwh === 0n &&
  asOf !== null &&
  Math.min(asOf, now) >= session.startedAt + policy.noEnergyMs;

/** The last tenth before the frozen energy is shown at once: the driver sees why charging is about to stop. */
function isNearLimit(session: Session, entries: readonly Entry[]): boolean {
  const limitMwh = session.stopEnergyMwh;
  const startMwh = meterMwh(session.meterStart);
  if (limitMwh === null || startMwh === null) return false;
  return entries.some(
    ({ news }) =>
      (news.kind === "metered" || news.kind === "transaction") &&
      registersMwh(news.readings).some((register) => (register - startMwh) * 10n >= limitMwh * 9n),
  );
}

/**
 * Readings of before the Stop are drained before it, so once the session has ended nothing belongs to the sealed
 * computation any more: whoever computes it again must find the same readings. A person who reviews gets them all.
 */
const takesReadings = (session: Session): boolean =>
  session.sealed === null &&
  (session.state === "starting" ||
    session.state === "charging" ||
    session.state === "stopping" ||
    session.state === "review" ||
    isIdling(session));

async function endSession(
  ports: StationPorts,
  session: Session,
  stop: Extract<TakenNews["news"], { kind: "stopped" }>,
  arrivedAt: number,
): Promise<void> {
  if (session.state === "review") {
    // The Stop that a person was waiting for: kept with the readings, and said in the queue.
    await ports.store.commit([
      workItem(session, "stop_came_late", ports.clock(), { meterStop: stop.meterStop, reason: stop.reason }),
    ]);
    return;
  }
  if (isGivingBack(session, ports.clock())) {
    // Its hold is on its way back, and whether it is gone nobody knows yet: that goes on, and a person is told.
    const facts = { meterStop: stop.meterStop, reason: stop.reason };
    await ports.store.commit([workItem(session, "stop_after_release", ports.clock(), facts)]);
    return;
  }
  if (session.state === "starting") {
    // Its Start never came, and the Stop that did names no beginning: nothing that follows can mend that.
    const facts = { meterStop: stop.meterStop, reason: stop.reason };
    const reviewed = await toReview(ports, session, "times_missing", facts);
    // Its transaction is over all the same, and the cable may have gone before the Stop was read.
    if (reviewed.state === "review") await freeConnector(ports, reviewed);
    return;
  }
  if (session.state !== "charging" && session.state !== "stopping") return;
  const now = ports.clock();
  const startedAt = session.startedAt ?? session.createdAt;
  const believed = stop.at !== null && stop.at >= startedAt && stop.at <= arrivedAt + aheadMs;
  const ended = enter(session, "ended", now, {
    endedAt: believed ? stop.at : arrivedAt,
    meterStop: stop.meterStop,
    stopReason: stop.reason,
    effect: null,
    due: now,
  });
  const written = await writeStep(ports, session, ended);
  if (written.won) await freeConnector(ports, written.session);
  if (written.won) return;
  if (["starting", "charging", "stopping"].includes(written.session.state)) {
    await endSession(ports, written.session, stop, arrivedAt);
  } else {
    // Somebody has closed it without its Stop a moment before: this one is late, and is not forgotten.
    await noteLateStop(ports, written.session, stop);
  }
}

/** What comes after sealing is a correction, never a change: a person is told. A repeat of what is sealed is nothing. */
async function noteLate(ports: StationPorts, session: Session, entries: readonly Entry[]): Promise<void> {
  await noteLateEvents(
    ports,
    session,
    entries.flatMap(({ news }) => (news.kind === "transaction" ? [news] : [])),
  );
  for (const { news } of entries) if (news.kind === "stopped") await noteLateStop(ports, session, news);
}

/**
 * The station said Stop and its register goes on rising: the driver owes nothing of that, and a person looks at the station,
 * once (failure cases 27 and 36). A register that lies far from the Stop is another one, not this one going on.
 */
async function noteAfterStop(
  ports: Pick<StationPorts, "store" | "clock">,
  session: Session,
  stop: Entry | undefined,
  entries: readonly Entry[],
): Promise<void> {
  const said = stop?.news.kind === "stopped" ? stop.news : null;
  const stopMwh = meterMwh(said ? said.meterStop : session.meterStop);
  const stoppedAt = said ? (said.at ?? stop?.record.arrivedAt) : session.endedAt;
  if (stopMwh === null || !stoppedAt) return;
  const isLater = ({ at, arrivedAt }: ReturnType<typeof readingsOf>[number]): boolean =>
    (at ?? arrivedAt) > stoppedAt;
  const rises = entries
    .flatMap(({ news, record }) =>
      news.kind === "metered" ? registersMwh(readingsOf(news, record.arrivedAt).filter(isLater)) : [],
    )
    .map((register) => register - stopMwh)
    .filter((rise) => rise >= leastAfterStopMwh && rise <= mostAfterStopMwh);
  if (rises.length === 0) return;
  const most = rises.reduce((a, b) => (b > a ? b : a));
  const facts = { rise_mwh: `${most}`, stop_mwh: `${stopMwh}` };
  const told = await toldOnce(ports, workItem(session, "energy_after_stop", ports.clock(), facts));
  if (told.length > 0) await ports.store.commit(told);
}

/** 100 Wh: less is noise, or a meter that was read a moment later. */
const leastAfterStopMwh = 100_000n;
/** 100 kWh: as much as anybody takes before a person has looked. */
const mostAfterStopMwh = 100_000_000n;

/** A repeat of the Stop that ended the session is nothing. */
async function noteLateStop(
  ports: StationPorts,
  session: Session,
  { meterStop, reason }: Extract<TakenNews["news"], { kind: "stopped" }>,
): Promise<void> {
  if (meterStop === session.meterStop && session.stopReason !== "StopMissing") return;
  const unsealed = session.state === "ended" ? "stop_came_late" : "stop_after_release";
  const why = session.sealed ? "stop_after_sealing" : unsealed;
  await ports.store.commit([workItem(session, why, ports.clock(), { meterStop, reason })]);
}
