/** DynamoDB's errors as they look on the wire. */
export class DynamoFailure extends Error {
  readonly statusCode: number;
  readonly body: Readonly<Record<string, unknown>>;
  constructor(name: string, message: string, more: Readonly<Record<string, unknown>> = {}, statusCode = 400) {
    super(message);
    this.statusCode = statusCode;
    this.body = { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message, ...more };
  }
}

export const validation = (message: string): DynamoFailure => {
  const failure = new DynamoFailure("ValidationException", message);
  return Object.assign(failure, {
    body: { __type: "com.amazon.coral.validate#ValidationException", message },
  });
};

/** Whether an error is an answer to the caller (ours or dynalite's) and not a bug. */
export function isAnswer(error: unknown): error is { statusCode: number; body: Record<string, unknown> } {
  return (
    typeof error === "object" &&
    error !== null &&
    "statusCode" in error &&
    "body" in error &&
    typeof error.body === "object" &&
    error.body !== null
  );
}

export const isFailedCondition = (error: unknown): boolean =>
  isAnswer(error) && String(error.body.__type).endsWith("#ConditionalCheckFailedException");
