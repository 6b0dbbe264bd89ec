/** The refunds of a session, whatever became of them. */
import type { Refund } from "@barq/domain/refund";
import type { ReadPorts } from "./ports.ts";
import { refundsOf } from "./refund-store.ts";
import { loadSession } from "./session-store.ts";

/** The oldest first. @throws Fault not_found */
export async function listRefunds(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  session: string,
): Promise<readonly Refund[]> {
  await loadSession(ports, tenant, session);
  return refundsOf(ports, tenant, session);
}
