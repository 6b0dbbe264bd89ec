/**
 * One connector as the clock goes on: cable, status, meter and transaction. It says nothing itself; every act answers, in
 * order, what has happened that a central system may want to know.
 */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import type { Behaviour } from "./behaviour.ts";
import type { Car } from "./car.ts";
import { drawnW, mjPerWh, orderedW, stepMs } from "./car.ts";
import type { ConnectorState, MeterReading, Outlet, Status, Transaction } from "./state.ts";

/** OCPP 1.6 7.36 Reason, those that happen here */
export type StopReason =
  | "Remote"
  | "EVDisconnected"
  | "DeAuthorized"
  | "Other"
  | "SoftReset"
  | "HardReset"
  /** OCPP 2.0.1 alone */
  | "ImmediateReset";

export type Happening =
  | { readonly kind: "status"; readonly status: Status; readonly before: Status; readonly at: Instant }
  | { readonly kind: "started"; readonly transaction: Transaction }
  | { readonly kind: "reading"; readonly transaction: Transaction; readonly reading: MeterReading }
  | {
      readonly kind: "stopped";
      readonly transaction: Transaction;
      readonly at: Instant;
      readonly registerWh: number;
      readonly reason: StopReason;
    };

interface Rules {
  /** 0: no periodic readings */
  readonly readingIntervalS: number;
  readonly behaviour: Behaviour;
  /** the connector whose meter counts what flows here; its own where it is left out */
  readonly counted?: ConnectorState | undefined;
}

/** Whole Wh of the lifetime register: what stations send. */
export const registerWh = (meterMj: number): number => Math.floor(meterMj / mjPerWh);

/** What the battery holds now, in W times ms. */
const levelMj = ({ plugged, meterMj }: ConnectorState): number =>
  plugged ? plugged.car.levelWh * mjPerWh + meterMj - plugged.meterMj : 0;

export function levelPercent(connector: ConnectorState): number | null {
  const { plugged } = connector;
  return plugged ? Math.floor((levelMj(connector) * 100) / (plugged.car.batteryWh * mjPerWh)) : null;
}

export function readMeter(
  connector: ConnectorState,
  outlet: Outlet,
  context: MeterReading["context"],
): MeterReading {
  return {
    at: connector.at,
    registerWh: registerWh(connector.meterMj),
    powerW: connector.transaction?.powerW ?? 0,
    percent: outlet.kind === "DC" ? levelPercent(connector) : null,
    context,
  };
}

function statusOf({ faulted, inoperative, transaction, plugged, finished }: ConnectorState): Status {
  if (faulted) return "Faulted";
  if (transaction) {
    if (transaction.withheld) return "SuspendedEVSE";
    return transaction.powerW > 0 ? "Charging" : "SuspendedEV";
  }
  if (inoperative) return "Unavailable";
  if (plugged) return finished ? "Finishing" : "Preparing";
  return "Available";
}

/** The status that follows from what the connector is, told when it is another one. */
export function settleStatus(connector: ConnectorState): Happening[] {
  const { status: before, at } = connector;
  const status = statusOf(connector);
  if (status === before) return [];
  connector.status = status;
  connector.statusAt = at;
  return [{ kind: "status", status, before, at }];
}

/** Lets the meter run to an instant: power second by second, and every reading that was due on the way, at its own time. */
export function advance(connector: ConnectorState, outlet: Outlet, to: Instant, rules: Rules): Happening[] {
  const told: Happening[] = [];
  const { transaction } = connector;
  if (to < connector.at) setBack(connector, to);
  if (!transaction) {
    connector.at = to;
    return told;
  }
  while (connector.at < to) {
    const readingAt =
      rules.readingIntervalS > 0
        ? Math.max(transaction.lastReadingAt + rules.readingIntervalS * 1000, connector.at)
        : Number.POSITIVE_INFINITY;
    const until = Math.min(to, transaction.stepEndsAt, readingAt);
    (rules.counted ?? connector).meterMj += transaction.powerW * (until - connector.at);
    connector.at = until;
    if (until === transaction.stepEndsAt) {
      takeStep(connector, outlet, transaction, rules.behaviour);
      told.push(...settleStatus(connector));
    }
    if (until >= readingAt) {
      transaction.lastReadingAt = until;
      told.push({
        kind: "reading",
        transaction,
        reading: readMeter(connector, outlet, "Sample.Periodic"),
      });
    }
  }
  return told;
}

/** A folder's clock may be another one after a restart: the station goes on from what the clock says now. */
function setBack(connector: ConnectorState, to: Instant): void {
  connector.at = to;
  if (!connector.transaction) return;
  connector.transaction.lastReadingAt = Math.min(connector.transaction.lastReadingAt, to);
  connector.transaction.stepEndsAt = Math.min(connector.transaction.stepEndsAt, to + stepMs);
}

function takeStep(
  connector: ConnectorState,
  outlet: Outlet,
  transaction: Transaction,
  behaviour: Behaviour,
): void {
  const sinceStartMs = connector.at - transaction.startedAt;
  transaction.stepEndsAt = connector.at + stepMs;
  transaction.withheld = behaviour.withhold;
  if (behaviour.withhold || !connector.plugged) transaction.powerW = 0;
  else if (behaviour.powerCurve) transaction.powerW = orderedW(behaviour.powerCurve, sinceStartMs);
  else {
    transaction.powerW = drawnW({
      kind: outlet.kind,
      ratedW: outlet.powerW,
      car: connector.plugged.car,
      levelMj: levelMj(connector),
      sinceStartMs,
    });
  }
}

/** The cable goes in; a cable that is in already stays as it is. */
export function plugIn(connector: ConnectorState, car: Car): Happening[] {
  connector.plugged ??= { car, meterMj: connector.meterMj };
  return settleStatus(connector);
}

/** @throws Fault state_conflict where the cable is locked in */
export function assertLoose(
  { number, plugged, finished, letGo }: ConnectorState,
  { holdsCable }: Behaviour,
): void {
  if (!holdsCable || !plugged || !finished || letGo) return;
  throw new Fault("state_conflict", `The cable is locked in connector ${number}: unlock it first.`);
}

/** The cable comes out, and a running transaction ends with it. */
export function pullOut(connector: ConnectorState): Happening[] {
  const told = end(connector, "EVDisconnected");
  connector.plugged = null;
  connector.finished = false;
  connector.letGo = false;
  return [...told, ...settleStatus(connector)];
}

/** The transaction begins at the instant the connector stands at. */
export function begin(
  connector: ConnectorState,
  outlet: Outlet,
  start: Pick<Transaction, "number" | "idTag"> & Partial<Pick<Transaction, "startNumber">>,
  behaviour: Behaviour,
): Happening[] {
  const transaction: Transaction = {
    startNumber: null,
    ...start,
    id: null,
    events: 0,
    startedAt: connector.at,
    startMj: connector.meterMj,
    lastReadingAt: connector.at,
    stepEndsAt: connector.at,
    powerW: 0,
    withheld: false,
    held: [],
    messages: 0,
  };
  connector.transaction = transaction;
  connector.remoteStart = null;
  takeStep(connector, outlet, transaction, behaviour);
  return [{ kind: "started", transaction }, ...settleStatus(connector)];
}

/** Ends what runs, if anything does: the stop first, then the status that follows. */
export function finish(connector: ConnectorState, reason: StopReason): Happening[] {
  return [...end(connector, reason), ...settleStatus(connector)];
}

function end(connector: ConnectorState, reason: StopReason): Happening[] {
  const { transaction } = connector;
  if (!transaction) return [];
  connector.transaction = null;
  connector.finished = true;
  return [
    {
      kind: "stopped",
      transaction,
      at: connector.at,
      registerWh: registerWh(connector.meterMj),
      reason,
    },
  ];
}

/** A fault opens the contactor: what runs ends with it. */
export function breakDown(connector: ConnectorState): Happening[] {
  const told = end(connector, "Other");
  connector.faulted = true;
  connector.remoteStart = null;
  return [...told, ...settleStatus(connector)];
}

export function repair(connector: ConnectorState): Happening[] {
  connector.faulted = false;
  return settleStatus(connector);
}
