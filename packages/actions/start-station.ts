/**
 * The remote start goes out once the hold is known to stand (or nothing is held) and the car can be charged: the connector
 * is Preparing, or has reported nothing since boot. While it is Available the session waits for the plug.
 */
import type { Session } from "@barq/domain/session";
import { enter } from "@barq/domain/session";
import { textOr } from "@barq/store/fields";
import { callKey } from "@barq/store/keys";
import { readConnectorState } from "./connector-state.ts";
import type { ReadPorts, StationPorts } from "./ports.ts";
import { beginRelease, isReleasing } from "./release-hold.ts";
import { writeStep } from "./session-store.ts";
import { placeOfConnector } from "./station-layout.ts";

type Needs = ReadPorts & Pick<StationPorts, "stations">;

const ready = (status: string | null): boolean => status === null || status === "Preparing";

/** Held, or free of charge with the lock taken, and nothing was sent to the station yet. */
export const waitsForPlug = (session: Session): boolean =>
  !isReleasing(session) &&
  (session.state === "held" ||
    (session.state === "starting" && session.effect === null && session.transactionId === null));

/** Starts a session that waits when its car is there, gives up at the plug deadline. */
export async function startStation(ports: Needs, session: Session): Promise<Session> {
  if (!waitsForPlug(session)) return session;
  const now = ports.clock();
  const state = await readConnectorState(ports, session.tenant, session.station, session.connector);
  if (state.lockedBy !== session.id) return beginRelease(ports, session, "connector_taken");
  if (state.status === "Faulted" || state.status === "Unavailable") {
    return beginRelease(ports, session, "connector_unavailable");
  }
  if (!ready(state.status) || !state.online) {
    if (now < session.since + ports.policy.plugMs) return session;
    return beginRelease(ports, session, state.online ? "not_plugged" : "station_offline");
  }
  const effect = { name: "remote_start", attempt: 1 };
  // The time to begin is counted from the command, also where a free session was "starting" while it waited.
  const starting = {
    ...enter(session, "starting", now, { effect, due: now + ports.policy.commandMs }),
    since: now,
  };
  const written = await writeStep(ports, session, starting);
  return written.won ? sendStart(ports, written.session) : written.session;
}

/** Sends what the session intends; sending again under the same effect is found in the station's pending call. */
async function sendStart(ports: Needs, session: Session): Promise<Session> {
  const { effect } = session;
  if (session.state !== "starting" || effect?.name !== "remote_start") return session;
  const { tenant, station, connector } = session;
  const place = await placeOfConnector(ports, tenant, station, connector);
  const sent = await ports.stations.send({
    tenant,
    station,
    command: { kind: "remote_start", connector, token: ports.identity.idTag(session.id), ...place },
    session: session.id,
    effect: `${effect.name}#${effect.attempt}`,
    deadline: ports.clock() + ports.policy.commandMs,
  });
  return sent.kind === "offline" ? abandonStart(ports, session, "station_offline") : session;
}

/**
 * A starting session that is due: was the command ever sent, and is there still time to begin? A station that was cut off
 * meanwhile may bring a Start that it queued, so its time is counted anew from its coming back, within three times as much.
 */
export async function checkStart(ports: Needs, session: Session): Promise<Session> {
  const now = ports.clock();
  if (session.state !== "starting" || isReleasing(session)) return session;
  const { startMs, commandMs } = ports.policy;
  const state = await readConnectorState(ports, session.tenant, session.station, session.connector);
  if (!state.online && now >= session.since + startMs) return abandonStart(ports, session, "station_offline");
  const ends = Math.min(
    Math.max(session.since, state.connectedAt ?? 0) + startMs,
    session.since + 3 * startMs,
  );
  if (now >= ends) return abandonStart(ports, session, "station_silent");
  const [call] = await ports.store.read([callKey(session.tenant, session.station)], { strong: true });
  const { effect: called } = session;
  const name = called ? `${called.name}#${called.attempt}` : "";
  const recorded =
    call !== undefined && textOr(call, "session") === session.id && textOr(call, "effect") === name;
  // A command that was never recorded (a crash between the two writes) is sent now and looked at once more.
  const due = recorded ? ends : now + commandMs;
  // Perhaps it went out all the same and another command has taken its place: the attempt says that a refusal may be a
  // repeat's.
  const effect = recorded ? called : called && { ...called, attempt: called.attempt + 1 };
  const waiting = { ...session, effect, due, tries: session.tries + 1 };
  const written = await writeStep(ports, session, waiting);
  return written.won && !recorded ? sendStart(ports, written.session) : written.session;
}

/** The station refused, is gone or never began: with a hold it is released; without one the session is simply over. */
export async function abandonStart(
  ports: Pick<ReadPorts, "store" | "clock" | "policy">,
  session: Session,
  why: string,
): Promise<Session> {
  if (session.state !== "starting" || isReleasing(session)) return session;
  return beginRelease(ports, session, why);
}

/** A configuration that bills well: readings as often as the session needs them. */
export async function askForReadings(ports: Needs, session: Session): Promise<void> {
  await ports.stations.send({
    tenant: session.tenant,
    station: session.station,
    command: {
      kind: "set_configuration",
      key: "MeterValueSampleInterval",
      value: `${session.readingIntervalS}`,
    },
    session: null,
    effect: null,
    // No longer than any command: while it is unanswered the stop of a session waits behind it.
    deadline: ports.clock() + ports.policy.commandMs,
  });
}
