/** Journal entries of a session: numbered without a gap, each carrying the hash of the one before. */
import { isoText } from "@barq/domain/instant";
import type { JournalEntry } from "@barq/domain/ledger";
import { journalItem, readJournal } from "@barq/store/journal-item";
import { journalPrefix } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { besideSession } from "./beside-session.ts";
import type { ReadPorts } from "./ports.ts";

/** What an entry's hash is made from: everything it says, and the entry before it. */
export const entryHash = (ports: Pick<ReadPorts, "identity">, entry: JournalEntry): string =>
  ports.identity.sha256(
    JSON.stringify([
      entry.previous,
      entry.kind,
      entry.session,
      isoText(entry.at),
      entry.currency,
      entry.postings.map((p) => [p.from, p.to, p.minor.toString()]),
    ]),
  );

/** The entries of a session, in order: each with its place and its hash. */
export type Journal = readonly ReturnType<typeof readJournal>[];

/** The journal as it stands; empty while nothing has moved. */
export const journalOf = (
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  session: string,
): Promise<Journal> => besideSession(ports, tenant, session, journalPrefix, readJournal);

/** Several entries at once, each behind the one before it. */
export function appendedInOrder(
  ports: Pick<ReadPorts, "identity">,
  tenant: string,
  standing: Journal,
  entries: readonly JournalEntry[],
): readonly Change[] {
  const chain = [...standing];
  return entries.map((entry) => {
    const change = appended(ports, tenant, chain, entry);
    const last = chain.at(-1);
    const chained = { ...entry, previous: last?.hash ?? null };
    chain.push({ ...chained, n: (last?.n ?? 0) + 1, hash: entryHash(ports, chained) });
    return change;
  });
}

/**
 * The change that appends an entry behind those that stand; `previous` is set here. It goes into one commit with a write
 * of the session under its version, so that two entries never take one place: whoever loses asks again.
 */
export function appended(
  ports: Pick<ReadPorts, "identity">,
  tenant: string,
  standing: Journal,
  entry: JournalEntry,
): Change {
  const last = standing.at(-1);
  const chained = { ...entry, previous: last?.hash ?? null };
  return {
    put: journalItem(tenant, (last?.n ?? 0) + 1, chained, entryHash(ports, chained)),
    guards: [{ absent: true }],
  };
}
