/** What must be so in the end of money that a bank has taken back, as far as anybody has told us of it. */

import { workOf } from "@barq/actions/dispute-store";
import { startingPolicy } from "@barq/actions/policy";
import type { Dispute } from "@barq/domain/dispute";
import { isSettled } from "@barq/domain/dispute";
import type { Instant } from "@barq/domain/instant";
import type { TwinDispute } from "@barq/payments/memory-disputes";
import { readDispute } from "@barq/store/dispute-item";
import { disputeKey, disputePrefix, sessionPartition, workKey } from "@barq/store/keys";
import { tenant } from "./operator.ts";
import type { Provider } from "./provider.ts";
import type { Table } from "./table.ts";
import { Violation } from "./turns.ts";

/** What banks hold back of a session's money, and what of that is lost for good, by the disputes that are on record. */
export interface Disputed {
  readonly withdrawn: bigint;
  readonly lost: bigint;
}

const nothing: Disputed = { withdrawn: 0n, lost: 0n };

/**
 * `isLast`: the banks have said their last word for longer than anybody waits before looking again.
 * @throws Violation where what is on record is not what the provider says
 */
export function assertDisputes(
  {
    table,
    provider,
    isLast,
  }: { readonly table: Table; readonly provider: Provider; readonly isLast: boolean },
  session: string,
): Disputed {
  const all = provider.twin.allDisputes();
  if (all.length === 0) return nothing;
  let [withdrawn, lost] = [0n, 0n];
  for (const item of table.items.peekAll(sessionPartition(tenant, session), { prefix: disputePrefix })) {
    const own = readDispute(item);
    const truth = all.find(({ id }) => id === own.id);
    if (!truth) throw new Violation(`at rest: the dispute ${own.id} is nobody's`);
    assertDispute(own, truth, table, isLast);
    if (own.booked === "withdrawn") withdrawn += own.bookedMinor;
    if (own.booked === "lost") lost += own.bookedMinor;
  }
  return { withdrawn, lost };
}

function assertDispute(own: Dispute, truth: Readonly<TwinDispute>, table: Table, isLast: boolean): void {
  const told = `the dispute ${own.id} is ${own.standing} and ${own.booked}, at the provider ${truth.standing}`;
  const must = (isSo: boolean, why: string): void => {
    if (!isSo) throw new Violation(`at rest: ${told}: ${why}`);
  };
  must((own.decidedAt !== null) === isSettled(own), `it is decided at ${own.decidedAt}`);
  const row = table.items.peek(workKey(tenant, `${own.session}#dispute#${own.id}`));
  must(row?.why === (workOf(own) ?? undefined), `the work queue says ${row?.why}`);
  // What the bank said last may still be unheard: it is read once a day until it is settled, and then for longer than any
  // schedule takes, because a bank may decide anew and the event of that may be lost. In the end all of it was heard.
  const isHeard = own.said === truth.said && (own.booked !== "nothing") === truth.isWithdrawn;
  must(own.due !== null, "nobody looks at it any more");
  must(isHeard || !isLast, "nobody has heard of it");
  if (own.booked !== "nothing")
    must(own.bookedMinor === truth.disputedAmount.minor, "another amount is booked");
}

/** Where the bank has said nothing itself, it had the evidence before its deadline, if anybody had told us of it in time. */
export function assertEvidence(
  { table, provider }: { readonly table: Table; readonly provider: Provider },
  decided: ReadonlySet<string>,
  now: Instant,
): void {
  for (const { id, page, dueBy, evidence } of provider.twin.allDisputes()) {
    const session = provider.twin.holds().find((hold) => hold.page === page)?.labels.session ?? "";
    const item = table.items.peek(disputeKey(tenant, session, id));
    if (decided.has(id) || !item || now < dueBy) continue;
    const isInTime = readDispute(item).openedAt < dueBy - startingPolicy.evidenceMarginMs;
    if (evidence === null && isInTime)
      throw new Violation(`the bank never had evidence for ${id} of ${session}`);
  }
}
