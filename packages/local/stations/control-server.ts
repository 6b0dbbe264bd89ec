/**
 * Hands on the simulated stations: `GET /stations`, `POST /stations/{id}/{plug|unplug|fault|clear|offline|online}` with
 * `{connector?}`, `POST /stations/{id}/behaviour` with knobs. On loopback, and only for who knows the token.
 */
import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import { Fault } from "@barq/domain/fault";
import * as v from "valibot";
import { requestBody } from "../request-body.ts";
import { knobsSchema } from "./behaviour.ts";
import type { Verb } from "./control.ts";
import { verbs } from "./control.ts";
import type { SimulatedStation } from "./station.ts";

interface ControlServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const mostBodyBytes = 64 * 1024;
const order = v.object({ connector: v.optional(v.pipe(v.number(), v.integer())) });

const secret = v.object({ password: v.pipe(v.string(), v.minLength(1), v.maxLength(100)) });

const deeds: Readonly<Record<Verb, (station: SimulatedStation, connector: number) => Promise<void>>> = {
  plug: (station, connector) => station.plug(connector),
  unplug: (station, connector) => station.unplug(connector),
  fault: (station, connector) => station.fault(connector),
  clear: (station, connector) => station.clearFault(connector),
  offline: (station) => station.goOffline(),
  online: (station) => station.goOnline(),
};

export async function startControlServer(options: {
  readonly stations: ReadonlyMap<string, SimulatedStation>;
  readonly token: string;
}): Promise<ControlServer> {
  const { stations } = options;
  const expected = Buffer.from(`Bearer ${options.token}`);

  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const given = Buffer.from(request.headers.authorization ?? "");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      return refused(401, "The token of stations/running.json, please.");
    }
    const { pathname } = new URL(request.url ?? "/", "http://stations.invalid");
    if (request.method === "GET" && pathname === "/stations") {
      return { status: 200, body: { stations: [...stations.values()].map((one) => one.snapshot()) } };
    }
    const [, id = "", what = ""] = /^\/stations\/([^/]+)\/([a-z]+)$/.exec(pathname) ?? [];
    const verb = verbs.find((name) => name === what);
    if (request.method !== "POST" || (what !== "behaviour" && what !== "password" && !verb)) {
      return refused(404, `There is no ${request.method} ${pathname}.`);
    }
    const station = stations.get(decodeURIComponent(id));
    if (!station) return refused(404, `There is no simulated station ${decodeURIComponent(id)}.`);
    const body = (await requestBody(request, mostBodyBytes))?.toString() ?? null;
    if (body === null) return refused(413, "Too large.");
    if (verb) {
      const { connector = station.snapshot().connectors[0]?.number ?? 1 } = v.parse(order, parsed(body));
      await deeds[verb](station, connector);
    } else if (what === "password") {
      await station.setPassword(v.parse(secret, parsed(body)).password);
    } else await station.behave(v.parse(knobsSchema, parsed(body)));
    return { status: 200, body: station.snapshot() };
  };

  const server = createServer((request, response) => {
    answerTo(request)
      .catch(failure)
      .then(({ status, body }) => {
        response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
        response.end(JSON.stringify(body));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", done);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

const refused = (status: number, error: string): Answer => ({ status, body: { error } });

const parsed = (body: string): unknown => JSON.parse(body === "" ? "{}" : body);

function failure(error: unknown): Answer {
  if (error instanceof Fault && error.code === "not_found") return refused(404, error.message);
  if (error instanceof v.ValiError || error instanceof SyntaxError) return refused(400, error.message);
  console.error("stations:", error);
  return refused(500, "The stations could not do that; their log says why.");
}
