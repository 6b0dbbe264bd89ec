/**
 * A person asks something of a station. Who and why is written first, together with what the rules were asked about; then it is
 * sent, and the station's answer is news. The same Idempotency-Key finds the same act, and sends it again only if nobody knows
 * that it went out.
 */
import { Fault } from "@barq/domain/fault";
import type { OperateCommand } from "@barq/stations/port";
import { number, text } from "@barq/store/fields";
import { callKey } from "@barq/store/keys";
import { operationKey, operationPlaceKey } from "@barq/store/network-keys";
import type { Key } from "@barq/store/port";
import { readStation } from "./network.ts";
import { assertMayOperate, coveredBy } from "./operate-rules.ts";
import type { CommandPorts, ReadPorts } from "./ports.ts";
import type { StationAct } from "./station-act.ts";
import { actItem, actOf, becomes, effectOf } from "./station-act.ts";
import { placeOfConnector } from "./station-layout.ts";

export interface OperationRequest {
  readonly station: string;
  readonly command: OperateCommand;
  readonly reason: string;
  /** opaque */
  readonly actor: string;
  /** whose cable it is, where one is let go for its session */
  readonly session: string | null;
  /** a restart in the middle of a session is meant */
  readonly inSession: boolean;
  /** the Idempotency-Key as it came; only its hash is kept */
  readonly key: string;
  /** what was asked, as it came */
  readonly body: unknown;
}

const mostRaces = 5;

/** The act's name; a number of it is what 2.0.1 repeats in its notifications. */
export const operationId = (ports: Pick<ReadPorts, "identity">, tenant: string, key: string): string =>
  `op_${ports.identity.sha256(`operate|${tenant}|${key}`).slice(0, 24)}`;

/** @throws Fault not_found, state_conflict, idempotency_key_reused, busy */
export async function operateStation(
  ports: CommandPorts,
  tenant: string,
  request: OperationRequest,
): Promise<StationAct> {
  const station = await readStation(ports, tenant, request.station);
  if (!station) throw new Fault("not_found", `There is no station ${request.station}.`);
  const id = operationId(ports, tenant, request.key);
  const fingerprint = ports.identity.fingerprint({ station: request.station, body: request.body });
  for (let race = 0; race < mostRaces; race++) {
    const before = await actAsked(ports, tenant, id, fingerprint);
    if (before) return before.state === "asked" ? sendAct(ports, tenant, before, request) : before;
    const covers = coveredBy(station, request.command);
    const still = await assertMayOperate(ports, tenant, station, request);
    const at = ports.clock();
    const act: StationAct = {
      id,
      station: request.station,
      kind: request.command.kind,
      connector: "connector" in request.command ? request.command.connector || null : null,
      state: "asked",
      word: null,
      reason: request.reason,
      by: request.actor,
      session: request.session,
      asked: askedOf(request.command),
      at,
      deadline: at + ports.policy.commandMs,
      answeredAt: null,
    };
    const row = { ...actItem(tenant, act), ...(covers.length === 0 ? {} : { covers: covers.join(" ") }) };
    const written = await ports.store.commit([
      {
        put: { ...operationPlaceKey(tenant, id), station: act.station, at, fp: fingerprint },
        guards: [{ absent: true }],
      },
      { put: row, guards: [{ absent: true }] },
      ...still,
    ]);
    if (written.written) return sendAct(ports, tenant, act, request);
  }
  throw new Fault("busy", "Somebody else is doing something at this station. Please try again.");
}

/** In few words, and nothing secret: an address may carry a password, a list its drivers' cards. */
function askedOf(command: OperateCommand): string | null {
  switch (command.kind) {
    case "reset":
      return command.how;
    case "change_availability":
      return command.operative ? "operative" : "inoperative";
    case "get_diagnostics":
      return new URL(command.to).host;
    case "update_firmware":
      return new URL(command.from).host;
    case "send_local_list":
      return `version ${command.version}, ${command.update}, ${command.tokens.length} tokens`;
    default:
      return null;
  }
}

/** What this key has asked for before. @throws Fault idempotency_key_reused */
async function actAsked(
  ports: ReadPorts,
  tenant: string,
  id: string,
  fingerprint: string,
): Promise<StationAct | undefined> {
  const [place] = await ports.store.read([operationPlaceKey(tenant, id)], { strong: true });
  if (!place) return undefined;
  if (text(place, "fp") !== fingerprint)
    throw new Fault("idempotency_key_reused", "This Idempotency-Key was used for another request.");
  return actAt(
    ports,
    tenant,
    text(place, "station"),
    operationKey(tenant, text(place, "station"), number(place, "at"), id),
  );
}

async function actAt(ports: ReadPorts, tenant: string, station: string, key: Key): Promise<StationAct> {
  const [row, call] = await ports.store.read([key, callKey(tenant, station)], { strong: true });
  if (!row) throw new Error("an operation has a place and no row");
  return actOf(station, row, call, ports.clock());
}

/** One act of a station. @throws Fault not_found */
export async function showAct(
  ports: ReadPorts,
  tenant: string,
  station: string,
  id: string,
): Promise<StationAct> {
  const [place] = await ports.store.read([operationPlaceKey(tenant, id)], { strong: true });
  if (!place || text(place, "station") !== station)
    throw new Fault("not_found", "Nothing was asked of this station under this name.");
  return actAt(ports, tenant, station, operationKey(tenant, station, number(place, "at"), id));
}

/** Sends it under its own name, so that two who press at once say it once, and writes down whether it went out. */
async function sendAct(
  ports: CommandPorts,
  tenant: string,
  act: StationAct,
  { command }: OperationRequest,
): Promise<StationAct> {
  const place =
    "connector" in command && command.connector > 0
      ? await placeOfConnector(ports, tenant, act.station, command.connector)
      : {};
  const sent = await ports.stations.send({
    tenant,
    station: act.station,
    command: { ...command, ...place },
    session: null,
    effect: effectOf(act),
    deadline: act.deadline,
  });
  // What a connection does not confirm may have arrived all the same: its deadline tells.
  const state = sent.kind === "offline" ? "offline" : "sent";
  const written = await ports.store.commit([becomes(tenant, act, state)]);
  if (written.written) return { ...act, state };
  // The station's answer was quicker.
  return actAt(ports, tenant, act.station, operationKey(tenant, act.station, act.at, act.id));
}
