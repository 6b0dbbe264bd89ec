/** What a session has put on the books. */
import type { Journal } from "./journal.ts";
import { journalOf } from "./journal.ts";
import type { ReadPorts } from "./ports.ts";
import { loadSession } from "./session-store.ts";

/** In order; empty while nothing has moved. @throws Fault not_found */
export async function showJournal(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  id: string,
): Promise<Journal> {
  await loadSession(ports, tenant, id);
  return journalOf(ports, tenant, id);
}
