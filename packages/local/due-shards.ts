/**
 * What is due when, in the embedded DynamoDB, kept beside it: every write of every process passes through that server, so a
 * sweep asks only the shards in which something is overdue. Sixty-four queries in vain each second are what a laptop has not.
 */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { paginateScan } from "@aws-sdk/client-dynamodb";
import type { Instant } from "@barq/domain/instant";
import { dueValue } from "@barq/store/keys";
import type { Store } from "@barq/store/port";
import type { Attributes } from "./dynamo/dynalite.ts";
import type { StreamRecord } from "./dynamo/server.ts";

interface DueShards {
  /** told of every write before its writer has the answer */
  note(records: readonly StreamRecord[]): void;
  /** Reads what the table holds from before this process. */
  open(client: DynamoDBClient, table: string): Promise<void>;
  /** the same store, whose `overdue` leaves out the shards in which nothing can be */
  over(store: Store): Store;
}

const nameOf = (item: Attributes): string => `${item.pk?.S}\u0000${item.sk?.S}`;

export function createDueShards(): DueShards {
  const shards = new Map<string, Map<string, Instant>>();

  const add = (item: Attributes): void => {
    const shard = item.d?.S;
    const due = item.due?.N;
    if (typeof shard !== "string" || due === undefined) return;
    const own = shards.get(shard) ?? new Map<string, Instant>();
    own.set(nameOf(item), Number(due));
    shards.set(shard, own);
  };
  const mayBeDue = (shard: string, now: Instant): boolean => {
    for (const due of shards.get(shard)?.values() ?? []) if (due <= now) return true;
    return false;
  };

  return {
    note(records) {
      for (const { dynamodb } of records) {
        const { OldImage: before, NewImage: after } = dynamodb;
        if (typeof before?.d?.S === "string") shards.get(before.d.S)?.delete(nameOf(before));
        if (after) add(after);
      }
    },
    async open(client, table) {
      for await (const page of paginateScan({ client }, { TableName: table, IndexName: "due" }))
        for (const { pk, sk, d, due } of page.Items ?? [])
          add({ pk: { S: pk?.S }, sk: { S: sk?.S }, d: { S: d?.S }, due: { N: due?.N } });
    },
    over: (store) => ({
      ...store,
      async *overdue(shard, now) {
        if (mayBeDue(dueValue(shard), now)) yield* store.overdue(shard, now);
      },
    }),
  };
}
