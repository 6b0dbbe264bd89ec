/**
 * Receipt tokens can be called back: each carries the generation it was made in, and one item per session among the
 * tenant's settings says which generation is good. No item means the first.
 */

import { numberOr } from "@barq/store/fields";
import { settingsKey } from "@barq/store/keys";
import type { Store } from "@barq/store/port";

const keyOf = (tenant: string, session: string) => settingsKey(tenant, `RECEIPT#${session}`);

export async function receiptGeneration(store: Store, tenant: string, session: string): Promise<number> {
  const [item] = await store.read([keyOf(tenant, session)]);
  return 1 + (item ? (numberOr(item, "revoked") ?? 0) : 0);
}

/** Every receipt token given so far for the session is refused from now on; the next one is good. */
export async function revokeReceiptTokens(store: Store, tenant: string, session: string): Promise<void> {
  await store.commit([{ update: keyOf(tenant, session), add: { revoked: 1 } }]);
}
