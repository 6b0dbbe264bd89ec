/** What waits for people at work, counted for their first page: the network's rows, what is closed, and the work queue, each read once. */
import { textOr } from "@barq/store/fields";
import { workPartition } from "@barq/store/keys";
import { alarmsOf } from "./list-alarms.ts";
import type { ReadPorts } from "./ports.ts";
import type { NetworkSummary } from "./show-network.ts";
import { openClosures, rowsFrom, shownOf, summaryOf } from "./show-network.ts";

export interface DeskCounts {
  readonly work: number;
  /** null for who may not look at the network */
  readonly network:
    | (NetworkSummary & {
        /** with a connector at fault, and connected: of the others nobody knows */
        readonly faulted: number;
        readonly alarms: number;
      })
    | null;
}

export async function countDesk(
  ports: Pick<ReadPorts, "store" | "clock" | "policy">,
  tenant: string,
  { withNetwork }: { readonly withNetwork: boolean },
): Promise<DeskCounts> {
  const [work, rows, closures] = await Promise.all([
    Array.fromAsync(ports.store.list(workPartition(tenant))),
    withNetwork ? rowsFrom(ports, tenant) : [],
    withNetwork ? openClosures(ports, tenant) : [],
  ]);
  if (!withNetwork) return { work: work.length, network: null };
  const now = ports.clock();
  const ofStations = work.filter(
    (item) => textOr(item, "session") === null && textOr(item, "station") !== null,
  );
  const isFaulted = ({ online, connectors }: (typeof rows)[number]): boolean =>
    online && connectors.some(({ use }) => use === "faulted");
  return {
    work: work.length,
    network: {
      ...summaryOf(rows.map((row) => shownOf(row, closures, now))),
      faulted: rows.filter(isFaulted).length,
      alarms: rows.flatMap((row) => alarmsOf(row, ports.policy, now)).length + ofStations.length,
    },
  };
}
