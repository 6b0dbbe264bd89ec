/**
 * One simulated station, of OCPP 1.6 or 2.0.1: connectors with cars and meters, a queue that survives, a connection that comes back. All
 * its time is that of the clock it is handed; several times a second it looks there and does everything that is due by then.
 *
 *   const station = createSimulatedStation({ station: { id, password, vendor, model, connectors }, endpoint, clock });
 *   await station.plug(1);
 */

import { Fault } from "@barq/domain/fault";
import type { Clock } from "@barq/domain/instant";
import type { Knobs } from "./behaviour.ts";
import { turned } from "./behaviour.ts";
import type { Car } from "./car.ts";
import { usualCar } from "./car.ts";
import { configurationOf, secretKey } from "./configuration.ts";
import type { Happening, StopReason } from "./connector.ts";
import {
  advance,
  assertLoose,
  breakDown,
  finish,
  plugIn,
  pullOut,
  readMeter,
  registerWh,
  repair,
  settleStatus,
} from "./connector.ts";
import { createKeeper } from "./keeper.ts";
import { createLine } from "./line.ts";
import { keepLinked } from "./link.ts";
import { speak201 } from "./ocpp201/speech.ts";
import { createOperated } from "./operated.ts";
import { plugsOf } from "./plugs.ts";
import { createRemoteStarts } from "./remote-start.ts";
import type { StationSnapshot } from "./snapshot.ts";
import { snapshotOf } from "./snapshot.ts";
import type { MakeSpeech } from "./speech.ts";
import { speak16 } from "./speech16.ts";
import type { ConnectorState, Outlet, Queued, Spoken, StationState } from "./state.ts";
import { openState } from "./state.ts";

export interface StationClock {
  readonly now: Clock;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface StationSpec {
  readonly id: string;
  readonly password: string;
  readonly vendor: string;
  readonly model: string;
  readonly connectors: readonly Outlet[];
  /** OCPP 1.6 where it is left out; with 2.0.1 every connector is an EVSE of its own */
  readonly protocol?: Spoken | undefined;
}

export interface StationOptions {
  readonly station: StationSpec;
  /** `ws://host/ocpp`, asked anew before every attempt to connect */
  readonly endpoint: () => string;
  readonly clock: StationClock;
  /** what an earlier process saved */
  readonly state?: StationState | undefined;
  /** resolves when the state would survive a kill; it must copy what it is handed before or while it writes */
  readonly save?: (state: StationState) => Promise<void>;
  readonly behaviour?: Knobs;
  /** real time between two looks at the clock */
  readonly tickMs?: number;
  /** real time between two attempts, to connect or to have a message acknowledged */
  readonly retryMs?: number;
  readonly callTimeoutMs?: number;
  readonly report?: (error: unknown) => void;
}

export interface SimulatedStation {
  readonly id: string;
  /** @throws Fault not_found for an unknown connector; so do the three below */
  plug(connector: number, car?: Partial<Car>): Promise<void>;
  unplug(connector: number): Promise<void>;
  fault(connector: number): Promise<void>;
  clearFault(connector: number): Promise<void>;
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  behave(knobs: Knobs): Promise<void>;
  /** Somebody types another password in at the station. */
  setPassword(password: string): Promise<void>;
  snapshot(): StationSnapshot;
  close(): Promise<void>;
}

/** Until the answer to a new password has gone out on the old connection. */
const answeredMs = 100;

const speeches: Readonly<Record<Spoken, MakeSpeech>> = { "ocpp1.6": speak16, "ocpp2.0.1": speak201 };

export function createSimulatedStation(options: StationOptions): SimulatedStation {
  const { station, clock, tickMs = 50, retryMs = 400 } = options;
  const report = options.report ?? ((error: unknown) => console.error(`station ${station.id}:`, error));
  const outlets = station.connectors;
  const state = openState(outlets, clock.now(), options.state);
  if (options.behaviour) state.behaviour = turned(state.behaviour, options.behaviour);
  const keeper = createKeeper(async () => options.save?.(state), report);
  const configuration = configurationOf(state, outlets);
  const protocol = station.protocol ?? "ocpp1.6";
  const speech = speeches[protocol](state);
  let heartbeatAt = Number.POSITIVE_INFINITY;

  const { all, built, meant, meterBehind } = plugsOf(outlets, state);

  const told = (connector: ConnectorState, happenings: readonly Happening[]): void => {
    if (happenings.length === 0) return;
    speech.tell(connector, happenings, { say: line.say, isOnline: line.open });
    keeper.changed();
  };

  /** Everything that is due by now. */
  const act = (): void => {
    const now = clock.now();
    const readingIntervalS = configuration.seconds("MeterValueSampleInterval");
    for (const { connector, outlet } of all) {
      const counted = meterBehind(connector);
      told(
        connector,
        advance(connector, outlet, now, { readingIntervalS, behaviour: state.behaviour, counted }),
      );
      remoteStarts.consider(connector, outlet);
    }
    operated.consider();
    if (now >= heartbeatAt) {
      heartbeatAt = now + configuration.seconds("HeartbeatInterval") * 1000;
      line.say({ action: "Heartbeat", payload: {} });
    }
  };

  const stop = (connector: ConnectorState, reason: StopReason): void => {
    told(connector, finish(connector, reason));
  };

  const acknowledged = (message: Queued, said: unknown): boolean => {
    keeper.forgot();
    const meaning = speech.acknowledged(message, said);
    if (meaning === "none") return false;
    if (message.action === "StartTransaction") keeper.changed();
    if (meaning === "refused" && configuration.isOn("StopTransactionOnInvalidId")) {
      act();
      for (const { connector } of all) {
        if (connector.transaction?.number === message.transaction) stop(connector, "DeAuthorized");
      }
    }
    return true;
  };

  const line = createLine({
    state,
    clock,
    settle: keeper.settle,
    boot: () => speech.boot(station),
    statuses: () => all.map(({ connector }) => speech.status(connector)),
    booted(heartbeatS) {
      operated.booted();
      if (heartbeatS > 0 && heartbeatS !== configuration.seconds("HeartbeatInterval")) {
        configuration.change("HeartbeatInterval", String(heartbeatS));
        keeper.changed();
      }
      heartbeatAt = clock.now() + configuration.seconds("HeartbeatInterval") * 1000;
    },
    acknowledged,
    retryMs,
  });

  const remoteStarts = createRemoteStarts({
    state,
    configuration,
    speech,
    say: line.say,
    told,
    changed: keeper.changed,
    retryMs,
  });

  const operated = createOperated({
    id: station.id,
    state,
    now: clock.now,
    speech,
    isOnline: () => line.open,
    say: line.say,
    stop,
    idleReason: protocol === "ocpp1.6" ? "SoftReset" : "ImmediateReset",
    changed: keeper.changed,
    cut: () => link.cut(),
  });

  const commands = speech.commands({
    operated,
    behaviour: () => state.behaviour,
    settle: keeper.settle,
    goOn: () => tick(),
    remoteStart(number, idTag, startNumber) {
      act();
      if (state.behaviour.refuseStart) return false;
      const connector =
        number === null
          ? all.find((one) => remoteStarts.canStart(one.connector))?.connector
          : built(number)?.connector;
      return connector !== undefined && remoteStarts.accept(connector, idTag, startNumber);
    },
    remoteStop(transactionId) {
      act();
      const found = all.find(({ connector }) => connector.transaction?.id === transactionId);
      if (found) stop(found.connector, "Remote");
      return found !== undefined;
    },
    change(key, value) {
      act();
      const status = configuration.change(key, value);
      if (status === "Accepted") keeper.changed();
      if (status === "Accepted" && key === secretKey) setTimeout(reconnect, answeredMs);
      return status;
    },
    configuration: configuration.answer,
    availability(number, operative) {
      act();
      // Connector 0 is the whole station (OCPP 1.6 5.2).
      const found = meant(number === 0 ? null : number);
      for (const { connector } of found) {
        connector.inoperative = !operative;
        told(connector, settleStatus(connector));
      }
      keeper.changed();
      if (found.length === 0) return null;
      const running = found.some(({ connector }) => connector.transaction);
      return running && !operative ? "Scheduled" : "Accepted";
    },
    trigger(message, number) {
      act();
      if (message === "BootNotification") return line.say({ action: message, payload: speech.boot(station) });
      if (message === "Heartbeat") return line.say({ action: message, payload: {} });
      for (const { connector, outlet } of meant(number)) {
        if (message === "StatusNotification") line.say(speech.status(connector));
        else speech.tellTriggered(connector, readMeter(connector, outlet, "Trigger"));
      }
      keeper.changed();
    },
  });

  const link = keepLinked(
    {
      id: station.id,
      password: () => state.configuration[secretKey] ?? station.password,
      protocol,
      endpoint: options.endpoint,
      commands,
      serve: line.serve,
      report,
      retryMs,
      callTimeoutMs: options.callTimeoutMs ?? 10_000,
    },
    !state.offline,
  );

  /** With whatever password it has now. */
  const reconnect = (): void => {
    if (state.offline) return;
    link
      .want(false)
      .then(() => link.want(!state.offline))
      .catch(report);
  };

  const tick = (): void => {
    try {
      act();
      keeper.look();
      line.wake();
    } catch (error) {
      report(error);
    }
  };
  const timer = setInterval(tick, tickMs);

  /** Something done to a connector by a person. */
  const handle = async (
    number: number,
    deed: (connector: ConnectorState) => readonly Happening[],
  ): Promise<void> => {
    const found = built(number);
    if (!found) throw new Fault("not_found", `Station ${station.id} has no connector ${number}.`);
    act();
    told(found.connector, deed(found.connector));
    keeper.changed();
    tick();
    await keeper.settle();
  };
  const cut = async (offline: boolean): Promise<void> => {
    act();
    state.offline = offline;
    keeper.changed();
    await Promise.all([link.want(!offline), keeper.settle()]);
  };

  return {
    id: station.id,
    plug: (number, car) => handle(number, (connector) => plugIn(connector, { ...usualCar, ...car })),
    unplug: (number) =>
      handle(number, (connector) => {
        assertLoose(connector, state.behaviour);
        return pullOut(connector);
      }),
    fault: (number) => handle(number, breakDown),
    clearFault: (number) => handle(number, repair),
    goOffline: () => cut(true),
    goOnline: () => cut(false),
    async behave(knobs) {
      act();
      state.behaviour = turned(state.behaviour, knobs);
      keeper.changed();
      tick();
      await keeper.settle();
    },
    async setPassword(password) {
      state.configuration[secretKey] = password;
      keeper.changed();
      await keeper.settle();
      reconnect();
    },
    snapshot() {
      tick();
      const display = (connector: ConnectorState): number => registerWh(meterBehind(connector).meterMj);
      return snapshotOf(station.id, state, outlets, { connected: line.open, display });
    },
    async close() {
      clearInterval(timer);
      await link.close();
      keeper.changed();
      await keeper.settle();
    },
  };
}
