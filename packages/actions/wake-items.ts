/** News of something that is an item of its own beside the session: the item is due now, and its own step asks the provider. */
import { numberOr } from "@barq/store/fields";
import { dueShard, dueValue, furtherHoldPrefix, refundPrefix, sessionPartition } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

type Needs = Pick<ReadPorts, "store" | "clock">;

/** Refunds that the provider has news of: pending ones that came to their end, and ended ones that failed after all. */
export const wakeRefunds = (
  ports: Needs,
  tenant: string,
  session: string,
  together: readonly Change[],
): Promise<void> => wake(ports, tenant, session, refundPrefix, together);

/** Further holds of a session, one of which the provider has news of. */
export const wakeFurtherHolds = (
  ports: Needs,
  tenant: string,
  session: string,
  together: readonly Change[],
): Promise<void> => wake(ports, tenant, session, furtherHoldPrefix, together);

/** @throws Error when an item was written meanwhile: whoever asked asks again */
async function wake(
  ports: Needs,
  tenant: string,
  session: string,
  prefix: string,
  together: readonly Change[],
): Promise<void> {
  const now = ports.clock();
  const changes: Change[] = [...together];
  for await (const item of ports.store.list(sessionPartition(tenant, session), { prefix, strong: true })) {
    const due = numberOr(item, "due");
    if (due !== null && due <= now) continue;
    changes.push({
      update: { pk: item.pk, sk: item.sk },
      set: { due: now, d: dueValue(dueShard(item.sk)) },
      guards: [{ field: "due", in: [due] }],
    });
  }
  const answer = await ports.store.commit(changes);
  if (!answer.written) throw new Error("an item was written while it was woken");
}
