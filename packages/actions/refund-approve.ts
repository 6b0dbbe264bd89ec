/** The second person's yes, to one refund or to all that were asked for with it. Whoever asked cannot give it, whatever role they come with; a yes that is repeated is the same yes. */
import { Fault } from "@barq/domain/fault";
import type { Refund } from "@barq/domain/refund";
import { enterRefund } from "@barq/domain/refund";
import { refundChange } from "@barq/store/refund-item";
import { auditAct } from "./audit-act.ts";
import { disputedConflict, isDisputed } from "./dispute-store.ts";
import type { ReadPorts } from "./ports.ts";
import { groupOf, loadRefund, refundWorkDone, writeRefund } from "./refund-store.ts";

/** @throws Fault not_found, forbidden (the person who asked), state_conflict (nobody has to agree any more, disputed) */
export async function approveRefund(
  ports: ReadPorts,
  tenant: string,
  id: string,
  who: string,
): Promise<Refund> {
  const read = await loadRefund(ports, tenant, id);
  if (read.askedBy === who)
    throw new Fault("forbidden", "Another person than the one who asked has to agree to this refund.");
  if (read.state !== "asked") return approved(read, who);
  if (await isDisputed(ports, tenant, read.session)) throw disputedConflict();
  const now = ports.clock();
  const after = enterRefund(read, "approved", now, { approvedBy: who, due: now });
  // What was asked for at once is agreed to at once: all of it in one commit, or nothing.
  const group = await groupOf(ports, read);
  const gone = group.find(({ state }) => state !== "asked");
  if (gone) throw notWaiting(gone);
  const others = group.filter((one) => one.id !== id);
  const [first = read] = group;
  const { refund } = await writeRefund(ports, read, after, [
    ...others.map((one) =>
      refundChange(one, enterRefund(one, "approved", now, { approvedBy: who, due: now })),
    ),
    ...group.map((one) =>
      auditAct(
        { tenant, id: one.session },
        { what: `refund_approved#${one.id}`, who, why: one.reason, at: now },
      ),
    ),
    ...(await refundWorkDone(ports, first, "refund_waits", { at: now, actor: who, act: "approve" })),
  ]);
  return approved(refund, who);
}

function approved(refund: Refund, who: string): Refund {
  if (refund.approvedBy === who) return refund;
  throw notWaiting(refund);
}

const notWaiting = ({ state }: Refund): Fault =>
  new Fault(
    "state_conflict",
    "This refund does not wait for a second person: its state says how it stands.",
    { state },
  );
