/**
 * The station of a schedule (OCPP 1.6): it says what happens in order and again until it is heard, keeps what it could not say
 * while it was away, obeys commands or not, and knows how much energy has really flowed.
 */
import { takeCommandOutcome } from "@barq/actions/take-outcome";
import type { Instant } from "@barq/domain/instant";
import { minute, second } from "@barq/domain/instant";
import type { Reading } from "@barq/domain/reading";
import type { ConnectorStatus, StationNews } from "@barq/stations/port";
import type { Faults } from "./faults.ts";
import { station, tenant } from "./operator.ts";
import type { Product } from "./product.ts";
import type { Choice } from "./seeded-choice.ts";
import { createLink } from "./station-link.ts";
import type { Turns } from "./turns.ts";

/** What really happened in one transaction. */
export interface Run {
  readonly connector: number;
  readonly token: string;
  readonly startWh: number;
  readonly startedAt: Instant;
  /** ours, once the Start was answered */
  transactionId: number | null;
  accepted: boolean | null;
  stopWh: number | null;
  /** the Stop was acknowledged */
  stopHeard: boolean;
  /** what the register said before it began anew is no measure of this run */
  isBroken: boolean;
}

export interface ChargingStation {
  /** a frame from the product on a connection */
  receive(connection: string, frame: string): "posted" | "gone";
  plug(connector: number): boolean;
  unplug(connector: number): void;
  readonly runs: readonly Run[];
  isPlugged(connector: number): boolean;
  /** The last cable is out, the link is up, and everything is said. */
  calmDown(): Promise<void>;
  readonly isAwayForEver: boolean;
  /** a status was never said: what the product knows of its connectors may be wrong for ever */
  readonly hasLostStatus: boolean;
}

interface Place {
  cable: boolean;
  status: ConnectorStatus;
  registerWh: number;
  run: Run | null;
  /** the remote start that waits for its cable or its time */
  isAsked: boolean;
  awaits: { readonly token: string; readonly until: Instant } | null;
}

export function createStation(of: {
  readonly turns: Turns;
  readonly faults: Faults;
  readonly choice: Choice;
  readonly product: Product;
}): ChargingStation {
  const { turns, faults, choice, product } = of;
  const runs: Run[] = [];
  const places = [1, 2].map(
    (): Place => ({
      cable: false,
      status: "Available",
      registerWh: choice.between(0, 5_000_000),
      run: null,
      isAsked: false,
      awaits: null,
    }),
  );
  const placeOf = (connector: number): Place => places[connector - 1] ?? places[0] ?? never();
  let hasLostStatus = false;
  const link = createLink({
    turns,
    faults,
    choice,
    product,
    onBoot() {
      void say(() => ({ kind: "booted", vendor: "V", model: "M", serial: null, firmware: null }), true);
      for (const [n, place] of places.entries()) {
        const known = place.status;
        void say(() => statusNews(n + 1, known, turns.now()), false);
      }
    },
  });
  const { say } = link;

  const register = (connector: number, context: string): Reading => ({
    at: turns.now(),
    value: `${placeOf(connector).registerWh}`,
    measurand: "Energy.Active.Import.Register",
    unit: "Wh",
    context,
    phase: null,
    location: "Outlet",
    format: "Raw",
  });

  const status = (connector: number, next: ConnectorStatus): void => {
    const place = placeOf(connector);
    if (place.status === next) return;
    place.status = next;
    if (faults.happens("station's status lost", 0.02)) {
      hasLostStatus = true;
      return;
    }
    const at = turns.now();
    void say(() => statusNews(connector, next, at), false);
  };

  const begin = async (connector: number, token: string): Promise<void> => {
    const place = placeOf(connector);
    place.isAsked = false;
    turns.trace(() => `station would begin at ${connector}: ${place.cable ? "the cable is in" : "no cable"}`);
    if (place.run) return;
    if (!place.cable) {
      // A start without a cable is waited for (ConnectionTimeOut).
      place.awaits = { token, until: turns.now() + 90 * second };
      return;
    }
    const run: Run = {
      connector,
      token,
      startWh: place.registerWh,
      startedAt: turns.now(),
      transactionId: null,
      accepted: null,
      stopWh: null,
      stopHeard: false,
      isBroken: false,
    };
    place.run = run;
    runs.push(run);
    turns.trace(() => `station begins at ${connector} with ${token}`);
    const { startWh, startedAt } = run;
    void say(
      () => ({ kind: "started", connector, token, meterStart: `${startWh}`, at: startedAt }),
      true,
    ).then((answer) => {
      if (answer.kind !== "started") return;
      run.transactionId = answer.transactionId;
      run.accepted = answer.accepted;
      if (!answer.accepted) void stop(connector, "DeAuthorized");
    });
    status(connector, "Charging");
    await charge(place, run);
  };
  /** Energy flows in some steps until the vehicle has enough or somebody ends it. */
  const charge = async (place: Place, run: Run): Promise<void> => {
    const steps = choice.between(1, 4);
    const minutes = choice.between(2, 20);
    const stepMs = minutes * minute;
    const whole = choice.chance(0.1) ? 0 : minutes * steps * choice.between(30, 900);
    for (let n = 0; n < steps; n++) {
      await turns.sleep(stepMs);
      if (place.run !== run || run.stopWh !== null) return;
      if (faults.happens("station offline", 0.05)) void link.goOffline(choice.between(1, 90) * minute);
      else if (faults.happens("station offline for ever", 0.003)) {
        link.stayAway();
      }
      if (faults.happens("register begins anew", 0.02)) {
        run.isBroken = true;
        place.registerWh = 0;
      }
      place.registerWh += Math.floor(whole / steps);
      const reading = register(run.connector, "Sample.Periodic");
      void say(
        () =>
          run.transactionId === null
            ? null
            : {
                kind: "metered",
                connector: run.connector,
                transactionId: run.transactionId,
                readings: [reading],
              },
        true,
      );
    }
    if (choice.chance(0.6)) await stop(run.connector, "Local");
  };
  const stop = async (connector: number, reason: string): Promise<void> => {
    const place = placeOf(connector);
    const { run } = place;
    if (!run || run.stopWh !== null) return;
    run.stopWh = place.registerWh;
    place.run = null;
    const at = turns.now();
    const end = register(connector, "Transaction.End");
    turns.trace(() => `station stops at ${connector}, ${reason}, ${run.stopWh} Wh`);
    if (!faults.happens("station loses its Stop", 0.04)) {
      void say(
        () =>
          run.transactionId === null
            ? null
            : {
                kind: "stopped",
                transactionId: run.transactionId,
                token: null,
                meterStop: end.value,
                at,
                reason,
                readings: [end],
              },
        true,
      ).then(() => {
        run.stopHeard = true;
      });
    }
    status(connector, place.cable ? "Finishing" : "Available");
  };

  const obey = async (connection: string, id: string, action: string, payload: Payload): Promise<void> => {
    await turns.sleep(choice.between(20, 3000));
    const answer = decide(action, payload);
    if (answer === null || !link.isOn(connection)) return;
    await product
      .ask(`station answers ${action}: ${answer}`, async (ports) => {
        const outcome =
          answer === "Accepted"
            ? ({ kind: "accepted", detail: {} } as const)
            : ({ kind: "rejected", why: answer } as const);
        const call = await ports.stations.takeOutcome(tenant, station, id, outcome);
        if (call) await takeCommandOutcome(ports, tenant, station, call, outcome);
      })
      .catch(() => {});
  };
  const decide = (action: string, payload: Payload): string | null => {
    if (action === "RemoteStartTransaction") {
      const connector = payload.connectorId ?? 1;
      const place = placeOf(connector);
      if (place.run || place.isAsked || faults.happens("station refuses the start", 0.04)) return "Rejected";
      if (faults.happens("station never begins", 0.04)) return choice.chance(0.7) ? "Accepted" : null;
      place.isAsked = true;
      const delay = choice.chance(0.06) ? choice.between(60, 300) * second : choice.between(1, 20) * second;
      void turns.sleep(delay).then(() => begin(connector, payload.idTag ?? ""));
      return "Accepted";
    }
    if (action === "RemoteStopTransaction") {
      const at = places.findIndex(({ run }) => run !== null && run.transactionId === payload.transactionId);
      if (at < 0) return "Rejected";
      if (faults.happens("station ignores the stop", 0.05))
        return choice.pick(["Accepted", "Rejected", null]);
      void turns.sleep(choice.between(1, 5) * second).then(() => stop(at + 1, "Remote"));
      return "Accepted";
    }
    return "Accepted";
  };

  return {
    runs,
    get isAwayForEver() {
      return link.isAwayForEver;
    },
    get hasLostStatus() {
      return hasLostStatus || link.hasGivenUp;
    },
    isPlugged: (connector) => placeOf(connector).cable,
    receive(connection, frame) {
      if (!link.isOn(connection)) return "gone";
      const [, id, action, payload]: [number, string, string, Payload] = JSON.parse(frame);
      void obey(connection, id, action, payload);
      return "posted";
    },
    plug(connector) {
      const place = placeOf(connector);
      if (place.cable) return false;
      place.cable = true;
      status(connector, "Preparing");
      const { awaits } = place;
      place.awaits = null;
      if (awaits && turns.now() < awaits.until)
        void turns.sleep(second).then(() => begin(connector, awaits.token));
      return true;
    },
    unplug(connector) {
      const place = placeOf(connector);
      if (!place.cable) return;
      place.cable = false;
      void stop(connector, "EVDisconnected");
      status(connector, "Available");
    },
    async calmDown() {
      if (!link.isAwayForEver) await link.comeBack();
      for (const [n, place] of places.entries()) {
        await stop(n + 1, "Local");
        place.cable = false;
        status(n + 1, "Available");
      }
      for (let n = 0; n < 200 && link.isOnline && link.waiting > 0; n++) await turns.sleep(10 * second);
    },
  };
}

const statusNews = (connector: number, status: ConnectorStatus, at: Instant): StationNews => ({
  kind: "connector_status",
  connector,
  status,
  errorCode: "NoError",
  at,
});

interface Payload {
  readonly connectorId?: number;
  readonly idTag?: string;
  readonly transactionId?: number;
}

const never = (): never => {
  throw new Error("there is no such connector");
};
