/**
 * A DynamoDB client whose wire is bad: faults happen below the SDK, where its own retries see them. Ordered faults meet the
 * tries of the next calls one by one, a call's own repeats included.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

export const wireFaults = [
  /** nothing arrived */
  "lost_request",
  /** it was done, and the connection broke before the answer */
  "lost_answer",
  "throttled",
  /** another write of the same item is under way: as an error of its own, or as the reason of a cancelled transaction */
  "conflict",
  /** the service failed before anything was done, or after */
  "error500",
  "error500_after",
] as const;
export type WireFault = (typeof wireFaults)[number];

export interface FaultyClient {
  readonly client: DynamoDBClient;
  /** The next tries fail so, one after the other; null is a try that goes well. */
  order(...faults: readonly (WireFault | null)[]): void;
  /** Whatever was ordered and has not happened yet never does. */
  forget(): void;
  /** From now on every so many tries one fails, in turn. */
  everyNth(n: number, faults: readonly WireFault[]): void;
  /** faults that have happened since the client was made */
  readonly happened: number;
}

const brokenConnection = (): Error => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

function failureOf(fault: WireFault, command: string) {
  const answer = (statusCode: number, body: object) => ({
    response: {
      statusCode,
      headers: { "content-type": "application/x-amz-json-1.0" },
      body: new TextEncoder().encode(JSON.stringify(body)),
    },
  });
  const type = (name: string): string => `com.amazonaws.dynamodb.v20120810#${name}`;
  switch (fault) {
    case "throttled":
      return answer(400, {
        __type: type("ThrottlingException"),
        message: "Rate of requests exceeds the allowed",
      });
    case "conflict":
      return command === "TransactWriteItemsCommand"
        ? answer(400, {
            __type: type("TransactionCanceledException"),
            Message: "Transaction cancelled",
            CancellationReasons: [{ Code: "TransactionConflict", Message: "Transaction is ongoing" }],
          })
        : answer(400, { __type: type("TransactionConflictException"), message: "Transaction is ongoing" });
    default:
      return answer(500, { __type: type("InternalServerError"), message: "The server failed" });
  }
}

/** The SDK decides by itself whether it tries again, only it does not wait for long before it does. */
async function hurry(client: DynamoDBClient): Promise<void> {
  const waits: unknown = Reflect.get(await client.config.retryStrategy(), "retryBackoffStrategy");
  if (typeof waits !== "object" || waits === null) throw new Error("the SDK waits in some other way");
  Reflect.set(waits, "computeNextBackoffDelay", () => 1);
}

export function createFaultyClient(endpoint: string): FaultyClient {
  const client = new DynamoDBClient({
    endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 3,
  });
  const ordered: (WireFault | null)[] = [];
  let regular: { readonly n: number; readonly faults: readonly WireFault[] } | null = null;
  let tries = 0;
  let happened = 0;
  const nextFault = (): WireFault | null => {
    if (ordered.length > 0) return ordered.shift() ?? null;
    if (!regular || ++tries % regular.n !== 0) return null;
    return regular.faults[(tries / regular.n) % regular.faults.length] ?? null;
  };
  const hurried = hurry(client);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      await hurried;
      const fault = nextFault();
      if (fault === null) return next(args);
      happened++;
      if (fault === "lost_request") throw brokenConnection();
      if (fault === "lost_answer" || fault === "error500_after") await next(args);
      if (fault === "lost_answer") throw brokenConnection();
      // What comes back here is read by the SDK itself, as if the service had said it.
      return failureOf(fault, context.commandName ?? "");
    },
    { step: "deserialize", priority: "low", name: "badWire" },
  );
  return {
    client,
    order: (...faults) => void ordered.push(...faults),
    forget: () => void ordered.splice(0),
    everyNth(n, faults) {
      regular = { n, faults };
    },
    get happened() {
      return happened;
    },
  };
}
