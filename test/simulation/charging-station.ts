/**
 * The station of a schedule (OCPP 1.6): it says what happens in order and again until it is heard, keeps what it could not say
 * while it was away, obeys commands or not, and knows how much energy has really flowed.
 */
import { resumeStation } from "@barq/actions/resume-station";
import { takeNews } from "@barq/actions/take-news";
import { takeCommandOutcome } from "@barq/actions/take-outcome";
import type { Instant } from "@barq/domain/instant";
import { minute, second } from "@barq/domain/instant";
import type { Reading } from "@barq/domain/reading";
import type { ConnectorStatus, NewsAnswer, StationNews } from "@barq/stations/port";
import type { Faults } from "./faults.ts";
import { station, tenant } from "./operator.ts";
import type { Product } from "./product.ts";
import type { Choice } from "./seeded-choice.ts";
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

interface Told {
  readonly news: () => StationNews | null;
  readonly isKept: boolean;
  readonly heard: (answer: NewsAnswer) => void;
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
  const queue: Told[] = [];
  let connection = "c0";
  let links = 0;
  let isOnline = true;
  let isAwayForEver = false;
  let hasLostStatus = false;
  let isSaying = false;
  let isFresh = true;

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

  const say = (news: () => StationNews | null, isKept: boolean): Promise<NewsAnswer> =>
    new Promise((heard) => {
      queue.push({ news, isKept, heard });
      void speak();
    });
  const speak = async (): Promise<void> => {
    if (isSaying) return;
    isSaying = true;
    for (let tries = 0; isOnline && queue[0]; ) {
      const [told] = queue;
      const news = told.news();
      if (news === null) {
        queue.shift();
        continue;
      }
      try {
        const link = connection;
        const answer = await product.ask(`station says ${news.kind}`, (ports) =>
          takeNews(ports, tenant, station, news),
        );
        if (isFresh && link === connection) {
          isFresh = false;
          await product
            .ask("station is back", async (ports) => {
              await ports.stations.resume(tenant, station, link, "ocpp1.6");
              await resumeStation(ports, tenant, station);
            })
            .catch(() => {});
        }
        if (faults.happens("station says it twice", 0.03)) continue;
        queue.shift();
        tries = 0;
        told.heard(answer);
      } catch {
        tries++;
        if (!told.isKept && tries > 2 && !faults.haveStopped()) {
          hasLostStatus = true;
          queue.shift();
          tries = 0;
        }
        await turns.sleep(choice.between(1, 20) * second);
      }
    }
    isSaying = false;
  };
  const status = (connector: number, next: ConnectorStatus): void => {
    const place = placeOf(connector);
    if (place.status === next) return;
    place.status = next;
    if (faults.happens("station's status lost", 0.02)) {
      hasLostStatus = true;
      return;
    }
    const at = turns.now();
    void say(() => ({ kind: "connector_status", connector, status: next, errorCode: "NoError", at }), false);
  };

  const goOffline = async (ms: number): Promise<void> => {
    const link = connection;
    isOnline = false;
    if (choice.chance(0.8))
      void product
        .ask("station has gone", ({ stations }) => stations.disconnect(tenant, station, link))
        .catch(() => {});
    await turns.sleep(ms);
    if (!isAwayForEver) await comeBack();
  };
  const comeBack = async (): Promise<void> => {
    if (isOnline) return;
    connection = `c${++links}`;
    const link = connection;
    for (;;) {
      try {
        await product.ask("station connects", ({ stations }) =>
          stations.connect(tenant, station, link, "ocpp1.6"),
        );
        break;
      } catch {
        await turns.sleep(choice.between(1, 10) * second);
      }
    }
    isOnline = true;
    isFresh = true;
    if (faults.happens("station boots", 0.3)) {
      void say(() => ({ kind: "booted", vendor: "V", model: "M", serial: null, firmware: null }), true);
      for (const [n, place] of places.entries()) {
        const now = place.status;
        void say(
          () => ({
            kind: "connector_status",
            connector: n + 1,
            status: now,
            errorCode: "NoError",
            at: turns.now(),
          }),
          false,
        );
      }
    }
    void speak();
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
      if (faults.happens("station offline", 0.05)) void goOffline(choice.between(1, 90) * minute);
      else if (faults.happens("station offline for ever", 0.003)) {
        isAwayForEver = true;
        void goOffline(0);
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

  const obey = async (link: string, id: string, action: string, payload: Payload): Promise<void> => {
    await turns.sleep(choice.between(20, 3000));
    const answer = decide(action, payload);
    if (answer === null || !isOnline || link !== connection) return;
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
      return isAwayForEver;
    },
    get hasLostStatus() {
      return hasLostStatus;
    },
    isPlugged: (connector) => placeOf(connector).cable,
    receive(link, frame) {
      if (!isOnline || link !== connection) return "gone";
      const [, id, action, payload]: [number, string, string, Payload] = JSON.parse(frame);
      void obey(link, id, action, payload);
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
      if (!isAwayForEver) await comeBack();
      for (const [n, place] of places.entries()) {
        await stop(n + 1, "Local");
        place.cable = false;
        status(n + 1, "Available");
      }
      for (let n = 0; n < 200 && isOnline && queue.length > 0; n++) await turns.sleep(10 * second);
    },
  };
}

interface Payload {
  readonly connectorId?: number;
  readonly idTag?: string;
  readonly transactionId?: number;
}

const never = (): never => {
  throw new Error("there is no such connector");
};
