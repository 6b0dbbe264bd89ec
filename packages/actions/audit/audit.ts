/**
 * The audit of everything that lies in a store: one pass over its items, each session with its journal, holds, refunds, proof
 * and numbers, and the provider's list of intents beside it. Findings are kept up to a limit and counted beyond it.
 */

import type { Finding, Invariant } from "@barq/domain/audit";
import { firstOf, invariants } from "@barq/domain/audit";
import { checkHolds } from "@barq/domain/audit-holds";
import { checkJournal } from "@barq/domain/audit-ledger";
import { checkLock, checkOccupier } from "@barq/domain/audit-locks";
import { checkMoney } from "@barq/domain/audit-money";
import { createSeriesCheck } from "@barq/domain/audit-numbers";
import { number, numberOr, text, textOr } from "@barq/store/fields";
import { readFurtherHold } from "@barq/store/further-hold-item";
import { readJournal } from "@barq/store/journal-item";
import { connectorKey, furtherHoldPrefix, journalPrefix, sessionPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import type { JSONWebKeySet } from "jose";
import { agreedIn } from "../collect-later.ts";
import { entryHash } from "../journal.ts";
import type { BooksPorts } from "../ports.ts";
import { sessionBooksOf } from "../session-books.ts";
import { findSession } from "../session-store.ts";
import { checkPrice } from "./price.ts";
import type { SeenIntents } from "./provider.ts";
import { checkIntents, checkSeen } from "./provider.ts";

export interface Audit {
  readonly checked: {
    readonly sessions: number;
    readonly entries: number;
    readonly proofs: number;
    readonly locks: number;
    readonly numbers: number;
    /** the provider's intents that are ours */
    readonly intents: number;
  };
  /** null: the provider was read; else why it could not be */
  readonly providerSilence: string | null;
  readonly count: Readonly<Record<Invariant, number>>;
  readonly findings: readonly Finding[];
  readonly first: string | null;
}

interface AuditSources {
  /** everything in the core table, in any order */
  readonly items: () => AsyncIterable<Item>;
  readonly documents: JSONWebKeySet;
  readonly onProgress?: (sessions: number) => void;
}

const mostFindings = 1_000;

export async function audit(ports: BooksPorts, tenant: string, sources: AuditSources): Promise<Audit> {
  const findings: Finding[] = [];
  const count = { I1: 0, I2: 0, I3: 0, I4: 0, I5: 0, I6: 0, I7: 0, I9: 0 };
  const checked = { sessions: 0, entries: 0, proofs: 0, locks: 0, numbers: 0, intents: 0 };
  const report = (finding: Finding | null): void => {
    if (!finding) return;
    count[finding.invariant]++;
    if (findings.length < mostFindings) findings.push(finding);
  };
  const seen = await checkIntents(ports, tenant, report);
  checked.intents = seen.seen.size;

  for await (const item of sources.items()) {
    if (!item.pk.startsWith(`${tenant}|`)) continue;
    if (item.sk === "META" && item.pk.includes("|S#")) {
      const done = await checkSession(ports, item, { documents: sources.documents, seen, report });
      checked.sessions++;
      checked.entries += done.entries;
      checked.proofs += done.proofs;
      sources.onProgress?.(checked.sessions);
    } else if (item.sk.startsWith("EVSE#")) {
      if (textOr(item, "act") === null) continue;
      checked.locks++;
      report(await checkConnector(ports, tenant, item));
    } else if (item.pk.includes("|SEQ#")) {
      checked.numbers += await checkSeries(ports, tenant, item, report);
    }
  }
  const order = Object.keys(invariants);
  const sorted = findings.sort(
    (a, b) =>
      order.indexOf(a.invariant) - order.indexOf(b.invariant) ||
      (a.about < b.about ? -1 : a.about > b.about ? 1 : 0),
  );
  return { checked, providerSilence: seen.silence, count, findings: sorted, first: firstOf(sorted) };
}

async function checkSession(
  ports: BooksPorts,
  meta: Item,
  of: {
    readonly documents: JSONWebKeySet;
    readonly seen: SeenIntents;
    readonly report: (finding: Finding | null) => void;
  },
): Promise<{ readonly entries: number; readonly proofs: number }> {
  const { tenant, id } = readSession(meta);
  const items = await Array.fromAsync(ports.store.list(sessionPartition(tenant, id), { strong: true }));
  // As it is now: the pass may have met an older state of it.
  const current = items.find(({ sk }) => sk === "META") ?? meta;
  const session = readSession(current);
  const under = (prefix: string): readonly Item[] => items.filter(({ sk }) => sk.startsWith(prefix));
  const entries = under(journalPrefix).map(readJournal);
  const further = under(furtherHoldPrefix).map(readFurtherHold);
  const books = sessionBooksOf(items);
  const [connector] = await ports.store.read([connectorKey(tenant, session.station, session.connector)], {
    strong: true,
  });
  const findings = [
    ...checkJournal(session, entries, (entry) => entryHash(ports, entry)),
    ...(books ? checkMoney(session, further, books, agreedIn(items)?.mostMinor) : []),
    ...checkHolds(session, further, ports.clock()),
    ...(await checkPrice(ports, session, of.documents)),
    ...(books ? await checkSeen(ports, books, of.seen) : []),
  ];
  for (const finding of findings) of.report(finding);
  of.report(checkOccupier(session, connector ? textOr(connector, "act") : null));
  return { entries: entries.length, proofs: session.sealed ? 1 : 0 };
}

async function checkConnector(ports: BooksPorts, tenant: string, item: Item): Promise<Finding | null> {
  const act = text(item, "act");
  const lock = {
    station: item.pk.slice(item.pk.indexOf("|CP#") + 4),
    connector: Number(item.sk.slice("EVSE#".length)),
    act,
    status: textOr(item, "status"),
  };
  return checkLock(lock, await findSession(ports, tenant, act, { strong: true }));
}

/** The numbers of one series in their order, up to where the counter stands. */
async function checkSeries(
  ports: BooksPorts,
  tenant: string,
  counter: Item,
  report: (finding: Finding) => void,
): Promise<number> {
  const series = counter.pk.slice(counter.pk.indexOf("|SEQ#") + 5);
  const check = createSeriesCheck(series, series.startsWith("R-"));
  let numbers = 0;
  for await (const item of ports.store.list(`${tenant}|NO#${series}`, { strong: true })) {
    const session = text(item, "session");
    const owner = await findSession(ports, tenant, session, { strong: true });
    check.add({ n: Number(item.sk), at: number(item, "at"), session, receipt: owner?.receipt });
    numbers++;
  }
  for (const finding of check.end(numberOr(counter, "n"))) report(finding);
  return numbers;
}
