/**
 * HTTP turned into the event that API Gateway would make of it (payload format 2.0) and the answer back, so that a laptop
 * runs the handlers that Lambda runs.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import type { APIGatewayProxyResult, LambdaEvent } from "hono/aws-lambda";
import { requestBody } from "./request-body.ts";

/** API Gateway's event in payload format 2.0. */
type HttpEvent = Extract<LambdaEvent, { rawPath: string }>;
/** What Lambda runs. */
export type HttpHandler = (event: HttpEvent) => Promise<APIGatewayProxyResult>;

/** What API Gateway takes at most: 10 MB. */
const mostBodyBytes = 10_000_000;

interface HttpOptions {
  readonly clock: Clock;
  /** the caller's address is the last one in X-Forwarded-For, as a proxy in front would have it */
  readonly forwarded: boolean;
  /** the handler of the door behind an address */
  readonly handlerOf: (method: string, path: string) => HttpHandler;
}

export async function answerHttp(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpOptions,
): Promise<void> {
  const body = await requestBody(request, mostBodyBytes);
  if (body === null) {
    const problem = {
      type: "/docs#payload_too_large",
      title: "Payload too large",
      status: 413,
      code: "payload_too_large",
    };
    response.writeHead(413, { connection: "close", "content-type": "application/problem+json" });
    response.end(JSON.stringify({ ...problem, request_id: randomUUID() }));
    return;
  }
  const event = eventOf(request, body, options);
  const { method, path } = event.requestContext.http;
  const answer = await options.handlerOf(method, path)(event);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.cookies && answer.cookies.length > 0) response.setHeader("set-cookie", answer.cookies);
  response.statusCode = answer.statusCode;
  response.end(Buffer.from(answer.body, answer.isBase64Encoded ? "base64" : "utf8"));
}

function eventOf(request: IncomingMessage, body: Buffer, options: HttpOptions): HttpEvent {
  const url = new URL(request.url ?? "/", "http://local");
  const method = request.method ?? "GET";
  const { cookie, ...headers } = request.headers;
  const path = decoded(url.pathname);
  const now = options.clock();
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, Array.isArray(value) ? value.join(",") : value]],
      ),
    ),
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: {
      accountId: "local",
      authentication: null,
      authorizer: {},
      apiId: "local",
      domainName: "local",
      domainPrefix: "local",
      http: {
        method,
        path,
        protocol: "HTTP/1.1",
        sourceIp: addressOf(request, options.forwarded),
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: isoText(now),
      timeEpoch: now,
    },
    body: body.length > 0 ? body.toString("base64") : null,
    isBase64Encoded: body.length > 0,
  };
}

/** As API Gateway hands it over; what cannot be decoded stays as it came. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function addressOf(request: IncomingMessage, forwarded: boolean): string {
  const direct = request.socket.remoteAddress ?? "unknown";
  if (!forwarded) return direct;
  const last = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .at(-1)
    ?.trim();
  return last ? last : direct;
}
