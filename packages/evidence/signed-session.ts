/**
 * The verdict on the signed records of one session, as the domain takes it: each record by the keys registered for its
 * meter, then all of them together. A key that came on the wire is never asked.
 */
import type { JudgedRecord, SignedVerdict } from "@barq/domain/signed-verdict";
import type { RegisteredKey } from "./ocmf-key.ts";
import type { OcmfRecord } from "./ocmf-record.ts";
import { readOcmf } from "./ocmf-record.ts";
import { checkSession } from "./ocmf-session.ts";
import { judgeSignature } from "./ocmf-signature.ts";
import { sha256Hex } from "./seal.ts";

export interface RecordJudgement {
  readonly judged: JudgedRecord;
  /** what it says; null where it cannot be read */
  readonly record: OcmfRecord | null;
}

/** One record as it came, whatever it is. Never throws. */
export function judgeRecord(text: string, keys: readonly RegisteredKey[]): RecordJudgement {
  const sha256 = sha256Hex(text);
  const read = readOcmf(text);
  if (read.kind === "refused")
    return { judged: { sha256, verdict: read.verdict, why: read.why }, record: null };
  return { judged: { sha256, ...judgeSignature(read.record, keys) }, record: read.record };
}

/**
 * @param records the records of one session as they came, in any order; what is no OCMF is handed in as well, so that it is
 * judged. The same record twice is one: stations send again what was not acknowledged
 * @param keys those registered for the station's meters; other meters' keys do no harm where they name their serials
 */
export function judgeSigned(records: readonly string[], keys: readonly RegisteredKey[]): SignedVerdict {
  const byText = new Map([...new Set(records)].map((text) => [text, judgeRecord(text, keys)]));
  return sessionVerdict(records.flatMap((text) => byText.get(text) ?? []));
}

/** What records that were judged already prove together. */
export function sessionVerdict(judgements: readonly RecordJudgement[]): SignedVerdict {
  const records = judgements.map(({ judged }) => judged);
  if (records.length === 0) return { kind: "none" };
  const forged = records.find(({ verdict }) => verdict === "bad");
  if (forged) return { kind: "bad", why: forged.why ?? "signature_invalid", records };
  const distinct = new Map(judgements.map(({ judged, record }) => [judged.sha256, record]));
  const readable = [...distinct.values()].filter((record) => record !== null);
  // Where a record cannot be read, nobody knows whether it is the one that seems to be missing.
  const check = readable.length === distinct.size ? checkSession(readable) : null;
  if (check?.kind === "broken") return { kind: "bad", why: check.why, records };
  const open = records.find(({ verdict }) => verdict === "unverifiable");
  if (open || check === null) return { kind: "unverifiable", why: open?.why ?? "not_ocmf", records };
  const { pair, isTimeLawful, meterSerial } = check;
  return {
    kind: "good",
    startMwh: pair.startMwh,
    stopMwh: pair.stopMwh,
    beginAt: pair.begin.at,
    endAt: pair.end.at,
    isTimeLawful,
    meterSerial,
    records,
  };
}
