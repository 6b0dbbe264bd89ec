/** What has happened at a connector, as the OCPP 1.6 messages that tell of it, in the words the knobs ask for. */
import { minute } from "@barq/domain/instant";
import type { Behaviour } from "./behaviour.ts";
import type { Happening } from "./connector.ts";
import { registerWh } from "./connector.ts";
import { meterValues, timeText } from "./meter-values.ts";
import { enqueue } from "./queue.ts";
import type { ConnectorState, MeterReading, StationState, Transaction } from "./state.ts";

/** Well within what a central system reads in one message. */
const mostReadings = 20;
const shuffledTogether = 3;
const outsideMs = 5 * minute;
/** how far a false register is from the true one */
const falseWh = 1000;

/** A message that is not kept: a status of yesterday says nothing of today. */
interface StatusMessage {
  readonly action: "StatusNotification";
  readonly payload: Record<string, unknown>;
}

export function statusNotification(connector: ConnectorState, behaviour: Behaviour): StatusMessage {
  return {
    action: "StatusNotification",
    payload: {
      connectorId: connector.number,
      status: connector.status,
      errorCode: connector.faulted ? "OtherError" : "NoError",
      timestamp: timeText(connector.statusAt, behaviour),
    },
  };
}

/** Transaction messages go to the queue, statuses to whoever listens now. */
export function tell(
  state: StationState,
  connector: ConnectorState,
  happenings: readonly Happening[],
  say: (status: StatusMessage) => void,
): void {
  const { behaviour } = state;
  let batch: MeterReading[] = [];
  const flush = (transaction: Transaction): void => {
    tellReadings(state, connector.number, transaction, batch);
    batch = [];
  };
  for (const [n, happening] of happenings.entries()) {
    switch (happening.kind) {
      case "status":
        say(
          statusNotification({ ...connector, status: happening.status, statusAt: happening.at }, behaviour),
        );
        break;
      case "started":
        tellStart(state, connector.number, happening.transaction);
        break;
      case "reading":
        batch.push(happening.reading);
        if (happenings[n + 1]?.kind !== "reading" || batch.length === mostReadings) {
          flush(happening.transaction);
        }
        break;
      case "stopped":
        tellStop(state, connector.number, happening);
        break;
    }
  }
}

function tellStart(state: StationState, connector: number, transaction: Transaction): void {
  const payload = {
    connectorId: connector,
    idTag: transaction.idTag,
    meterStart: inUnits(
      toldWh(transaction, registerWh(transaction.startMj), state.behaviour),
      state.behaviour,
    ),
    timestamp: timeText(transaction.startedAt, state.behaviour),
  };
  for (let times = state.behaviour.repeatStart ? 2 : 1; times > 0; times--) {
    enqueue(state, "StartTransaction", payload, transaction);
  }
}

function tellReadings(
  state: StationState,
  connector: number,
  transaction: Transaction,
  readings: readonly MeterReading[],
): void {
  if (state.behaviour.dialect !== "shuffled") {
    sendReadings(state, connector, transaction, readings);
    return;
  }
  transaction.held.push(...readings);
  while (transaction.held.length >= shuffledTogether) {
    sendReadings(state, connector, transaction, transaction.held.splice(0, shuffledTogether));
  }
}

function sendReadings(
  state: StationState,
  connector: number,
  transaction: Transaction,
  readings: readonly MeterReading[],
): void {
  if (readings.length === 0) return;
  const { behaviour } = state;
  const stray: MeterReading[] =
    behaviour.dialect === "outside" && transaction.messages === 0
      ? [strayReading(transaction.startedAt - outsideMs, registerWh(transaction.startMj) - falseWh)]
      : [];
  transaction.messages++;
  const told = readings.flatMap((reading) => [
    ...(behaviour.repeatBegin ? [beginAgain(transaction, reading.at, behaviour)] : []),
    { ...reading, registerWh: toldWh(transaction, reading.registerWh, behaviour) },
  ]);
  enqueue(
    state,
    "MeterValues",
    { connectorId: connector, meterValue: meterValues([...stray, ...told], behaviour) },
    transaction,
  );
}

/** A register as the station counts it. */
export function toldWh(
  { startMj }: Pick<Transaction, "startMj">,
  wh: number,
  { register }: Behaviour,
): number {
  const startWh = registerWh(startMj);
  switch (register) {
    case "lifetime":
      return wh;
    case "session":
      return wh - startWh;
    case "backwards":
      return 2 * startWh - wh;
  }
}

/** meterStart and meterStop in what the station counts. */
const inUnits = (wh: number, { dialect }: Behaviour): number => (dialect === "kWh_as_Wh" ? wh / 1000 : wh);

const beginAgain = (transaction: Transaction, at: number, behaviour: Behaviour): MeterReading => ({
  at,
  registerWh: toldWh(transaction, registerWh(transaction.startMj), behaviour),
  powerW: null,
  percent: null,
  context: "Transaction.Begin",
});

const strayReading = (at: number, wh: number): MeterReading => ({
  at,
  registerWh: Math.max(0, wh),
  powerW: null,
  percent: null,
  context: "Sample.Periodic",
});

function tellStop(
  state: StationState,
  connector: number,
  { transaction, at, registerWh: trueWh, reason }: Extract<Happening, { kind: "stopped" }>,
): void {
  const { behaviour } = state;
  sendReadings(state, connector, transaction, transaction.held.splice(0));
  const startWh = toldWh(transaction, registerWh(transaction.startMj), behaviour);
  const stopWh = toldWh(transaction, trueWh, behaviour);
  const only = { powerW: null, percent: null };
  const registers: MeterReading[] = [
    { ...only, at: transaction.startedAt, registerWh: startWh, context: "Transaction.Begin" },
    { ...only, at, registerWh: stopWh, context: "Transaction.End" },
    ...(behaviour.dialect === "outside" ? [strayReading(at + outsideMs, stopWh + falseWh)] : []),
  ];
  const meterStop = {
    true: inUnits(stopWh, behaviour),
    unknown: -1,
    below_start: startWh - falseWh,
  }[behaviour.meterStop];
  const payload = {
    idTag: transaction.idTag,
    meterStop,
    timestamp: timeText(at, behaviour),
    reason,
    ...(behaviour.transactionData ? { transactionData: meterValues(registers, behaviour) } : {}),
  };
  const times = { never: 0, once: 1, twice: 2 }[behaviour.stopMessages];
  for (let n = 0; n < times; n++) enqueue(state, "StopTransaction", payload, transaction);
}

/** A reading that was asked for, inside or outside a transaction. */
export function tellTriggered(state: StationState, connector: ConnectorState, reading: MeterReading): void {
  enqueue(
    state,
    "MeterValues",
    { connectorId: connector.number, meterValue: meterValues([reading], state.behaviour) },
    connector.transaction,
  );
}
