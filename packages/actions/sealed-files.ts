/** Names of what is sealed, in the archive: the proof's hash is in every name, so a name never stands for two contents. */

export const sealedParts = ["cdr", "cdr_221", "proof"] as const;
export type SealedPart = (typeof sealedParts)[number];

export const sealedName = (tenant: string, session: string, part: SealedPart, proofSha256: string): string =>
  `${tenant}/sessions/${session}/${proofSha256}/${part}.json`;

/** The detached signature over the hashes of the parts. */
export const sealOf = (tenant: string, session: string, proofSha256: string): string =>
  `${tenant}/sessions/${session}/${proofSha256}/seal.json`;

/** Of a correction: the credit CDRs lie beside the new ones, under a seal of their own. */
export const creditParts = ["credit", "credit_221"] as const;

export const creditName = (
  tenant: string,
  session: string,
  part: (typeof creditParts)[number],
  proofSha256: string,
): string => `${tenant}/sessions/${session}/${proofSha256}/${part}.json`;

export const creditSealOf = (tenant: string, session: string, proofSha256: string): string =>
  `${tenant}/sessions/${session}/${proofSha256}/credit-seal.json`;
