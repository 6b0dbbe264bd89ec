/** The local issuer of tokens for people at work: what an OIDC provider would give, signed by the folder's own key. */

import type { Clock } from "@barq/domain/instant";
import { hour } from "@barq/domain/instant";
import type { TokenKeys } from "@barq/functions/api/own-token";
import type { Role, StaffIssuer } from "@barq/functions/api/staff-token";
import { SignJWT } from "jose";

/** Not an address: tokens of a folder stay good whatever port its product has. */
export const issuer = "urn:barq:local-issuer";
export const audience = "barq";
export const tokenLifeMs = 12 * hour;

export const localIssuer = (keys: TokenKeys): StaffIssuer => ({ issuer, audience, jwks: keys.published });

export function issueStaffToken(
  keys: TokenKeys,
  clock: Clock,
  of: { readonly tenant: string; readonly role: Role; readonly fleet: string | null; readonly name?: string },
): Promise<string> {
  const now = clock();
  return new SignJWT({ tenant: of.tenant, role: of.role, ...(of.fleet === null ? {} : { fleet: of.fleet }) })
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: keys.keyId })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(`local-${of.name ?? of.role}`)
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.floor((now + tokenLifeMs) / 1000))
    .sign(keys.privateKey);
}
