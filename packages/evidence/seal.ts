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

export interface SealedPart {
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

export type SealVerdict =
  | { readonly kind: "good"; readonly keyId: string }
  | { readonly kind: "refused"; readonly line: string }
  | { readonly kind: "not_checkable"; readonly why: string };

/** Checks a seal over parts' bytes with published keys; a key inside a proof is never asked. */
export async function verifySeal(
  parts: Readonly<Record<string, Uint8Array>>,
  seal: unknown,
  published: JSONWebKeySet,
): Promise<SealVerdict> {
  if (!isSeal(seal)) return { kind: "refused", line: "seal: not of the form {hashes, signature}" };
  let signed: { payload: Uint8Array; protectedHeader: { kid?: string } };
  try {
    signed = await compactVerify(seal.signature, createLocalJWKSet(published), { algorithms: ["ES256"] });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ERR_JWKS_NO_MATCHING_KEY")
      return { kind: "not_checkable", why: "the key that signed it is not among the published keys" };
    return { kind: "refused", line: "signature: does not verify" };
  }
  if (new TextDecoder().decode(signed.payload) !== new TextDecoder().decode(canonicalBytes(seal.hashes))) {
    return { kind: "refused", line: "hashes: not the ones that were signed" };
  }
  for (const [name, bytes] of Object.entries(parts)) {
    if (seal.hashes[name] !== sha256Hex(bytes))
      return { kind: "refused", line: `${name}: its SHA-256 is not the sealed one` };
  }
  return { kind: "good", keyId: signed.protectedHeader.kid ?? "" };
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
