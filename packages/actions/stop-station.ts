/**
 * From charging to stopping: one conditional write says that the energy must end; the stream (or the sweeper) sends the
 * command. The driver's own stop and the guard of the hold take the same road.
 */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { hour } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { enter } from "@barq/domain/session";
import { textOr } from "@barq/store/fields";
import { callKey } from "@barq/store/keys";
import type { ConnectorState } from "./connector-state.ts";
import { readConnectorState } from "./connector-state.ts";
import { freeConnector } from "./free-connector.ts";
import type { ReadPorts, StationPorts } from "./ports.ts";
import { writeStep } from "./session-store.ts";
import { workItem } from "./work-queue.ts";

type Needs = ReadPorts & Pick<StationPorts, "stations">;

/** charging -> stopping, with the reason: `driver`, `energy_limit`, `time_limit`. */
export async function beginStop(
  ports: Pick<ReadPorts, "store" | "clock" | "policy">,
  session: Session,
  why: string,
): Promise<Session> {
  if (session.state !== "charging") return session;
  const now = ports.clock();
  const stopping = enter(session, "stopping", now, {
    effect: { name: "remote_stop", attempt: 1 },
    due: now + ports.policy.commandMs,
    why,
  });
  const written = await writeStep(ports, session, stopping);
  // Lost to a write that kept it charging (a new deadline): the energy must end all the same, and now.
  return written.session.state === "charging" && written.session.version > session.version
    ? beginStop(ports, written.session, why)
    : written.session;
}

/** So long before its hold lapses a session is stopped, so that it can still be captured (failure case 6). */
const beforeLapseMs = hour;

/** When charging must be stopped: the frozen time limit, the longest session there may be, or an hour before the hold lapses. */
export function chargingEnds(
  ports: Pick<ReadPorts, "policy">,
  session: Session,
  startedAt: Instant,
): Instant {
  const lapses = session.hold?.stands ? session.hold.captureBefore : null;
  return Math.min(
    startedAt + (session.stopAfterMs ?? ports.policy.longestSessionMs),
    startedAt + ports.policy.longestSessionMs,
    lapses === null ? Number.POSITIVE_INFINITY : lapses - beforeLapseMs,
  );
}

/**
 * A charging session that is due: its time is up, or its connector said Available some minutes ago and no Stop has come
 * (failure case 20).
 */
export async function checkCharging(ports: Needs, session: Session): Promise<Session> {
  if (session.state !== "charging") return session;
  const now = ports.clock();
  const ends = chargingEnds(ports, session, session.startedAt ?? session.since);
  if (now >= ends) return beginStop(ports, session, "time_limit");
  const state = await readConnectorState(ports, session.tenant, session.station, session.connector);
  const leftAt = leftSince(session, state);
  if (leftAt === null) return (await writeStep(ports, session, { ...session, due: ends })).session;
  const closes = waitsUntil(ports, state);
  if (now >= closes) return endWithoutStop(ports, session, leftAt);
  return (await writeStep(ports, session, { ...session, due: closes })).session;
}

/** A station that was away says first what its connector is doing and then sends what it has queued, the Stop among it. */
const waitsUntil = (ports: Pick<ReadPorts, "policy">, { seenAt }: ConnectorState): Instant =>
  (seenAt ?? 0) + ports.policy.stopMs;

/** Since when the connector has been free although the session has not ended; null while it is not. */
const leftSince = (session: Session, state: ConnectorState): Instant | null =>
  state.online && state.status === "Available" && (state.statusAt ?? 0) > (session.startedAt ?? 0)
    ? state.statusAt
    : null;

/** Sends the remote stop the session intends, unless it is under way already. */
export async function sendStop(ports: Needs, session: Session): Promise<Session> {
  const { effect, transactionId } = session;
  if (session.state !== "stopping" || effect?.name !== "remote_stop" || transactionId === null)
    return session;
  const name = `${effect.name}#${effect.attempt}`;
  const [call] = await ports.store.read([callKey(session.tenant, session.station)], { strong: true });
  if (call && textOr(call, "session") === session.id && textOr(call, "effect") === name) return session;
  await ports.stations.send({
    tenant: session.tenant,
    station: session.station,
    command: { kind: "remote_stop", transactionId },
    session: session.id,
    effect: name,
    deadline: ports.clock() + ports.policy.commandMs,
  });
  return session;
}

/**
 * A stopping session whose deadline has passed. The command is sent again while the station answers nothing; a connector
 * that is Available again without a Stop has ended (failure case 20); a station that is gone may still bring its queued
 * messages, so it is given its silence; then a person looks, and the hold stays. One that has ended waits only for events.
 */
export async function checkStop(ports: Needs, session: Session): Promise<Session> {
  if (session.state !== "stopping") return session;
  const now = ports.clock();
  const state = await readConnectorState(ports, session.tenant, session.station, session.connector);
  if (session.endedAt !== null) return endWithGap(ports, session, state);
  const asked = session.since + ports.policy.stopMs;
  if (
    now >= Math.max(asked, waitsUntil(ports, state)) &&
    state.online &&
    state.status === "Available" &&
    (state.statusAt ?? 0) >= session.since
  ) {
    return endWithoutStop(ports, session, state.statusAt ?? now);
  }
  if (now >= session.since + ports.policy.silenceMs) return toReview(ports, session, "stop_missing");
  const again = {
    ...session,
    tries: session.tries + 1,
    effect: state.online
      ? { name: "remote_stop", attempt: (session.effect?.attempt ?? 0) + 1 }
      : session.effect,
    due: now + Math.min(ports.policy.stopMs, ports.policy.commandMs * 2 ** Math.min(session.tries, 6)),
  };
  const written = await writeStep(ports, session, again);
  return written.won && state.online ? sendStop(ports, written.session) : written.session;
}

/** The Stop never came, but the connector is free again: priced to the last trusted reading, and marked so. */
async function endWithoutStop(
  ports: Pick<ReadPorts, "store" | "clock">,
  session: Session,
  endedAt: number,
): Promise<Session> {
  const now = ports.clock();
  const ended = enter(session, "ended", now, {
    endedAt,
    meterStop: null,
    stopReason: "StopMissing",
    effect: null,
    due: now,
  });
  const written = await writeStep(ports, session, ended);
  if (written.won) await freeConnector(ports, written.session);
  return written.session;
}

/**
 * The transaction has ended and events before its end never came: it is priced from those that did, and says so. A station
 * that is away may still bring them, so it is given its silence.
 */
async function endWithGap(ports: Needs, session: Session, state: ConnectorState): Promise<Session> {
  const now = ports.clock();
  const waits = !state.online && now < session.since + ports.policy.silenceMs;
  const next = waits
    ? { ...session, due: now + ports.policy.gapMs }
    : enter(session, "ended", now, { effect: null, due: now });
  const written = await writeStep(ports, session, next);
  if (written.won && !waits) await freeConnector(ports, written.session);
  return written.session;
}

/** To a person, with the hold kept: never free, never a guess. Due again before the hold lapses. */
export async function toReview(
  ports: Pick<ReadPorts, "store" | "clock" | "policy">,
  session: Session,
  why: string,
  facts: Readonly<Record<string, string>> = {},
  changes: Partial<Pick<Session, "startedAt">> = {},
): Promise<Session> {
  const now = ports.clock();
  const lapses = session.hold?.stands ? session.hold.captureBefore : null;
  const due = lapses === null ? null : Math.max(now, lapses - ports.policy.lapseMarginMs);
  const review = enter(session, "review", now, { ...changes, effect: null, due, why });
  return (await writeStep(ports, session, review, [workItem(session, why, now, facts)])).session;
}

/** Whether a driver may ask to stop now. @throws Fault state_conflict */
export function assertStoppable(session: Session): void {
  if (session.state === "charging" || session.state === "stopping") return;
  throw new Fault("state_conflict", `This session is ${session.state}; there is nothing to stop.`, {
    state: session.state,
  });
}
