/**
 * What every adapter of the stations port keeps: nobody waits for a station, one call is under way at a time, and the answer
 * may be handled by another process than the one that sent.
 */
import { minute, second } from "@barq/domain/instant";
import type { LinkedStations } from "@barq/stations/linked";
import { callOf, outcomeOf } from "@barq/stations/ocpp16/command";
import { readFrame } from "@barq/stations/ocpp16/frame";
import type { Sent, StationCommand } from "@barq/stations/port";
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

const commands: readonly StationCommand[] = [
  { kind: "remote_start", connector: 1, token: "abcdefghij2345abcdef" },
  { kind: "remote_stop", transactionId: 4711 },
  { kind: "trigger", message: "StatusNotification", connector: 2 },
  { kind: "trigger", message: "BootNotification", connector: null },
  { kind: "set_configuration", key: "MeterValueSampleInterval", value: "30" },
  { kind: "get_configuration", keys: ["HeartbeatInterval"] },
];

export function describeStations(name: string, make: () => Promise<StationsBench>): void {
  describe(`stations: ${name}`, () => {
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
    const connect = (connection = "c1"): Promise<void> => bench.one.connect(tenant, station, connection);
    const sentActions = (): string[] =>
      bench.frames.map((frame) => {
        const read = readFrame(frame);
        return read.kind === "call" ? read.action : read.kind;
      });

    for (const command of commands) {
      it(`${command.kind} is sent, and its answer is handled by another process, once`, async () => {
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
      expect(sentActions()).toEqual(["RemoteStopTransaction"]);
      if (first.kind !== "sent") throw new Error("not sent");
      await bench.other.takeOutcome(tenant, station, first.messageId, outcomeOf({ status: "Rejected" }));
      expect(sentActions()).toEqual(["RemoteStopTransaction", "TriggerMessage"]);
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
      await bench.other.connect(tenant, station, "c2");
      await bench.other.resume(tenant, station, "c2");
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
      await bench.other.confirm(tenant, station, "c1");
      expect((await send({ kind: "remote_stop", transactionId: 1 })).kind).toBe("sent");
    });

    it("a socket that says nothing is unknown, and unknown is not offline", async () => {
      await connect();
      bench.answerPosts("unknown");
      expect((await send({ kind: "remote_stop", transactionId: 1 })).kind).toBe("unknown");
      bench.answerPosts("posted");
      await bench.one.resume(tenant, station, "c1");
      expect(sentActions().at(-1)).toBe("RemoteStopTransaction");
    });
  });
}
