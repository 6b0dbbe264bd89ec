/** Names of what is sealed, in the archive: the proof's hash is in every name, so a name never stands for two contents. */

export const sealedName = (tenant: string, session: string, part: string, proofSha256: string): string =>
  `${tenant}/sessions/${session}/${proofSha256}/${part}.json`;

/** The seal is written last: where it is, every part is. */
export const sealOf = (tenant: string, session: string, proofSha256: string): string =>
  `${tenant}/sessions/${session}/${proofSha256}/seal.json`;
