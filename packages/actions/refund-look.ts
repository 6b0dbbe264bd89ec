/** Looking at a refund that the provider has taken: whether the bank has taken it too, or has sent it back. */
import { day } from "@barq/domain/instant";
import type { Refund } from "@barq/domain/refund";
import { longestDoubtMs, lookAgainAt } from "@barq/domain/refund";
import { backOffMs } from "@barq/domain/session";
import type { DeskPorts } from "./ports.ts";
import { holdRefOf } from "./refund-holds.ts";
import { noteRefund } from "./refund-outcome.ts";
import { refundWork, writeRefund } from "./refund-store.ts";
import { loadSession } from "./session-store.ts";

/** A bank takes days: a provider that is silent is asked again after minutes and hours, not seconds. */
const slowly = 60;

/** One look; whatever the provider says, the refund has its next one. @throws Error when a port does */
export async function lookAtRefund(ports: DeskPorts, read: Refund): Promise<Refund> {
  const session = await loadSession(ports, read.tenant, read.session);
  const ref = await holdRefOf(ports, session, read);
  const truth = await ports.refunds.find({ refund: read.id, ref });
  if (truth.kind === "refund") {
    const noted = await noteRefund(ports, read, truth);
    if (noted.version !== read.version) return noted;
  }
  const now = ports.clock();
  if (truth.kind === "unknown") {
    const after = {
      ...read,
      tries: read.tries + 1,
      due: now + Math.min(backOffMs(read.tries) * slowly, day),
    };
    return (await writeRefund(ports, read, after)).refund;
  }
  const isOverdue = read.state === "pending" && now - read.since >= longestDoubtMs;
  const note = isOverdue
    ? [refundWork(session, read, "refund_stuck", now, { provider_says: truth.kind })]
    : [];
  const after = { ...read, tries: 0, due: lookAgainAt(read, now) };
  return (await writeRefund(ports, read, after, note)).refund;
}
