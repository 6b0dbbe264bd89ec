/**
 * A station of the bench: a real WebSocket client that speaks OCPP 1.6J with Basic auth. One message at a time, as OCPP
 * demands; what was not acknowledged before the line broke is said again on the next one. It obeys whatever it is told.
 */
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";

export interface Station {
  readonly id: string;
  /** what the other side answers; @throws Error for a CALLERROR */
  call(action: string, payload: object): Promise<Readonly<Record<string, unknown>>>;
  /** the token of the remote start for a connector, when it comes */
  started(connector: number): Promise<string>;
  /** how often the line was opened anew, and how often a message was said again then */
  reopened(): number;
  repeated(): number;
  close(): void;
}

interface Waiting {
  readonly frame: string;
  readonly id: string;
  readonly done: (payload: Readonly<Record<string, unknown>>) => void;
  readonly fail: (error: Error) => void;
}

const retryMs = 100;
/** Nothing takes longer on a machine that works at all: a bench ends by itself. */
const patienceMs = 60_000;

export async function connectStation(of: {
  readonly id: string;
  readonly password: string;
  /** `ws://host/ocpp`, without the id */
  readonly endpoint: string;
}): Promise<Station> {
  let waiting: Waiting | null = null;
  let ended = false;
  let [reopened, repeated] = [0, 0];
  let sent = 0;
  let socket: WebSocket | null = null;
  const tokens = new Map<number, PromiseWithResolvers<string>>();
  const tokenOf = (connector: number): PromiseWithResolvers<string> => {
    const known = tokens.get(connector) ?? Promise.withResolvers<string>();
    tokens.set(connector, known);
    return known;
  };

  const answer = (action: string, payload: Readonly<Record<string, unknown>>): object => {
    if (action === "RemoteStartTransaction")
      tokenOf(Number(payload.connectorId)).resolve(String(payload.idTag));
    return action === "GetConfiguration" ? { configurationKey: [], unknownKey: [] } : { status: "Accepted" };
  };
  const hear = (ws: WebSocket, text: string): void => {
    const [type, id, third, fourth] = JSON.parse(text);
    if (type === 2) ws.send(JSON.stringify([3, id, answer(third, fourth)]));
    if (type === 2 || waiting?.id !== id) return;
    const own = waiting;
    waiting = null;
    if (type === 3) own?.done(third);
    else own?.fail(new Error(`${of.id}: ${third} ${fourth} for ${own.frame}`));
  };
  const open = async (): Promise<void> => {
    const ws = new WebSocket(`${of.endpoint}/${of.id}`, ["ocpp1.6"], {
      auth: `${of.id}:${of.password}`,
      perMessageDeflate: false,
    });
    ws.on("message", (data) => hear(ws, data.toString()));
    ws.on("error", () => ws.terminate());
    ws.on("close", () => {
      if (socket === ws) void reopen();
    });
    await once(ws, "open");
    socket = ws;
    if (!waiting) return;
    repeated++;
    ws.send(waiting.frame);
  };
  const reopen = async (): Promise<void> => {
    socket = null;
    reopened++;
    while (!ended && socket === null) {
      await pause(retryMs);
      await open().catch(() => undefined);
    }
  };
  await open();

  return {
    id: of.id,
    reopened: () => reopened,
    repeated: () => repeated,
    call(action, payload) {
      if (waiting) throw new Error(`${of.id} waits for an answer still`);
      const id = `${of.id}-${++sent}`;
      const answered = new Promise<Readonly<Record<string, unknown>>>((done, fail) => {
        waiting = { id, frame: JSON.stringify([2, id, action, payload]), done, fail };
        socket?.send(waiting.frame);
      });
      return within(answered, `${of.id} has no answer to ${action}`, () => {
        if (waiting?.id === id) waiting = null;
      });
    },
    started: (connector) =>
      within(tokenOf(connector).promise, `${of.id} is not told to start at ${connector}`),
    close() {
      ended = true;
      const last = socket;
      socket = null;
      last?.terminate();
    },
  };
}

/** @throws Error with the complaint where it takes too long */
function within<T>(promise: Promise<T>, complaint: string, giveUp = (): void => undefined): Promise<T> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => {
      giveUp();
      fail(new Error(complaint));
    }, patienceMs);
    promise.then(done, fail).finally(() => clearTimeout(timer));
  });
}
