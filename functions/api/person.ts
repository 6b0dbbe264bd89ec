/** Who acts, as acts keep it. */
import type { Identity } from "@barq/actions/ports";
import type { Asker } from "./who.ts";

/** Nobody can be told by it, and the same person is the same. @throws Error (a bug) for a driver or a receipt */
export function personOf(identity: Pick<Identity, "hashed">, asker: Asker): string {
  if (asker.kind !== "staff") throw new Error("only people at work come to this door");
  return identity.hashed(asker.subject);
}
