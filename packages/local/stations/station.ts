/**
 * One simulated OCPP 1.6J station: connectors with cars and meters, a queue that survives, a connection that comes back. All
 * its time is that of the clock it is handed; several times a second it looks there and does everything that is due by then.
 *
 *   const station = createSimulatedStation({ station: { id, password, vendor, model, connectors }, endpoint, clock });
 *   await station.plug(1);
 */

import { Fault } from "@barq/domain/fault";
import type { Clock } from "@barq/domain/instant";
import * as v from "valibot";
import type { Knobs } from "./behaviour.ts";
import { turned } from "./behaviour.ts";
import type { Car } from "./car.ts";
import { usualCar } from "./car.ts";
import { commandsOf } from "./commands.ts";
import { configurationOf } from "./configuration.ts";
import type { Happening, StopReason } from "./connector.ts";
import { advance, breakDown, finish, plugIn, pullOut, readMeter, repair, settleStatus } from "./connector.ts";
import { createKeeper } from "./keeper.ts";
import { createLine } from "./line.ts";
import { keepLinked } from "./link.ts";
import { nameTransaction } from "./queue.ts";
import { createRemoteStarts } from "./remote-start.ts";
import type { StationSnapshot } from "./snapshot.ts";
import { snapshotOf } from "./snapshot.ts";
import type { ConnectorState, Outlet, Queued, StationState } from "./state.ts";
import { openState } from "./state.ts";
import { statusNotification, tell, tellTriggered } from "./telling.ts";

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
  snapshot(): StationSnapshot;
  close(): Promise<void>;
}

const started = v.object({
  transactionId: v.pipe(v.number(), v.integer()),
  idTagInfo: v.object({ status: v.string() }),
});

export function createSimulatedStation(options: StationOptions): SimulatedStation {
  const { station, clock, tickMs = 50, retryMs = 400 } = options;
  const report = options.report ?? ((error: unknown) => console.error(`station ${station.id}:`, error));
  const outlets = station.connectors;
  const state = openState(outlets, clock.now(), options.state);
  if (options.behaviour) state.behaviour = turned(state.behaviour, options.behaviour);
  const keeper = createKeeper(async () => options.save?.(state), report);
  const configuration = configurationOf(state, outlets);
  let heartbeatAt = Number.POSITIVE_INFINITY;

  const built = (number: number): { connector: ConnectorState; outlet: Outlet } | undefined => {
    const outlet = outlets.find((candidate) => candidate.number === number);
    const connector = state.connectors.find((candidate) => candidate.number === number);
    return outlet && connector && { outlet, connector };
  };
  const all = outlets.flatMap(({ number }) => built(number) ?? []);
  /** one connector, or all of them */
  const meant = (number: number | null): typeof all =>
    number === null ? all : all.filter(({ outlet }) => outlet.number === number);

  const told = (connector: ConnectorState, happenings: readonly Happening[]): void => {
    if (happenings.length === 0) return;
    tell(state, connector, happenings, line.say);
    keeper.changed();
  };

  /** Everything that is due by now. */
  const act = (): void => {
    const now = clock.now();
    const readingIntervalS = configuration.seconds("MeterValueSampleInterval");
    for (const { connector, outlet } of all) {
      told(connector, advance(connector, outlet, now, { readingIntervalS, behaviour: state.behaviour }));
      remoteStarts.consider(connector, outlet);
    }
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
    if (message.action !== "StartTransaction") return true;
    const answer = v.safeParse(started, said);
    if (!answer.success) return false;
    nameTransaction(state, message.transaction, answer.output.transactionId);
    keeper.changed();
    if (answer.output.idTagInfo.status !== "Accepted" && configuration.isOn("StopTransactionOnInvalidId")) {
      act();
      for (const { connector } of all) {
        if (connector.transaction?.number === message.transaction) stop(connector, "DeAuthorized");
      }
    }
    return true;
  };

  const boot = (): Record<string, unknown> => ({
    chargePointVendor: station.vendor.slice(0, 20),
    chargePointModel: station.model.slice(0, 20),
    chargePointSerialNumber: station.id.slice(0, 25),
    firmwareVersion: "1.0",
  });

  const line = createLine({
    state,
    clock,
    settle: keeper.settle,
    boot,
    statuses: () => all.map(({ connector }) => statusNotification(connector, state.behaviour)),
    booted(heartbeatS) {
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
    say: line.say,
    told,
    changed: keeper.changed,
    retryMs,
  });

  const commands = commandsOf({
    behaviour: () => state.behaviour,
    settle: keeper.settle,
    goOn: () => tick(),
    remoteStart(number, idTag) {
      act();
      if (state.behaviour.refuseStart) return false;
      const connector =
        number === null
          ? all.find((one) => remoteStarts.canStart(one.connector))?.connector
          : built(number)?.connector;
      return connector !== undefined && remoteStarts.accept(connector, idTag);
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
      if (message === "BootNotification") return line.say({ action: message, payload: boot() });
      if (message === "Heartbeat") return line.say({ action: message, payload: {} });
      for (const { connector, outlet } of meant(number)) {
        if (message === "StatusNotification") line.say(statusNotification(connector, state.behaviour));
        else tellTriggered(state, connector, readMeter(connector, outlet, "Trigger"));
      }
      keeper.changed();
    },
  });

  const link = keepLinked(
    {
      id: station.id,
      password: station.password,
      endpoint: options.endpoint,
      commands,
      serve: line.serve,
      report,
      retryMs,
      callTimeoutMs: options.callTimeoutMs ?? 10_000,
    },
    !state.offline,
  );

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
    unplug: (number) => handle(number, pullOut),
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
    snapshot() {
      tick();
      return snapshotOf(station.id, state, outlets, line.open);
    },
    async close() {
      clearInterval(timer);
      await link.close();
      keeper.changed();
      await keeper.settle();
    },
  };
}
