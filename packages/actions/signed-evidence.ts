/**
 * The signed records among a session's readings, judged by the keys that were registered for the connector's meters. A key
 * that came with a record is never asked; without a registered one nobody can say, and that is no proof.
 */
import type { Instant } from "@barq/domain/instant";
import type { Meter } from "@barq/domain/meter";
import { meterAt } from "@barq/domain/meter";
import type { Reading } from "@barq/domain/reading";
import type { SignedVerdict } from "@barq/domain/signed-verdict";
import type { RegisteredKey } from "@barq/evidence/ocmf-key";
import { judgeSigned } from "@barq/evidence/signed-session";
import { recordOf } from "@barq/evidence/signed-value";

export function signedEvidence(
  readings: readonly Reading[],
  meters: readonly Meter[],
  { startedAt, endedAt }: { readonly startedAt: Instant; readonly endedAt: Instant },
): SignedVerdict {
  const records = readings
    .filter(({ format }) => format === "SignedData")
    .map(({ value }) => recordOf(value).record ?? value);
  const own = new Set([meterAt(meters, startedAt), meterAt(meters, endedAt)]);
  const keys = [...own].flatMap((meter): RegisteredKey[] =>
    meter === undefined || meter.publicKey === null
      ? []
      : [{ key: meter.publicKey, meterSerial: meter.serial, gatewaySerial: null }],
  );
  return judgeSigned(records, keys);
}
