/** How a station stands, for whoever looks: tests, the command line. */
import type { Instant } from "@barq/domain/instant";
import { levelPercent, registerWh } from "./connector.ts";
import type { ConnectorState, Outlet, StationState, Status } from "./state.ts";

interface ConnectorSnapshot {
  readonly number: number;
  readonly kind: "AC" | "DC";
  readonly status: Status;
  readonly plugged: boolean;
  /** as it is read for this connector */
  readonly registerWh: number;
  /** what the meter shows that counts here: another one where the two are crossed */
  readonly displayWh: number;
  readonly powerW: number;
  /** of the car's battery, null without a car */
  readonly levelPercent: number | null;
  /** the idTag of an accepted remote start that has not begun */
  readonly waitingFor: string | null;
  readonly transaction: {
    /** null until the central system has given one; a text of the station's own in OCPP 2.0.1 */
    readonly id: number | string | null;
    readonly idTag: string;
    readonly startedAt: Instant;
    readonly startWh: number;
  } | null;
}

export interface StationSnapshot {
  readonly id: string;
  /** the central system has accepted its boot, and the connection lasts */
  readonly connected: boolean;
  /** cut off by somebody's wish */
  readonly offline: boolean;
  /** transaction messages that are not acknowledged */
  readonly queued: number;
  readonly connectors: readonly ConnectorSnapshot[];
}

export function snapshotOf(
  id: string,
  state: StationState,
  outlets: readonly Outlet[],
  {
    connected,
    display,
  }: { readonly connected: boolean; readonly display: (connector: ConnectorState) => number },
): StationSnapshot {
  return {
    id,
    connected,
    offline: state.offline,
    queued: state.queue.length,
    connectors: outlets.flatMap((outlet) =>
      state.connectors
        .filter(({ number }) => number === outlet.number)
        .map((connector): ConnectorSnapshot => {
          const { transaction } = connector;
          return {
            number: outlet.number,
            kind: outlet.kind,
            status: connector.status,
            plugged: connector.plugged !== null,
            registerWh: registerWh(connector.meterMj),
            displayWh: display(connector),
            powerW: transaction?.powerW ?? 0,
            levelPercent: levelPercent(connector),
            waitingFor: connector.remoteStart?.idTag ?? null,
            transaction: transaction && {
              id: transaction.id,
              idTag: transaction.idTag,
              startedAt: transaction.startedAt,
              startWh: registerWh(transaction.startMj),
            },
          };
        }),
    ),
  };
}
