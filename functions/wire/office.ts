/** The wire of the pages of people at work: they say things to stations, and sign in at the operator's issuer. */
import type { OfficeDoor } from "../api/wire.ts";
import type { SignInIssuer } from "../office/sign-in.ts";
import { commandDoor } from "./command.ts";
import type { Environment } from "./environment.ts";
import { askingDoor, readEnvironment, signInVariables } from "./environment.ts";

export async function officeDoor(environment: Environment = process.env): Promise<OfficeDoor> {
  return { ...(await commandDoor(environment)), signIn: signInOf(environment) };
}

/** @throws Error when only a part of it is set: nobody could sign in, and nobody would know why */
function signInOf(environment: Environment): SignInIssuer | null {
  const told = readEnvironment({ ...askingDoor, ...signInVariables }, environment);
  const { STAFF_CLIENT_ID: clientId, STAFF_AUTHORIZE_URL: authorizeUrl, STAFF_TOKEN_URL: tokenUrl } = told;
  const { STAFF_ISSUER: issuer, STAFF_AUDIENCE: audience } = told;
  if (clientId === undefined && authorizeUrl === undefined && tokenUrl === undefined) return null;
  if (!issuer || !audience || !clientId || !authorizeUrl || !tokenUrl)
    throw new Error(
      "STAFF_CLIENT_ID, STAFF_AUTHORIZE_URL and STAFF_TOKEN_URL belong together, and to STAFF_ISSUER and STAFF_AUDIENCE.",
    );
  return { issuer, audience, clientId, authorizeUrl, tokenUrl };
}
