/** One refund taken as far as it can go now, like a session: by whoever asked, by the stream and by the sweeper. */
import type { Refund } from "@barq/domain/refund";
import type { DeskPorts } from "./ports.ts";
import { lookAtRefund } from "./refund-look.ts";
import { refuseRefund } from "./refund-outcome.ts";
import { sendRefund } from "./refund-send.ts";
import { findRefund } from "./refund-store.ts";

/** @throws Error when a step does; the refund keeps its `due`, and the next sweep tries again */
export async function advanceRefund(
  ports: DeskPorts,
  tenant: string,
  session: string,
  id: string,
): Promise<Refund | undefined> {
  const refund = await findRefund(ports, tenant, session, id);
  if (!refund || refund.due === null || refund.due > ports.clock()) return refund;
  switch (refund.state) {
    case "asked":
      return refuseRefund(ports, refund, "not_approved");
    case "approved":
    case "sending":
      return sendRefund(ports, refund);
    case "pending":
    case "given":
      return lookAtRefund(ports, refund);
    case "failed":
    case "refused":
      return refund;
  }
}
