/** The stations contract over both stores. What a twin in memory cannot show, two processes over one store do. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoServer } from "@barq/local/dynamo/server";
import { startDynamo } from "@barq/local/dynamo/server";
import { createStations } from "@barq/stations/linked";
import { createMemoryStations } from "@barq/stations/memory";
import { createDynamoStore } from "@barq/store/dynamo";
import { createMemoryStore } from "@barq/store/memory";
import type { Store } from "@barq/store/port";
import { createTables } from "@barq/store/tables";
import { afterAll, expect, it } from "vitest";
import type { StationsBench } from "./stations.ts";
import { describeStations } from "./stations.ts";

let count = 0;

function benchOver(store: Store): StationsBench {
  let now = 1_700_000_000_000;
  let answer: "posted" | "gone" | "unknown" = "posted";
  const frames: string[] = [];
  const process = () =>
    createStations({
      store,
      clock: () => now,
      newMessageId: () => `m${++count}`,
      connections: {
        async post(_connection, frame) {
          if (answer === "posted") frames.push(frame);
          return answer;
        },
      },
    });
  return {
    one: process(),
    other: process(),
    frames,
    answerPosts: (next) => {
      answer = next;
    },
    advance: (ms) => {
      now += ms;
    },
    now: () => now,
  };
}

describeStations("linked, over the memory twin", async () => benchOver(createMemoryStore()));

const servers: DynamoServer[] = [];
const clients: DynamoDBClient[] = [];
afterAll(async () => {
  for (const client of clients) client.destroy();
  await Promise.all(servers.map((server) => server.close()));
});
describeStations("linked, over DynamoDB", async () => {
  const server = await startDynamo({ folder: null, port: 0, clock: () => 1_700_000_000_000 });
  const client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  servers.push(server);
  clients.push(client);
  const tables = { core: "core", meter: "meter" };
  await createTables(client, tables);
  return benchOver(createDynamoStore({ client, tables }));
});

it("the stations' twin keeps what was sent, and is offline where it is said to be", async () => {
  const twin = createMemoryStations();
  const request = {
    tenant: "barq",
    station: "S1",
    command: { kind: "remote_stop", transactionId: 1 } as const,
    session: null,
    effect: null,
    deadline: 1,
  };
  expect((await twin.send(request)).kind).toBe("sent");
  twin.offline.add("S1");
  expect((await twin.send(request)).kind).toBe("offline");
  expect(twin.sent).toEqual([request]);
});
