/**
 * Between the end of the energy and the unplugging: where the tariff prices idle time in that span (our extension) the CDR is
 * sealed when the cable is out, when idle time has reached its cap, or at a deadline before the hold lapses, whichever is first.
 */
import { capReachedAfterMs, pricesAfterStop } from "@barq/domain/after-stop";
import { meterMwh } from "@barq/domain/energy-reading";
import type { Instant } from "@barq/domain/instant";
import { second } from "@barq/domain/instant";
import { exponentOf } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import type { Tariff } from "@barq/domain/tariff";
import { tookNothing } from "@barq/domain/waiver";
import type { ConnectorState } from "./connector-state.ts";
import { readConnectorState } from "./connector-state.ts";
import type { ReadPorts } from "./ports.ts";
import { writeStep } from "./session-store.ts";

type Needs = Pick<ReadPorts, "store" | "clock" | "policy">;

/** The cable is known to be in: the station is connected and its connector says so. */
const isPlugged = ({ online, status }: ConnectorState): boolean =>
  online && status !== null && status !== "Available" && status !== "Reserved";

/** The vehicle left with the end of the session (OCPP 1.6 7.36 Reason, 2.0.1 ReasonEnumType). */
const hasLeft = (session: Session): boolean => session.stopReason === "EVDisconnected";

/** A vehicle that took no energy is never idle, so its hold waits for nothing. */
function hasTakenNothing({ why, meterStart, meterStop }: Session): boolean {
  const [from, to] = [meterMwh(meterStart), meterMwh(meterStop)];
  return from !== null && to !== null && tookNothing({ why, energyMwh: to - from });
}

/** The instant until which an ended session waits for its unplugging; null where it does not wait. */
function idleEnds(policy: ReadPorts["policy"], session: Session, tariff: Tariff): Instant | null {
  const { endedAt, startedAt, stopAfterMs, hold } = session;
  if (endedAt === null || startedAt === null || !pricesAfterStop(tariff)) return null;
  if (hasLeft(session) || hasTakenNothing(session)) return null;
  const capMs = capReachedAfterMs(tariff, 10n ** BigInt(exponentOf(tariff.currency)));
  const lapses = hold?.stands ? hold.captureBefore : null;
  const ends = [
    endedAt + policy.longestIdleMs,
    ...(capMs === null ? [] : [endedAt + capMs]),
    // The frozen time bounds everything that is priced by time; without one the hold was made for the longest session.
    startedAt + (stopAfterMs ?? policy.longestSessionMs),
    ...(lapses === null ? [] : [lapses - policy.lapseMarginMs]),
  ];
  const earliest = ends.reduce((a, b) => Math.min(a, b));
  return earliest > endedAt ? earliest : null;
}

/** What the connector says until the CDR is sealed tells idle time from a fault. */
export const isIdling = (session: Session): boolean =>
  session.state === "ended" && session.idleUntil !== null && session.sealed === null;

export const waitsForUnplug = (session: Session): boolean => isIdling(session) && session.leftAt === null;

/**
 * An ended session at its next step: it begins to wait, goes on waiting, or is ready to be sealed with the instant at which
 * the vehicle left.
 */
export async function awaitUnplug(
  ports: Needs,
  session: Session,
  tariff: Tariff,
): Promise<
  | { readonly kind: "waits"; readonly session: Session }
  | { readonly kind: "ready"; readonly leftAt: Instant | null }
> {
  const ready = (leftAt: Instant | null) => ({ kind: "ready" as const, leftAt });
  const until = session.idleUntil ?? idleEnds(ports.policy, session, tariff);
  if (until === null) return ready(null);
  if (session.leftAt !== null) return ready(Math.min(session.leftAt, until));
  const state = await readConnectorState(ports, session.tenant, session.station, session.connector);
  // Where unplugging cannot be known no idle fee is due: the station is away, or has said nothing since its boot.
  if (!isPlugged(state)) return ready(leftBy(session, state, until));
  if (ports.clock() >= until) return ready(until);
  if (session.idleUntil !== null) return { kind: "waits", session };
  const waiting = { ...session, idleUntil: until, due: until };
  return { kind: "waits", session: (await writeStep(ports, session, waiting)).session };
}

/** The connector says that it is free, since an instant after the end of the energy. */
function leftBy(
  session: Session,
  { online, status, statusAt }: ConnectorState,
  until: Instant,
): Instant | null {
  if (!online || status !== "Available" || statusAt === null || session.endedAt === null) return null;
  return statusAt > session.endedAt ? Math.min(statusAt, until) : null;
}

/** What the connector said just before is drained by then. */
const drainedMs = 5 * second;

/** The cable is out: the session that waited for it is due as soon as everything said before is drained. */
export async function noteUnplugged(ports: Needs, session: Session, leftAt: Instant): Promise<void> {
  if (!waitsForUnplug(session)) return;
  await writeStep(ports, session, { ...session, leftAt, due: ports.clock() + drainedMs });
}
