/** Lambda's Runtime API on loopback: hands out events one after the other and collects the answers. */
import { createServer } from "node:http";

export interface RuntimeApi {
  readonly address: string;
  invoke(event: unknown): Promise<Readonly<Record<string, unknown>>>;
  close(): void;
}

interface Waiting {
  readonly event: unknown;
  readonly done: (answer: Readonly<Record<string, unknown>>) => void;
}

export async function startRuntimeApi(): Promise<RuntimeApi> {
  const waiting: Waiting[] = [];
  const underway = new Map<string, Waiting>();
  let asked: (() => void) | undefined;
  const server = createServer(async (request, response) => {
    if (request.url?.endsWith("/invocation/next")) {
      while (waiting.length === 0) await new Promise<void>((done) => (asked = done));
      const [next] = waiting.splice(0, 1);
      if (!next) throw new Error("there is no event");
      const id = `request-${underway.size + 1}`;
      underway.set(id, next);
      response.writeHead(200, {
        "content-type": "application/json",
        "lambda-runtime-aws-request-id": id,
        "lambda-runtime-deadline-ms": "4102444800000",
        "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-west-3:1:function:test",
      });
      response.end(JSON.stringify(next.event));
      return;
    }
    let text = "";
    for await (const part of request) text += String(part);
    const id = /\/invocation\/([^/]+)\/response$/.exec(request.url ?? "")?.[1] ?? "";
    underway.get(id)?.done(JSON.parse(text));
    response.writeHead(202).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const bound = server.address();
  if (typeof bound !== "object" || bound === null) throw new Error("the Runtime API does not listen");
  return {
    address: `127.0.0.1:${bound.port}`,
    invoke: (event) =>
      new Promise((done) => {
        waiting.push({ event, done });
        asked?.();
      }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A request as API Gateway hands it over (payload format 2.0). */
const eventOf = (method: string, path: string, more: Readonly<Record<string, unknown>>) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: path,
  rawQueryString: "",
  headers: {},
  requestContext: {
    http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "" },
    requestId: "gateway-1",
    stage: "$default",
    routeKey: "$default",
    domainName: "barq.test",
    timeEpoch: 0,
  },
  isBase64Encoded: false,
  ...more,
});

export const getEvent = (path: string) => eventOf("GET", path, {});

/** A body of plain text, which no address of ours takes. */
export const postEvent = (path: string, body: string) =>
  eventOf("POST", path, { body, headers: { "content-type": "text/plain" } });
