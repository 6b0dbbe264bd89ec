/** Lists are answered page by page: a hundred rows, and where the next page begins. */
import type { Item } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

export interface Page<T> {
  readonly rows: readonly T[];
  /** where the next page begins; null on the last one */
  readonly next: string | null;
}

const pageSize = 100;

export async function page<T>(
  ports: Pick<ReadPorts, "store">,
  partition: string,
  from: string | undefined,
  rowOf: (item: Item) => T,
): Promise<Page<T>> {
  const rows: T[] = [];
  const options = from === undefined ? { limit: pageSize + 1 } : { from, limit: pageSize + 1 };
  for await (const item of ports.store.list(partition, options)) {
    if (rows.length === pageSize) return { rows, next: item.sk };
    rows.push(rowOf(item));
  }
  return { rows, next: null };
}
