/**
 * Events of a transaction that is no session's yet (OCPP 2.0.1): a cable that was plugged in before its driver paid, or an
 * Ended that overtook its Started. Kept for three months, because nobody else keeps them.
 */
import { day } from "@barq/domain/instant";
import type { TransactionNews } from "@barq/stations/port";
import { text } from "@barq/store/fields";
import { unclaimedKey, unclaimedPartition, workKey } from "@barq/store/keys";
import type { Key } from "@barq/store/port";
import type { StationPorts } from "./ports.ts";
import { rowResolved } from "./work-queue.ts";

type Needs = Pick<StationPorts, "store" | "clock" | "identity">;
const keptMs = 90 * day;
/** More than any transaction has before it is somebody's. */
const most = 2000;

/** The names under which a person is told of a transaction that is no session's. */
export const startWork = (transactionId: string): string => `TX#${transactionId}`;
export const stopWork = (transactionId: string): string => `STOP#${transactionId}`;

/** The same event said again is kept once. */
export async function keepUnclaimed(
  ports: Needs,
  tenant: string,
  station: string,
  news: TransactionNews,
): Promise<void> {
  const json = JSON.stringify(news);
  const hash = ports.identity.sha256(json).slice(0, 16);
  await ports.store.commit([
    {
      put: {
        ...unclaimedKey(tenant, station, news.transactionId, news.number ?? 0, hash),
        json,
        x: Math.floor((ports.clock() + keptMs) / 1000),
      },
    },
  ]);
}

/** In the order of their numbers. */
export async function readUnclaimed(
  ports: Needs,
  tenant: string,
  station: string,
  transactionId: string,
): Promise<readonly TransactionNews[]> {
  const events: TransactionNews[] = [];
  const partition = unclaimedPartition(tenant, station, transactionId);
  for await (const row of ports.store.list(partition, { limit: most, strong: true })) {
    const news: TransactionNews = JSON.parse(text(row, "json"));
    events.push(news);
  }
  return events;
}

/** They are the session's now, and durable there; what a person was told of them is not so any more. */
export async function forgetUnclaimed(
  ports: Needs,
  tenant: string,
  station: string,
  transactionId: string,
): Promise<void> {
  const keys: Key[] = [];
  const partition = unclaimedPartition(tenant, station, transactionId);
  for await (const { pk, sk } of ports.store.list(partition, { limit: most, strong: true }))
    keys.push({ pk, sk });
  for (const key of keys) await ports.store.commit([{ delete: key }]);
  const told = [startWork(transactionId), stopWork(transactionId)];
  const rows = await ports.store.read(
    told.map((what) => workKey(tenant, `${station}#${what}`)),
    { strong: true },
  );
  const done = { at: ports.clock(), actor: "barq", act: "claimed", reason: "became_a_session", note: null };
  // Whoever was quicker has resolved it already: then there is nothing left to do.
  for (const row of rows) if (row) await ports.store.commit(rowResolved(tenant, row, done));
}
