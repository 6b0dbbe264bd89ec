/**
 * What came of a refund, on record: state, session, journal entry and credit note's number in one commit, or, where the
 * bank sent it back, the entry that undoes it. The provider's word is folded onto whatever stands by then: an answer that
 * comes late or twice changes nothing more.
 */
import type { JournalEntry } from "@barq/domain/ledger";
import { refundEntry, reversalOf, startingAccounts, transferEntry } from "@barq/domain/ledger";
import { localParts } from "@barq/domain/legal-time";
import { amountText } from "@barq/domain/money";
import type { Refund } from "@barq/domain/refund";
import { enterRefund, isOfDeposit, isOnBooks, lookAgainAt } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import type { RefundTruth } from "@barq/payments/refunds";
import type { Change } from "@barq/store/port";
import { refundChange } from "@barq/store/refund-item";
import { sessionChange } from "@barq/store/session-item";
import { auditAct } from "./audit-act.ts";
import type { Journal } from "./journal.ts";
import { appended, journalOf } from "./journal.ts";
import { mostRaces, nextNumber, sixDigits } from "./numbered-series.ts";
import type { ReadPorts } from "./ports.ts";
import { findRefund, refundWork, refundWorkDone } from "./refund-store.ts";
import { loadSession } from "./session-store.ts";

export type RefundSaid = Extract<RefundTruth, { kind: "refund" }>;

interface Outcome {
  readonly session: Session;
  readonly refund: Refund;
  readonly together: readonly Change[];
}

/** The refund as it stands once the provider's word is on record. */
export async function noteRefund(ports: ReadPorts, read: Refund, said: RefundSaid): Promise<Refund> {
  return inOneCommit(ports, read, (session, refund, journal) =>
    outcomeOf(ports, session, refund, journal, said),
  );
}

/** Nothing was given back, and nothing will be: what was set aside of the session's money is free again. */
export async function refuseRefund(ports: ReadPorts, read: Refund, why: string): Promise<Refund> {
  return inOneCommit(ports, read, async (session, refund) => {
    if (refund.state !== read.state) return null;
    const now = ports.clock();
    return {
      session: { ...session, refunded: without(session, refund) },
      refund: enterRefund(refund, "refused", now, { why, due: null }),
      together: [
        refundWork(session, refund, "refund_refused", now, { code: why }),
        ...(refund.state === "asked"
          ? await refundWorkDone(ports, refund, "refund_waits", { at: now, actor: "policy", act: "refuse" })
          : []),
      ],
    };
  });
}

/** Reads, decides and writes until one of these commits is the one; null: there is nothing to write. */
async function inOneCommit(
  ports: ReadPorts,
  read: Refund,
  decide: (session: Session, refund: Refund, journal: Journal) => Promise<Outcome | null>,
): Promise<Refund> {
  const { tenant, session: id } = read;
  for (let race = 0; race < mostRaces; race++) {
    // The session first: what is appended to its journal after this read changes its version, and the commit is lost.
    const session = await loadSession(ports, tenant, id);
    // And the refund last: one that seems to be on its way beside a journal that has its entry would be booked twice.
    const journal = await journalOf(ports, tenant, id);
    const refund = await findRefund(ports, tenant, id, read.id);
    if (!refund) throw new Error(`the refund ${read.id} is gone`);
    const outcome = await decide(session, refund, journal);
    if (!outcome) return refund;
    const { written } = await ports.store.commit([
      sessionChange(session, outcome.session),
      refundChange(refund, outcome.refund),
      ...outcome.together,
    ]);
    if (written) return { ...outcome.refund, version: refund.version + 1 };
  }
  throw new Error(`too many commits at once on session ${id}`);
}

async function outcomeOf(
  ports: ReadPorts,
  session: Session,
  refund: Refund,
  journal: Journal,
  said: RefundSaid,
): Promise<Outcome | null> {
  const now = ports.clock();
  const seen = { ...refund, providerId: said.providerId };
  const { minor, currency } = said.refundAmount;
  if (minor !== refund.refundAmount.minor || currency !== refund.refundAmount.currency) {
    const shown = `${amountText(said.refundAmount)} ${currency}`;
    return {
      session,
      refund: { ...seen, due: lookAgainAt(refund, now) },
      together: [refundWork(session, refund, "refund_differs", now, { provider_says: shown })],
    };
  }
  if (said.standing === "failed") return failed(ports, session, seen, journal, said);
  const state = said.standing === "succeeded" ? "given" : "pending";
  if (refund.state === "sending") {
    const book = isOfDeposit(seen) ? depositReturned : booked;
    return book(ports, session, seen, journal, state);
  }
  // What was given and is pending again would be news that is older than what stands.
  if (!isOnBooks(refund) || refund.state === "given" || state === "pending") return null;
  const given = enterRefund(seen, "given", now, {});
  return { session, refund: { ...given, due: lookAgainAt(given, now) }, together: [] };
}

/** The provider has taken the order: it is on the books from now on, and its credit note has its number. */
async function booked(
  ports: ReadPorts,
  session: Session,
  refund: Refund,
  journal: Journal,
  state: "pending" | "given",
): Promise<Outcome> {
  const { sealed, currency, pinned, tenant } = session;
  if (!sealed) throw new Error(`a refund of session ${session.id}, which was never sealed`);
  const now = ports.clock();
  const before = standingRefunds(journal);
  const entry = refundEntry({
    session: session.id,
    at: now,
    total: { minor: sealed.total, currency },
    tax: { minor: sealed.tax, currency },
    refunded: refund.refundAmount.minor,
    refundedBefore: before.minor,
    taxBefore: before.tax,
    ...(refund.tax === null ? {} : { ownTax: refund.tax }),
    accounts: startingAccounts,
  });
  const { year } = localParts(pinned.zone, now);
  const series = `CN-${pinned.legalEntity}-${year}`;
  const { n, issuedAt, changes } = await nextNumber(ports, tenant, series, {
    session: session.id,
    refund: refund.id,
  });
  const tax = taxIn(entry);
  const given = enterRefund(refund, state, now, {
    entry: (journal.at(-1)?.n ?? 0) + 1,
    why: null,
    creditNote: {
      number: `${series}-${sixDigits(n)}`,
      issuedAt,
      receipt: session.receipt,
      beforeTax: refund.refundAmount.minor - tax,
      tax,
    },
  });
  return {
    session,
    refund: { ...given, due: lookAgainAt(given, now) },
    together: [
      appended(ports, tenant, journal, entry),
      ...changes,
      auditAct(session, {
        what: `refund_${state}#${refund.id}`,
        who: refund.approvedBy ?? refund.askedBy,
        why: refund.reason,
        at: now,
        facts: { credit_note: `${series}-${sixDigits(n)}` },
      }),
    ],
  };
}

/** What was never revenue goes back: the debt to the driver is paid, and no document says that a sale was less. */
async function depositReturned(
  ports: ReadPorts,
  session: Session,
  refund: Refund,
  journal: Journal,
  state: "pending" | "given",
): Promise<Outcome> {
  const now = ports.clock();
  const entry = transferEntry({
    kind: "deposit_returned",
    session: session.id,
    at: now,
    moved: refund.refundAmount,
    from: startingAccounts.clearing,
    to: startingAccounts.deposits,
  });
  const given = enterRefund(refund, state, now, { entry: (journal.at(-1)?.n ?? 0) + 1, why: null });
  return {
    session,
    refund: { ...given, due: lookAgainAt(given, now) },
    together: [appended(ports, session.tenant, journal, entry)],
  };
}

/** The driver has not got it, and we owe it again: the entry is undone, and a person sends the money some other way. */
async function failed(
  ports: ReadPorts,
  session: Session,
  refund: Refund,
  journal: Journal,
  said: RefundSaid,
): Promise<Outcome | null> {
  if (refund.state !== "sending" && !isOnBooks(refund)) return null;
  const now = ports.clock();
  const code = said.why ?? "failed";
  const entry = journal.find(({ n }) => n === refund.entry);
  return {
    session: { ...session, refunded: without(session, refund) },
    refund: enterRefund(refund, "failed", now, { why: code, due: null }),
    together: [
      ...(entry ? [appended(ports, session.tenant, journal, reversalOf(entry, undoneBy(refund), now))] : []),
      refundWork(session, refund, "refund_failed", now, { code }),
    ],
  };
}

const undoneBy = (refund: Refund): JournalEntry["kind"] =>
  isOfDeposit(refund) ? "deposit_return_failed" : "refund_failed";

/** What is set aside of the session's revenue; of a deposit nothing ever was. */
const without = (session: Session, refund: Refund): bigint | null =>
  isOfDeposit(refund) ? session.refunded : (session.refunded ?? 0n) - refund.refundAmount.minor || null;

const sumOf = ({ postings }: JournalEntry): bigint => postings.reduce((sum, { minor }) => sum + minor, 0n);

/** The part of a refund, or of what undoes one, that is VAT. */
const taxIn = ({ postings }: JournalEntry): bigint =>
  postings
    .filter(({ from, to }) => from === startingAccounts.vat || to === startingAccounts.vat)
    .reduce((sum, { minor }) => sum + minor, 0n);

/** What the refunds that stand come to on the books. */
function standingRefunds(journal: Journal): { readonly minor: bigint; readonly tax: bigint } {
  const signed = journal.flatMap((entry) =>
    entry.kind === "refund"
      ? [{ entry, sign: 1n }]
      : entry.kind === "refund_failed"
        ? [{ entry, sign: -1n }]
        : [],
  );
  return {
    minor: signed.reduce((sum, { entry, sign }) => sum + sign * sumOf(entry), 0n),
    tax: signed.reduce((sum, { entry, sign }) => sum + sign * taxIn(entry), 0n),
  };
}
