/** The store's twin in memory: the same verbs, the same answers, nothing shared with whoever reads or writes. */
import { dueValue } from "./keys.ts";
import type { Change, Commit, Guard, Item, Key, ListOptions, Partition, Store, Value } from "./port.ts";
import { indexes, indexTypes } from "./tables.ts";

const nameOf = (key: Key): string => `${key.pk}\u0000${key.sk}`;
const copy = (item: Item): Item => structuredClone(item);

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
  if (new Set(changes.map((change) => nameOf(keyOf(change)))).size !== changes.length) {
    throw new Error("a commit names an item once");
  }
}

export function createMemoryStore(): Store {
  const items = new Map<string, Item>();

  const applied = (change: Change): void => {
    const key = keyOf(change);
    const name = nameOf(key);
    if ("put" in change) items.set(name, copy(change.put));
    else if ("delete" in change) items.delete(name);
    else if ("update" in change) {
      const fields: Record<string, Value> = { ...items.get(name) };
      for (const [field, value] of Object.entries(change.set ?? {})) {
        if (value === null) delete fields[field];
        else fields[field] = value;
      }
      for (const [field, by] of Object.entries(change.add ?? {})) {
        const before = fields[field];
        fields[field] = (typeof before === "number" ? before : 0) + by;
      }
      items.set(name, copy({ ...fields, pk: key.pk, sk: key.sk }));
    }
  };

  /** As DynamoDB refuses them: an index's attribute in another type than the index has. */
  const assertIndexed = (fields: Readonly<Record<string, Value | null>>): void => {
    for (const [field, type] of Object.entries(indexTypes)) {
      const value = fields[field] ?? null;
      if (value !== null && typeof value !== type)
        throw new Error(`the field "${field}" of an index is no ${type}`);
    }
  };

  return {
    async read(keys) {
      if (keys.length > 100) throw new Error("at most 100 keys at once");
      return keys.map((key) => {
        const item = items.get(nameOf(key));
        return item && copy(item);
      });
    },
    async *list(partition: Partition, options: ListOptions = {}) {
      let left = options.limit ?? Number.POSITIVE_INFINITY;
      for (const item of rowsOf(items, partition, options)) {
        if (left-- <= 0) return;
        yield typeof partition === "string" ? copy(item) : { pk: item.pk, sk: item.sk };
      }
    },
    async *overdue(shard, now) {
      const due = [...items.values()]
        .filter((item) => item.d === dueValue(shard) && typeof item.due === "number" && item.due <= now)
        .sort((a, b) => Number(a.due) - Number(b.due));
      for (const item of due) yield { pk: item.pk, sk: item.sk };
    },
    async commit(changes): Promise<Commit> {
      assertCommit(changes);
      for (const change of changes) {
        assertIndexed("put" in change ? change.put : "update" in change ? (change.set ?? {}) : {});
      }
      for (const [n, change] of changes.entries()) {
        const item = items.get(nameOf(keyOf(change)));
        if (!(change.guards ?? []).every((guard) => holds(guard, item))) {
          return { written: false, change: n, winner: item && copy(item) };
        }
      }
      for (const change of changes) applied(change);
      return { written: true };
    },
  };
}

function rowsOf(
  items: ReadonlyMap<string, Item>,
  partition: Partition,
  options: ListOptions,
): readonly Item[] {
  const all = [...items.values()];
  if (typeof partition !== "string") {
    const { hash, range } = indexes[partition.index];
    const rows = all.filter(
      (item) => item[hash] === partition.value && (range === null || item[range] !== undefined),
    );
    if (range !== null) rows.sort((a, b) => Number(a[range]) - Number(b[range]));
    return options.backwards ? rows.reverse() : rows;
  }
  const rows = all
    .filter((item) => item.pk === partition)
    .filter((item) => options.prefix === undefined || item.sk.startsWith(options.prefix))
    .filter((item) => options.from === undefined || item.sk >= options.from)
    .sort((a, b) => (a.sk < b.sk ? -1 : 1));
  return options.backwards ? rows.reverse() : rows;
}
