/** Verdicts of signed records for tests, in few words. */
import type { SignedVerdict } from "@barq/domain/signed-verdict";

type Good = Extract<SignedVerdict, { kind: "good" }>;

/** A pair that was verified, its time lawful. */
export const signedPair = (startMwh: bigint, stopMwh: bigint, other: Partial<Good> = {}): Good => ({
  kind: "good",
  startMwh,
  stopMwh,
  beginAt: null,
  endAt: null,
  isTimeLawful: true,
  meterSerial: "1EMH0012345678",
  records: [
    { sha256: "a".repeat(64), verdict: "good", why: null },
    { sha256: "b".repeat(64), verdict: "good", why: null },
  ],
  ...other,
});
