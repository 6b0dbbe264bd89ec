/** The two tables as data: what the local start, the tests and the infrastructure all make. */
import type { CreateTableCommandInput, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  CreateTableCommand,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";

export interface TableNames {
  readonly core: string;
  readonly meter: string;
}

/** Sparse, keys-only indexes of the core table: hash key and range key by name. */
export const indexes = {
  due: { hash: "d", range: "due" },
  ref: { hash: "ref", range: null },
  day: { hash: "sd", range: "start" },
} as const;

/** The type of every attribute that an index is made of: an item that has one in another type is refused by DynamoDB. */
export const indexTypes: Readonly<Record<string, "string" | "number">> = {
  d: "string",
  due: "number",
  ref: "string",
  sd: "string",
  start: "number",
};

/** Which table an item lies in: readings have their own volume, everything else is core. */
export function tableOf(pk: string, names: TableNames): string {
  return /^[^|]*\|M#/.test(pk) ? names.meter : names.core;
}

const keys: Pick<CreateTableCommandInput, "KeySchema" | "BillingMode"> = {
  BillingMode: "PAY_PER_REQUEST",
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
};

export function definitions(names: TableNames): readonly CreateTableCommandInput[] {
  return [
    {
      TableName: names.core,
      ...keys,
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
        { AttributeName: "d", AttributeType: "S" },
        { AttributeName: "due", AttributeType: "N" },
        { AttributeName: "ref", AttributeType: "S" },
        { AttributeName: "sd", AttributeType: "S" },
        { AttributeName: "start", AttributeType: "N" },
      ],
      GlobalSecondaryIndexes: Object.entries(indexes).map(([name, { hash, range }]) => ({
        IndexName: name,
        KeySchema: [
          { AttributeName: hash, KeyType: "HASH" as const },
          ...(range === null ? [] : [{ AttributeName: range, KeyType: "RANGE" as const }]),
        ],
        Projection: { ProjectionType: "KEYS_ONLY" as const },
      })),
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    },
    {
      TableName: names.meter,
      ...keys,
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
    },
  ];
}

/** Makes the tables where they are not there yet. */
export async function createTables(client: DynamoDBClient, names: TableNames): Promise<void> {
  for (const definition of definitions(names)) {
    try {
      await client.send(new CreateTableCommand(definition));
      await client.send(
        new UpdateTimeToLiveCommand({
          TableName: definition.TableName,
          TimeToLiveSpecification: { AttributeName: "x", Enabled: true },
        }),
      );
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
    }
  }
}
