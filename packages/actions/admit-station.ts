/** A station knocks: it is known, and its password is right. What it may do afterwards is about its own sessions alone. */
import { numberOr, text, textOr } from "@barq/store/fields";
import { directoryKey, stationKey } from "@barq/store/keys";
import type { ReadPorts } from "./ports.ts";
import { noteWaiting } from "./waiting-stations.ts";

/** The tenant of the station, or null: unknown station and wrong password look alike. */
export async function admitStation(
  ports: ReadPorts,
  station: string,
  password: string,
): Promise<string | null> {
  const tenant = await tenantOfStation(ports, station);
  if (tenant === null) {
    await noteWaiting(ports, station);
    return null;
  }
  const key = stationKey(tenant, station);
  const [meta] = await ports.store.read([key], { strong: true });
  if (!meta) return null;
  const current = text(meta, "password");
  const old = textOr(meta, "oldPassword");
  if (await ports.identity.passwordMatches(password, current)) {
    // It has come back with the new one: the old one has done its work.
    if (old !== null)
      await ports.store.commit([
        {
          update: key,
          set: { oldPassword: null, oldUntil: null },
          guards: [{ field: "password", in: [current] }],
        },
      ]);
    return tenant;
  }
  if (old === null || (numberOr(meta, "oldUntil") ?? 0) <= ports.clock()) return null;
  return (await ports.identity.passwordMatches(password, old)) ? tenant : null;
}

/** Which tenant a station belongs to; null when it is unknown. */
export async function tenantOfStation(ports: ReadPorts, station: string): Promise<string | null> {
  const tenant = await ports.cache.get(`directory|${station}`, async () => {
    const [entry] = await ports.store.read([directoryKey(station)]);
    return entry ? text(entry, "tenant") : undefined;
  });
  return tenant ?? null;
}
