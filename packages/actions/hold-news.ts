/** News of further holds: those that are open are due now, and their own step asks the provider. */
import { isOpenHold } from "@barq/domain/further-hold";
import type { Session } from "@barq/domain/session";
import { furtherHoldChange } from "@barq/store/further-hold-item";
import type { Change } from "@barq/store/port";
import { furtherHoldsOf } from "./further-holds.ts";
import type { ReadPorts } from "./ports.ts";

/**
 * One of a session's further holds has news; those that have ended are left alone. @throws Error when one was written
 * meanwhile: whoever asked asks again
 */
export async function hurryHolds(
  ports: Pick<ReadPorts, "store" | "clock">,
  session: Session,
  together: readonly Change[],
): Promise<void> {
  const now = ports.clock();
  const open = (await furtherHoldsOf(ports, session)).filter(
    (hold) => isOpenHold(hold) && (hold.due === null || hold.due > now),
  );
  const changes = open.map((hold) => furtherHoldChange(hold, { ...hold, due: now }));
  const answer = await ports.store.commit([...changes, ...together]);
  if (!answer.written) throw new Error("a hold was written while it was hurried");
}
