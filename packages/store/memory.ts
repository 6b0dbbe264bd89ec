/** The store's twin in memory: the same verbs, the same answers, nothing shared with whoever reads or writes. */
import { dueValue } from "./keys.ts";
import type { MemoryItems } from "./memory-items.ts";
import { createMemoryItems } from "./memory-items.ts";
import type { Store } from "./port.ts";

export function createMemoryStore(items: MemoryItems = createMemoryItems()): Store {
  return {
    async read(keys) {
      if (keys.length > 100) throw new Error("at most 100 keys at once");
      return items.read(keys);
    },
    async *list(partition, options) {
      yield* items.list(partition, options);
    },
    async *overdue(shard, now) {
      for (const { pk, sk, due } of items.due(dueValue(shard))) if (Number(due) <= now) yield { pk, sk };
    },
    async commit(changes) {
      return items.commit(changes);
    },
  };
}
