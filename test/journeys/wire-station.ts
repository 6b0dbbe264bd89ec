/**
 * A station that says exactly what a test wants it to say, over a real WebSocket with a real OCPP client: no behaviour of its
 * own beyond being plugged in, told to start, and told to stop.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Call } from "@barq/local/stations/link";
import { keepLinked } from "@barq/local/stations/link";
import type { Spoken } from "@barq/local/stations/state";
import * as v from "valibot";

export interface WireStation {
  readonly call: Call;
  /** the token of the remote start that came last */
  started(): Promise<{ readonly token: string; readonly startNumber: number | null }>;
  /** The line is down until the station is called back; whatever is said meanwhile waits. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  close(): Promise<void>;
}

const start16 = v.object({ idTag: v.string() });
const start201 = v.object({ idToken: v.object({ idToken: v.string() }), remoteStartId: v.number() });

export async function connectWireStation(of: {
  readonly endpoint: string;
  readonly id: string;
  readonly password: string;
  readonly protocol: Spoken;
}): Promise<WireStation> {
  let told: { token: string; startNumber: number | null } | undefined;
  let announce = (_: Call): void => undefined;
  const next = (): Promise<Call> =>
    new Promise((done) => {
      announce = done;
    });
  let connected = next();
  const accept = async (): Promise<Record<string, unknown>> => ({ status: "Accepted" });
  const link = keepLinked(
    {
      id: of.id,
      password: of.password,
      protocol: of.protocol,
      endpoint: () => of.endpoint,
      retryMs: 200,
      callTimeoutMs: 20_000,
      report: (error) => console.error(`station ${of.id}:`, error),
      commands: {
        async RemoteStartTransaction(parameters) {
          told = { token: v.parse(start16, parameters).idTag, startNumber: null };
          return { status: "Accepted" };
        },
        async RequestStartTransaction(parameters) {
          const { idToken, remoteStartId } = v.parse(start201, parameters);
          told = { token: idToken.idToken, startNumber: remoteStartId };
          return { status: "Accepted" };
        },
        RemoteStopTransaction: accept,
        RequestStopTransaction: accept,
        ChangeConfiguration: accept,
        TriggerMessage: accept,
        SetVariables: async () => ({ setVariableResult: [] }),
        GetVariables: async () => ({ getVariableResult: [] }),
        GetConfiguration: async () => ({ configurationKey: [], unknownKey: [] }),
      },
      serve: (call, closed) =>
        new Promise((done) => {
          announce(call);
          closed.addEventListener("abort", () => done());
        }),
    },
    true,
  );
  await connected;
  return {
    call: async (action, payload) => (await connected)(action, payload),
    async goOffline() {
      connected = next();
      await link.want(false);
    },
    async goOnline() {
      await link.want(true);
      await connected;
    },
    async started() {
      for (let n = 0; n < 400; n++) {
        if (told) return told;
        await pause(20);
      }
      throw new Error(`station ${of.id} was never told to start`);
    },
    close: () => link.close(),
  };
}
