/** The wire of the station door and of the drain behind it: no tokens, no money, no payment provider. */
import { randomUUID } from "node:crypto";
import { createSqsIntake } from "@barq/intake/sqs";
import type { Connections } from "@barq/stations/port";
import type { OcppWire } from "../ocpp/messages.ts";
import type { Environment } from "./environment.ts";
import { intakeVariables, readEnvironment, rememberingDoor, stationVariables } from "./environment.ts";
import { fetchOf, readPortsOf } from "./ports.ts";
import { stationsOf } from "./stations.ts";

interface StationDoor {
  readonly ports: OcppWire;
  readonly connections: Connections;
}

export function stationDoor(environment: Environment = process.env): StationDoor {
  const told = readEnvironment({ ...rememberingDoor, ...stationVariables, ...intakeVariables }, environment);
  const ports = readPortsOf(told);
  const { stations, connections } = stationsOf(told, ports);
  const intake = createSqsIntake({
    queue: told.INTAKE_QUEUE_URL,
    fetch: fetchOf(told, "sqs"),
    newId: randomUUID,
  });
  return { ports: { ...ports, stations, intake }, connections };
}
