/**
 * The books of a data folder, opened to be looked at, whether a product runs there or not: store, archive, keys, and the
 * provider behind them. Where nobody runs, tables and payment stand-in are opened for the moment and closed again.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ScanCommandInput, ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { createCache } from "@barq/actions/cache";
import { startingPolicy } from "@barq/actions/policy";
import type { BooksPorts } from "@barq/actions/ports";
import { createFolderArchive } from "@barq/archive/folder";
import { createKeyring } from "@barq/evidence/keyring";
import { createStripeAccount } from "@barq/payments/stripe-account";
import { createDynamoStore } from "@barq/store/dynamo";
import { itemOf } from "@barq/store/dynamo-expressions";
import type { Item } from "@barq/store/port";
import type { JSONWebKeySet } from "jose";
import { openClock } from "./clock.ts";
import { readRunning } from "./running.ts";
import { documentKeysOf, openSecrets } from "./secrets.ts";
import { settingsOf } from "./settings.ts";
import { localTables, openStorage } from "./storage.ts";
import { startStripeStandIn } from "./stripe/server.ts";

export interface FolderBooks {
  readonly ports: BooksPorts;
  readonly documents: JSONWebKeySet;
  /** everything in the core table, page by page */
  items(): AsyncIterable<Item>;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error in words for a person when another process is just starting or ending on the folder */
export async function openFolderBooks(data: string, environment: Environment): Promise<FolderBooks> {
  const settings = settingsOf({ ...environment, BARQ_DATA: data });
  const running = readRunning(data);
  const secrets = await openSecrets(data);
  const clock = openClock(data).now;
  const storage = running
    ? null
    : await openStorage({
        data,
        endpoint: settings.dynamodbEndpoint,
        region: settings.region,
        clock,
        onRecords: () => undefined,
      });
  const client = new DynamoDBClient({
    endpoint: running?.dynamodb ?? storage?.endpoint ?? "",
    region: settings.region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const provider = await openProvider(data, settings.stripe, running?.stripe, secrets.stripeKey, clock);
  const ports: BooksPorts = {
    store: createDynamoStore({ client, tables: localTables, random: Math.random }),
    archive: createFolderArchive(join(data, "archive")),
    clock,
    identity: createKeyring(secrets),
    policy: startingPolicy,
    cache: createCache(clock),
    environment: "local",
    origin: running?.http ?? "http://localhost",
    ...createStripeAccount({
      apiKey: settings.stripe?.apiKey ?? secrets.stripeKey,
      webhookSecret: settings.stripe?.webhookSecret ?? secrets.webhookSecret,
      ...(provider.base === null ? {} : { apiBase: provider.base }),
      clock,
      environment: "local",
    }),
  };
  return {
    ports,
    documents: await documentKeysOf(data),
    items: () => scan(client),
    async close() {
      await provider.close();
      client.destroy();
      await storage?.close();
    },
  };
}

interface OpenedProvider {
  /** null: the real one */
  readonly base: URL | null;
  close(): Promise<void>;
}

const leftAlone = async (): Promise<void> => undefined;

/** Nothing of ours ever asks the real provider with a stand-in's key: an address that nobody answers stands for "not reached". */
async function openProvider(
  data: string,
  real: ReturnType<typeof settingsOf>["stripe"],
  running: string | undefined,
  apiKey: string,
  clock: () => number,
): Promise<OpenedProvider> {
  if (real) return { base: real.apiBase, close: leftAlone };
  if (running !== undefined) return { base: new URL(running), close: leftAlone };
  const folder = join(data, "stripe");
  if (!existsSync(folder)) return { base: new URL("http://127.0.0.1:1"), close: leftAlone };
  const standIn = await startStripeStandIn({ port: 0, folder, clock, apiKey, webhook: null });
  return { base: new URL(standIn.base), close: () => standIn.close() };
}

async function* scan(client: DynamoDBClient): AsyncIterable<Item> {
  let next: ScanCommandInput = { TableName: localTables.core, ConsistentRead: true };
  for (;;) {
    const answer: ScanCommandOutput = await client.send(new ScanCommand(next));
    for (const row of answer.Items ?? []) yield itemOf(row);
    if (!answer.LastEvaluatedKey) return;
    next = { ...next, ExclusiveStartKey: answer.LastEvaluatedKey };
  }
}
