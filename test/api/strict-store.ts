/**
 * The store's twin with what DynamoDB refuses of keys (developer guide, "Constraints"): empty ones, partition keys beyond
 * 2048 bytes, sort keys beyond 1024, ranges that end before they begin. Whatever was written is told to `wrote`.
 */
import { keyOf } from "@barq/store/memory-items";
import type { Change, Key, Store } from "@barq/store/port";

const bytesOf = (text: string): number => Buffer.byteLength(text);

function assertKey({ pk, sk }: Key): void {
  if (pk === "" || bytesOf(pk) > 2048) throw new Error("ValidationException: size of the partition key");
  if (sk === "" || bytesOf(sk) > 1024) throw new Error("ValidationException: size of the sort key");
}

function assertFrom(from: string | undefined): void {
  if (from === undefined) return;
  assertKey({ pk: "p", sk: from });
  if (Buffer.compare(Buffer.from(from), Buffer.from("\uffff")) > 0) {
    throw new Error(
      "ValidationException: the BETWEEN operator requires upper bound to be greater than lower bound",
    );
  }
}

export function strictStore(inner: Store, wrote: (changes: readonly Change[]) => void): Store {
  return {
    async read(keys, options) {
      keys.forEach(assertKey);
      return inner.read(keys, options);
    },
    list(partition, options) {
      assertKey({ pk: typeof partition === "string" ? partition : partition.value, sk: "s" });
      assertFrom(options?.from);
      return inner.list(partition, options);
    },
    overdue: (shard, now) => inner.overdue(shard, now),
    async commit(changes) {
      changes.map(keyOf).forEach(assertKey);
      const answer = await inner.commit(changes);
      if (answer.written) wrote(changes);
      return answer;
    },
  };
}
