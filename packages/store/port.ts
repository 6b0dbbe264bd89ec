/**
 * Remembering. Four verbs over items that are found by partition and sort key:
 *
 *   const [session] = await store.read([sessionKey(tenant, id)]);
 *   const answer = await store.commit([{ update: key, set: { st: "charging" }, guards: [{ version: 7 }] }]);
 *   if (!answer.written && answer.winner?.st !== "charging") ...somebody else was first, and this is what they wrote
 *
 * After every lost commit ask whether the winner was yourself: the SDK's own retry can turn a success into a failed
 * condition. The adapters (memory twin, DynamoDB) pass one contract suite, `test/contracts/store.ts`.
 */
import type { Instant } from "@barq/domain/instant";

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Numbers are safe integers; bigint is kept as bigint by the codecs, which write it as a decimal string. */
export type Value =
  | string
  | number
  | boolean
  | Uint8Array
  | readonly Value[]
  | { readonly [name: string]: Value };

/** An item as stored: its key and its fields. Which table it lies in follows from the partition (keys.ts). */
export type Item = Key & { readonly [field: string]: Value };

/**
 * What must be true of the item for the change to be made.
 * - absent: there is no such item
 * - version: its `v` equals the number
 * - in: the field's value is one of these; null in the list stands for "the field is not there" (an item must exist unless null is listed)
 * - atLeast: the number is at least that much; a field that is not there counts as 0, as it does for `add`
 */
export type Guard =
  | { readonly absent: true }
  | { readonly version: number }
  | { readonly field: string; readonly in: readonly (string | number | null)[] }
  | { readonly field: string; readonly atLeast: number };

/** An update makes the item when it is not there, unless a guard forbids; a field set to null is taken away. */
export type Change =
  | { readonly put: Item; readonly guards?: readonly Guard[] }
  | {
      readonly update: Key;
      readonly set?: Readonly<Record<string, Value | null>>;
      readonly add?: Readonly<Record<string, number>>;
      readonly guards?: readonly Guard[];
    }
  | { readonly delete: Key; readonly guards?: readonly Guard[] }
  | { readonly check: Key; readonly guards: readonly Guard[] };

/** All or nothing. `winner` is the item as it stood when the first failing guard was checked (undefined: no such item). */
export type Commit =
  | { readonly written: true }
  | { readonly written: false; readonly change: number; readonly winner: Item | undefined };

/** A partition of the table, or of one of the sparse keys-only indexes `ref` and `day` (whose rows carry keys alone). */
export type Partition = string | { readonly index: "ref" | "day"; readonly value: string };

export interface ListOptions {
  /** first sort key (inclusive) */
  readonly from?: string;
  /** only sort keys that begin so */
  readonly prefix?: string;
  /** newest first */
  readonly backwards?: boolean;
  readonly limit?: number;
  /** strongly consistent; not for indexes */
  readonly strong?: boolean;
}

interface ReadOptions {
  readonly strong?: boolean;
}

export interface Store {
  /** The items in the order of the keys, undefined where there is none. At most 100 keys. */
  read(keys: readonly Key[], options?: ReadOptions): Promise<readonly (Item | undefined)[]>;
  /** The items of a partition in the order of their sort keys. */
  list(partition: Partition, options?: ListOptions): AsyncIterable<Item>;
  /** Keys of everything in a shard (0 to 63) whose `due` is at or before now, earliest first. */
  overdue(shard: number, now: Instant): AsyncIterable<Key>;
  /** All changes or none: one is a plain conditional write, two or more (at most 100) one transaction. */
  commit(changes: readonly Change[]): Promise<Commit>;
}
