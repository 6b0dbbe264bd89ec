/**
 * The configuration that billing needs, written to the station and read back key by key. Nobody waits for a station: each of
 * its answers is written down beside it, whichever process hears it.
 */
import type { Kept } from "@barq/domain/commissioning-configuration";
import { wantedConfiguration } from "@barq/domain/commissioning-configuration";
import { Fault } from "@barq/domain/fault";
import { minute } from "@barq/domain/instant";
import { configuredValue, isUnknownVariable } from "@barq/stations/configured-value";
import type { CommandOutcome, StationCommand } from "@barq/stations/port";
import { flag, textOr } from "@barq/store/fields";
import { stationKey, stationPartition } from "@barq/store/keys";
import { configurationKey, configurationPrefix } from "@barq/store/network-keys";
import { ownCommission } from "./commission-record.ts";
import type { CommandPorts, ReadPorts } from "./ports.ts";

/** By which the answers are known from those to other commands. */
export const configurationEffect = "commissioning";
/** For a dozen questions, one after the other. */
const patienceMs = 3 * minute;

/** @throws Fault state_conflict (nobody has begun, somebody else is at it), station_offline */
export async function configureStation(
  ports: CommandPorts,
  tenant: string,
  station: string,
  by: string,
): Promise<void> {
  await ownCommission(ports, tenant, station, by);
  const wanted = wantedConfiguration(ports.policy.readingIntervalS);
  const [meta] = await ports.store.read([stationKey(tenant, station)], { strong: true });
  const firmware = meta ? textOr(meta, "firmware") : null;
  await ports.store.commit(
    wanted.map(({ key, value }) => ({
      put: {
        ...configurationKey(tenant, station, key),
        wanted: value,
        askedAt: ports.clock(),
        ...(firmware === null ? {} : { firmware }),
      },
    })),
  );
  for (const { key, value } of wanted) {
    const commands: readonly StationCommand[] = [
      { kind: "set_configuration", key, value },
      { kind: "get_configuration", keys: [key] },
    ];
    for (const command of commands) {
      const sent = await ports.stations.send({
        tenant,
        station,
        command,
        session: null,
        effect: configurationEffect,
        deadline: ports.clock() + patienceMs,
      });
      if (sent.kind === "offline")
        throw new Fault("station_offline", "This station is not connected now: wait until it has come back.");
    }
  }
}

/** The station has answered: how the writing went, or what the value is. */
export async function noteConfiguration(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  station: string,
  command: StationCommand,
  outcome: CommandOutcome,
): Promise<void> {
  if (command.kind === "set_configuration") {
    const refused = outcome.kind === "rejected" ? outcome.why : null;
    await ports.store.commit([{ update: configurationKey(tenant, station, command.key), set: { refused } }]);
    return;
  }
  const [key] = command.kind === "get_configuration" ? command.keys : [];
  if (key === undefined || outcome.kind === "silent") return;
  const read =
    outcome.kind === "accepted"
      ? configuredValue(key, outcome.detail)
      : { kind: isUnknownVariable(outcome.why) ? ("unknown" as const) : ("unreadable" as const) };
  if (read.kind === "unreadable") return;
  await ports.store.commit([
    {
      update: configurationKey(tenant, station, key),
      set: { ...(read.kind === "value" ? { value: read.value } : { unknown: true }), readAt: ports.clock() },
    },
  ]);
}

/** What is known of each key that was asked about; under another firmware nothing is. */
export async function readConfiguration(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  station: string,
  firmware: string | null,
): Promise<ReadonlyMap<string, Kept>> {
  const kept = new Map<string, Kept>();
  const rows = { prefix: configurationPrefix, strong: true };
  for await (const row of ports.store.list(stationPartition(tenant, station), rows)) {
    if (textOr(row, "firmware") !== firmware) continue;
    const value = flag(row, "unknown") ? null : (textOr(row, "value") ?? undefined);
    kept.set(row.sk.slice(configurationPrefix.length), { refused: textOr(row, "refused"), value });
  }
  return kept;
}
