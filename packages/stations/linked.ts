/**
 * The stations port over the store and whatever holds the connections. One call at a time is under way at a station; the
 * others wait in order. Nobody waits for a station: its answer is news, and any process may take it.
 */
import type { Clock } from "@barq/domain/instant";
import type { Item, Key, Store } from "@barq/store/port";
import { callFrame } from "./frame.ts";
import type { CommandOutcome, Connections, SendCommand, Sent, StationCommand, Stations } from "./port.ts";
import type { Protocol } from "./protocol-name.ts";
import { protocolNamed } from "./protocol-name.ts";
import { callIn } from "./saying.ts";

const partition = (tenant: string, station: string): string => `${tenant}|CP#${station}`;
const inFlight = (tenant: string, station: string): Key => ({ pk: partition(tenant, station), sk: "CALL" });
const meta = (tenant: string, station: string): Key => ({ pk: partition(tenant, station), sk: "META" });

interface AnsweredCall {
  readonly session: string | null;
  readonly effect: string | null;
  readonly command: StationCommand;
  /** it was sent more than once, so a refusal may answer a repeat */
  readonly again: boolean;
}

export interface LinkedStations extends Stations {
  /** A station has connected: the connection replaces whatever was there. Nothing can be sent on it yet. */
  connect(tenant: string, station: string, connection: string, protocol: Protocol): Promise<void>;
  /** The connection carries messages now: what is pending goes out again, or the next that waits. */
  resume(tenant: string, station: string, connection: string, protocol: Protocol): Promise<void>;
  /** It speaks, so it is there: taken for gone by mistake, it is the station's connection again. */
  confirm(tenant: string, station: string, connection: string, protocol: Protocol): Promise<void>;
  /** Clears the connection only if it is still the same. */
  disconnect(tenant: string, station: string, connection: string): Promise<void>;
  /** The station's answer to a message of ours; null when nothing of ours is waiting for it. */
  takeOutcome(
    tenant: string,
    station: string,
    messageId: string,
    outcome: CommandOutcome,
  ): Promise<AnsweredCall | null>;
}

const textOf = (item: Item | undefined, field: string): string | null => {
  const value = item?.[field];
  return typeof value === "string" ? value : null;
};
const numberOf = (item: Item | undefined, field: string): number => {
  const value = item?.[field];
  return typeof value === "number" ? value : 0;
};

/**
 * A station that was told to restart comes back on another connection, and told again it would go on restarting; a cable that
 * could be let go a moment ago may be somebody else's by now. Neither is said again.
 */
function isSaidOnce(call: Item): boolean {
  const { kind }: StationCommand = JSON.parse(textOf(call, "command") ?? "{}");
  return kind === "reset" || kind === "unlock";
}

/** Free: there is no call, it was answered, or its deadline is over. */
const isFree = (call: Item | undefined, now: number): boolean =>
  call === undefined || textOf(call, "outcome") !== null || numberOf(call, "deadline") <= now;

/** A password on its way to its station: once it has arrived it is written down nowhere. */
const isSecret = (call: Item | undefined): boolean =>
  textOf(call, "command")?.includes('"AuthorizationKey"') ?? false;

/** Whether a call is the one intent of a session, or of a person, that is asked for. */
const isSame = (call: Item | undefined, { session, effect, command }: SendCommand): boolean =>
  effect !== null &&
  textOf(call, "session") === session &&
  textOf(call, "effect") === effect &&
  textOf(call, "command") === JSON.stringify(command);

export function createStations(options: {
  readonly store: Store;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly newMessageId: () => string;
}): LinkedStations {
  const { store, connections, clock } = options;

  const callItem = (key: Key, request: SendCommand, messageId: string): Item => ({
    ...key,
    id: messageId,
    command: JSON.stringify(request.command),
    deadline: request.deadline,
    ...(request.session === null ? {} : { session: request.session }),
    ...(request.effect === null ? {} : { effect: request.effect }),
  });

  /** Said in the protocol of the connection it goes out on, which may not be that of its first try. */
  const post = async (
    connection: string,
    protocol: Protocol,
    messageId: string,
    command: StationCommand,
  ): Promise<"posted" | "gone" | "unknown"> => {
    const { action, payload } = callIn(protocol)(command);
    return connections.post(connection, callFrame(messageId, action, payload));
  };

  const send = async (request: SendCommand): Promise<Sent> => {
    const { tenant, station } = request;
    const messageId = options.newMessageId();
    for (let race = 0; race < 5; race++) {
      const [station_, call] = await store.read([meta(tenant, station), inFlight(tenant, station)], {
        strong: true,
      });
      const connection = textOf(station_, "conn");
      if (connection === null) return { kind: "offline" };
      // Two who look after a session at once both send: one intent goes to the station once.
      if (isSame(call, request)) return { kind: "sent", messageId: textOf(call, "id") ?? messageId };
      if (!isFree(call, clock())) {
        const queued = await waitingFor(request);
        if (queued !== null) return { kind: "sent", messageId: queued };
        const waiting = {
          pk: partition(tenant, station),
          sk: `CALL#${String(clock()).padStart(15, "0")}#${messageId}`,
        };
        await store.commit([{ put: callItem(waiting, request, messageId) }]);
        return { kind: "sent", messageId };
      }
      const taken = await store.commit([
        {
          put: callItem(inFlight(tenant, station), request, messageId),
          guards: [{ field: "id", in: [textOf(call, "id")] }],
        },
      ]);
      if (!taken.written) continue;
      const posted = await post(
        connection,
        protocolNamed(textOf(station_, "proto")),
        messageId,
        request.command,
      );
      if (posted === "gone") {
        await store.commit([
          {
            update: meta(tenant, station),
            set: { conn: null },
            guards: [{ field: "conn", in: [connection] }],
          },
          { delete: inFlight(tenant, station), guards: [{ field: "id", in: [messageId] }] },
        ]);
        return { kind: "offline" };
      }
      return posted === "posted"
        ? { kind: "sent", messageId }
        : { kind: "unknown", why: "the connection does not answer" };
    }
    return { kind: "unknown", why: "too many commands at once" };
  };

  /** The message in which the same intent waits already. */
  const waitingFor = async (request: SendCommand): Promise<string | null> => {
    const { tenant, station } = request;
    for await (const waiting of store.list(partition(tenant, station), { prefix: "CALL#", strong: true })) {
      if (isSame(waiting, request)) return textOf(waiting, "id");
    }
    return null;
  };

  const confirm = async (
    tenant: string,
    station: string,
    connection: string,
    protocol: Protocol,
  ): Promise<void> => {
    const [known] = await store.read([meta(tenant, station)], { strong: true });
    if (textOf(known, "conn") !== null) return;
    await store.commit([
      {
        update: meta(tenant, station),
        set: { conn: connection, proto: protocol, connAt: clock() },
        guards: [{ field: "conn", in: [null] }],
      },
    ]);
  };

  /** The next one that waits and is still worth sending. */
  const sendNext = async (tenant: string, station: string): Promise<void> => {
    for await (const waiting of store.list(partition(tenant, station), { prefix: "CALL#", strong: true })) {
      await store.commit([{ delete: waiting, guards: [{ field: "id", in: [textOf(waiting, "id")] }] }]);
      if (numberOf(waiting, "deadline") <= clock()) continue;
      const command: StationCommand = JSON.parse(textOf(waiting, "command") ?? "{}");
      const next = {
        tenant,
        station,
        command,
        session: textOf(waiting, "session"),
        effect: textOf(waiting, "effect"),
        deadline: numberOf(waiting, "deadline"),
      };
      const [call] = await store.read([inFlight(tenant, station)], { strong: true });
      if (isSame(call, next)) continue;
      await send(next);
      return;
    }
  };

  return {
    send,

    async connect(tenant, station, connection, protocol) {
      await store.commit([
        { update: meta(tenant, station), set: { conn: connection, proto: protocol, connAt: clock() } },
      ]);
    },

    confirm,

    async resume(tenant, station, connection, protocol) {
      await confirm(tenant, station, connection, protocol);
      const [call] = await store.read([inFlight(tenant, station)], { strong: true });
      if (call && !isFree(call, clock()) && !isSaidOnce(call)) {
        // Perhaps it never arrived: the same message again under the same id. What it is answered now is no proof of what
        // became of it the first time: a station that has begun already refuses to begin again.
        await store.commit([
          {
            update: inFlight(tenant, station),
            set: { again: true },
            guards: [{ field: "id", in: [textOf(call, "id")] }],
          },
        ]);
        const command: StationCommand = JSON.parse(textOf(call, "command") ?? "{}");
        await post(connection, protocol, textOf(call, "id") ?? "", command);
        return;
      }
      if (call && isSaidOnce(call) && textOf(call, "outcome") === null) {
        await store.commit([
          {
            update: inFlight(tenant, station),
            set: { outcome: "silent" },
            guards: [
              { field: "id", in: [textOf(call, "id")] },
              { field: "outcome", in: [null] },
            ],
          },
        ]);
      }
      await sendNext(tenant, station);
    },

    async disconnect(tenant, station, connection) {
      await store.commit([
        { update: meta(tenant, station), set: { conn: null }, guards: [{ field: "conn", in: [connection] }] },
      ]);
    },

    async takeOutcome(tenant, station, messageId, outcome) {
      const key = inFlight(tenant, station);
      const [call] = await store.read([key], { strong: true });
      if (textOf(call, "id") !== messageId || textOf(call, "outcome") !== null) return null;
      const taken = await store.commit([
        {
          update: key,
          set: {
            outcome: outcome.kind,
            ...(isSecret(call) ? { command: "{}" } : {}),
            ...(outcome.kind === "rejected" ? { why: outcome.why } : {}),
          },
          guards: [
            { field: "id", in: [messageId] },
            { field: "outcome", in: [null] },
          ],
        },
      ]);
      if (!taken.written) return null;
      await sendNext(tenant, station);
      return {
        session: textOf(call, "session"),
        effect: textOf(call, "effect"),
        command: JSON.parse(textOf(call, "command") ?? "{}"),
        again: call?.again === true,
      };
    },
  };
}
