/** A station's answer to a command: a person's is written with their act, a refused start gives the hold back, everything else waits for what really happens. */
import type { CommandOutcome, StationCommand } from "@barq/stations/port";
import { configurationEffect, noteConfiguration } from "./commission-configure.ts";
import type { ReadPorts } from "./ports.ts";
import { findSession } from "./session-store.ts";
import { abandonStart } from "./start-station.ts";
import { isOperation, noteOutcome } from "./station-act.ts";

export async function takeCommandOutcome(
  ports: ReadPorts,
  tenant: string,
  station: string,
  call: {
    readonly session: string | null;
    readonly effect: string | null;
    readonly command?: StationCommand;
    readonly again: boolean;
  },
  outcome: CommandOutcome,
): Promise<void> {
  if (isOperation(call.effect)) {
    await noteOutcome(ports, tenant, station, call.effect, outcome);
    return;
  }
  if (call.session === null && call.effect === configurationEffect && call.command)
    return noteConfiguration(ports, tenant, station, call.command, outcome);
  // A repeat may be refused because the first one was obeyed: the time to begin tells.
  if (call.again) return;
  // An accepted start has not begun, an accepted stop has not ended: StartTransaction and StopTransaction say so.
  // Nor does a refusal of a later attempt end anything: the first one may have been obeyed too.
  if (call.session === null || outcome.kind !== "rejected" || call.effect !== "remote_start#1") return;
  const session = await findSession(ports, tenant, call.session, { strong: true });
  // A hold that has gone to another connector is not given back for what the first one says.
  if (
    !session?.effect ||
    session.station !== station ||
    `${session.effect.name}#${session.effect.attempt}` !== call.effect
  )
    return;
  await abandonStart(ports, session, "station_refused");
}
