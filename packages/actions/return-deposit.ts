/**
 * Money that was taken and is the driver's: on the books as a debt to them from the moment it is seen, and given back by a
 * refund like any other (refund-send.ts), under an id made from the session's, so that it is asked for once.
 */
import { startingAccounts, transferEntry } from "@barq/domain/ledger";
import type { Money } from "@barq/domain/money";
import type { Refund } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import type { Change } from "@barq/store/port";
import { appended, journalOf } from "./journal.ts";
import type { MoneyPorts, ReadPorts } from "./ports.ts";
import { refundBegun } from "./refund-store.ts";

/** No caller's Idempotency-Key has a space in it. */
export const returnIdOf = (
  { identity }: Pick<ReadPorts, "identity">,
  { tenant, id }: Session,
  n: number,
): string => identity.refundId({ tenant, key: `deposit ${id} ${n}` });

/**
 * The entry that a deposit was taken, for a commit that writes the session under the version it was read with. Nothing where
 * the provider holds.
 */
export async function depositTaken(
  ports: MoneyPorts,
  session: Session,
  taken: Money,
): Promise<readonly Change[]> {
  if (ports.payments.capabilities.hold) return [];
  const entry = transferEntry({
    kind: "deposit",
    session: session.id,
    at: ports.clock(),
    moved: taken,
    from: startingAccounts.deposits,
    to: startingAccounts.clearing,
  });
  return [appended(ports, session.tenant, await journalOf(ports, session.tenant, session.id), entry)];
}

/** The refund of what was taken from a hold and is not owed, due at once; it goes into one commit with the session. */
export function returning(
  ports: ReadPorts,
  session: Session,
  n: number,
  refundAmount: Money,
): readonly Change[] {
  if (refundAmount.minor <= 0n) return [];
  const now = ports.clock();
  const id = returnIdOf(ports, session, n);
  const refund: Refund = {
    tenant: session.tenant,
    session: session.id,
    id,
    version: 1,
    state: "approved",
    since: now,
    due: now,
    tries: 0,
    refundAmount,
    hold: n,
    group: null,
    tax: null,
    reason: "deposit",
    fingerprint: id,
    askedAt: now,
    askedBy: "barq",
    approvedBy: null,
    attempt: 0,
    calledAt: null,
    providerId: null,
    why: null,
    creditNote: null,
    entry: null,
  };
  return refundBegun(refund);
}
