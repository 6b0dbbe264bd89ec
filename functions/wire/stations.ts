/** Stations behind API Gateway: commands are remembered in the store and posted to the connection that the gateway holds. */
import { randomUUID } from "node:crypto";
import type { ReadPorts } from "@barq/actions/ports";
import { createApiGatewayConnections } from "@barq/stations/api-gateway";
import type { LinkedStations } from "@barq/stations/linked";
import { createStations } from "@barq/stations/linked";
import type { Connections } from "@barq/stations/port";
import type { RememberingDoor } from "./environment.ts";
import { fetchOf } from "./ports.ts";

export function stationsOf(
  environment: RememberingDoor & { readonly OCPP_ENDPOINT: URL },
  ports: ReadPorts,
): { readonly stations: LinkedStations; readonly connections: Connections } {
  const connections = createApiGatewayConnections({
    endpoint: environment.OCPP_ENDPOINT,
    fetch: fetchOf(environment, "execute-api"),
  });
  const { store, clock } = ports;
  return { connections, stations: createStations({ store, clock, connections, newMessageId: randomUUID }) };
}
