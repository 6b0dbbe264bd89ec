/**
 * Write units as the developer guide counts them: a unit per KB of the larger of old and new item, and for each sparse
 * index 1 where the row appears or goes, 2 where its key moves, 0 where what it projects stays the same. A transaction
 * doubles the table's; whether index writes inside it double too is not documented, so they are counted once.
 */
import type { Attributes, TableSchema } from "./dynalite.ts";
import { database } from "./dynalite.ts";

export interface Units {
  readonly table: string;
  readonly tableUnits: number;
  readonly indexUnits: Readonly<Record<string, number>>;
}

const unitsOf = (item: Attributes | undefined): number =>
  item ? Math.max(1, Math.ceil(database.itemSize(item, true) / 1024)) : 1;

const keyIn = (item: Attributes | undefined, names: readonly string[]): string | undefined => {
  if (!item || names.some((name) => item[name] === undefined)) return undefined;
  return JSON.stringify(names.map((name) => item[name]));
};

export function writeUnits(
  schema: TableSchema,
  before: Attributes | undefined,
  after: Attributes | undefined,
  transactional: boolean,
): Units {
  const base = schema.KeySchema.map((part) => part.AttributeName);
  const indexUnits: Record<string, number> = {};
  for (const index of schema.GlobalSecondaryIndexes ?? []) {
    const names = index.KeySchema.map((part) => part.AttributeName);
    const [old, now] = [keyIn(before, names), keyIn(after, names)];
    const projected =
      index.Projection.ProjectionType === "KEYS_ONLY" ? keyIn(before, base) === keyIn(after, base) : false;
    const units =
      old === now ? (old === undefined || projected ? 0 : 1) : old !== undefined && now !== undefined ? 2 : 1;
    if (units > 0) indexUnits[index.IndexName] = units;
  }
  const tableUnits = Math.max(unitsOf(before), unitsOf(after)) * (transactional ? 2 : 1);
  return { table: schema.TableName, tableUnits, indexUnits };
}

/** ConsumedCapacity as asked for: TOTAL, INDEXES, or nothing. One entry a table. */
export function consumed(all: readonly Units[], wanted: unknown): Record<string, unknown>[] | undefined {
  if (wanted !== "TOTAL" && wanted !== "INDEXES") return undefined;
  const tables = new Map<string, { tableUnits: number; indexUnits: Record<string, number> }>();
  for (const units of all) {
    const sum = tables.get(units.table) ?? { tableUnits: 0, indexUnits: {} };
    sum.tableUnits += units.tableUnits;
    for (const [index, n] of Object.entries(units.indexUnits))
      sum.indexUnits[index] = (sum.indexUnits[index] ?? 0) + n;
    tables.set(units.table, sum);
  }
  return [...tables].map(([table, { tableUnits, indexUnits }]) => {
    const total = tableUnits + Object.values(indexUnits).reduce((a, b) => a + b, 0);
    const detail = {
      Table: { CapacityUnits: tableUnits, WriteCapacityUnits: tableUnits },
      GlobalSecondaryIndexes: Object.fromEntries(
        Object.entries(indexUnits).map(([index, n]) => [index, { CapacityUnits: n, WriteCapacityUnits: n }]),
      ),
    };
    return {
      TableName: table,
      CapacityUnits: total,
      WriteCapacityUnits: total,
      ...(wanted === "INDEXES" ? detail : {}),
    };
  });
}
