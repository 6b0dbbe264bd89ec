/** What must be so where the provider's list of events was read: whatever was told came to what it asks for, heard or not. */
import type { Instant } from "@barq/domain/instant";
import { hour } from "@barq/domain/instant";
import { disputeKey, inboxKey, workPartition } from "@barq/store/keys";
import { tenant } from "./operator.ts";
import type { Provider } from "./provider.ts";
import type { Table } from "./table.ts";
import { Violation } from "./turns.ts";

/** @throws Violation */
export function assertAllHeard(
  { table, provider }: { readonly table: Table; readonly provider: Provider },
  now: Instant,
): void {
  const { twin } = provider;
  for (const { event, at, kind, object } of twin.events) {
    // What came last may not have been listed yet.
    if (at > now - 7 * hour) continue;
    const item = table.items.peek(inboxKey(event));
    if (item?.handled === undefined) throw new Violation(`the event ${event} was never handled`);
    if (kind !== "warning") continue;
    const isTold = table.items
      .peekAll(workPartition(tenant))
      .some(({ why, facts }) => why === "fraud_warning" && JSON.stringify(facts).includes(`"${object}"`));
    if (!isTold) throw new Violation(`nobody is told of ${object}`);
  }
  for (const { id, page } of twin.allDisputes()) {
    const session = twin.holds().find((hold) => hold.page === page)?.labels.session ?? "";
    if (!table.items.peek(disputeKey(tenant, session, id)))
      throw new Violation(`the dispute ${id} of ${session} is not on record`);
  }
}
