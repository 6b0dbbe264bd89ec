/** The Idempotency-Key of a request that makes something: needed, judged, and never kept. */
import { Fault } from "@barq/domain/fault";
import { keyPattern } from "./bodies/start.ts";
import type { DoorContext } from "./door.ts";

/** `what` is told to whoever sent none. @throws Fault idempotency_key_missing, invalid_request */
export function keyOf(
  c: DoorContext,
  what = "This needs an Idempotency-Key, so that a repeat finds what it made.",
): string {
  const key = c.req.header("idempotency-key");
  if (key === undefined || key === "") throw new Fault("idempotency_key_missing", what);
  if (!keyPattern.test(key)) {
    throw new Fault("invalid_request", "An Idempotency-Key has 1 to 255 visible characters.");
  }
  return key;
}
