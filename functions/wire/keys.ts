/** Key pairs of the environment, ready to sign; what is published of them is their public half alone. */
import { importJWK } from "jose";
import type { TokenKeys } from "../api/own-token.ts";
import { publicHalf } from "../api/own-token.ts";
import type { KeyPairs } from "./environment.ts";

export async function keysOf([signing, ...retired]: KeyPairs): Promise<TokenKeys> {
  const privateKey = await importJWK(signing, "ES256");
  if (privateKey instanceof Uint8Array) throw new Error("a key of the environment is no key pair");
  return {
    keyId: signing.kid,
    privateKey,
    published: { keys: [signing, ...retired].map(publicHalf) },
  };
}
