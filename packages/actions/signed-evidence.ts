/**
 * The signed records among a session's readings, judged by the keys that were registered for the connector's meters. A key
 * that came with a record is never asked; without a registered one nobody can say, and that is no proof.
 */
import type { SignedRecord } from "@barq/domain/cdr-signed";
import type { Instant } from "@barq/domain/instant";
import type { Meter } from "@barq/domain/meter";
import { meterAt } from "@barq/domain/meter";
import type { MeterKey } from "@barq/domain/proof-facts";
import type { Reading } from "@barq/domain/reading";
import type { SignedVerdict } from "@barq/domain/signed-verdict";
import { judgeSigned } from "@barq/evidence/signed-session";
import { recordOf } from "@barq/evidence/signed-value";

/** Signed records as they were sent, each with the text that is signed in it. */
const signedOf = (readings: readonly Reading[]) =>
  readings
    .filter(({ format }) => format === "SignedData")
    .map(({ value }) => ({ sent: value, text: recordOf(value).record ?? value }));

/** What the records prove by these keys: the same here, and on the machine of whoever checks a proof. */
export const judgedBy = (readings: readonly Reading[], keys: readonly MeterKey[]): SignedVerdict =>
  judgeSigned(
    signedOf(readings).map(({ text }) => text),
    keys.map(({ serial, key }) => ({ key, meterSerial: serial, gatewaySerial: null })),
  );

/** The keys of the meters that were part of the connector while the session lasted. */
export function meterKeysOf(
  meters: readonly Meter[],
  { startedAt, endedAt }: { readonly startedAt: Instant; readonly endedAt: Instant },
): readonly MeterKey[] {
  const own = new Set([meterAt(meters, startedAt), meterAt(meters, endedAt)]);
  return [...own].flatMap((meter) =>
    meter === undefined || meter.publicKey === null ? [] : [{ serial: meter.serial, key: meter.publicKey }],
  );
}

/** The records for a CDR, byte for byte, with the hash that the verdict knows each of them by. */
export function recordsFor(readings: readonly Reading[], verdict: SignedVerdict): readonly SignedRecord[] {
  if (verdict.kind === "none") return [];
  return signedOf(readings).map(({ sent, text }, n) => ({
    sent,
    text,
    sha256: verdict.records[n]?.sha256 ?? null,
  }));
}
