/** News of a refund: a hint to go and look at the one that the provider calls so. */
import { isOnBooks } from "@barq/domain/refund";
import { refundChange } from "@barq/store/refund-item";
import type { ReadPorts } from "./ports.ts";
import { refundsOf } from "./refund-store.ts";

/** The refund is due now. One that is still on its way is looked at soon in any case, and knows no name to be found by. */
export async function hurryRefund(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  session: string,
  providerId: string,
): Promise<void> {
  const now = ports.clock();
  for (const refund of await refundsOf(ports, tenant, session)) {
    const isNews = refund.providerId === providerId && isOnBooks(refund);
    if (!isNews || (refund.due !== null && refund.due <= now)) continue;
    // Lost: somebody has just looked, or is looking.
    await ports.store.commit([refundChange(refund, { ...refund, due: now })]);
  }
}
