/**
 * Writes kept apart until they are all known, then made at once: one LevelDB batch for an item, its index rows and
 * everything else of a transaction, so that SIGKILL in the middle leaves all of it or nothing.
 */
import type { Attributes, DynaliteStore, SubDb } from "./dynalite.ts";
import { called } from "./dynalite.ts";

interface Shadow {
  readonly store: DynaliteStore;
  commit(): Promise<void>;
}

export function shadowOf(real: DynaliteStore): Shadow {
  /** full LevelDB key -> new value, null where it goes */
  const over = new Map<string, unknown>();
  const sub = (prefix: string, below: SubDb): SubDb => ({
    // The writer queue is the lock.
    lock: (_key, run) => run((callback) => callback),
    get: (key, callback) => {
      if (!over.has(prefix + key)) return below.get(key, callback);
      const value = over.get(prefix + key);
      setImmediate(() => callback(null, isAttributes(value) ? value : undefined));
    },
    put: (key, value, callback) => {
      over.set(prefix + key, value);
      setImmediate(() => callback(null));
    },
    del: (key, callback) => {
      over.set(prefix + key, null);
      setImmediate(() => callback(null));
    },
    createValueStream: (options) => below.createValueStream(options),
  });
  const store: DynaliteStore = {
    ...real,
    getItemDb: (table) => sub(`item-${table}~`, real.getItemDb(table)),
    getIndexDb: (type, table, index) =>
      sub(`index-${type.toLowerCase()}~${table}~${index}~`, real.getIndexDb(type, table, index)),
  };
  return {
    store,
    async commit() {
      if (over.size === 0) return;
      const operations = [...over].map(([key, value]) =>
        value === null ? { type: "del", key } : { type: "put", key, value },
      );
      await called<void>((callback) => real.db.batch(operations, callback));
    },
  };
}

const isAttributes = (value: unknown): value is Attributes => typeof value === "object" && value !== null;
