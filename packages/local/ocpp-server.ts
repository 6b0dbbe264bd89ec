/**
 * WebSockets of stations, turned into the events that API Gateway makes of them: connect, message, disconnect. Messages of
 * a station are handled strictly one after the other; an older socket of the same station is closed.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { failureLine } from "@barq/functions/api/bug-log";
import type { Connections } from "@barq/stations/port";
import type { Protocol } from "@barq/stations/protocol-name";
import { chooseProtocol, protocolNamed } from "@barq/stations/protocol-name";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";

type SocketEvent =
  | {
      readonly kind: "connect";
      readonly station: string;
      readonly password: string;
      readonly connection: string;
      readonly protocol: Protocol;
      readonly sourceAddress: string;
    }
  | {
      readonly kind: "message";
      readonly station: string;
      readonly connection: string;
      readonly protocol: Protocol;
      readonly body: string;
    }
  | { readonly kind: "disconnect"; readonly station: string; readonly connection: string };

/** Answers a connect with whether it is let in, a message with the frame to send back. */
type SocketHandler = (event: SocketEvent) => Promise<{
  readonly accepted: boolean;
  readonly frame: string | null;
  /** done once the frame is on its way */
  readonly afterwards?: () => Promise<void>;
}>;

interface OcppServer {
  readonly connections: Connections;
  close(): void;
}

const pingMs = 30_000;

export function startOcppServer(options: {
  readonly server: Server;
  readonly handler: SocketHandler;
}): OcppServer {
  const { handler } = options;
  const sockets = new Map<string, WebSocket>();
  const byStation = new Map<string, string>();
  /** let in, but not open yet: what is sent to it now waits for its first message */
  const opening = new Set<string>();
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: 256 * 1024,
    handleProtocols: (offered) => chooseProtocol([...offered].join()) ?? false,
  });

  const refuse = (socket: Duplex, status: string): void => {
    socket.end(
      `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n${status.startsWith("401") ? 'WWW-Authenticate: Basic realm="ocpp"\r\n' : ""}\r\n`,
    );
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const station = /^\/ocpp\/([^/?]{1,48})$/.exec(request.url ?? "")?.[1];
    if (station === undefined) return refuse(socket, "404 Not Found");
    const protocol = chooseProtocol(request.headers["sec-websocket-protocol"]);
    if (!protocol) return refuse(socket, "400 Bad Request");
    const id = decodeURIComponent(station);
    const credentials = Buffer.from(
      String(request.headers.authorization ?? "").replace(/^Basic /, ""),
      "base64",
    ).toString();
    const colon = credentials.indexOf(":");
    const [user, password] =
      colon < 0 ? ["", ""] : [credentials.slice(0, colon), credentials.slice(colon + 1)];
    const connection = randomUUID();
    const sourceAddress = request.socket.remoteAddress ?? "";
    if (user !== id) return refuse(socket, "401 Unauthorized");
    opening.add(connection);
    const answer = await handler({
      kind: "connect",
      station: id,
      password,
      connection,
      protocol,
      sourceAddress,
    });
    opening.delete(connection);
    if (!answer.accepted) return refuse(socket, "401 Unauthorized");
    wss.handleUpgrade(request, socket, head, (ws) => serve(ws, id, connection));
  };

  const serve = (ws: WebSocket, station: string, connection: string): void => {
    const protocol = protocolNamed(ws.protocol);
    const older = byStation.get(station);
    if (older !== undefined) sockets.get(older)?.close(1000, "another connection of this station");
    sockets.set(connection, ws);
    byStation.set(station, connection);
    let line: Promise<void> = Promise.resolve();
    let alive = true;
    const timer = setInterval(() => {
      if (!alive) return ws.terminate();
      alive = false;
      ws.ping();
    }, pingMs);
    ws.on("pong", () => {
      alive = true;
    });
    ws.on("message", (data, isBinary) => {
      alive = true;
      const body = isBinary ? "" : data.toString();
      line = line.then(async () => {
        try {
          const { frame, afterwards } = await handler({
            kind: "message",
            station,
            connection,
            protocol,
            body,
          });
          if (frame !== null && ws.readyState === ws.OPEN) ws.send(frame);
          await afterwards?.();
        } catch (error) {
          // Not acknowledged, so the station sends it again: that is what it is for.
          console.error(failureLine("ocpp", error));
        }
      });
    });
    ws.on("error", () => ws.terminate());
    ws.on("close", () => {
      clearInterval(timer);
      sockets.delete(connection);
      if (byStation.get(station) === connection) byStation.delete(station);
      void line.then(() => handler({ kind: "disconnect", station, connection })).catch(() => undefined);
    });
  };

  options.server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    upgrade(request, socket, head).catch(() => socket.destroy());
  });

  return {
    connections: {
      async post(connection, frame) {
        const ws = sockets.get(connection);
        if (opening.has(connection)) return "unknown";
        if (!ws || ws.readyState !== ws.OPEN) return "gone";
        ws.send(frame);
        return "posted";
      },
    },
    close() {
      for (const ws of sockets.values()) ws.terminate();
      wss.close();
    },
  };
}
