/** A journal entry on the wire. */
import { isoText } from "@barq/domain/instant";
import type { JournalEntry } from "@barq/domain/ledger";
import { amountOf } from "@barq/domain/money";

export const entryJson = (
  entry: JournalEntry & { readonly n: number; readonly hash: string },
): Readonly<Record<string, unknown>> => ({
  n: entry.n,
  kind: entry.kind,
  session: entry.session,
  at: isoText(entry.at),
  postings: entry.postings.map(({ from, to, minor }) => ({
    from,
    to,
    amount: amountOf({ minor, currency: entry.currency }),
  })),
  previous: entry.previous,
  hash: entry.hash,
});
