/** Keys and tokens for tests of the doors: key pairs made anew, and tokens good or forged in any way one likes. */
import type { Instant } from "@barq/domain/instant";
import { hour } from "@barq/domain/instant";
import type { TokenKeys } from "@barq/functions/api/own-token";
import type { Role } from "@barq/functions/api/staff-token";
import type { CryptoKey, JWK, JWTHeaderParameters, JWTPayload } from "jose";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

export interface TestKeys extends TokenKeys {
  readonly publicKey: CryptoKey;
  readonly publicJwk: JWK;
}

export async function newKeys(keyId: string): Promise<TestKeys> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const publicJwk = { ...(await exportJWK(publicKey)), kid: keyId, alg: "ES256", use: "sig" };
  return { keyId, privateKey, publicKey, publicJwk, published: { keys: [publicJwk] } };
}

/** A token as somebody could write it; what is undefined is left out. */
export interface Draft {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Signed by a key, whatever stands in it. */
export function signed(key: CryptoKey | Uint8Array, draft: Draft): Promise<string> {
  const { alg = "ES256", ...more } = draft.header;
  const header: JWTHeaderParameters = { ...more, alg: String(alg) };
  const claims: JWTPayload = JSON.parse(JSON.stringify(draft.claims));
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}

/** Not signed at all. */
export const unsigned = (draft: Draft): string => `${part(draft.header)}.${part(draft.claims)}.`;

/** Another header or other claims under the signature of a good token. */
export function rewritten(token: string, change: Partial<Draft>): string {
  const [header = "", claims = "", signature = ""] = token.split(".");
  const of = (text: string, more: Readonly<Record<string, unknown>> | undefined): string =>
    more === undefined ? text : part({ ...JSON.parse(Buffer.from(text, "base64url").toString()), ...more });
  return `${of(header, change.header)}.${of(claims, change.claims)}.${signature}`;
}

export const staffIssuer = "https://issuer.example";
export const staffAudience = "barq";

interface StaffFacts {
  readonly role: Role;
  readonly tenant: string;
  readonly now: Instant;
}

/** What the operator's issuer writes for people at work. */
export const staffDraft = (keyId: string, { role, tenant, now }: StaffFacts): Draft => ({
  header: { alg: "ES256", typ: "at+jwt", kid: keyId },
  claims: {
    iss: staffIssuer,
    aud: staffAudience,
    sub: `somebody-${role}`,
    iat: Math.floor(now / 1000),
    exp: Math.floor((now + hour) / 1000),
    tenant,
    role,
    ...(role === "fleet" ? { fleet: "F1" } : {}),
  },
});
