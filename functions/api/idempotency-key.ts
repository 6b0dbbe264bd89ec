/** The Idempotency-Key of a request that makes something: needed, judged, and never kept. */
import { Fault } from "@barq/domain/fault";
import { keyPattern } from "./bodies/start.ts";
import type { DoorContext } from "./door.ts";

/** @throws Fault idempotency_key_missing, invalid_request */
export function keyOf(c: DoorContext): string {
  const key = c.req.header("idempotency-key");
  if (key === undefined || key === "") {
    throw new Fault(
      "idempotency_key_missing",
      "This needs an Idempotency-Key, so that a repeat finds what it made.",
    );
  }
  if (!keyPattern.test(key)) {
    throw new Fault("invalid_request", "An Idempotency-Key has 1 to 255 visible characters.");
  }
  return key;
}
