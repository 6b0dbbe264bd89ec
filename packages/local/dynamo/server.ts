/**
 * A DynamoDB-compatible server inside the product: dynalite for what it does, and a layer of ours for what it lacks and
 * we use. Everything speaks to it with the AWS SDK over HTTP, so there is one storage path from a laptop to AWS.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32 } from "node:zlib";
import type { Clock } from "@barq/domain/instant";
import { requestBody } from "../request-body.ts";
import type { Attributes, TableSchema, WriteAction } from "./dynalite.ts";
import { called, database, openDynalite } from "./dynalite.ts";
import { DynamoFailure, isAnswer, validation } from "./failure.ts";
import type { Written } from "./writes.ts";
import { createWrites } from "./writes.ts";

/** A record in the shape of Lambda's DynamoDB stream event. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly userIdentity?: { readonly type: "Service"; readonly principalId: "dynamodb.amazonaws.com" };
  readonly dynamodb: {
    readonly Keys: Attributes;
    readonly NewImage?: Attributes;
    readonly OldImage?: Attributes;
    readonly SequenceNumber: string;
    readonly StreamViewType: "NEW_AND_OLD_IMAGES";
  };
}

export interface DynamoServer {
  readonly endpoint: string;
  readonly port: number;
  /** the next request of a kind answers so (tests): a conflict, a throttle, or done with the answer lost */
  fail(operation: string, fault: "conflict" | "throttle" | "lost_answer"): void;
  /** deletes what its TTL attribute says is over, through the same write path */
  expire(): Promise<number>;
  close(): Promise<void>;
}

interface DynamoOptions {
  readonly folder: string | null;
  readonly port: number;
  readonly clock: Clock;
  readonly onRecords?: (table: string, records: readonly StreamRecord[]) => void;
}

const singleWrites: Readonly<Record<string, WriteAction>> = {
  PutItem: "putItem",
  UpdateItem: "updateItem",
  DeleteItem: "deleteItem",
};
const mostBodyBytes = 16 * 1024 * 1024;

export async function startDynamo(options: DynamoOptions): Promise<DynamoServer> {
  const { store, handle } = openDynalite(options.folder);
  await store.db.open();
  const timeToLive = new Map<string, string>();
  const faults: { operation: string; fault: string }[] = [];
  let sequence = 0;

  const tell = (written: readonly Written[], byService = false): void => {
    for (const { table, keys, before, after } of written) {
      const SequenceNumber = String(++sequence).padStart(21, "0");
      options.onRecords?.(table, [
        {
          eventID: SequenceNumber,
          eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
          ...(byService ? { userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" } } : {}),
          dynamodb: {
            Keys: keys,
            ...(after ? { NewImage: after } : {}),
            ...(before ? { OldImage: before } : {}),
            SequenceNumber,
            StreamViewType: "NEW_AND_OLD_IMAGES",
          },
        },
      ]);
    }
  };
  let expiring = false;
  const writes = createWrites(store, options.clock, (written) => tell(written, expiring));

  /** What this layer answers itself; undefined is dynalite's. */
  const answer = async (
    operation: string,
    body: Record<string, unknown>,
  ): Promise<Record<string, unknown> | undefined> => {
    const action = singleWrites[operation];
    if (action) return writes.single(action, body);
    if (operation === "TransactWriteItems") return writes.transact(body);
    if (operation === "BatchWriteItem") return writes.batch(body);
    if (operation === "TransactGetItems") return transactGet(body);
    const table = String(body.TableName);
    if (operation === "UpdateTimeToLive") {
      const wish = body.TimeToLiveSpecification;
      if (typeof wish === "object" && wish !== null && "AttributeName" in wish)
        timeToLive.set(table, String(wish.AttributeName));
      return { TimeToLiveSpecification: wish };
    }
    if (operation === "DescribeTimeToLive") {
      const name = timeToLive.get(table);
      return {
        TimeToLiveDescription: name
          ? { TimeToLiveStatus: "ENABLED", AttributeName: name }
          : { TimeToLiveStatus: "DISABLED" },
      };
    }
    return undefined;
  };

  const transactGet = async (body: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const items = Array.isArray(body.TransactItems) ? body.TransactItems : [];
    if (items.length === 0 || items.length > 100) throw validation("TransactItems has 1 to 100 members");
    const found = await Promise.all(
      items.map(async (item: { Get?: { TableName: string; Key: Attributes } }) => {
        if (!item.Get) throw validation("TransactItems can only contain Get");
        const { TableName, Key } = item.Get;
        const schema = await called<TableSchema>((callback) => store.getTable(TableName, callback));
        if (!schema) throw new DynamoFailure("ResourceNotFoundException", "Requested resource not found");
        return called<Attributes | undefined>((callback) =>
          store.getItemDb(TableName).get(database.createKey(Key, schema), callback),
        );
      }),
    );
    return { Responses: found.map((item) => (item ? { Item: item } : {})) };
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
    const ours =
      operation in singleWrites ||
      /^(Transact|BatchWrite|UpdateTimeToLive|DescribeTimeToLive)/.test(operation);
    if (!ours) return void handle(request, response);
    const sent = await requestBody(request, mostBodyBytes);
    if (sent === null) return send(response, 413, {});
    const planned = faults.findIndex((fault) => fault.operation === operation);
    const fault = planned >= 0 ? faults.splice(planned, 1)[0]?.fault : undefined;
    if (fault === "conflict")
      return send(
        response,
        400,
        new DynamoFailure("TransactionConflictException", "Transaction is ongoing for the item").body,
      );
    if (fault === "throttle")
      return send(
        response,
        400,
        new DynamoFailure(
          "ProvisionedThroughputExceededException",
          "The level of configured provisioned throughput for the table was exceeded",
        ).body,
      );
    try {
      const body: Record<string, unknown> = JSON.parse(sent.toString());
      const result = await answer(operation, body);
      if (fault === "lost_answer") return void response.destroy();
      send(response, 200, result ?? {});
    } catch (error) {
      if (error instanceof SyntaxError)
        return send(response, 400, { __type: "com.amazon.coral.service#SerializationException" });
      if (!isAnswer(error)) throw error;
      send(response, error.statusCode, error.body);
    }
  }

  server.keepAliveTimeout = 60_000;
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(options.port, "127.0.0.1", done);
  });
  const address = server.address();
  const { port } = isAddress(address) ? address : { port: options.port };

  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    fail: (operation, fault) => void faults.push({ operation, fault }),
    async expire() {
      let gone = 0;
      for (const [table, attribute] of timeToLive) {
        const schema = await called<TableSchema>((callback) => store.getTable(table, callback));
        if (!schema) continue;
        const now = Math.floor(options.clock() / 1000);
        const over: Attributes[] = [];
        for await (const item of store.getItemDb(table).createValueStream({})) {
          const value = isItem(item) ? Number(item[attribute]?.N ?? Number.NaN) : Number.NaN;
          if (isItem(item) && value <= now) over.push(item);
        }
        expiring = true;
        for (const item of over) {
          const Key = Object.fromEntries(
            schema.KeySchema.map((part) => [part.AttributeName, item[part.AttributeName]]),
          );
          await writes.single("deleteItem", { TableName: table, Key });
          gone++;
        }
        expiring = false;
      }
      return gone;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
      await closeDb(store.db);
    },
  };
}

const isItem = (value: unknown): value is Attributes => typeof value === "object" && value !== null;
const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === "object" && address !== null;

async function closeDb(db: { open(): Promise<void>; close?: () => Promise<void> }): Promise<void> {
  await db.close?.();
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.0",
    "content-length": Buffer.byteLength(text),
    "x-amz-crc32": crc32(text),
  });
  response.end(text);
}
