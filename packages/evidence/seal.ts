/**
 * Sealed means signed: each part as canonical bytes with its SHA-256, and one detached signature over all the hashes by
 * the operator's document key, whose public half stays published. Verifying checks the signature, then the hashes; the
 * recomputation is the domain's.
 */
import { createHash } from "node:crypto";
import type { CryptoKey, JSONWebKeySet } from "jose";
import { CompactSign, compactVerify, createLocalJWKSet } from "jose";
import { canonicalBytes } from "./canonical-json.ts";

export const sealType = "barq-seal+jws";

export interface DocumentKey {
  readonly keyId: string;
  readonly privateKey: CryptoKey;
}

interface SealedPart {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

export const sha256Hex = (bytes: Uint8Array | string): string =>
  createHash("sha256").update(bytes).digest("hex");

/** The parts' bytes and hashes, and the seal: canonical JSON `{hashes, signature}`. */
export async function sealParts(
  parts: Readonly<Record<string, unknown>>,
  key: DocumentKey,
): Promise<{ readonly parts: Readonly<Record<string, SealedPart>>; readonly seal: Uint8Array }> {
  const sealed = Object.fromEntries(
    Object.entries(parts).map(([name, value]): [string, SealedPart] => {
      const bytes = canonicalBytes(value);
      return [name, { bytes, sha256: sha256Hex(bytes) }];
    }),
  );
  const hashes = Object.fromEntries(Object.entries(sealed).map(([name, part]) => [name, part.sha256]));
  const signature = await new CompactSign(canonicalBytes(hashes))
    .setProtectedHeader({ alg: "ES256", kid: key.keyId, typ: sealType })
    .sign(key.privateKey);
  return { parts: sealed, seal: canonicalBytes({ hashes, signature }) };
}

type SealVerdict =
  | { readonly kind: "good"; readonly keyId: string }
  | { readonly kind: "refused"; readonly line: string }
  | { readonly kind: "not_checkable"; readonly why: string };

/** What jose says when the published keys are at fault, and not what was signed. */
const keyTrouble: Readonly<Record<string, string>> = {
  ERR_JWKS_NO_MATCHING_KEY: "the key that signed it is not among the published keys",
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: "it does not say which of the published keys signed it",
  ERR_JWKS_INVALID: "the published keys are no key set",
};

/**
 * Checks a seal over parts' bytes with published keys; a key inside a proof is never asked. Every part that was sealed must
 * be there, and nothing else. Never throws, whatever is handed in.
 */
export async function verifySeal(
  parts: Readonly<Record<string, Uint8Array>>,
  seal: unknown,
  published: JSONWebKeySet,
): Promise<SealVerdict> {
  if (!isSeal(seal)) return { kind: "refused", line: "seal: not of the form {hashes, signature}" };
  let signed: { payload: Uint8Array; protectedHeader: { kid?: string; typ?: string } };
  try {
    signed = await compactVerify(seal.signature, createLocalJWKSet(published), { algorithms: ["ES256"] });
  } catch (error) {
    const why = error instanceof Error && "code" in error ? keyTrouble[String(error.code)] : undefined;
    return why === undefined
      ? { kind: "refused", line: "signature: does not verify" }
      : { kind: "not_checkable", why };
  }
  if (signed.protectedHeader.typ !== sealType)
    return { kind: "refused", line: "signature: not made for a seal" };
  if (!isCanonical(seal.hashes, signed.payload))
    return { kind: "refused", line: "hashes: not the ones that were signed" };
  const hashes = new Map(Object.entries(seal.hashes));
  for (const [name, bytes] of Object.entries(parts)) {
    if (hashes.get(name) !== sha256Hex(bytes))
      return { kind: "refused", line: `${name}: its SHA-256 is not the sealed one` };
  }
  for (const name of hashes.keys()) {
    if (!Object.hasOwn(parts, name)) return { kind: "refused", line: `${name}: was sealed and is not here` };
  }
  return { kind: "good", keyId: signed.protectedHeader.kid ?? "" };
}

/** Whether bytes are the canonical form of a value; what has none is nobody's. */
function isCanonical(value: unknown, bytes: Uint8Array): boolean {
  try {
    return Buffer.compare(canonicalBytes(value), bytes) === 0;
  } catch {
    return false;
  }
}

function isSeal(seal: unknown): seal is { hashes: Record<string, unknown>; signature: string } {
  return (
    typeof seal === "object" &&
    seal !== null &&
    "hashes" in seal &&
    typeof seal.hashes === "object" &&
    seal.hashes !== null &&
    "signature" in seal &&
    typeof seal.signature === "string"
  );
}
