/**
 * The two tables, from the same definitions that a laptop makes them of. The stream of core carries both images, because
 * what a step changed is read from them; readings have a table of their own, and nobody waits for its stream.
 */
import { definitions } from "@barq/store/tables";

const [coreDefinition, meterDefinition] = definitions({ core: "core", meter: "meter" });

type Definition = NonNullable<typeof coreDefinition>;
type Keys = NonNullable<Definition["KeySchema"]>;

const kinds = { S: "string", N: "number", B: "binary" } as const;

function argsOf(definition: Definition | undefined): sst.aws.DynamoArgs {
  if (!definition) throw new Error("a table has no definition");
  const stream = definition.StreamSpecification?.StreamViewType;
  if (stream !== undefined && stream !== "NEW_AND_OLD_IMAGES") throw new Error(`no stream of ${stream}`);
  return {
    fields: Object.fromEntries(
      (definition.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }) => [
        nameOf(AttributeName),
        kinds[AttributeType ?? "S"],
      ]),
    ),
    primaryIndex: keysOf(definition.KeySchema ?? []),
    globalIndexes: Object.fromEntries(
      (definition.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema }) => [
        nameOf(IndexName),
        { ...keysOf(KeySchema ?? []), projection: "keys-only" as const },
      ]),
    ),
    ...(stream === undefined ? {} : { stream: "new-and-old-images" as const }),
    ttl: "x",
    // A preview may be taken down, what holds money may not: there it takes an act of its own.
    deletionProtection: $app.removal !== "remove",
  };
}

function keysOf(schema: Keys): { hashKey: string; rangeKey?: string } {
  const named = (type: "HASH" | "RANGE") => schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const range = named("RANGE");
  return { hashKey: nameOf(named("HASH")), ...(range === undefined ? {} : { rangeKey: range }) };
}

function nameOf(name: string | undefined): string {
  if (name === undefined) throw new Error("a definition lacks a name");
  return name;
}

export const core = new sst.aws.Dynamo("Core", argsOf(coreDefinition));
export const meter = new sst.aws.Dynamo("Meter", argsOf(meterDefinition));

const tables = [core.arn, meter.arn];

/** Reading keys and partitions; nobody may scan. */
export const readTables = [
  { actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem"], resources: tables },
  { actions: ["dynamodb:Query"], resources: [...tables, $interpolate`${core.arn}/index/*`] },
];

/** A transaction needs the rights of the writes that it is made of. */
export const writeTables = [
  ...readTables,
  {
    actions: [
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "dynamodb:DeleteItem",
      "dynamodb:ConditionCheckItem",
    ],
    resources: tables,
  },
];
