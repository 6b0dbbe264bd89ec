/**
 * Every session that waits for something, found by the index of what is due: whatever is not over has its next step there, or
 * stands in the work queue. Read for reports; nothing is decided by it.
 */

import type { FurtherHold } from "@barq/domain/further-hold";
import type { Instant } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import { number, textOr } from "@barq/store/fields";
import { isFurtherHold, readFurtherHold } from "@barq/store/further-hold-item";
import { dueShards, receivableSort, sessionKey, workPartition } from "@barq/store/keys";
import type { Item, Key } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import type { ReadPorts } from "./ports.ts";

export interface Standing {
  /** neither settled, released nor failed */
  readonly sessions: readonly Session[];
  readonly furtherHolds: readonly FurtherHold[];
  readonly receivables: readonly Item[];
  /** open rows of the work queue */
  readonly rows: readonly Item[];
  /** when each next step is due, whatever it belongs to */
  readonly dues: readonly Instant[];
}

/** As many keys as the store reads at once. */
const atOnce = 100;
/** Later than anything is due. */
const never: Instant = 9_999_999_999_999;

export async function readStanding(ports: Pick<ReadPorts, "store">, tenant: string): Promise<Standing> {
  const rows = await Array.fromAsync(ports.store.list(workPartition(tenant)));
  const found = new Map<string, Key>();
  const want = (key: Key): void => void found.set(`${key.pk}\n${key.sk}`, key);
  for (let shard = 0; shard < dueShards; shard++) {
    for await (const key of ports.store.overdue(shard, never)) if (key.pk.startsWith(`${tenant}|`)) want(key);
  }
  // A review whose hold is gone has no next step but a person's.
  for (const row of rows) {
    const session = textOr(row, "session");
    if (session !== null) want(sessionKey(tenant, session));
  }
  const keys = [...found.values()];
  const items: Item[] = [];
  for (let n = 0; n < keys.length; n += atOnce) {
    for (const item of await ports.store.read(keys.slice(n, n + atOnce))) if (item) items.push(item);
  }
  return {
    sessions: items
      .filter(({ sk }) => sk === "META")
      .map(readSession)
      .filter(({ state }) => !isTerminal(state)),
    furtherHolds: items.filter(isFurtherHold).map(readFurtherHold),
    receivables: items.filter(({ sk, st }) => sk === receivableSort && (st === "open" || st === "asking")),
    rows,
    dues: items.filter((item) => item.due !== undefined).map((item) => number(item, "due")),
  };
}
