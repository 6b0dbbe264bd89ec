/** News of something that is an item of its own beside the session: the item is due now, and its own step asks the provider. */
import { isOpenHold } from "@barq/domain/further-hold";
import type { Session } from "@barq/domain/session";
import { number, numberOr } from "@barq/store/fields";
import { furtherHoldChange } from "@barq/store/further-hold-item";
import { dueShard, dueValue, refundPrefix, sessionPartition } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { furtherHoldsOf } from "./further-holds.ts";
import type { ReadPorts } from "./ports.ts";

type Needs = Pick<ReadPorts, "store" | "clock">;

/** Refunds that the provider has news of: pending ones that came to their end, and ended ones that failed after all. */
export async function wakeRefunds(
  ports: Needs,
  { tenant, id }: Session,
  together: readonly Change[],
): Promise<void> {
  const now = ports.clock();
  const changes: Change[] = [...together];
  const own = { prefix: refundPrefix, strong: true };
  for await (const item of ports.store.list(sessionPartition(tenant, id), own)) {
    const due = numberOr(item, "due");
    if (due !== null && due <= now) continue;
    changes.push({
      update: { pk: item.pk, sk: item.sk },
      set: { due: now, d: dueValue(dueShard(item.sk)) },
      // Whoever read it before must not write over this.
      add: { v: 1 },
      guards: [{ version: number(item, "v") }],
    });
  }
  await commitAll(ports, changes);
}

/** Further holds of a session, one of which the provider has news of; those that have ended are left alone. */
export async function wakeHolds(ports: Needs, session: Session, together: readonly Change[]): Promise<void> {
  const now = ports.clock();
  const open = (await furtherHoldsOf(ports, session)).filter(
    (hold) => isOpenHold(hold) && (hold.due === null || hold.due > now),
  );
  await commitAll(ports, [
    ...together,
    ...open.map((hold) => furtherHoldChange(hold, { ...hold, due: now })),
  ]);
}

/** @throws Error when an item was written meanwhile: whoever asked asks again */
async function commitAll(ports: Needs, changes: readonly Change[]): Promise<void> {
  const answer = await ports.store.commit(changes);
  if (!answer.written) throw new Error("an item was written while it was woken");
}
