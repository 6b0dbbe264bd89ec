/**
 * The one table of a schedule as a process sees it through the network: reads that are not strong may be old, the index may be
 * behind, and what was written is told to the stream. Whoever checks sees every commit before and after.
 * Items are handed out as they stand and not as copies: whoever writes one makes a new one.
 */
import type { Instant } from "@barq/domain/instant";
import { second } from "@barq/domain/instant";
import { dueShards, dueValue } from "@barq/store/keys";
import type { MemoryItems } from "@barq/store/memory-items";
import { createMemoryItems, keyOf } from "@barq/store/memory-items";
import type { Change, Commit, Item, Key, Store } from "@barq/store/port";
import type { Faults } from "./faults.ts";
import type { Network } from "./network.ts";
import { NoAnswer } from "./network.ts";
import type { Life, Turns } from "./turns.ts";

export interface Written {
  readonly change: Change;
  readonly by: Life;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

export interface Table {
  readonly items: MemoryItems;
  storeOf(life: Life): Store;
  /** the earliest `due` of everything; null where nothing is due */
  nextDue(): Instant | null;
}

const nameOf = (key: Key): string => `${key.pk}\u0000${key.sk}`;
const silence = (): never => {
  throw new NoAnswer("the store does not answer");
};
const mostLagMs = 20 * second;

export function createTable(of: {
  readonly items: Iterable<Item>;
  readonly network: Network;
  readonly turns: Turns;
  readonly faults: Faults;
  readonly onWritten: (written: readonly Written[]) => void;
}): Table {
  const { network, turns, faults, onWritten } = of;
  const items = createMemoryItems(of.items);
  /** what an item was before it was written last, and when that was */
  const older = new Map<string, { readonly item: Item | undefined; readonly at: Instant }>();

  const commit = async (life: Life, changes: readonly Change[]): Promise<Commit> => {
    const before = changes.map((change) => items.peek(keyOf(change)));
    const answer = items.commit(changes);
    if (!answer.written) {
      turns.trace(() => `  lost at change ${answer.change}`);
      return answer;
    }
    const written = changes.map((change, n) => {
      const key = keyOf(change);
      older.set(nameOf(key), { item: before[n], at: turns.now() });
      return { change, by: life, before: before[n], after: items.peek(key) };
    });
    for (const { change, after } of written)
      turns.trace(() => `  ${keyOf(change).pk} ${keyOf(change).sk} ${told(change, after)}`);
    onWritten(written);
    return answer;
  };
  const readOld = (keys: readonly Key[]): readonly (Item | undefined)[] => {
    return keys.map((key) => {
      const before = older.get(nameOf(key));
      return before && turns.now() - before.at < second ? before.item : items.peek(key);
    });
  };

  return {
    items,
    nextDue() {
      let earliest: Instant | null = null;
      for (const shard of shards) {
        const due = items.due(shard)[0]?.due;
        if (typeof due === "number" && (earliest === null || due < earliest)) earliest = due;
      }
      return earliest;
    },
    storeOf: (life) => ({
      read: (keys, options) =>
        network.call(life, {
          kind: "read",
          label: "read",
          effect: async () =>
            !options?.strong && faults.happens("stale read", 0.02) ? readOld(keys) : keys.map(items.peek),
          silence,
        }),
      list: (partition, options) =>
        rowsOf(() =>
          network.call(life, {
            kind: "read",
            label: "list",
            effect: async () =>
              typeof partition === "string"
                ? items.peekAll(partition, options)
                : items.list(partition, options),
            silence,
          }),
        ),
      overdue(shard, now) {
        const all = items.due(shards[shard] ?? "");
        if (all.length === 0) return noRows;
        const due = all.filter((item) => Number(item.due) <= now);
        if (due.length === 0) return noRows;
        return rowsOf(() =>
          network.call(life, {
            kind: "read",
            label: "overdue",
            async effect() {
              const isBehind = faults.happens("index behind", 0.02);
              return due.filter(
                (item) => !isBehind || turns.now() - (older.get(nameOf(item))?.at ?? 0) > mostLagMs,
              );
            },
            silence,
          }),
        );
      },
      commit: (changes) =>
        network.call(life, { kind: "commit", label: "commit", effect: () => commit(life, changes), silence }),
    }),
  };
}

const told = (change: Change, after: Item | undefined): string =>
  "update" in change ? JSON.stringify(change.set) : JSON.stringify(after);

const shards = Array.from({ length: dueShards }, (_, shard) => dueValue(shard));

const done = { value: undefined, done: true } as const;
const ended = Promise.resolve(done);
/** Nothing is there, and nobody is asked. */
const noRows: AsyncIterable<Item> = { [Symbol.asyncIterator]: () => ({ next: () => ended }) };

/** Rows that are asked for once, with the first one that is wanted. */
function rowsOf(ask: () => Promise<readonly Item[]>): AsyncIterable<Item> {
  return {
    [Symbol.asyncIterator]() {
      let rows: readonly Item[] | null = null;
      let n = 0;
      return {
        async next() {
          rows ??= await ask();
          const value = rows[n++];
          return value === undefined ? done : { value, done: false };
        },
      };
    },
  };
}
