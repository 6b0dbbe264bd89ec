/** A station stands at a location from an instant on, which may lie ahead; sessions keep the place they started in. */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { placementKey } from "@barq/store/keys";
import { readLocation, readStation } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

/** @throws Fault not_found */
export async function placeStation(
  ports: ReadPorts,
  tenant: string,
  station: string,
  location: string,
  from: Instant,
): Promise<void> {
  if (!(await readStation(ports, tenant, station)))
    throw new Fault("not_found", `There is no station ${station}.`);
  if (!(await readLocation(ports, tenant, location)))
    throw new Fault("not_found", `There is no location ${location}.`);
  await ports.store.commit([{ put: { ...placementKey(tenant, station, from), from, location } }]);
  ports.cache.drop(`placements|${tenant}|${station}`);
}
