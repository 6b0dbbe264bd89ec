/**
 * API Gateway's WebSocket events turned into the station door's. The gateway knows no path behind its stage, so the
 * station's id is the user of HTTP Basic. The authorizer names it and the protocol that was chosen, and the gateway tells
 * both with every later message.
 */
import { admitStation } from "@barq/actions/admit-station";
import type { Connections } from "@barq/stations/port";
import { chooseProtocol, protocolNamed } from "@barq/stations/protocol-name";
import type { APIGatewayAuthorizerResult, APIGatewayProxyResult } from "aws-lambda";
import * as v from "valibot";
import { failureLine } from "../api/bug-log.ts";
import { basicOf } from "./basic.ts";
import type { OcppWire } from "./messages.ts";
import { onStationEvent } from "./messages.ts";

const headers = v.optional(v.record(v.string(), v.optional(v.string())), {});

const knock = v.object({ methodArn: v.string(), headers });

const socketEvent = v.object({
  requestContext: v.object({
    eventType: v.picklist(["CONNECT", "MESSAGE", "DISCONNECT"]),
    connectionId: v.string(),
    authorizer: v.object({ station: v.string(), protocol: v.optional(v.string()) }),
  }),
  headers,
  body: v.nullish(v.string()),
  isBase64Encoded: v.optional(v.boolean(), false),
});

/** Whoever knows a station's password is let in as that station. @throws Error "Unauthorized", which the gateway answers as 401 */
export async function authorizeSocket(wire: OcppWire, event: unknown): Promise<APIGatewayAuthorizerResult> {
  const asked = v.safeParse(knock, event);
  const basic = asked.success ? basicOf(header(asked.output.headers, "authorization")) : null;
  if (!asked.success || !basic || (await admitStation(wire, basic.station, basic.password)) === null) {
    throw new Error("Unauthorized");
  }
  return {
    principalId: basic.station,
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: asked.output.methodArn }],
    },
    // The gateway repeats it with every message, and says nothing else of the connection then.
    context: { station: basic.station, protocol: protocolOf(asked.output.headers) ?? "" },
  };
}

export async function onSocketEvent(
  wire: OcppWire,
  connections: Connections,
  event: unknown,
): Promise<APIGatewayProxyResult> {
  const read = v.safeParse(socketEvent, event);
  // Without the issues: they quote the event, and in it is a password.
  if (!read.success) throw new Error("this is no event of the gateway's");
  const told = read.output;
  const { connectionId: connection, authorizer, eventType } = told.requestContext;
  const { station } = authorizer;
  if (eventType === "CONNECT") {
    const protocol = protocolOf(told.headers);
    if (!protocol) return answer(400);
    const basic = basicOf(header(told.headers, "authorization"));
    if (basic?.station !== station) return answer(401);
    const { accepted } = await onStationEvent(wire, { kind: "connect", ...basic, connection, protocol });
    // The station hangs up where the protocol that was chosen is not said (RFC 6455 section 4.1).
    return accepted ? { ...answer(200), headers: { "Sec-WebSocket-Protocol": protocol } } : answer(401);
  }
  if (eventType === "DISCONNECT") {
    await onStationEvent(wire, { kind: "disconnect", station, connection });
    return answer(200);
  }
  // OCPP speaks text; a binary frame is no message.
  const body = told.isBase64Encoded ? "" : (told.body ?? "");
  try {
    const protocol = protocolNamed(authorizer.protocol);
    const message = { kind: "message", station, connection, protocol, body } as const;
    const { frame, afterwards } = await onStationEvent(wire, message);
    // Posted, not returned: what is done afterwards comes after the answer, and a Lambda that has returned does nothing.
    if (frame !== null) await connections.post(connection, frame);
    await afterwards?.();
    return answer(200);
  } catch (error) {
    // Not acknowledged, so the station sends it again. Thrown on, the gateway would send the station a text of its own.
    console.error(failureLine("ocpp", error));
    return answer(500);
  }
}

const answer = (statusCode: number): APIGatewayProxyResult => ({ statusCode, body: "" });

const protocolOf = (all: Headers) => chooseProtocol(header(all, "sec-websocket-protocol"));

type Headers = Readonly<Record<string, string | undefined>>;

/** Names of headers come as the station wrote them. */
const header = (all: Headers, name: string): string | undefined =>
  Object.entries(all).find(([each]) => each.toLowerCase() === name)?.[1];
