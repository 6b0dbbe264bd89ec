/** Reading and writing a session: the one place where a step's write is lost or won. */
import { Fault } from "@barq/domain/fault";
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import { sessionKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { readSession, sessionChange } from "@barq/store/session-item";
import type { ReadPorts } from "./ports.ts";

export async function findSession(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  id: string,
  options: { readonly strong?: boolean } = {},
): Promise<Session | undefined> {
  const [item] = await ports.store.read([sessionKey(tenant, id)], options);
  return item ? readSession(item) : undefined;
}

/** @throws Fault not_found, with the same words for unknown and forbidden */
export async function loadSession(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  id: string,
): Promise<Session> {
  const session = await findSession(ports, tenant, id, { strong: true });
  if (!session) throw new Fault("not_found", "There is no such session.");
  return session;
}

/**
 * Writes a step: the session as it is to be, with whatever must be true together with it. Answers the session as it now
 * stands, and whether it was this step that made it so: whoever loses reads what the winner wrote and decides anew.
 */
export async function writeStep(
  ports: Pick<ReadPorts, "store">,
  before: Session,
  after: Session,
  together: readonly Change[] = [],
): Promise<{ readonly won: boolean; readonly session: Session; readonly lostAt: number | null }> {
  const answer = await ports.store.commit([sessionChange(before, after), ...together]);
  if (answer.written) return { won: true, session: { ...after, version: before.version + 1 }, lostAt: null };
  const current = await loadSession(ports, before.tenant, before.id);
  // A lost answer and the client's own retry look like a lost race: the winner who wrote what we wrote is us. The same state
  // alone is not: who ends a session with its Stop and who ends it without have written two things.
  const mine = answer.change === 0 && current.version === before.version + 1 && isAs(current, after);
  return { won: mine, session: current, lostAt: answer.change };
}

const isAs = (current: Session, after: Session): boolean => {
  const change = sessionChange(current, after);
  return "update" in change && Object.keys(change.set ?? {}).every((field) => field === "v");
};

/** Whether the session that holds a lock no longer needs it. */
export async function isOver(ports: Pick<ReadPorts, "store">, tenant: string, id: string): Promise<boolean> {
  const session = await findSession(ports, tenant, id, { strong: true });
  return session === undefined || isOverIn(session);
}

/**
 * No energy flows any more, whatever is still to be done about its money. In review it has ended, or it never began; where
 * the Stop is missing it may be flowing still.
 */
export const isOverIn = (session: Session): boolean =>
  isTerminal(session.state) ||
  session.state === "ended" ||
  session.state === "settling" ||
  (session.state === "review" && (session.endedAt !== null || session.startedAt === null));
