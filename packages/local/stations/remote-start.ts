/**
 * From an accepted remote start to the transaction: it waits for the cable as long as ConnectionTimeOut says, asks whether
 * the idTag is good where it is told to, and begins.
 */
import type { Configuration } from "./configuration.ts";
import type { Happening } from "./connector.ts";
import { begin } from "./connector.ts";
import type { Passing } from "./line.ts";
import type { Speech } from "./speech.ts";
import type { ConnectorState, Outlet, StationState } from "./state.ts";

interface RemoteStarts {
  canStart(connector: ConnectorState): boolean;
  /** keeps the order; whether it is accepted */
  accept(connector: ConnectorState, idTag: string, startNumber: number | null): boolean;
  /** what comes of it at the instant the connector stands at */
  consider(connector: ConnectorState, outlet: Outlet): void;
}

interface RemoteStartNeeds {
  readonly state: StationState;
  readonly configuration: Configuration;
  readonly speech: Speech;
  readonly say: (message: Passing) => void;
  readonly told: (connector: ConnectorState, happenings: readonly Happening[]) => void;
  readonly changed: () => void;
  readonly retryMs: number;
}

export function createRemoteStarts(needs: RemoteStartNeeds): RemoteStarts {
  const { state, configuration, changed } = needs;
  const asking = new Set<number>();

  const canStart = ({ remoteStart, transaction, status }: ConnectorState): boolean =>
    !remoteStart && !transaction && (status === "Preparing" || status === "Available");

  const ask = (connector: ConnectorState, order: NonNullable<ConnectorState["remoteStart"]>): void => {
    const { number } = connector;
    if (asking.has(number)) return;
    asking.add(number);
    needs.say({
      action: "Authorize",
      payload: needs.speech.authorize(order.idTag),
      answered(said) {
        const isGood = needs.speech.isAuthorized(said);
        // No answer is no "no": it is asked again, though not at once.
        setTimeout(() => asking.delete(number), isGood === null ? needs.retryMs : 0).unref();
        if (isGood === null || connector.remoteStart !== order) return;
        if (isGood) order.authorized = true;
        else connector.remoteStart = null;
        changed();
      },
    });
  };

  return {
    canStart,
    accept(connector, idTag, startNumber) {
      // The same order again, by somebody who did not hear the answer.
      if (connector.remoteStart?.idTag === idTag) return true;
      if (!canStart(connector)) return false;
      connector.remoteStart = { idTag, at: connector.at, authorized: false, startNumber };
      changed();
      return true;
    },
    consider(connector, outlet) {
      const { remoteStart } = connector;
      if (!remoteStart) return;
      if (connector.at > remoteStart.at + configuration.seconds("ConnectionTimeOut") * 1000) {
        connector.remoteStart = null;
        changed();
        return;
      }
      if (connector.status !== "Preparing" || state.behaviour.neverBegin) return;
      if (configuration.isOn("AuthorizeRemoteTxRequests") && !remoteStart.authorized) {
        ask(connector, remoteStart);
        return;
      }
      state.lastTransaction++;
      const { idTag, startNumber } = remoteStart;
      const start = { number: state.lastTransaction, idTag, startNumber };
      needs.told(connector, begin(connector, outlet, start, state.behaviour));
    },
  };
}
