/** I3: the journal of a session, entry by entry. */
import type { Finding } from "./audit.ts";
import { apartOf, said } from "./audit.ts";
import type { JournalEntry } from "./ledger.ts";
import { balances, startingAccounts } from "./ledger.ts";
import type { Session } from "./session.ts";

type StoredEntry = JournalEntry & { readonly n: number; readonly hash: string };

/** `hashOf` makes an entry's hash again from what it says. */
export function checkJournal(
  session: Session,
  entries: readonly StoredEntry[],
  hashOf: (entry: JournalEntry) => string,
): readonly Finding[] {
  const findings: Finding[] = [];
  const find = (what: string, apart: Finding["apart"] = null): void =>
    void findings.push({ invariant: "I3", about: session.reference, session: session.id, what, apart });
  let before: StoredEntry | null = null;
  for (const [place, entry] of entries.entries()) {
    const n = place + 1;
    if (entry.n !== n) find(`entry ${entry.n} stands where entry ${n} belongs`);
    if (entry.previous !== (before?.hash ?? null)) find(`entry ${entry.n} is not chained to the one before`);
    if (hashOf(entry) !== entry.hash) find(`entry ${entry.n} is not what was hashed when it was written`);
    if (entry.currency !== session.currency) find(`entry ${entry.n} is in ${entry.currency}`);
    for (const { minor } of entry.postings)
      if (minor < 0n) find(`entry ${entry.n} has a negative posting`, apartOf(minor, 0n, entry.currency));
    const rest = [...balances([entry]).values()].reduce((sum, minor) => sum + minor, 0n);
    if (rest !== 0n) find(`entry ${entry.n} does not sum to nothing`, apartOf(rest, 0n, entry.currency));
    before = entry;
  }
  const { sealed, receipt, currency } = session;
  if (receipt === null || !sealed) return findings;
  // The price of a session goes on the books once, whole, with the receipt; what was taken beyond it is a debt, and no price.
  const prices = entries.filter(
    ({ kind }) => kind === "capture" || kind === "receivable" || kind === "write_off",
  );
  const booked = prices.reduce(
    (all, { postings }) =>
      postings.reduce(
        (sum, { from, minor }) => (from === startingAccounts.deposits ? sum : sum + minor),
        all,
      ),
    0n,
  );
  if (booked !== sealed.total)
    find(
      `${prices.length} entries put ${said(booked, currency)} on the books, the CDR is ${said(sealed.total, currency)}`,
      apartOf(booked, sealed.total, currency),
    );
  return findings;
}
