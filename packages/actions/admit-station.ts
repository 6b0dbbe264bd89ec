/** A station knocks: it is known, and its password is right. What it may do afterwards is about its own sessions alone. */
import { text } from "@barq/store/fields";
import { directoryKey, stationKey } from "@barq/store/keys";
import type { ReadPorts } from "./ports.ts";

/** The tenant of the station, or null: unknown station and wrong password look alike. */
export async function admitStation(
  ports: ReadPorts,
  station: string,
  password: string,
): Promise<string | null> {
  const tenant = await tenantOfStation(ports, station);
  if (tenant === null) return null;
  const [meta] = await ports.store.read([stationKey(tenant, station)], { strong: true });
  if (!meta) return null;
  return (await ports.identity.passwordMatches(password, text(meta, "password"))) ? tenant : null;
}

/** Which tenant a station belongs to; null when it is unknown. */
export async function tenantOfStation(ports: ReadPorts, station: string): Promise<string | null> {
  const tenant = await ports.cache.get(`directory|${station}`, async () => {
    const [entry] = await ports.store.read([directoryKey(station)]);
    return entry ? text(entry, "tenant") : undefined;
  });
  return tenant ?? null;
}
