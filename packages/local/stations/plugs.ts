/** A simulated station's connectors as they are built and as they stand, and the meter behind each. */
import type { ConnectorState, StationState } from "./state.ts";

interface Plug<O> {
  readonly connector: ConnectorState;
  readonly outlet: O;
}

export function plugsOf<O extends { readonly number: number }>(outlets: readonly O[], state: StationState) {
  const all = outlets.flatMap((outlet): readonly Plug<O>[] => {
    const connector = state.connectors.find(({ number }) => number === outlet.number);
    return connector ? [{ outlet, connector }] : [];
  });
  return {
    all,
    built: (number: number): Plug<O> | undefined => all.find(({ outlet }) => outlet.number === number),
    /** one connector, or all of them */
    meant: (number: number | null): readonly Plug<O>[] =>
      number === null ? all : all.filter(({ outlet }) => outlet.number === number),
    /** The connector whose register moves with what flows at one. */
    meterBehind(connector: ConnectorState): ConnectorState {
      const [first, second] = all;
      if (!state.behaviour.crossed || !first || !second) return connector;
      if (connector === first.connector) return second.connector;
      return connector === second.connector ? first.connector : connector;
    },
  };
}
