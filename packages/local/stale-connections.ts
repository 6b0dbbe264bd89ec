/** A laptop's sockets die with their process, so at a start no station is connected until it has knocked again. */
import { noteNetwork } from "@barq/actions/network-row";
import type { ReadPorts } from "@barq/actions/ports";
import type { LinkedStations } from "@barq/stations/linked";
import { textOr } from "@barq/store/fields";
import { stationKey, stationsPartition } from "@barq/store/keys";

export async function forgetConnections(
  ports: ReadPorts,
  stations: LinkedStations,
  tenant: string,
): Promise<void> {
  for await (const { sk: station } of ports.store.list(stationsPartition(tenant))) {
    const [meta] = await ports.store.read([stationKey(tenant, station)], { strong: true });
    const connection = meta ? textOr(meta, "conn") : null;
    if (connection === null) continue;
    await stations.disconnect(tenant, station, connection);
    await noteNetwork(ports, tenant, station);
  }
}
