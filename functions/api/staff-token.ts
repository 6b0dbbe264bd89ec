/**
 * People at work come with a token of the operator's OIDC issuer. Issuer, audience and keys are configuration; the tenant
 * and the role are claims. Keys from an address are fetched again for an unknown `kid` at most once per cooldown, and
 * when they cannot be had the door stays shut.
 */
import { Fault } from "@barq/domain/fault";
import type { Clock } from "@barq/domain/instant";
import type { FetchImplementation, JSONWebKeySet, JWTPayload, JWTVerifyGetKey } from "jose";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  decodeProtectedHeader,
  errors,
  jwtVerify,
} from "jose";
import { claimText, refused, toleranceS } from "./own-token.ts";

export const roles = ["operator", "technician", "support", "fleet", "host", "finance", "auditor"] as const;
export type Role = (typeof roles)[number];

export interface Staff {
  readonly kind: "staff";
  readonly tenant: string;
  readonly role: Role;
  readonly fleet: string | null;
  readonly subject: string;
}

export interface StaffIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** the address of the key set, or the set itself */
  readonly jwksUrl?: string;
  readonly jwks?: JSONWebKeySet;
  /** header `typ`; RFC 9068's `at+jwt` where it is left out */
  readonly type?: string;
  /** how long an unknown key id is not asked for again, in ms */
  readonly cooldownMs?: number;
  /** instead of the network, for tests */
  readonly fetch?: FetchImplementation;
}

/** What says that the token is at fault, and not the way to the keys. */
const tokenFaults = [
  errors.JWTInvalid,
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

function keysOf(of: StaffIssuer): JWTVerifyGetKey {
  if (of.jwks) return createLocalJWKSet(of.jwks);
  if (of.jwksUrl === undefined) throw new Error("an issuer needs jwks or jwksUrl");
  return createRemoteJWKSet(new URL(of.jwksUrl), {
    cooldownDuration: of.cooldownMs ?? 30_000,
    timeoutDuration: 3_000,
    ...(of.fetch ? { [customFetch]: of.fetch } : {}),
  });
}

/** A reader of staff tokens, with when they end. It throws Fault unauthenticated, or busy while the issuer's keys cannot be had. */
export function staffReader(
  of: StaffIssuer,
  clock: Clock,
): (token: string) => Promise<{ readonly asker: Staff; readonly payload: JWTPayload }> {
  const keys = keysOf(of);
  return async (token) => {
    let payload: JWTPayload;
    try {
      // Without a key id any key of the set might be tried; with one of another form nothing is looked up at all.
      if (!/^[\w.:=+/-]{1,128}$/.test(decodeProtectedHeader(token).kid ?? "")) throw refused();
      const verified = await jwtVerify(token, keys, {
        algorithms: ["ES256"],
        issuer: of.issuer,
        audience: of.audience,
        typ: of.type ?? "at+jwt",
        requiredClaims: ["sub", "iat", "exp", "tenant", "role"],
        clockTolerance: toleranceS,
        currentDate: new Date(clock()),
      });
      payload = verified.payload;
    } catch (error) {
      if (error instanceof Fault) throw error;
      // decodeProtectedHeader throws a TypeError for what is no token at all.
      if (tokenFaults.some((kind) => error instanceof kind) || isMalformed(error)) throw refused();
      throw new Fault("busy", "Who you are cannot be checked right now. Please try again in a moment.", {
        retry_after_s: 5,
      });
    }
    return { asker: staffOf(payload), payload };
  };
}

const isMalformed = (error: unknown): boolean =>
  error instanceof TypeError && error.message.includes("Protected Header");

function staffOf(payload: JWTPayload): Staff {
  const role = roles.find((known) => known === payload.role);
  const tenant = claimText(payload, "tenant");
  // A tenant is the head of every key: nothing that divides keys may stand in it.
  if (!role || !/^[a-z0-9-]{1,32}$/.test(tenant)) throw refused();
  const fleet = payload.fleet === undefined ? null : claimText(payload, "fleet");
  // A fleet's people without a fleet could otherwise pass for people of every fleet.
  if (role === "fleet" && fleet === null) throw refused();
  return { kind: "staff", tenant, role, fleet, subject: claimText(payload, "sub") };
}
