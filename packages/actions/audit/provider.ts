/**
 * I1 and I2 at the provider: every intent of ours held against its session, and every session's intent known to have been
 * seen. Where the provider cannot be reached nothing is found and nothing is vouched for, and the audit says so.
 */
import type { Finding, Invariant } from "@barq/domain/audit";
import { apartOf, said } from "@barq/domain/audit";
import type { SessionBooks, Verdict } from "@barq/domain/reconciliation";
import { intentNotThere, judgeIntent } from "@barq/domain/reconciliation";
import type { BooksPorts } from "../ports.ts";
import { readSessionBooks } from "../session-books.ts";

export interface SeenIntents {
  readonly seen: ReadonlySet<string>;
  /** null: the list was whole */
  readonly silence: string | null;
}

/** Reads the provider's whole list of intents; the names of what was seen are kept, and nothing else. */
export async function checkIntents(
  ports: BooksPorts,
  tenant: string,
  report: (finding: Finding) => void,
): Promise<SeenIntents> {
  const seen = new Set<string>();
  try {
    for await (const row of ports.books.list("intents", { from: 0, to: ports.clock() + 1 })) {
      if (row.tenant !== tenant || row.environment !== ports.environment || row.session === null) continue;
      seen.add(row.id);
      const verdict = judgeIntent(row, await readSessionBooks(ports, tenant, row.session));
      // What is still on its way is the next step's affair.
      if (verdict.state !== "matched" && verdict.why !== "not_yet_here") report(findingOf(verdict));
    }
    return { seen, silence: null };
  } catch (error) {
    return { seen, silence: error instanceof Error ? error.message : "it does not answer" };
  }
}

/** The other way round: a hold of ours that no list had is asked for by name. */
export async function checkSeen(
  ports: BooksPorts,
  own: SessionBooks,
  { seen, silence }: SeenIntents,
): Promise<readonly Finding[]> {
  if (silence !== null) return [];
  const findings: Finding[] = [];
  for (const hold of own.holds) {
    if (seen.has(hold.intent)) continue;
    const truth = await ports.payments.read({ page: null, intent: hold.intent });
    if (truth.kind === "unknown" && truth.why === "resource_missing")
      findings.push(findingOf(intentNotThere(own, hold, "intent_not_there")));
  }
  return findings;
}

const aboutSessions: readonly (string | null)[] = ["no_session", "hold_unknown", "intent_not_there"];

function findingOf({ id, session, reference, there, here, state, why }: Verdict): Finding {
  const invariant: Invariant = aboutSessions.includes(why) ? "I2" : why === "hold_stands" ? "I5" : "I1";
  return {
    invariant,
    about: reference ?? id,
    session,
    what: `${id}: ${said(there.minor, there.currency)} at the provider, ${said(here.minor, there.currency)} here (${why ?? state})`,
    apart: apartOf(there.minor, here.minor, there.currency),
  };
}
