/** What a person decided of a session's evidence, written in the commit of their act and sealed by the saga. */
import type { Decision } from "@barq/domain/decision";
import { decisionJson, readDecision } from "@barq/domain/decision";
import type { Session } from "@barq/domain/session";
import { text } from "@barq/store/fields";
import { decisionKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

/** The effect that stands for a decision which is not sealed yet. */
export const sealing = { name: "seal.1", attempt: 1 } as const;

/** The effect of a session whose money is where it belongs by a person's word: what is on record as captured is booked. */
export const onRecord = { name: "books.1", attempt: 1 } as const;

export const isDecided = ({ state, effect }: Session): boolean =>
  state === "review" && effect?.name === sealing.name;

export const decidedChange = ({ tenant, id }: Session, decision: Decision): Change => ({
  put: { ...decisionKey(tenant, id), json: JSON.stringify(decisionJson(decision)) },
});

export async function findDecided(
  ports: Pick<ReadPorts, "store">,
  { tenant, id }: Session,
): Promise<Decision | null> {
  const [item] = await ports.store.read([decisionKey(tenant, id)], { strong: true });
  return item ? readDecision(JSON.parse(text(item, "json"))) : null;
}

/** @throws Error (a bug) where nothing was decided */
export async function readDecided(ports: Pick<ReadPorts, "store">, session: Session): Promise<Decision> {
  const decision = await findDecided(ports, session);
  if (!decision) throw new Error(`nothing was decided of session ${session.id}`);
  return decision;
}
