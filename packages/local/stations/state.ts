/**
 * Everything a station must still know after its process was killed: meters, cables, running transactions, what waits to be
 * said, configuration, knobs. One mutable object a station; whoever saves it makes a copy.
 */
import type { Instant } from "@barq/domain/instant";
import * as v from "valibot";
import { behaviourSchema } from "./behaviour.ts";
import { carSchema, mjPerWh } from "./car.ts";

const whole = v.pipe(v.number(), v.integer());

/** What the meter showed at an instant. */
const readingSchema = v.object({
  at: whole,
  registerWh: whole,
  /** null where only the register is told */
  powerW: v.nullable(whole),
  /** the battery's level; null at AC, where the station cannot know */
  percent: v.nullable(whole),
  context: v.picklist(["Sample.Periodic", "Trigger", "Transaction.Begin", "Transaction.End"]),
});
export type MeterReading = Readonly<v.InferOutput<typeof readingSchema>>;

const transactionSchema = v.object({
  /** the station's own number: the central system's id comes with its answer to the start, perhaps much later */
  number: whole,
  id: v.nullable(v.union([whole, v.string()])),
  idTag: v.string(),
  /** of the remote start that led to it (OCPP 2.0.1) */
  startNumber: v.optional(v.nullable(whole), null),
  /** how many events it has had (OCPP 2.0.1) */
  events: v.optional(whole, 0),
  startedAt: whole,
  startMj: whole,
  lastReadingAt: whole,
  /** the power is that of the current step of a second, until this instant */
  stepEndsAt: whole,
  powerW: whole,
  withheld: v.boolean(),
  /** readings that wait for others to be shuffled with */
  held: v.array(readingSchema),
  /** MeterValues made so far */
  messages: whole,
});
export type Transaction = v.InferOutput<typeof transactionSchema>;

const statuses = [
  "Available",
  "Preparing",
  "Charging",
  "SuspendedEV",
  "SuspendedEVSE",
  "Finishing",
  "Faulted",
  "Unavailable",
] as const;
export type Status = (typeof statuses)[number];

/** The protocols a station may speak, as they are named in a WebSocket's handshake. */
export const spoken = ["ocpp1.6", "ocpp2.0.1"] as const;
export type Spoken = (typeof spoken)[number];

const connectorSchema = v.object({
  number: whole,
  /** up to when the meter has run */
  at: whole,
  /** the lifetime register in W times ms, so that nothing is rounded between two looks */
  meterMj: whole,
  plugged: v.nullable(v.object({ car: carSchema, meterMj: whole })),
  /** a transaction is over and its cable still in */
  finished: v.boolean(),
  faulted: v.boolean(),
  inoperative: v.boolean(),
  status: v.picklist(statuses),
  statusAt: whole,
  /** an accepted remote start that has not begun */
  remoteStart: v.nullable(
    v.object({
      idTag: v.string(),
      at: whole,
      authorized: v.boolean(),
      startNumber: v.optional(v.nullable(whole), null),
    }),
  ),
  transaction: v.nullable(transactionSchema),
  /** a cable that is locked in may be pulled out: somebody has unlocked it */
  letGo: v.optional(v.boolean(), false),
});
export type ConnectorState = v.InferOutput<typeof connectorSchema>;

const queuedSchema = v.object({
  /** its place among everything the station says */
  turn: whole,
  action: v.picklist(["StartTransaction", "MeterValues", "StopTransaction", "TransactionEvent"]),
  payload: v.record(v.string(), v.unknown()),
  /** the station's own number of the transaction it belongs to; null for none */
  transaction: v.nullable(whole),
});
export type Queued = v.InferOutput<typeof queuedSchema>;

const updateSchema = v.object({
  at: whole,
  version: v.string(),
  /** the number of the request (OCPP 2.0.1) */
  request: v.nullable(whole),
  stage: v.picklist(["asked", "fetched", "installing", "installed"]),
});

export const stateSchema = v.object({
  connectors: v.array(connectorSchema),
  queue: v.array(queuedSchema),
  configuration: v.record(v.string(), v.string()),
  behaviour: v.optional(behaviourSchema, {}),
  /** cut off from the network by somebody's wish */
  offline: v.boolean(),
  lastTurn: whole,
  lastTransaction: whole,
  /** tokens that it may let in by itself, with its word for each */
  localList: v.optional(v.object({ version: whole, tokens: v.record(v.string(), v.string()) }), {
    version: 0,
    tokens: {},
  }),
  firmware: v.optional(v.string(), "1.0"),
  /** firmware that was handed to it, and how far it is */
  update: v.optional(v.nullable(updateSchema), null),
  /** it restarts as soon as nothing runs */
  restartWhenIdle: v.optional(v.boolean(), false),
});
export type StationState = v.InferOutput<typeof stateSchema>;

/** A connector as it is built. */
export interface Outlet {
  readonly number: number;
  readonly kind: "AC" | "DC";
  readonly powerW: number;
}

/** Where lifetime registers begin: far from zero, and no two connectors alike, so that mixing them up shows. */
const firstRegisterWh = (number: number): number => 1_000_000 + 10_000 * number;

const freshConnector = (outlet: Outlet, now: Instant): ConnectorState => ({
  number: outlet.number,
  at: now,
  meterMj: firstRegisterWh(outlet.number) * mjPerWh,
  plugged: null,
  finished: false,
  faulted: false,
  inoperative: false,
  status: "Available",
  statusAt: now,
  remoteStart: null,
  transaction: null,
  letGo: false,
});

/** A copy of what was kept, with the connectors the station has by now; without anything kept, a new station. */
export function openState(
  outlets: readonly Outlet[],
  now: Instant,
  kept: StationState | undefined,
): StationState {
  const state: StationState = kept
    ? structuredClone(kept)
    : {
        connectors: [],
        queue: [],
        configuration: {},
        behaviour: v.parse(behaviourSchema, {}),
        offline: false,
        lastTurn: 0,
        lastTransaction: 0,
        localList: { version: 0, tokens: {} },
        firmware: "1.0",
        update: null,
        restartWhenIdle: false,
      };
  for (const outlet of outlets) {
    if (!state.connectors.some(({ number }) => number === outlet.number)) {
      state.connectors.push(freshConnector(outlet, now));
    }
  }
  return state;
}
