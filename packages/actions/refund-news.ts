/** News of a refund: a hint to go and look at the one that the provider calls so. */
import { isOnBooks } from "@barq/domain/refund";
import type { Change } from "@barq/store/port";
import { refundChange } from "@barq/store/refund-item";
import type { ReadPorts } from "./ports.ts";
import { refundsOf } from "./refund-store.ts";

/**
 * The refund is due now, in one commit with `together`. One that is still on its way is looked at soon in any case, and knows
 * no name to be found by. @throws Error when it was written meanwhile: whoever asked asks again
 */
export async function hurryRefund(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  session: string,
  providerId: string | null,
  together: readonly Change[],
): Promise<void> {
  const now = ports.clock();
  const changes = (await refundsOf(ports, tenant, session))
    .filter((refund) => refund.providerId === providerId && isOnBooks(refund))
    .filter(({ due }) => due === null || due > now)
    .map((refund) => refundChange(refund, { ...refund, due: now }));
  const answer = await ports.store.commit([...changes, ...together]);
  if (!answer.written) throw new Error("a refund was written while it was hurried");
}
