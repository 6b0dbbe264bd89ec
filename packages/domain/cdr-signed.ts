/** A session's signed meter records in its CDR (OCPI mod_cdrs, SignedData), byte for byte, each with its SHA-256. */

export interface SignedRecord {
  /** as the station sent it */
  readonly sent: string;
  /** the record inside it: the text that was signed, with its signature */
  readonly text: string;
  readonly sha256: string | null;
}

type Json = Readonly<Record<string, unknown>>;

/** `signed_data` and, because OCPI has no word for them, the hashes in a member of ours. Nothing where nothing was signed. */
export function signedDataOf(records: readonly SignedRecord[], publicKey: string | null): Json {
  if (records.length === 0) return {};
  const nature = (n: number): string =>
    n === records.length - 1 ? "End" : n === 0 ? "Start" : "Intermediate";
  return {
    signed_data: {
      encoding_method: "OCMF",
      ...(publicKey !== null && { public_key: publicKey }),
      signed_values: records.map(({ sent, text }, n) => ({
        nature: nature(n),
        plain_data: text,
        signed_data: sent,
      })),
    },
    barq: { signed_records_sha256: records.map(({ sha256 }) => sha256) },
  };
}
