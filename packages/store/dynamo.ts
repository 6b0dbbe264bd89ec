/**
 * The store on DynamoDB, from a laptop's embedded server to AWS by the same code. A failed condition is never tried
 * again: it answers with the item that won. Conflicts and throttles are tried again with full jitter, a bounded number of
 * times.
 */
import type { AttributeValue, DynamoDBClient, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { attributeOf, attributesOf, expressionsOf, itemOf, keyAttributes } from "./dynamo-expressions.ts";
import { dueValue } from "./keys.ts";
import { assertCommit, keyOf } from "./memory-items.ts";
import type { Change, Commit, Item, Key, ListOptions, Partition, Store } from "./port.ts";
import type { TableNames } from "./tables.ts";
import { indexes, tableOf } from "./tables.ts";

export interface StoreCall {
  readonly verb: "read" | "list" | "overdue" | "commit";
  readonly keys: readonly string[];
  /** write units as DynamoDB counted them, the table's and the indexes' */
  readonly tableUnits: number;
  readonly indexUnits: number;
}

interface DynamoStoreOptions {
  readonly client: DynamoDBClient;
  readonly tables: TableNames;
  /** called after every call; capacity is asked for only then */
  readonly onCall?: (call: StoreCall) => void;
  readonly wait?: (ms: number) => Promise<void>;
  /** 0 to 1, for the jitter */
  readonly random?: () => number;
}

const mostTries = 8;
const again = new Set([
  "TransactionConflictException",
  "TransactionInProgressException",
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "RequestLimitExceeded",
]);

interface Capacity {
  CapacityUnits?: number | undefined;
  WriteCapacityUnits?: number | undefined;
  Table?: { CapacityUnits?: number | undefined } | undefined;
  GlobalSecondaryIndexes?: Record<string, { CapacityUnits?: number | undefined }> | undefined;
}

export function createDynamoStore(options: DynamoStoreOptions): Store {
  const { client, tables, onCall } = options;
  const wait = options.wait ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
  const random = options.random ?? (() => 0.5);
  const capacity = onCall ? { ReturnConsumedCapacity: "INDEXES" as const } : {};

  const count = (
    verb: StoreCall["verb"],
    keys: readonly Key[],
    consumed: readonly (Capacity | undefined)[],
  ): void => {
    if (!onCall) return;
    let [tableUnits, indexUnits] = [0, 0];
    for (const units of consumed) {
      const onIndexes = Object.values(units?.GlobalSecondaryIndexes ?? {}).reduce(
        (sum, each) => sum + (each.CapacityUnits ?? 0),
        0,
      );
      indexUnits += onIndexes;
      tableUnits += units?.Table?.CapacityUnits ?? (units?.CapacityUnits ?? 0) - onIndexes;
    }
    onCall({ verb, keys: keys.map((key) => `${key.pk} ${key.sk}`), tableUnits, indexUnits });
  };

  /** Runs it, and again while AWS says that it is only a conflict or a throttle. */
  const patient = async <T>(run: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await run();
      } catch (error) {
        if (attempt === mostTries || !isPassing(error)) throw error;
        await wait(Math.floor(random() * Math.min(2000, 25 * 2 ** attempt)));
      }
    }
  };

  return {
    async read(keys, { strong = false } = {}) {
      const [only] = keys;
      if (only === undefined) return [];
      if (keys.length === 1) {
        const answer = await patient(() =>
          client.send(
            new GetItemCommand({
              TableName: tableOf(only.pk, tables),
              Key: keyAttributes(only),
              ConsistentRead: strong,
            }),
          ),
        );
        count("read", keys, []);
        return [answer.Item && itemOf(answer.Item)];
      }
      const found = await readMany(client, tables, keys, strong, patient, wait);
      count("read", keys, []);
      return found;
    },

    async *list(partition: Partition, listOptions: ListOptions = {}) {
      yield* query(partition, listOptions);
    },

    async *overdue(shard, now) {
      let start: Record<string, AttributeValue> | undefined;
      do {
        const answer = await patient(() =>
          client.send(
            new QueryCommand({
              TableName: tables.core,
              IndexName: "due",
              KeyConditionExpression: "#d = :d AND #due <= :now",
              ExpressionAttributeNames: { "#d": "d", "#due": "due" },
              ExpressionAttributeValues: { ":d": { S: dueValue(shard) }, ":now": { N: String(now) } },
              ...(start ? { ExclusiveStartKey: start } : {}),
            }),
          ),
        );
        count("overdue", [], []);
        for (const row of answer.Items ?? []) {
          const { pk, sk } = itemOf(row);
          yield { pk, sk };
        }
        start = answer.LastEvaluatedKey;
      } while (start);
    },

    async commit(changes): Promise<Commit> {
      assertCommit(changes);
      const [only] = changes;
      if (changes.length === 1 && only && !("check" in only)) return patient(() => single(only));
      return patient(() => transact(changes));
    },
  };

  async function* query(
    partition: Partition,
    { from, prefix, backwards, limit, strong }: ListOptions,
  ): AsyncIterable<Item> {
    const index = typeof partition === "string" ? undefined : partition.index;
    const names: Record<string, string> = { "#h": index ? indexes[index].hash : "pk" };
    const values: Record<string, AttributeValue> = {
      ":h": attributeOf(typeof partition === "string" ? partition : partition.value),
    };
    let condition = "#h = :h";
    if (!index && (prefix !== undefined || from !== undefined)) {
      names["#s"] = "sk";
      if (from !== undefined) {
        values[":from"] = { S: from };
        values[":to"] = { S: `${prefix ?? ""}\uffff` };
        condition += " AND #s BETWEEN :from AND :to";
      } else {
        values[":p"] = { S: prefix ?? "" };
        condition += " AND begins_with(#s, :p)";
      }
    }
    let left = limit ?? Number.POSITIVE_INFINITY;
    let start: Record<string, AttributeValue> | undefined;
    do {
      const answer = await patient(() =>
        client.send(
          new QueryCommand({
            TableName: typeof partition === "string" ? tableOf(partition, tables) : tables.core,
            ...(index ? { IndexName: index } : { ConsistentRead: strong ?? false }),
            KeyConditionExpression: condition,
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: values,
            ScanIndexForward: !backwards,
            ...(Number.isFinite(left) ? { Limit: left } : {}),
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        ),
      );
      count("list", typeof partition === "string" ? [{ pk: partition, sk: "" }] : [], []);
      for (const row of answer.Items ?? []) {
        const item = itemOf(row);
        if (left-- <= 0) return;
        yield index ? { pk: item.pk, sk: item.sk } : item;
      }
      start = answer.LastEvaluatedKey;
    } while (start && left > 0);
  }

  async function single(change: Exclude<Change, { check: Key }>): Promise<Commit> {
    const key = keyOf(change);
    const { shared, update } = guarded(change, tables);
    const input = { ...shared, ...capacity };
    try {
      const answer =
        "put" in change
          ? await client.send(new PutItemCommand({ ...input, Item: attributesOf(change.put) }))
          : "update" in change
            ? await client.send(
                new UpdateItemCommand({
                  ...input,
                  Key: keyAttributes(key),
                  ...(update ? { UpdateExpression: update } : {}),
                }),
              )
            : await client.send(new DeleteItemCommand({ ...input, Key: keyAttributes(key) }));
      count("commit", [key], [answer.ConsumedCapacity]);
      return { written: true };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      count("commit", [key], []);
      return { written: false, change: 0, winner: error.Item && itemOf(error.Item) };
    }
  }

  async function transact(changes: readonly Change[]): Promise<Commit> {
    try {
      const answer = await client.send(
        new TransactWriteItemsCommand({
          TransactItems: changes.map((change) => transactItem(change, tables)),
          ...capacity,
        }),
      );
      count("commit", changes.map(keyOf), answer.ConsumedCapacity ?? []);
      return { written: true };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const failed = reasons.findIndex((reason) => reason.Code === "ConditionalCheckFailed");
      if (failed < 0) throw error;
      count("commit", changes.map(keyOf), []);
      const winner = reasons[failed]?.Item;
      return {
        written: false,
        change: failed,
        winner: winner && Object.keys(winner).length > 0 ? itemOf(winner) : undefined,
      };
    }
  }
}

/** What a write says of itself, alone or in a transaction: its table, its guards, and what they are called. */
function guarded(change: Change, tables: TableNames) {
  const { condition, update, names, values } = expressionsOf(change);
  const shared = {
    TableName: tableOf(keyOf(change).pk, tables),
    ...(condition
      ? { ConditionExpression: condition, ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const }
      : {}),
    ...(names ? { ExpressionAttributeNames: names } : {}),
    ...(values ? { ExpressionAttributeValues: values } : {}),
  };
  return { shared, condition, update };
}

function transactItem(change: Change, tables: TableNames): TransactWriteItem {
  const key = keyOf(change);
  const { shared, condition, update } = guarded(change, tables);
  if ("put" in change) return { Put: { ...shared, Item: attributesOf(change.put) } };
  if ("update" in change)
    return { Update: { ...shared, Key: keyAttributes(key), UpdateExpression: update ?? "" } };
  if ("delete" in change) return { Delete: { ...shared, Key: keyAttributes(key) } };
  return { ConditionCheck: { ...shared, Key: keyAttributes(key), ConditionExpression: condition ?? "" } };
}

/** A conflict or a throttle, whole or as the reason of a cancelled transaction; never a failed condition. */
function isPassing(error: unknown): boolean {
  if (error instanceof TransactionCanceledException) {
    const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
    return (
      !codes.includes("ConditionalCheckFailed") && codes.some((code) => code !== undefined && code !== "None")
    );
  }
  return error instanceof Error && again.has(error.name);
}

async function readMany(
  client: DynamoDBClient,
  tables: TableNames,
  keys: readonly Key[],
  strong: boolean,
  patient: <T>(run: () => Promise<T>) => Promise<T>,
  wait: (ms: number) => Promise<void>,
): Promise<readonly (Item | undefined)[]> {
  const found = new Map<string, Item>();
  let wanted = new Map(keys.map((key) => [`${key.pk}\u0000${key.sk}`, key]));
  for (let attempt = 0; wanted.size > 0; attempt++) {
    if (attempt === mostTries) throw new Error("the table does not answer all keys");
    if (attempt > 0) await wait(25 * 2 ** attempt);
    const requests: Record<string, { Keys: Record<string, AttributeValue>[]; ConsistentRead: boolean }> = {};
    for (const key of wanted.values()) {
      const table = tableOf(key.pk, tables);
      const request = requests[table] ?? { Keys: [], ConsistentRead: strong };
      request.Keys.push(keyAttributes(key));
      requests[table] = request;
    }
    const answer = await patient(() => client.send(new BatchGetItemCommand({ RequestItems: requests })));
    for (const row of Object.values(answer.Responses ?? {}).flat()) {
      const item = itemOf(row);
      found.set(`${item.pk}\u0000${item.sk}`, item);
    }
    const left = Object.values(answer.UnprocessedKeys ?? {}).flatMap((table) => table.Keys ?? []);
    wanted = new Map(
      left.map((key) => [`${key.pk?.S}\u0000${key.sk?.S}`, { pk: key.pk?.S ?? "", sk: key.sk?.S ?? "" }]),
    );
  }
  return keys.map((key) => found.get(`${key.pk}\u0000${key.sk}`));
}
