/**
 * The WebSocket to the central system: opened with id and password, and opened again within two seconds of real time for as
 * long as the station wants to be online. The address is asked for anew each time, because a restart may have moved it.
 */
import ocpp from "ocpp-rpc";
import type { Spoken } from "./state.ts";

/** Says one thing and answers what the central system says to it. */
export type Call = (action: string, payload: object) => Promise<unknown>;

/** Obeys a command; `null` is silence. */
export type Command = (parameters: unknown) => Promise<Record<string, unknown> | null>;

interface LinkOptions {
  readonly id: string;
  /** asked anew before every attempt */
  readonly password: string | (() => string);
  readonly protocol: Spoken;
  /** `ws://host/ocpp`, without the station's id */
  readonly endpoint: () => string;
  readonly commands: Readonly<Record<string, Command>>;
  /** does the talking while a connection lasts, and returns when `closed` says that it is over */
  readonly serve: (call: Call, closed: AbortSignal) => Promise<void>;
  readonly report: (error: unknown) => void;
  /** real time */
  readonly retryMs: number;
  readonly callTimeoutMs: number;
}

interface Link {
  /** Wants to be online, or not; resolves for the latter when the connection is gone. */
  want(online: boolean): Promise<void>;
  /** Cuts the connection, which comes back by itself. */
  cut(): void;
  close(): Promise<void>;
}

const handshakeMs = 5000;
const pingMs = 30_000;

export function keepLinked(options: LinkOptions, online: boolean): Link {
  let wanted = online;
  let ended = false;
  let client: InstanceType<typeof ocpp.RPCClient> | null = null;
  let attempting: Promise<void> = Promise.resolve();
  let wake = (): void => undefined;

  /** Until something changes, at the longest for so many milliseconds. */
  const rest = (ms: number | null): Promise<void> =>
    new Promise((done) => {
      const timer = ms === null ? undefined : setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });

  const attempt = async (): Promise<void> => {
    const current = new ocpp.RPCClient({
      ...plainClient,
      protocols: [options.protocol],
      endpoint: options.endpoint(),
      identity: options.id,
      password: typeof options.password === "string" ? options.password : options.password(),
      callTimeoutMs: options.callTimeoutMs,
    });
    client = current;
    const closed = new AbortController();
    current.once("close", () => closed.abort());
    for (const [name, command] of Object.entries(options.commands)) {
      current.handle(name, async ({ params }) => (await command(params)) ?? ocpp.NOREPLY);
    }
    try {
      await current.connect();
    } catch {
      // Nobody there, a wrong password, an address that is none: whatever it was, the next attempt may do.
      client = null;
      return;
    }
    try {
      await options.serve((action, payload) => current.call(action, payload), closed.signal);
    } finally {
      client = null;
      await current.close({ force: true });
    }
  };

  const run = async (): Promise<void> => {
    while (!ended) {
      if (!wanted) {
        await rest(null);
        continue;
      }
      attempting = attempt().catch(options.report);
      await attempting;
      if (!ended && wanted) await rest(options.retryMs);
    }
  };
  const running = run();

  const change = (): void => {
    if (client && (ended || !wanted)) void client.close({ force: true });
    wake();
  };
  return {
    async want(next) {
      wanted = next;
      change();
      if (!next) await attempting;
    },
    cut() {
      if (client) void client.close({ force: true });
    },
    async close() {
      ended = true;
      change();
      await running;
    },
  };
}

const plainClient = {
  // The library's own reconnecting keeps its first address, so every connection is a client of its own.
  reconnect: false,
  maxReconnects: 0,
  // Never used, and refused where it is none.
  backoff: { initialDelay: 1, maxDelay: 2, factor: 2, randomisationFactor: 0 },
  pingIntervalMs: pingMs,
  deferPingsOnActivity: false,
  respondWithDetailedErrors: false,
  callConcurrency: 1,
  strictMode: false,
  strictModeValidators: [],
  maxBadMessages: Number.POSITIVE_INFINITY,
  wsOpts: { handshakeTimeout: handshakeMs, perMessageDeflate: false },
  headers: {},
};
