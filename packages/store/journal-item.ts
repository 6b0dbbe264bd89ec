/** A journal entry as one item with all its postings inside: it stays whole in streams, exports and restores. */
import type { JournalEntry } from "@barq/domain/ledger";
import { journalKinds } from "@barq/domain/ledger";
import { list, number as numberIn, text, textOr } from "./fields.ts";
import { journalKey, ownerOf } from "./keys.ts";
import type { Item } from "./port.ts";

export function journalItem(tenant: string, n: number, entry: JournalEntry, hash: string): Item {
  return {
    ...journalKey(tenant, entry.session, n, entry.kind),
    at: entry.at,
    cur: entry.currency,
    po: entry.postings.map((posting) => [posting.from, posting.to, posting.minor.toString()]),
    hash,
    ...(entry.previous === null ? {} : { prev: entry.previous }),
  };
}

/** `n` is the entry's place in its session, from 1. */
export function readJournal(item: Item): JournalEntry & { readonly n: number; readonly hash: string } {
  const [, number, name] = item.sk.split("#");
  const kind = journalKinds.find((known) => known === name);
  if (kind === undefined) throw new Error("unknown kind of journal entry");
  return {
    n: Number(number),
    kind,
    session: ownerOf(item).session,
    at: numberIn(item, "at"),
    currency: text(item, "cur"),
    postings: list(item, "po").map((row) => {
      const [from, to, minor] = Array.isArray(row) ? row.map(String) : [];
      return { from: from ?? "", to: to ?? "", minor: BigInt(minor ?? "0") };
    }),
    previous: textOr(item, "prev"),
    hash: text(item, "hash"),
  };
}
