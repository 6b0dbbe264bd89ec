/**
 * What may be asked of a station while people charge there. A session has its connector from its hold until its end; its own
 * cable is let go after its stop and for itself alone; a restart in the middle of it has to be meant.
 */
import { Fault } from "@barq/domain/fault";
import type { Session } from "@barq/domain/session";
import { occupies } from "@barq/domain/session";
import type { OperateCommand } from "@barq/stations/port";
import { textOr } from "@barq/store/fields";
import { connectorKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import type { StationRecord } from "./network.ts";
import type { ReadPorts } from "./ports.ts";
import { findSession } from "./session-store.ts";

interface Asked {
  readonly command: OperateCommand;
  /** the session whose cable it is */
  readonly session: string | null;
  /** a restart in the middle of a session is meant */
  readonly inSession: boolean;
}

/** The connectors that the command is about; connector 0 is all of them. @throws Fault not_found */
export function coveredBy({ id, connectors }: StationRecord, command: OperateCommand): readonly number[] {
  const all = connectors.map(({ number }) => number);
  if (command.kind === "reset") return all;
  if (command.kind !== "unlock" && command.kind !== "change_availability") return [];
  const { connector } = command;
  if (connector === 0 && command.kind === "change_availability") return all;
  if (!all.includes(connector)) throw new Fault("not_found", `Station ${id} has no connector ${connector}.`);
  return [connector];
}

/** Energy may flow, or the cable is still priced. */
const isOn = ({ state, endedAt }: Session): boolean =>
  occupies(state) || state === "ended" || (state === "review" && endedAt === null);

/** Its driver has asked for the end, or it is there. */
const isAfterStop = ({ state, endedAt }: Session): boolean => state === "stopping" || endedAt !== null;

/**
 * What must still be true when the act is written: nobody has begun, or gone, since the rules were asked.
 * @throws Fault state_conflict (with the state of the session that is there), not_found
 */
export async function assertMayOperate(
  ports: ReadPorts,
  tenant: string,
  station: StationRecord,
  asked: Asked,
): Promise<readonly Change[]> {
  const { command } = asked;
  if (command.kind !== "unlock" && command.kind !== "reset") return [];
  const keys = coveredBy(station, command).map((number) => connectorKey(tenant, station.id, number));
  const rows = await ports.store.read(keys, { strong: true });
  const locks = rows.map((row) => (row ? textOr(row, "act") : null));
  const sessions: Session[] = [];
  for (const lock of locks) {
    const session = lock === null ? undefined : await findSession(ports, tenant, lock, { strong: true });
    if (session && isOn(session)) sessions.push(session);
  }
  if (command.kind === "unlock") assertOwnCable(sessions[0], asked.session);
  else assertMeant(sessions, asked.inSession);
  return keys.map((key, n) => ({ check: key, guards: [{ field: "act", in: [locks[n] ?? null] }] }));
}

function assertOwnCable(on: Session | undefined, own: string | null): void {
  if (!on || (on.id === own && isAfterStop(on))) return;
  throw new Fault(
    "state_conflict",
    on.id === own
      ? `This session is ${on.state}: stop it first, then let its cable go.`
      : `A session has this connector and is ${on.state}: its cable is let go for itself alone, after its stop.`,
    { state: on.state, reference: on.reference },
  );
}

function assertMeant(sessions: readonly Session[], inSession: boolean): void {
  const [first] = sessions;
  if (!first || inSession) return;
  throw new Fault(
    "state_conflict",
    `${sessions.length === 1 ? "A session is" : `${sessions.length} sessions are`} under way at this station. A restart ends what runs: say in_session if that is meant.`,
    { state: first.state, reference: first.reference },
  );
}
