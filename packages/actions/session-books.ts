/** What one session has on our books: its own figures, its journal, its refunds and disputes, read side by side. */

import type { FurtherHold } from "@barq/domain/further-hold";
import { startingAccounts } from "@barq/domain/ledger";
import { isAsking } from "@barq/domain/receivable";
import type { OwnEntry, OwnRefund, SessionBooks } from "@barq/domain/reconciliation";
import type { Refund, RefundState } from "@barq/domain/refund";
import { isOfDeposit } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import { readDispute } from "@barq/store/dispute-item";
import { readFurtherHold } from "@barq/store/further-hold-item";
import { readJournal } from "@barq/store/journal-item";
import {
  disputePrefix,
  furtherHoldPrefix,
  journalPrefix,
  receivableSort,
  refundPrefix,
  sessionPartition,
} from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import { readReceivable } from "@barq/store/receivable-item";
import { readRefund } from "@barq/store/refund-item";
import { readSession } from "@barq/store/session-item";
import type { ReadPorts } from "./ports.ts";

/** null where there is no such session */
export async function readSessionBooks(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  session: string,
): Promise<SessionBooks | null> {
  const items = await Array.fromAsync(ports.store.list(sessionPartition(tenant, session), { strong: true }));
  return sessionBooksOf(items);
}

/** Of all items of a session's partition. */
export function sessionBooksOf(items: readonly Item[]): SessionBooks | null {
  const meta = items.find(({ sk }) => sk === "META");
  if (!meta) return null;
  const session = readSession(meta);
  const under = (prefix: string): readonly Item[] => items.filter(({ sk }) => sk.startsWith(prefix));
  const refunds = under(refundPrefix).map(readRefund);
  const owed = items.find(({ sk }) => sk === receivableSort);
  const receivable = owed ? readReceivable(owed) : null;
  const collection = receivable?.collection?.state === "collected" ? receivable.collection : null;
  const intent = collection?.intent ?? null;
  return {
    session: session.id,
    reference: session.reference,
    state: session.state,
    currency: session.currency,
    holds: [
      ...holdsOf(session, under(furtherHoldPrefix).map(readFurtherHold), refunds),
      ...(collection && intent !== null ? [{ intent, capturedMinor: collection.minor }] : []),
    ],
    collectedMinor: collection?.minor ?? null,
    isCollecting: receivable !== null && isAsking(receivable),
    captured: session.captured,
    refunds: refunds.map(refundOf),
    disputes: under(disputePrefix)
      .map(readDispute)
      .map(({ id, disputedAmount }) => ({ id, disputedMinor: disputedAmount.minor })),
    entries: under(journalPrefix).map(entryOf),
  };
}

/** The session's own hold has given what its further ones have not; and each what was taken of it beyond the price. */
function holdsOf(
  { hold, captured }: Session,
  further: readonly FurtherHold[],
  refunds: readonly Refund[],
): SessionBooks["holds"] {
  const byOthers = further.reduce((sum, one) => sum + (one.captured ?? 0n), 0n);
  const gave = (n: number, kept: bigint | null): bigint | null =>
    refunds
      .filter((refund) => refund.hold === n && isOfDeposit(refund))
      .reduce((sum, { refundAmount }) => (sum ?? 0n) + refundAmount.minor, kept);
  const own = {
    intent: hold?.intent ?? null,
    capturedMinor: gave(1, captured === null ? null : captured - byOthers),
  };
  return [
    own,
    ...further.map((one) => ({ intent: one.intent, capturedMinor: gave(one.n, one.captured) })),
  ].flatMap(({ intent, capturedMinor }) => (intent === null ? [] : [{ intent, capturedMinor }]));
}

const refundStandings: Readonly<Partial<Record<RefundState, OwnRefund["standing"]>>> = {
  pending: "pending",
  given: "succeeded",
  failed: "failed",
};

const refundOf = (refund: Refund): OwnRefund => ({
  id: refund.id,
  refundMinor: refund.refundAmount.minor,
  isOfDeposit: isOfDeposit(refund),
  standing: refundStandings[refund.state] ?? "unsent",
});

function entryOf(item: Item): OwnEntry {
  const { n, kind, postings } = readJournal(item);
  const { clearing } = startingAccounts;
  const clearingMinor = postings.reduce(
    (sum, { from, to, minor }) => sum + (to === clearing ? minor : 0n) - (from === clearing ? minor : 0n),
    0n,
  );
  return { n, kind, clearingMinor };
}
