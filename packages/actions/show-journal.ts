/** What a session has put on the books. */
import { journalOf } from "./journal.ts";
import type { ReadPorts } from "./ports.ts";
import { loadSession } from "./session-store.ts";

/** In order; empty while nothing has moved. @throws Fault not_found */
export async function showJournal(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  id: string,
): ReturnType<typeof journalOf> {
  await loadSession(ports, tenant, id);
  return journalOf(ports, tenant, id);
}
