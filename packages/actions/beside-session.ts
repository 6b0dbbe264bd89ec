/** What lies beside a session in its partition (further holds, refunds, disputes, corrections, entries), in order of their keys. */
import { sessionPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

export async function besideSession<T>(
  { store }: Pick<ReadPorts, "store">,
  tenant: string,
  session: string,
  prefix: string,
  read: (item: Item) => T,
): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of store.list(sessionPartition(tenant, session), { prefix, strong: true }))
    found.push(read(item));
  return found;
}
