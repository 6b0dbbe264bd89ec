/** Files that are never changed: CDRs, proofs, documents, exports. A folder locally, S3 on AWS. */
export interface Archive {
  /**
   * Writes the bytes under the name, once. The same bytes again are fine ("kept"); other bytes under a name that is
   * taken are refused ("differs"), because an archived file is never changed.
   */
  put(name: string, bytes: Uint8Array): Promise<"kept" | "differs">;
  get(name: string): Promise<Uint8Array | undefined>;
}
