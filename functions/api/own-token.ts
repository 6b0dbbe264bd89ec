/**
 * Tokens that we issue ourselves: ES256, one key pair, one audience and one type per purpose, the `kid` from a short list
 * of our own (previous, current, next). Everything that is checked is pinned here (RFC 8725 section 3).
 */
import { Fault } from "@barq/domain/fault";
import type { Clock, Instant } from "@barq/domain/instant";
import type { CryptoKey, JSONWebKeySet, JWK, JWTPayload } from "jose";
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, SignJWT } from "jose";

export interface TokenKeys {
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  /** public halves: what was signed before a change of keys stays good until it ends */
  readonly published: JSONWebKeySet;
}

/** Only what RFC 7518 section 6.2.1 calls public: a wire that hands over a private key by mistake publishes none of it. */
export const publicHalf = ({ kty, crv, x, y, kid }: JWK): JWK => ({
  ...(kty === undefined ? {} : { kty }),
  ...(crv === undefined ? {} : { crv }),
  ...(x === undefined ? {} : { x }),
  ...(y === undefined ? {} : { y }),
  ...(kid === undefined ? {} : { kid }),
  alg: "ES256",
  use: "sig",
});

export interface TokenKind {
  readonly audience: string;
  readonly type: string;
  readonly requiredClaims: readonly string[];
}

/** RFC 8725 has no number; half a minute covers clocks that are set by NTP. */
export const toleranceS = 30;

export const refused = (): Fault =>
  new Fault("unauthenticated", "This needs a token, and the one that was sent is not good here.");

export async function signToken(
  keys: TokenKeys,
  kind: TokenKind,
  of: {
    readonly issuer: string;
    readonly subject: string;
    readonly claims: JWTPayload;
    readonly issuedAt: Instant;
    readonly expiresAt: Instant;
  },
): Promise<string> {
  return new SignJWT(of.claims)
    .setProtectedHeader({ alg: "ES256", typ: kind.type, kid: keys.keyId })
    .setIssuer(of.issuer)
    .setAudience(kind.audience)
    .setSubject(of.subject)
    .setIssuedAt(Math.floor(of.issuedAt / 1000))
    .setExpirationTime(Math.floor(of.expiresAt / 1000))
    .sign(keys.privateKey);
}

/** @throws Fault unauthenticated, whatever is wrong with it */
export async function verifyToken(
  token: string,
  keys: TokenKeys,
  kind: TokenKind,
  issuer: string,
  clock: Clock,
): Promise<JWTPayload> {
  try {
    const { kid } = decodeProtectedHeader(token);
    if (kid === undefined || !keys.published.keys.some((key) => key.kid === kid)) throw refused();
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys.published), {
      algorithms: ["ES256"],
      issuer,
      audience: kind.audience,
      typ: kind.type,
      requiredClaims: ["sub", "iat", "exp", ...kind.requiredClaims],
      clockTolerance: toleranceS,
      currentDate: new Date(clock()),
    });
    return payload;
  } catch {
    throw refused();
  }
}

/** A claim that must be a text of a sane length. @throws Fault unauthenticated */
export function claimText(payload: JWTPayload, name: string): string {
  const value = payload[name];
  if (typeof value !== "string" || value.length === 0 || value.length > 200) throw refused();
  return value;
}
