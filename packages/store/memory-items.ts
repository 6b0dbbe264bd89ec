/**
 * What the store's twin in memory remembers: items by partition and sort key, with everything that is due beside them by its
 * shard, so that a look at one partition or shard costs no look at the others. It answers at once; `memory.ts` makes a store
 * of it.
 */
import type { Change, Commit, Guard, Item, Key, ListOptions, Partition, Value } from "./port.ts";
import { indexes, indexTypes } from "./tables.ts";

function copyOf(value: Value): Value {
  if (typeof value !== "object") return value;
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  return Array.isArray(value) ? value.map(copyOf) : fieldsOf(value);
}

function fieldsOf(fields: object): Record<string, Value> {
  const copied: Record<string, Value> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) copied[name] = copyOf(value);
  return copied;
}

/** Nothing is shared with whoever reads or writes. */
export const copyItem = (item: Item): Item => ({ ...fieldsOf(item), pk: item.pk, sk: item.sk });

function holds(guard: Guard, item: Item | undefined): boolean {
  if ("absent" in guard) return item === undefined;
  if ("version" in guard) return item?.v === guard.version;
  const value = item?.[guard.field];
  if ("in" in guard) {
    if (value === undefined) return guard.in.includes(null);
    return (typeof value === "string" || typeof value === "number") && guard.in.includes(value);
  }
  return (typeof value === "number" ? value : value === undefined ? 0 : Number.NaN) >= guard.atLeast;
}

/** The key a change is about. */
export function keyOf(change: Change): Key {
  if ("put" in change) return change.put;
  if ("update" in change) return change.update;
  return "delete" in change ? change.delete : change.check;
}

export function assertCommit(changes: readonly Change[]): void {
  if (changes.length === 0 || changes.length > 100) throw new Error("a commit has 1 to 100 changes");
  if (changes.length === 1) return;
  const names = changes.map((change) => `${keyOf(change).pk}\u0000${keyOf(change).sk}`);
  if (new Set(names).size !== changes.length) throw new Error("a commit names an item once");
}

const indexedTypes = Object.entries(indexTypes);

/** As DynamoDB refuses them: an index's attribute in another type than the index has. */
function assertIndexed(fields: Readonly<Record<string, Value | null>>): void {
  for (const [field, type] of indexedTypes) {
    const value = fields[field] ?? null;
    if (value !== null && typeof value !== type)
      throw new Error(`the field "${field}" of an index is no ${type}`);
  }
}

export interface MemoryItems {
  /** The item itself, not a copy: to be looked at, never changed. */
  peek(key: Key): Item | undefined;
  read(keys: readonly Key[]): readonly (Item | undefined)[];
  /** In the order and with the fields in which `Store.list` answers them. */
  list(partition: Partition, options?: ListOptions): readonly Item[];
  /** The same of a partition of the table, not copied. */
  peekAll(partition: string, options?: ListOptions): readonly Item[];
  /** Everything in a shard that has a `due`, earliest first; not copied. */
  due(shard: string): readonly Item[];
  commit(changes: readonly Change[]): Commit;
  /** every item there is, not copied */
  all(): Iterable<Item>;
}

type Rows = Map<string, Item>;

const none: readonly Item[] = [];

export function createMemoryItems(items: Iterable<Item> = []): MemoryItems {
  const partitions = new Map<string, Rows>();
  const shards = new Map<string, Set<Item>>();

  const note = (before: Item | undefined, after: Item | undefined): void => {
    if (before && typeof before.d === "string") shards.get(before.d)?.delete(before);
    if (after && typeof after.d === "string" && typeof after.due === "number") {
      const shard = shards.get(after.d);
      if (shard) shard.add(after);
      else shards.set(after.d, new Set([after]));
    }
  };
  const set = (item: Item): void => {
    let rows = partitions.get(item.pk);
    if (!rows) {
      rows = new Map();
      partitions.set(item.pk, rows);
    }
    note(rows.get(item.sk), item);
    rows.set(item.sk, item);
  };
  const peek = (key: Key): Item | undefined => partitions.get(key.pk)?.get(key.sk);
  for (const item of items) set(item);

  const applied = (change: Change): void => {
    if ("put" in change) set(copyItem(change.put));
    else if ("delete" in change) {
      const { pk, sk } = change.delete;
      note(peek({ pk, sk }), undefined);
      partitions.get(pk)?.delete(sk);
    } else if ("update" in change) {
      const key = change.update;
      const fields: Key & Record<string, Value> = { ...peek(key), pk: key.pk, sk: key.sk };
      for (const [field, value] of Object.entries(change.set ?? {})) {
        if (value === null) delete fields[field];
        else fields[field] = copyOf(value);
      }
      for (const [field, by] of Object.entries(change.add ?? {})) {
        const before = fields[field];
        fields[field] = (typeof before === "number" ? before : 0) + by;
      }
      set(fields);
    }
  };

  const peekAll = (partition: string, options: ListOptions = {}): readonly Item[] =>
    rowsOf(partitions.get(partition), options).slice(0, options.limit);

  function* all(): Iterable<Item> {
    for (const rows of partitions.values()) yield* rows.values();
  }

  return {
    peek,
    all,
    read: (keys) =>
      keys.map((key) => {
        const item = peek(key);
        return item && copyItem(item);
      }),
    list(partition, options = {}) {
      if (typeof partition === "string") return peekAll(partition, options).map(copyItem);
      return indexed(all(), partition, options)
        .slice(0, options.limit)
        .map(({ pk, sk }) => ({ pk, sk }));
    },
    peekAll,
    due(shard) {
      const items = shards.get(shard);
      if (!items || items.size === 0) return none;
      return [...items].sort((a, b) => Number(a.due) - Number(b.due));
    },
    commit(changes) {
      assertCommit(changes);
      for (const change of changes) {
        assertIndexed("put" in change ? change.put : "update" in change ? (change.set ?? {}) : {});
      }
      for (const [n, change] of changes.entries()) {
        const item = peek(keyOf(change));
        if (!(change.guards ?? []).every((guard) => holds(guard, item))) {
          return { written: false, change: n, winner: item && copyItem(item) };
        }
      }
      for (const change of changes) applied(change);
      return { written: true };
    },
  };
}

function rowsOf(rows: Rows | undefined, { prefix, from, backwards }: ListOptions): readonly Item[] {
  if (!rows) return [];
  const found = [...rows.values()].filter(
    ({ sk }) => (prefix === undefined || sk.startsWith(prefix)) && (from === undefined || sk >= from),
  );
  found.sort((a, b) => (a.sk < b.sk ? -1 : 1));
  return backwards ? found.reverse() : found;
}

function indexed(
  items: Iterable<Item>,
  partition: Exclude<Partition, string>,
  options: ListOptions,
): readonly Item[] {
  const { hash, range } = indexes[partition.index];
  const rows = [...items].filter(
    (item) => item[hash] === partition.value && (range === null || item[range] !== undefined),
  );
  if (range !== null) rows.sort((a, b) => Number(a[range]) - Number(b[range]));
  return options.backwards ? rows.reverse() : rows;
}
