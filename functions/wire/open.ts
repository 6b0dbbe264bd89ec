/** The wire of the open door: where it answers, and what everybody may know of the document keys. */
import type { OpenDoor } from "../api/wire.ts";
import type { Environment } from "./environment.ts";
import { openVariables, readEnvironment } from "./environment.ts";

export function openDoor(environment: Environment = process.env): OpenDoor {
  const { ORIGIN: origin, DOCUMENT_JWKS: documents } = readEnvironment(openVariables, environment);
  return { origin, documents };
}
