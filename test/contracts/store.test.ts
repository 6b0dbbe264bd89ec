import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoServer } from "@barq/local/dynamo/server";
import { startDynamo } from "@barq/local/dynamo/server";
import { createDynamoStore } from "@barq/store/dynamo";
import { createMemoryStore } from "@barq/store/memory";
import { createTables } from "@barq/store/tables";
import { afterAll, describe, expect, it } from "vitest";
import { storeContract } from "./store.ts";

const memory = createMemoryStore();
storeContract("memory twin", async () => memory);

const tables = { core: "core", meter: "meter" };
const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });

let server: DynamoServer | undefined;
let client: DynamoDBClient | undefined;
const ready = (async () => {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  server = endpoint
    ? undefined
    : await startDynamo({ folder: null, port: 0, clock: () => 1_700_000_000_000 });
  client = clientOf(endpoint ?? server?.endpoint ?? "");
  await createTables(client, tables);
  return createDynamoStore({ client, tables, wait: async () => undefined });
})();
afterAll(async () => {
  client?.destroy();
  await server?.close();
});

storeContract(
  process.env.DYNAMODB_ENDPOINT ? "DynamoDB at the endpoint given" : "embedded DynamoDB",
  () => ready,
);

describe("store: what can happen on the wire", () => {
  it.skipIf(process.env.DYNAMODB_ENDPOINT)(
    "recognises its own success when the answer was lost",
    async () => {
      const store = await ready;
      server?.fail("PutItem", "lost_answer");
      const item = { pk: "t|X#lost", sk: "A", eff: "capture.1" };
      const answer = await store.commit([{ put: item, guards: [{ absent: true }] }]);
      expect(answer).toEqual({ written: false, change: 0, winner: item });
    },
  );

  it.skipIf(process.env.DYNAMODB_ENDPOINT)(
    "tries a conflict and a throttle again, and is written once",
    async () => {
      const store = await ready;
      server?.fail("TransactWriteItems", "conflict");
      server?.fail("TransactWriteItems", "throttle");
      const pk = "t|X#conflict";
      expect(await store.commit([{ put: { pk, sk: "A" } }, { put: { pk, sk: "B" } }])).toEqual({
        written: true,
      });
    },
  );
});
