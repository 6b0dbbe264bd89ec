/** What lies beside a session in its partition (further holds, refunds, disputes, corrections, entries), in order of their keys. */
import { sessionPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

/** Every item under such a prefix, as `read` understands it. @throws whatever `read` does */
export async function besideSession<T>(
  { store }: Pick<ReadPorts, "store">,
  tenant: string,
  session: string,
  prefix: string,
  read: (item: Item) => T,
): Promise<readonly T[]> {
  return Array.fromAsync(store.list(sessionPartition(tenant, session), { prefix, strong: true }), read);
}
