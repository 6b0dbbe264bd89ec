/** A laptop's sockets die with their process, so at a start no station is connected until it has knocked again. */
import type { LinkedStations } from "@barq/stations/linked";
import { textOr } from "@barq/store/fields";
import { stationKey, stationsPartition } from "@barq/store/keys";
import type { Store } from "@barq/store/port";

export async function forgetConnections(
  store: Store,
  stations: LinkedStations,
  tenant: string,
): Promise<void> {
  for await (const { sk: station } of store.list(stationsPartition(tenant))) {
    const [meta] = await store.read([stationKey(tenant, station)], { strong: true });
    const connection = meta ? textOr(meta, "conn") : null;
    if (connection !== null) await stations.disconnect(tenant, station, connection);
  }
}
