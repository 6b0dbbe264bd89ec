/** Registers that were asked for, connector by connector: what shows whose meter counted while one of them was tested. */
import { registersMwh } from "@barq/domain/energy-reading";
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import type { StationNews } from "@barq/stations/port";
import { bigint, number } from "@barq/store/fields";
import { stationPartition } from "@barq/store/keys";
import { askedRegisterKey, registerPrefix } from "@barq/store/network-keys";
import type { StationRecord } from "./network.ts";
import type { CommandPorts, ReadPorts } from "./ports.ts";
import { placeOfConnector } from "./station-layout.ts";

const keptMs = 90 * day;

type Metered = Extract<StationNews, { kind: "metered" }>;

/** No billing input (pricing case 13), and the only readings that come without a session because we asked. */
export async function noteAskedRegister(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  station: string,
  { connector, readings }: Metered,
): Promise<void> {
  const registerMwh = registersMwh(readings.filter(({ context }) => context === "Trigger")).at(-1);
  if (registerMwh === undefined) return;
  const now = ports.clock();
  await ports.store.commit([
    {
      put: {
        ...askedRegisterKey(tenant, station, connector, now),
        connector,
        at: now,
        mwh: registerMwh.toString(),
        x: Math.floor((now + keptMs) / 1000),
      },
    },
  ]);
}

export async function askForRegisters(
  ports: CommandPorts,
  tenant: string,
  { id, connectors }: StationRecord,
): Promise<void> {
  for (const { number: connector } of connectors) {
    const place = await placeOfConnector(ports, tenant, id, connector);
    await ports.stations.send({
      tenant,
      station: id,
      command: { kind: "trigger", message: "MeterValues", connector, ...place },
      session: null,
      effect: null,
      deadline: ports.clock() + ports.policy.commandMs,
    });
  }
}

export interface AskedRegister {
  readonly connector: number;
  readonly at: Instant;
  readonly registerMwh: bigint;
}

export async function askedRegisters(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  station: string,
): Promise<readonly AskedRegister[]> {
  const found: AskedRegister[] = [];
  const newest = { prefix: registerPrefix, strong: true };
  for await (const row of ports.store.list(stationPartition(tenant, station), newest))
    found.push({
      connector: number(row, "connector"),
      at: number(row, "at"),
      registerMwh: bigint(row, "mwh"),
    });
  return found;
}
