/**
 * Everything that is named, hashed or signed with the server's secrets, behind one object: whoever is handed it can make
 * and read names, and never sees a secret.
 */
import {
  fingerprintOf,
  hashedText,
  idTagOf,
  newBatch,
  newPassword,
  passwordHash,
  passwordMatches,
  referenceOf,
  refundIdOf,
  sessionIdOf,
  smallNumberOf,
} from "./identity.ts";
import type { QrRead } from "./qr-token.ts";
import { makeQrToken, readQrToken } from "./qr-token.ts";
import { sha256Hex } from "./seal.ts";

interface Secrets {
  /** at least 32 bytes; session ids, references, idTags and address hashes are made from it */
  readonly server: Uint8Array;
  /** keys of printed codes by their id, old ones included: a printed code outlives its key's use */
  readonly qrKeys: Readonly<Record<string, Uint8Array>>;
  /** the key that new codes are printed with */
  readonly qrKeyId: string;
}

/** The `Identity` that actions are handed (packages/actions/ports.ts). @throws Error when the printing key is missing */
export function createKeyring(secrets: Secrets) {
  const { server, qrKeys, qrKeyId } = secrets;
  const printing = qrKeys[qrKeyId];
  if (!printing) throw new Error(`there is no QR key ${qrKeyId}`);
  return {
    sessionId: (of: { tenant: string; qr: string; key: string }): string => sessionIdOf(server, of),
    refundId: (of: { tenant: string; key: string }): string => refundIdOf(server, of),
    idTag: (session: string): string => idTagOf(server, session),
    reference: (session: string): string => referenceOf(server, session),
    fingerprint: fingerprintOf,
    hashed: (text: string): string => hashedText(server, text),
    sha256: sha256Hex,
    makeQr: (of: { tenant: string; sticker: string }): string =>
      makeQrToken({ ...of, keyId: qrKeyId }, printing),
    readQr: (text: string): QrRead =>
      readQrToken(text, (_tenant, keyId) => (Object.hasOwn(qrKeys, keyId) ? qrKeys[keyId] : undefined)),
    newPassword,
    newBatch,
    passwordHash,
    passwordMatches,
    smallNumber: smallNumberOf,
  };
}
