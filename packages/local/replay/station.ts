/**
 * A station that lives a recorded session again: a real OCPP client that says what the record says, at the record's own
 * times, with the energy spread evenly between start and end.
 */
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import * as v from "valibot";
import type { Call } from "../stations/link.ts";
import { keepLinked } from "../stations/link.ts";
import type { SessionRecord } from "./record.ts";
import { fullAt } from "./record.ts";

export interface ReplayStation {
  /** the cable goes in */
  plug(connector: number, at: Instant): Promise<void>;
  /** resolves once the product's start has been answered and the transaction is known by its number */
  started(record: SessionRecord): Promise<void>;
  reading(record: SessionRecord, at: Instant): Promise<void>;
  /** the vehicle asks for no more */
  full(record: SessionRecord, at: Instant): Promise<void>;
  /** the transaction ends and the cable goes out */
  stop(record: SessionRecord): Promise<void>;
  close(): Promise<void>;
}

interface Running {
  readonly transactionId: number;
  readonly meterStartWh: bigint;
}

const remoteStart = v.object({ connectorId: v.number(), idTag: v.string() });
const started = v.object({ transactionId: v.number() });

export async function connectReplayStation(options: {
  readonly endpoint: string;
  readonly id: string;
  readonly password: string;
  readonly connectors: number;
  readonly now: () => Instant;
  /** what vehicles take until they are full; null: their energy is spread evenly */
  readonly powerW: number | null;
}): Promise<ReplayStation> {
  const registersWh = new Map<number, bigint>();
  const running = new Map<number, Running>();
  /** tokens of remote starts by connector, and who waits for one */
  const tokens = new Map<number, string>();
  const waiting = new Map<number, () => void>();

  const accept = async (): Promise<Record<string, unknown>> => ({ status: "Accepted" });
  let announce = (_: Call): void => undefined;
  const connected = new Promise<Call>((done) => {
    announce = done;
  });
  const link = keepLinked(
    {
      id: options.id,
      password: options.password,
      protocol: "ocpp1.6",
      endpoint: () => options.endpoint,
      retryMs: 200,
      callTimeoutMs: 60_000,
      report: (error) => console.error(`station ${options.id}:`, error),
      commands: {
        async RemoteStartTransaction(parameters) {
          const { connectorId: connector, idTag } = v.parse(remoteStart, parameters);
          tokens.set(connector, idTag);
          waiting.get(connector)?.();
          return { status: "Accepted" };
        },
        RemoteStopTransaction: accept,
        ChangeConfiguration: accept,
        TriggerMessage: accept,
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
  const call = await connected;
  const status = (connectorId: number, state: string, at: Instant): Promise<unknown> =>
    call("StatusNotification", {
      connectorId,
      errorCode: "NoError",
      status: state,
      timestamp: isoText(at),
    });

  await call("BootNotification", { chargePointVendor: "Barq", chargePointModel: "Replay" });
  for (let connector = 1; connector <= options.connectors; connector++) {
    registersWh.set(connector, 1_000_000n);
    await status(connector, "Available", options.now());
  }

  const deliveredWh = (record: SessionRecord, at: Instant): bigint => {
    const until = fullAt(record, options.powerW) ?? record.endAt;
    return at >= until
      ? record.energyWh
      : (record.energyWh * BigInt(at - record.startAt)) / BigInt(until - record.startAt);
  };
  const transactionOf = (record: SessionRecord): Running => {
    const own = running.get(record.connector);
    if (!own) throw new Error(`station ${options.id} has no transaction at connector ${record.connector}`);
    return own;
  };
  const values = (at: Instant, registerWh: bigint, context: string) => ({
    timestamp: isoText(at),
    sampledValue: [
      { value: registerWh.toString(), measurand: "Energy.Active.Import.Register", unit: "Wh", context },
    ],
  });

  const reading = async (record: SessionRecord, at: Instant): Promise<void> => {
    const { transactionId, meterStartWh } = transactionOf(record);
    await call("MeterValues", {
      connectorId: record.connector,
      transactionId,
      meterValue: [values(at, meterStartWh + deliveredWh(record, at), "Sample.Periodic")],
    });
  };

  return {
    async plug(connector, at) {
      await status(connector, "Preparing", at);
    },
    async started(record) {
      const { connector } = record;
      while (!tokens.has(connector)) {
        await new Promise<void>((done, fail) => {
          const timer = setTimeout(
            () => fail(new Error(`session ${record.session}: no remote start came`)),
            20_000,
          );
          waiting.set(connector, () => {
            clearTimeout(timer);
            done();
          });
        });
      }
      const idTag = tokens.get(connector);
      tokens.delete(connector);
      const meterStartWh = registersWh.get(connector) ?? 0n;
      const answer = await call("StartTransaction", {
        connectorId: connector,
        idTag,
        meterStart: Number(meterStartWh),
        timestamp: isoText(record.startAt),
      });
      running.set(connector, { ...v.parse(started, answer), meterStartWh });
      await status(connector, "Charging", record.startAt);
    },
    reading,
    async full(record, at) {
      await reading(record, at);
      await status(record.connector, "SuspendedEV", at);
    },
    async stop(record) {
      const { connector } = record;
      const { transactionId, meterStartWh } = transactionOf(record);
      const meterStopWh = meterStartWh + record.energyWh;
      await call("StopTransaction", {
        transactionId,
        meterStop: Number(meterStopWh),
        timestamp: isoText(record.endAt),
        reason: "EVDisconnected",
        transactionData: [
          values(record.startAt, meterStartWh, "Transaction.Begin"),
          values(record.endAt, meterStopWh, "Transaction.End"),
        ],
      });
      running.delete(connector);
      registersWh.set(connector, meterStopWh);
      await status(connector, "Finishing", record.endAt);
      await status(connector, "Available", record.endAt);
    },
    async close() {
      await link.close();
    },
  };
}
