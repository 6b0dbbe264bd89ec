/**
 * What people ask of a simulated station: it lets a locked cable go, restarts, keeps a list of tokens, and works at diagnostics
 * and firmware for longer than an answer takes. Nothing is really sent away or fetched: it says what a station says meanwhile.
 */
import type { Clock } from "@barq/domain/instant";
import type { StopReason } from "./connector.ts";
import type { Passing } from "./line.ts";
import type { Speech } from "./speech.ts";
import type { ConnectorState, StationState } from "./state.ts";

export interface Operated {
  /** busy: a transaction runs there; none: there is no such connector */
  unlock(connector: number): "Unlocked" | "UnlockFailed" | "busy" | "none";
  isBusy(): boolean;
  /** Ends what runs, goes away and comes back with a boot; what was to be said is kept. */
  restart(reason: StopReason): void;
  restartWhenIdle(): void;
  readonly logName: string;
  tellDiagnostics(request: number | null): void;
  update(location: string, at: number, request: number | null): void;
  /** tokens with their word; null takes one off the list */
  takeList(
    version: number,
    isFull: boolean,
    tokens: readonly (readonly [string, string | null])[],
  ): "Accepted" | "VersionMismatch";
  listVersion(): number;
  /** what is due by now */
  consider(): void;
  /** the central system has accepted a boot */
  booted(): void;
}

interface OperatedNeeds {
  readonly id: string;
  readonly state: StationState;
  readonly now: Clock;
  readonly speech: Speech;
  readonly isOnline: () => boolean;
  readonly say: (message: Passing) => void;
  readonly stop: (connector: ConnectorState, reason: StopReason) => void;
  /** the reason of what a restart ends that nobody ordered just now */
  readonly idleReason: StopReason;
  readonly changed: () => void;
  /** cuts the connection, which comes back */
  readonly cut: () => void;
}

/** Real time for the answer to arrive before the connection goes. */
const answerMs = 100;
const mostSigns = 50;

export function createOperated(needs: OperatedNeeds): Operated {
  const { state, changed } = needs;
  const running = (): ConnectorState[] => state.connectors.filter(({ transaction }) => transaction !== null);

  const restart = (reason: StopReason): void => {
    for (const connector of running()) needs.stop(connector, reason);
    for (const connector of state.connectors) connector.remoteStart = null;
    state.restartWhenIdle = false;
    changed();
    setTimeout(needs.cut, answerMs).unref();
  };

  const tell = (work: "diagnostics" | "firmware", request: number | null, ...statuses: string[]): void => {
    for (const status of statuses) needs.say(needs.speech.working(work, status, request));
  };

  const goOnUpdating = (): void => {
    const { update } = state;
    if (!update || !needs.isOnline() || needs.now() < update.at) return;
    if (update.stage === "asked") {
      tell("firmware", update.request, "Downloading", "Downloaded");
      update.stage = "fetched";
    } else if (update.stage === "fetched" && running().length === 0) {
      tell("firmware", update.request, "Installing");
      update.stage = "installing";
      state.firmware = update.version;
      restart(needs.idleReason);
    } else if (update.stage === "installed") {
      tell("firmware", update.request, "Installed");
      state.update = null;
    } else return;
    changed();
  };

  return {
    unlock(number) {
      const connector = state.connectors.find((one) => one.number === number);
      if (!connector) return "none";
      if (connector.transaction) return "busy";
      if (state.behaviour.unlockFails) return "UnlockFailed";
      connector.letGo = true;
      changed();
      return "Unlocked";
    },
    isBusy: () => running().length > 0,
    restart,
    restartWhenIdle() {
      state.restartWhenIdle = true;
      changed();
    },
    logName: `${needs.id.replace(/[^A-Za-z0-9-]/g, "-")}.log`,
    tellDiagnostics: (request) => tell("diagnostics", request, "Uploading", "Uploaded"),
    update(location, at, request) {
      const file = location.split(/[?#]/)[0]?.split("/").at(-1) ?? "";
      const version = file.replace(/\.[a-z0-9]{1,4}$/i, "").slice(0, mostSigns) || "unnamed";
      state.update = { at, version, request, stage: "asked" };
      changed();
    },
    takeList(version, isFull, tokens) {
      if (!isFull && version <= state.localList.version) return "VersionMismatch";
      const kept = isFull ? {} : state.localList.tokens;
      const next = new Map(Object.entries(kept));
      for (const [token, status] of tokens) {
        if (status === null) next.delete(token);
        else next.set(token, status);
      }
      state.localList = { version, tokens: Object.fromEntries(next) };
      changed();
      return "Accepted";
    },
    listVersion: () => state.localList.version,
    consider() {
      if (state.restartWhenIdle && running().length === 0) restart(needs.idleReason);
      goOnUpdating();
    },
    booted() {
      if (state.update?.stage !== "installing") return;
      state.update.stage = "installed";
      changed();
    },
  };
}
