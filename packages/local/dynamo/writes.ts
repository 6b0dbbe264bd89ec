/**
 * Every write goes through here, one at a time: single writes, batches and transactions take the same queue, check their
 * conditions first, and land in one LevelDB batch. Readers run free.
 */
import type { Clock, Instant } from "@barq/domain/instant";
import { minute } from "@barq/domain/instant";
import type { Units } from "./capacity.ts";
import { consumed, writeUnits } from "./capacity.ts";
import type { Attributes, Checked, DynaliteStore, TableSchema, WriteAction } from "./dynalite.ts";
import { called, checked, database, perform } from "./dynalite.ts";
import { DynamoFailure, isFailedCondition, validation } from "./failure.ts";
import { shadowOf } from "./shadow.ts";

/** A written item, as streams tell it. */
export interface Written {
  readonly table: string;
  readonly keys: Attributes;
  readonly before: Attributes | undefined;
  readonly after: Attributes | undefined;
}

type Raw = Record<string, unknown>;
type Answer = Record<string, unknown>;

interface Step {
  readonly action: WriteAction | "check";
  readonly data: Checked;
  readonly raw: Raw;
}

const actionOf: Readonly<Record<string, WriteAction>> = {
  Put: "putItem",
  Update: "updateItem",
  Delete: "deleteItem",
  ConditionCheck: "deleteItem",
};
const tokenKeptMs = 10 * minute;

const isRecord = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Writes {
  single(action: WriteAction, raw: Raw): Promise<Answer>;
  transact(raw: Raw): Promise<Answer>;
  batch(raw: Raw): Promise<Answer>;
}

export function createWrites(
  store: DynaliteStore,
  clock: Clock,
  onWritten: (written: readonly Written[]) => void,
): Writes {
  let tail: Promise<unknown> = Promise.resolve();
  const exclusive = <T>(run: () => Promise<T>): Promise<T> => {
    const next = tail.then(run);
    tail = next.catch(() => undefined);
    return next;
  };
  const tokens = new Map<
    string,
    { readonly until: Instant; readonly request: string; readonly answer: Answer }
  >();

  const schemaOf = async (table: string): Promise<TableSchema> => {
    const schema = await called<TableSchema>((callback) => store.getTable(table, callback));
    if (!schema) throw new DynamoFailure("ResourceNotFoundException", "Requested resource not found");
    return schema;
  };

  const keyAttributes = (schema: TableSchema, item: Attributes): Attributes =>
    Object.fromEntries(
      schema.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName] ?? {}]),
    );

  const locate = async (step: Step): Promise<{ schema: TableSchema; key: string; keys: Attributes }> => {
    const schema = await schemaOf(step.data.TableName);
    const of = step.data.Item ?? step.data.Key ?? {};
    const invalid = step.data.Item ? database.validateItem(of, schema) : database.validateKey(of, schema);
    if (invalid) throw invalid;
    return { schema, key: database.createKey(of, schema), keys: keyAttributes(schema, of) };
  };

  /** Conditions first, all of them; then the writes on the shadow; then one batch. */
  const run = async (
    steps: readonly Step[],
    transactional: boolean,
  ): Promise<{ answers: Answer[]; units: Units[] }> => {
    const located = await Promise.all(steps.map(locate));
    const names = located.map(({ schema, key }) => `${schema.TableName} ${key}`);
    if (new Set(names).size !== names.length) {
      throw validation(
        transactional
          ? "Transaction request cannot include multiple operations on one item"
          : "Provided list of item keys contains duplicates",
      );
    }
    const before = await Promise.all(
      located.map(({ schema, key }) =>
        called<Attributes | undefined>((callback) => store.getItemDb(schema.TableName).get(key, callback)),
      ),
    );
    const failures = steps.map((step, n) => database.checkConditional(step.data, before[n]));
    if (failures.some(Boolean)) throw refusal(steps, failures, before, transactional);
    const shadow = shadowOf(store);
    const answers: Answer[] = [];
    for (const step of steps) {
      answers.push(
        step.action === "check" ? {} : ((await perform(step.action, shadow.store, step.data)) ?? {}),
      );
    }
    const after = await Promise.all(
      located.map(({ schema, key }) =>
        called<Attributes | undefined>((callback) =>
          shadow.store.getItemDb(schema.TableName).get(key, callback),
        ),
      ),
    );
    await shadow.commit();
    const units = located.map(({ schema }, n) =>
      steps[n]?.action === "check"
        ? { table: schema.TableName, tableUnits: 2, indexUnits: {} }
        : writeUnits(schema, before[n], after[n], transactional),
    );
    onWritten(
      located.flatMap(({ schema, keys }, n) =>
        steps[n]?.action === "check" || JSON.stringify(before[n]) === JSON.stringify(after[n])
          ? []
          : [{ table: schema.TableName, keys, before: before[n], after: after[n] }],
      ),
    );
    return { answers, units };
  };

  return {
    single: (action, raw) =>
      exclusive(async () => {
        const { answers, units } = await run(
          [{ action, data: checked(action, { ...raw }, store), raw }],
          false,
        );
        const capacity = consumed(units, raw.ReturnConsumedCapacity)?.[0];
        return { ...answers[0], ...(capacity ? { ConsumedCapacity: capacity } : {}) };
      }),

    transact: (raw) =>
      exclusive(async () => {
        const token = typeof raw.ClientRequestToken === "string" ? raw.ClientRequestToken : null;
        const request = JSON.stringify(raw.TransactItems);
        const known = token === null ? undefined : tokens.get(token);
        if (known && known.until > clock()) {
          if (known.request === request) return known.answer;
          throw new DynamoFailure(
            "IdempotentParameterMismatchException",
            "The token was used with other parameters",
          );
        }
        const { units } = await run(stepsOf(raw, store), true);
        const capacity = consumed(units, raw.ReturnConsumedCapacity);
        const answer = capacity ? { ConsumedCapacity: capacity } : {};
        if (token !== null) {
          if (tokens.size > 10_000)
            for (const [name, kept] of tokens) if (kept.until <= clock()) tokens.delete(name);
          tokens.set(token, { until: clock() + tokenKeptMs, request, answer });
        }
        return answer;
      }),

    batch: (raw) =>
      exclusive(async () => {
        const steps = Object.entries(isRecord(raw.RequestItems) ? raw.RequestItems : {}).flatMap(
          ([table, requests]) =>
            (Array.isArray(requests) ? requests : []).map((request): Step => {
              const put = isRecord(request) && isRecord(request.PutRequest);
              const action: WriteAction = put ? "putItem" : "deleteItem";
              const inner: Raw = isRecord(request)
                ? {
                    ...(isRecord(request.PutRequest) ? request.PutRequest : {}),
                    ...(isRecord(request.DeleteRequest) ? request.DeleteRequest : {}),
                  }
                : {};
              return { action, data: checked(action, { ...inner, TableName: table }, store), raw: inner };
            }),
        );
        if (steps.length === 0 || steps.length > 25)
          throw validation("Too many items requested for the BatchWriteItem call");
        const { units } = await run(steps, false);
        const capacity = consumed(units, raw.ReturnConsumedCapacity);
        return { UnprocessedItems: {}, ...(capacity ? { ConsumedCapacity: capacity } : {}) };
      }),
  };
}

function stepsOf(raw: Raw, store: DynaliteStore): Step[] {
  const items = Array.isArray(raw.TransactItems) ? raw.TransactItems : [];
  if (items.length === 0 || items.length > 100) {
    throw validation("Member must have length less than or equal to 100 and at least 1");
  }
  return items.map((item): Step => {
    const [[name, inner] = ["", {}]] = Object.entries(isRecord(item) ? item : {});
    const action = actionOf[name];
    if (!action || !isRecord(inner))
      throw validation("TransactItems can only contain one of Check, Put, Update or Delete");
    const { ReturnValuesOnConditionCheckFailure: _, ...request } = inner;
    return {
      action: name === "ConditionCheck" ? "check" : action,
      data: checked(action, request, store),
      raw: inner,
    };
  });
}

function refusal(
  steps: readonly Step[],
  failures: readonly unknown[],
  before: readonly (Attributes | undefined)[],
  transactional: boolean,
): unknown {
  const unexpected = failures.find((failure) => failure && !isFailedCondition(failure));
  if (unexpected) return unexpected;
  const shown = (n: number): Raw =>
    steps[n]?.raw.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && before[n] ? { Item: before[n] } : {};
  const message = "The conditional request failed";
  if (!transactional) return new DynamoFailure("ConditionalCheckFailedException", message, shown(0));
  const reasons = failures.map((failure, n) =>
    failure ? { Code: "ConditionalCheckFailed", Message: message, ...shown(n) } : { Code: "None" },
  );
  return new DynamoFailure(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map((reason) => reason.Code).join(", ")}]`,
    { CancellationReasons: reasons },
  );
}
