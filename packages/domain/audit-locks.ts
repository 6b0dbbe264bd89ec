/** I7: connectors and the sessions that have them. */
import type { Finding } from "./audit.ts";
import type { Session } from "./session.ts";
import { isTerminal } from "./session.ts";

export interface Lock {
  readonly station: string;
  readonly connector: number;
  /** the session that has it */
  readonly act: string;
  readonly status: string | null;
}

/** A connector that is taken, and the session that it names; undefined: there is no such session. */
export function checkLock(lock: Lock, session: Session | undefined): Finding | null {
  const find = (what: string): Finding => ({
    invariant: "I7",
    about: `${lock.station}/${lock.connector}`,
    session: lock.act,
    what,
    apart: null,
  });
  if (!session) return find(`it is taken by ${lock.act}, which does not exist`);
  if (session.station !== lock.station || session.connector !== lock.connector)
    return find(`it is taken by ${session.reference}, which is at ${session.station}/${session.connector}`);
  if (session.state === "pending") return find(`it is taken by ${session.reference}, which is pending`);
  // A cable that is still in keeps its connector; once it is out, a session that is over has let go.
  if (isTerminal(session.state) && lock.status === "Available")
    return find(`it is free, and still taken by ${session.reference}, which is ${session.state}`);
  return null;
}

/** Energy flows only where the connector is the session's own. */
export function checkOccupier(session: Session, act: string | null): Finding | null {
  const needs = session.state === "charging" || session.state === "stopping";
  if (!needs || act === session.id) return null;
  return {
    invariant: "I7",
    about: session.reference,
    session: session.id,
    what: `it is ${session.state} at ${session.station}/${session.connector}, which is ${act === null ? "nobody's" : `taken by ${act}`}`,
    apart: null,
  };
}
