/** The sessions of a schedule as they stand in the table, and those that have come to no end yet. */
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import { sessionKey, workPartition } from "@barq/store/keys";
import type { MemoryItems } from "@barq/store/memory-items";
import { readSession } from "@barq/store/session-item";
import { understood } from "./next-version.ts";
import { tenant } from "./operator.ts";

export const sessionOf = (items: MemoryItems, id: string): Session | undefined => {
  const item = items.peek(sessionKey(tenant, id));
  return item && readSession(understood(item));
};

export function restless(known: ReadonlyMap<string, Session>, items: MemoryItems): readonly string[] {
  const open = [...known.values()].filter(({ state }) => !isTerminal(state));
  if (open.length === 0) return [];
  const work = new Set(items.peekAll(workPartition(tenant)).map(({ session }) => session));
  return open
    .filter(({ state, id }) => state !== "review" || !work.has(id))
    .map(({ id, state }) => `${id} is ${state}`);
}
