/** The station door as Lambda runs it, behind API Gateway's WebSockets: once for the events, once for who may connect. */
import type { APIGatewayAuthorizerResult, APIGatewayProxyResult } from "aws-lambda";
import { stationDoor } from "../wire/station.ts";
import { authorizeSocket, onSocketEvent } from "./socket-event.ts";

const { ports, connections } = stationDoor();

export const handler = (event: unknown): Promise<APIGatewayProxyResult> =>
  onSocketEvent(ports, connections, event);

export const authorize = (event: unknown): Promise<APIGatewayAuthorizerResult> =>
  authorizeSocket(ports, event);
