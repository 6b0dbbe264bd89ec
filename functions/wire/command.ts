/** The wire of the doors whose people say something to stations: it moves no money and takes nothing in. */
import type { CommandDoor } from "../api/wire.ts";
import type { Environment } from "./environment.ts";
import { askingDoor, readEnvironment, stationVariables } from "./environment.ts";
import { readPortsOf } from "./ports.ts";
import { stationsOf } from "./stations.ts";
import { whoOf } from "./who.ts";

export async function commandDoor(environment: Environment = process.env): Promise<CommandDoor> {
  const told = readEnvironment({ ...askingDoor, ...stationVariables }, environment);
  const readPorts = readPortsOf(told);
  const { stations } = stationsOf(told, readPorts);
  return { ports: { ...readPorts, stations }, who: await whoOf(told, readPorts) };
}
