/**
 * What has happened at a connector, as the OCPP 2.0.1 messages that tell of it: every event of a transaction with its number,
 * each connector an EVSE of its own. The transaction's id is the station's.
 */
import { randomUUID } from "node:crypto";
import { minute } from "@barq/domain/instant";
import type { Behaviour } from "../behaviour.ts";
import type { Happening, StopReason } from "../connector.ts";
import { registerWh } from "../connector.ts";
import type { Passing } from "../line.ts";
import { timeText } from "../meter-values.ts";
import { enqueue } from "../queue.ts";
import type { Listener } from "../speech.ts";
import type { ConnectorState, MeterReading, StationState, Status, Transaction } from "../state.ts";
import { toldWh } from "../telling.ts";
import { meterValue } from "./meter-values.ts";

const shuffledTogether = 3;
const outsideMs = 5 * minute;
/** how far a false register is from the true one */
const falseWh = 1000;

/** A connector's own word: whether a cable is in, and no more. */
function wordOf(status: Status): string {
  const isItself = status === "Available" || status === "Faulted" || status === "Unavailable";
  return isItself ? status : "Occupied";
}

export function statusNotification(
  { number, status, statusAt }: Pick<ConnectorState, "number" | "status" | "statusAt">,
  behaviour: Behaviour,
): Passing {
  return {
    action: "StatusNotification",
    payload: {
      evseId: number,
      connectorId: 1,
      connectorStatus: wordOf(status),
      timestamp: timeText(statusAt, behaviour),
    },
  };
}

export function tell(
  state: StationState,
  connector: ConnectorState,
  happenings: readonly Happening[],
  { say, isOnline }: Listener,
): void {
  const { number } = connector;
  const told = (transaction: Transaction, event: Event): void =>
    say201(state, transaction, { ...event, isOnline });
  for (const happening of happenings) {
    switch (happening.kind) {
      case "status": {
        const { status, before, at } = happening;
        const { transaction } = connector;
        if (transaction && isCharging(status)) {
          told(transaction, { type: "Updated", at, trigger: "ChargingStateChanged", state: status });
        }
        if (wordOf(status) !== wordOf(before)) {
          say(statusNotification({ number, status, statusAt: at }, state.behaviour));
        }
        break;
      }
      case "started":
        tellStart(state, number, happening.transaction, told);
        break;
      case "reading":
        tellReading(state, happening.transaction, happening.reading, told);
        break;
      case "stopped":
        tellEnd(state, happening, told);
        break;
    }
  }
}

const isCharging = (status: Status): boolean =>
  status === "Charging" || status === "SuspendedEV" || status === "SuspendedEVSE";

interface Event {
  readonly type: "Started" | "Updated" | "Ended";
  readonly at: number;
  readonly trigger: string;
  readonly state?: string;
  readonly info?: object;
  readonly more?: object;
  readonly readings?: readonly MeterReading[];
  /** sent so often with the same content and number; once where it is left out */
  readonly times?: number;
}
type Told = (transaction: Transaction, event: Event) => void;

/** One event with the next number, in the queue until it is acknowledged. */
function say201(
  state: StationState,
  transaction: Transaction,
  event: Event & { readonly isOnline: boolean },
): void {
  const { behaviour } = state;
  const { readings = [], times = 1 } = event;
  const transactionId = typeof transaction.id === "string" ? transaction.id : randomUUID();
  transaction.id = transactionId;
  const payload = {
    eventType: event.type,
    timestamp: timeText(event.at, behaviour),
    triggerReason: event.trigger,
    seqNo: transaction.events++,
    ...(event.isOnline ? {} : { offline: true }),
    transactionInfo: {
      transactionId,
      ...(event.state === undefined ? {} : { chargingState: event.state }),
      ...event.info,
    },
    ...event.more,
    ...(readings.length === 0
      ? {}
      : { meterValue: readings.map((reading) => meterValue(reading, behaviour)) }),
  };
  if (payload.seqNo === behaviour.lostEvent) return;
  for (let n = 0; n < times; n++) enqueue(state, "TransactionEvent", payload, transaction);
}

const register = (at: number, wh: number, context: MeterReading["context"]): MeterReading => ({
  at,
  registerWh: Math.max(0, wh),
  powerW: null,
  percent: null,
  context,
});

function tellStart({ behaviour }: StationState, number: number, transaction: Transaction, told: Told): void {
  const { startedAt: at, startMj, idTag, startNumber } = transaction;
  told(transaction, {
    type: "Started",
    at,
    trigger: "RemoteStart",
    state: "EVConnected",
    info: startNumber === null ? {} : { remoteStartId: startNumber },
    more: { evse: { id: number, connectorId: 1 }, idToken: { idToken: idTag, type: "Central" } },
    readings: [register(at, toldWh(transaction, registerWh(startMj), behaviour), "Transaction.Begin")],
    times: behaviour.repeatStart ? 2 : 1,
  });
}

/** A reading an event, as Updated may have no more; the dialects repeat it, or send three out of order. */
function tellReading(
  { behaviour }: StationState,
  transaction: Transaction,
  reading: MeterReading,
  told: Told,
): void {
  const { startedAt, startMj } = transaction;
  if (behaviour.dialect === "outside" && transaction.messages === 0) {
    const stray = register(startedAt - outsideMs, registerWh(startMj) - falseWh, "Sample.Periodic");
    told(transaction, { type: "Updated", at: stray.at, trigger: "MeterValuePeriodic", readings: [stray] });
  }
  transaction.messages++;
  transaction.held.push(reading);
  if (behaviour.dialect === "shuffled" && transaction.held.length < shuffledTogether) return;
  tellHeld(behaviour, transaction, told);
}

function tellHeld(behaviour: Behaviour, transaction: Transaction, told: Told): void {
  const { dialect } = behaviour;
  const held = transaction.held
    .splice(0)
    .map((reading) => ({ ...reading, registerWh: toldWh(transaction, reading.registerWh, behaviour) }));
  // The last first, the others after it: never the order in which they were read, where there is more than one.
  for (const reading of dialect === "shuffled" ? [...held.slice(-1), ...held.slice(0, -1)] : held) {
    told(transaction, {
      type: "Updated",
      at: reading.at,
      trigger: "MeterValuePeriodic",
      readings: [reading],
      times: dialect === "duplicated" ? 2 : 1,
    });
  }
}

const triggers: Readonly<Record<StopReason, string>> = {
  Remote: "RemoteStop",
  EVDisconnected: "EVDeparted",
  DeAuthorized: "Deauthorized",
  Other: "AbnormalCondition",
  SoftReset: "ResetCommand",
  HardReset: "ResetCommand",
  ImmediateReset: "ResetCommand",
};

function tellEnd(
  { behaviour }: StationState,
  { transaction, at, registerWh: trueWh, reason }: Extract<Happening, { kind: "stopped" }>,
  told: Told,
): void {
  tellHeld(behaviour, transaction, told);
  const startWh = toldWh(transaction, registerWh(transaction.startMj), behaviour);
  const stopWh = toldWh(transaction, trueWh, behaviour);
  const endWh = { true: stopWh, unknown: null, below_start: startWh - falseWh }[behaviour.meterStop];
  const readings = [
    register(transaction.startedAt, startWh, "Transaction.Begin"),
    ...(endWh === null ? [] : [register(at, endWh, "Transaction.End")]),
    ...(behaviour.dialect === "outside"
      ? [register(at + outsideMs, stopWh + falseWh, "Sample.Periodic")]
      : []),
  ];
  const times = { never: 0, once: 1, twice: 2 }[behaviour.stopMessages];
  told(transaction, {
    type: "Ended",
    at,
    trigger: triggers[reason],
    state: reason === "EVDisconnected" ? "Idle" : "EVConnected",
    info: { stoppedReason: reason },
    readings: behaviour.transactionData ? readings : [],
    times,
  });
}

export function tellTriggered(state: StationState, { number }: ConnectorState, reading: MeterReading): void {
  const payload = { evseId: number, meterValue: [meterValue(reading, state.behaviour)] };
  enqueue(state, "MeterValues", payload, null);
}
