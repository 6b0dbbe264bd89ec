/** Who asks, from the environment's keys and the operator's issuer. */
import type { ReadPorts } from "@barq/actions/ports";
import type { StaffIssuer } from "../api/staff-token.ts";
import type { Who } from "../api/who.ts";
import { createWho } from "../api/who.ts";
import type { AskingDoor } from "./environment.ts";
import { keysOf } from "./keys.ts";

export async function whoOf(environment: AskingDoor, ports: ReadPorts): Promise<Who> {
  const [access, receipt] = await Promise.all([
    keysOf(environment.ACCESS_KEY),
    keysOf(environment.RECEIPT_KEY),
  ]);
  return createWho({
    origin: environment.ORIGIN,
    access,
    receipt,
    documents: environment.DOCUMENT_JWKS,
    staff: staffOf(environment),
    store: ports.store,
    clock: ports.clock,
    receiptTokenMs: ports.policy.receiptTokenMs,
  });
}

/** @throws Error when only a part of it is set: half an issuer would lock out everybody without a word */
function staffOf(environment: AskingDoor): StaffIssuer | null {
  const { STAFF_ISSUER: issuer, STAFF_AUDIENCE: audience, STAFF_JWKS_URL: jwksUrl } = environment;
  if (issuer !== undefined && audience !== undefined && jwksUrl !== undefined) {
    return { issuer, audience, jwksUrl };
  }
  if (issuer === undefined && audience === undefined && jwksUrl === undefined) return null;
  throw new Error("STAFF_ISSUER, STAFF_AUDIENCE and STAFF_JWKS_URL belong together: set all three or none.");
}
