/** The wire of the field door: it says something to stations, and seals what they have passed. */
import { sealParts } from "@barq/evidence/seal";
import type { FieldDoor } from "../api/wire.ts";
import type { Environment } from "./environment.ts";
import { askingDoor, readEnvironment, sealingVariables, stationVariables } from "./environment.ts";
import { keysOf } from "./keys.ts";
import { readPortsOf } from "./ports.ts";
import { stationsOf } from "./stations.ts";
import { whoOf } from "./who.ts";

export async function fieldDoor(environment: Environment = process.env): Promise<FieldDoor> {
  const told = readEnvironment({ ...askingDoor, ...stationVariables, ...sealingVariables }, environment);
  const readPorts = readPortsOf(told);
  const { stations } = stationsOf(told, readPorts);
  const { keyId, privateKey } = await keysOf(told.DOCUMENT_KEY);
  return {
    ports: { ...readPorts, stations, sealer: { seal: (parts) => sealParts(parts, { keyId, privateKey }) } },
    who: await whoOf(told, readPorts),
  };
}
