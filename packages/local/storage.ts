/** The product's memory on a laptop: the embedded DynamoDB (or the one at DYNAMODB_ENDPOINT) with its two tables. */
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Clock } from "@barq/domain/instant";
import type { StoreCall } from "@barq/store/dynamo";
import { createDynamoStore } from "@barq/store/dynamo";
import type { Store } from "@barq/store/port";
import type { TableNames } from "@barq/store/tables";
import { createTables } from "@barq/store/tables";
import { createDueShards } from "./due-shards.ts";
import type { DynamoServer, StreamRecord } from "./dynamo/server.ts";
import { startDynamo } from "./dynamo/server.ts";

interface Storage {
  readonly store: Store;
  readonly endpoint: string;
  /** null where the tables are somebody else's */
  readonly server: DynamoServer | null;
  close(): Promise<void>;
}

export const localTables: TableNames = { core: "barq-core", meter: "barq-meter" };

export async function openStorage(options: {
  readonly data: string;
  readonly endpoint: string | null;
  readonly region: string;
  readonly clock: Clock;
  readonly onRecords: (records: readonly StreamRecord[]) => void;
  readonly onCall?: ((call: StoreCall) => void) | undefined;
}): Promise<Storage> {
  const dueShards = createDueShards();
  const server =
    options.endpoint === null
      ? await startEmbedded({
          folder: join(options.data, "dynamodb"),
          port: 0,
          clock: options.clock,
          onRecords: (table, records) => {
            if (table !== localTables.core) return;
            dueShards.note(records);
            options.onRecords(records);
          },
        })
      : null;
  const endpoint = server?.endpoint ?? options.endpoint ?? "";
  const client = new DynamoDBClient({
    endpoint,
    region: options.region,
    ...(server ? { credentials: { accessKeyId: "local", secretAccessKey: "local" } } : {}),
  });
  await createTables(client, localTables).catch((error: unknown) => {
    throw server ? error : outsideTrouble(endpoint, error);
  });
  const store = createDynamoStore({
    client,
    tables: localTables,
    random: Math.random,
    ...(options.onCall ? { onCall: options.onCall } : {}),
  });
  if (server) await dueShards.open(client, localTables.core);
  return {
    store: server ? dueShards.over(store) : store,
    endpoint,
    server,
    async close() {
      client.destroy();
      await server?.close();
    },
  };
}

/** What keeps us from tables that are somebody else's, with the variables that decide it. */
function outsideTrouble(endpoint: string, error: unknown): Error {
  const name = error instanceof Error ? error.name : "";
  const wanted =
    "it wants AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or AWS_PROFILE), and AWS_REGION where the tables are AWS's own";
  if (name === "CredentialsProviderError")
    return new Error(`DYNAMODB_ENDPOINT is ${endpoint}, and there are no credentials for it: ${wanted}.`, {
      cause: error,
    });
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ECONNREFUSED" || code === "ENOTFOUND")
    return new Error(`DYNAMODB_ENDPOINT is ${endpoint}, where nobody answers: start it, or name another.`, {
      cause: error,
    });
  const why = error instanceof Error ? error.message || name : String(error);
  return new Error(`The tables at DYNAMODB_ENDPOINT ${endpoint} cannot be used (${why}): ${wanted}.`, {
    cause: error,
  });
}

/** LevelDB lets one process in: whoever comes second, even a moment after the first look, is told so in words. */
async function startEmbedded(options: Parameters<typeof startDynamo>[0]): Promise<DynamoServer> {
  try {
    return await startDynamo(options);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "LEVEL_DATABASE_NOT_OPEN")) throw error;
    throw new Error(`Barq already runs on ${options.folder}, or is just starting or ending there.`, {
      cause: error,
    });
  }
}
