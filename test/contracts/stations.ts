/**
 * What every adapter of the stations port keeps: nobody waits for a station, one call is under way at a time, and the answer
 * may be handled by another process than the one that sent.
 */
import { minute, second } from "@barq/domain/instant";
import { readFrame } from "@barq/stations/frame";
import type { LinkedStations } from "@barq/stations/linked";
import type { OperateCommand, Sent, StationCommand } from "@barq/stations/port";
import type { Protocol } from "@barq/stations/protocol-name";
import { codecOf } from "@barq/stations/protocols";
import { beforeEach, describe, expect, it } from "vitest";

export interface StationsBench {
  /** two processes over one memory */
  readonly one: LinkedStations;
  readonly other: LinkedStations;
  /** frames that reached the station's socket, oldest first */
  readonly frames: readonly string[];
  /** what the next posts answer */
  answerPosts(answer: "posted" | "gone" | "unknown"): void;
  advance(ms: number): void;
  now(): number;
}

const tenant = "barq";
const station = "CAS-DC-01";

/** What people ask of stations; test/stations holds their frames against the protocols' own schemas. */
export const operations: readonly OperateCommand[] = [
  { kind: "unlock", connector: 2 },
  { kind: "unlock", connector: 3, place: { evse: 2, connector: 1 } },
  { kind: "reset", how: "soft" },
  { kind: "reset", how: "hard" },
  { kind: "change_availability", connector: 0, operative: false },
  { kind: "change_availability", connector: 2, operative: true, place: { evse: 1, connector: 2 } },
  { kind: "clear_cache" },
  {
    kind: "get_diagnostics",
    request: 7,
    to: "https://files.example/up",
    from: 1_700_000_000_000,
    until: 1_700_003_600_000,
  },
  { kind: "get_diagnostics", request: 7, to: "ftp://files.example/up", from: null, until: null },
  {
    kind: "update_firmware",
    request: 8,
    from: "https://files.example/firmware-2.1.bin",
    at: 1_700_000_000_000,
  },
  { kind: "send_local_list", version: 3, update: "full", tokens: [] },
  {
    kind: "send_local_list",
    version: 4,
    update: "differential",
    tokens: [
      { token: "04A1B2C3", accepted: true, until: 1_800_000_000_000 },
      { token: "04A1B2C4", accepted: false, until: null },
    ],
  },
  { kind: "get_local_list_version" },
];

const commands: readonly StationCommand[] = [
  { kind: "remote_start", connector: 1, token: "abcdefghij2345abcdef" },
  { kind: "remote_start", connector: 3, token: "abcdefghij2345abcdef", place: { evse: 2, connector: 1 } },
  { kind: "remote_stop", transactionId: 4711 },
  { kind: "remote_stop", transactionId: "f2e7cd85-65ff-4ac8-8b6c-d1a0b3a5fe31" },
  { kind: "trigger", message: "StatusNotification", connector: 2 },
  { kind: "trigger", message: "BootNotification", connector: null },
  { kind: "set_configuration", key: "MeterValueSampleInterval", value: "30" },
  { kind: "get_configuration", keys: ["HeartbeatInterval"] },
  ...operations,
];

/** What a stop, a question for readings and one for the configuration are called. */
const actions: Readonly<Record<Protocol, readonly string[]>> = {
  "ocpp1.6": ["RemoteStopTransaction", "TriggerMessage", "GetConfiguration"],
  "ocpp2.0.1": ["RequestStopTransaction", "TriggerMessage", "GetVariables"],
};

export function describeStations(name: string, make: () => Promise<StationsBench>): void {
  for (const protocol of ["ocpp1.6", "ocpp2.0.1"] as const) describeProtocol(name, protocol, make);
}

function describeProtocol(name: string, protocol: Protocol, make: () => Promise<StationsBench>): void {
  const { callOf, outcomeOf } = codecOf(protocol);
  const [stop, trigger, configuration] = actions[protocol];
  describe(`stations: ${name}, ${protocol}`, () => {
    let bench: StationsBench;
    beforeEach(async () => {
      bench = await make();
    });
    const send = (command: StationCommand, by: LinkedStations = bench.one): Promise<Sent> =>
      by.send({
        tenant,
        station,
        command,
        session: "ses_1",
        effect: "remote_start#1",
        deadline: bench.now() + 30 * second,
      });
    const connect = (connection = "c1"): Promise<void> =>
      bench.one.connect(tenant, station, connection, protocol);
    const sentActions = (): string[] =>
      bench.frames.map((frame) => {
        const read = readFrame(frame);
        return read.kind === "call" ? read.action : read.kind;
      });

    for (const command of commands) {
      it(`${JSON.stringify(command)} is sent, and its answer is handled by another process, once`, async () => {
        await connect();
        const sent = await send(command);
        if (sent.kind !== "sent") throw new Error(`not sent: ${sent.kind}`);
        const { action, payload } = callOf(command);
        const frame = readFrame(bench.frames[0] ?? "");
        expect(frame).toEqual({ kind: "call", id: sent.messageId, action, payload });
        const outcome = outcomeOf({ status: "Accepted" });
        expect(await bench.other.takeOutcome(tenant, station, sent.messageId, outcome)).toEqual({
          session: "ses_1",
          effect: "remote_start#1",
          command,
          again: false,
        });
        expect(await bench.one.takeOutcome(tenant, station, sent.messageId, outcome)).toBeNull();
      });
    }

    it("nothing goes to a station that is not connected", async () => {
      expect((await send({ kind: "remote_stop", transactionId: 1 })).kind).toBe("offline");
      expect(bench.frames).toEqual([]);
    });

    it("a second command waits for the first one's answer, then goes in its turn", async () => {
      await connect();
      const first = await send({ kind: "remote_stop", transactionId: 1 });
      await send({ kind: "trigger", message: "MeterValues", connector: 1 });
      bench.advance(1);
      await send({ kind: "get_configuration", keys: [] });
      expect(sentActions()).toEqual([stop]);
      if (first.kind !== "sent") throw new Error("not sent");
      await bench.other.takeOutcome(tenant, station, first.messageId, outcomeOf({ status: "Rejected" }));
      expect(sentActions()).toEqual([stop, trigger]);
      const asked = readFrame(bench.frames[1] ?? "");
      const id = asked.kind === "call" ? asked.id : "";
      await bench.one.takeOutcome(tenant, station, id, outcomeOf({ status: "Accepted" }));
      expect(sentActions()).toEqual([stop, trigger, configuration]);
    });

    it("a command that was never answered makes way after its deadline, and a late answer is nothing", async () => {
      await connect();
      const first = await send({ kind: "remote_stop", transactionId: 1 });
      bench.advance(minute);
      await send({ kind: "remote_stop", transactionId: 2 });
      expect(sentActions()).toHaveLength(2);
      if (first.kind !== "sent") throw new Error("not sent");
      expect(await bench.one.takeOutcome(tenant, station, first.messageId, outcomeOf({}))).toBeNull();
    });

    it("what is under way goes out again on the next connection, under the same id", async () => {
      await connect();
      await send({ kind: "remote_stop", transactionId: 1 });
      await bench.one.disconnect(tenant, station, "c1");
      expect((await send({ kind: "remote_stop", transactionId: 2 })).kind).toBe("offline");
      await bench.other.connect(tenant, station, "c2", protocol);
      await bench.other.resume(tenant, station, "c2", protocol);
      expect(bench.frames).toHaveLength(2);
      expect(bench.frames[1]).toBe(bench.frames[0]);
      const repeated = readFrame(bench.frames[1] ?? "");
      const id = repeated.kind === "call" ? repeated.id : "";
      expect(
        await bench.one.takeOutcome(tenant, station, id, outcomeOf({ status: "Rejected" })),
      ).toMatchObject({
        again: true,
      });
    });

    for (const once of [
      { kind: "reset", how: "hard" },
      { kind: "unlock", connector: 1 },
    ] as const) {
      it(`a ${once.kind} is not said again to a station that has come back, and what waits goes on`, async () => {
        await connect();
        await send(once);
        bench.advance(1);
        await send({ kind: "clear_cache" });
        await bench.one.disconnect(tenant, station, "c1");
        await bench.other.connect(tenant, station, "c2", protocol);
        await bench.other.resume(tenant, station, "c2", protocol);
        expect(sentActions()).toEqual([callOf(once).action, "ClearCache"]);
      });
    }

    it("what a person asked twice under one name goes to the station once", async () => {
      await connect();
      const asked = {
        ...{ tenant, station, session: null, effect: "operate#1#op_1", deadline: bench.now() + minute },
        command: { kind: "unlock", connector: 1 } as const,
      };
      const first = await bench.one.send(asked);
      expect(await bench.other.send(asked)).toEqual(first);
      expect(bench.frames).toHaveLength(1);
    });

    it("a connection that is replaced does not clear its successor when it ends", async () => {
      await connect("c1");
      await connect("c2");
      await bench.other.disconnect(tenant, station, "c1");
      expect((await send({ kind: "remote_stop", transactionId: 1 })).kind).toBe("sent");
    });

    it("a connection that is gone is offline, and one that was taken for gone is confirmed when it speaks", async () => {
      await connect();
      bench.answerPosts("gone");
      expect((await send({ kind: "remote_stop", transactionId: 1 })).kind).toBe("offline");
      expect((await send({ kind: "remote_stop", transactionId: 1 })).kind).toBe("offline");
      bench.answerPosts("posted");
      await bench.other.confirm(tenant, station, "c1", protocol);
      expect((await send({ kind: "remote_stop", transactionId: 1 })).kind).toBe("sent");
    });

    it("a socket that says nothing is unknown, and unknown is not offline", async () => {
      await connect();
      bench.answerPosts("unknown");
      expect((await send({ kind: "remote_stop", transactionId: 1 })).kind).toBe("unknown");
      bench.answerPosts("posted");
      await bench.one.resume(tenant, station, "c1", protocol);
      expect(sentActions().at(-1)).toBe(stop);
    });

    it("a station that comes back with the other protocol hears what is under way in that one", async () => {
      await connect();
      const first = await send({ kind: "remote_stop", transactionId: 1 });
      const other = protocol === "ocpp1.6" ? "ocpp2.0.1" : "ocpp1.6";
      await bench.other.connect(tenant, station, "c2", other);
      await bench.other.resume(tenant, station, "c2", other);
      expect(sentActions()).toEqual([stop, actions[other][0]]);
      if (first.kind !== "sent") throw new Error("not sent");
      expect(readFrame(bench.frames[1] ?? "")).toMatchObject({ id: first.messageId });
    });
  });
}
