/**
 * The guard at the door: looks at every reading before it is packed, and stops a session whose energy or time has reached
 * what was frozen at its start. What it needs to know of a session does not change while it charges, so it is kept.
 */

import { meterMwh, registerMwh } from "@barq/domain/energy-reading";
import type { Reading } from "@barq/domain/reading";
import type { StationPorts } from "./ports.ts";
import { loadSession } from "./session-store.ts";
import { beginStop, sendStop } from "./stop-station.ts";

export async function guardLimit(
  ports: StationPorts,
  tenant: string,
  id: string,
  readings: readonly Reading[],
): Promise<void> {
  const frozen = await ports.cache.get(`limit|${tenant}|${id}`, async () => {
    const session = await loadSession(ports, tenant, id);
    const startMwh = meterMwh(session.meterStart);
    return {
      startMwh,
      energyMwh: session.stopEnergyMwh,
      afterMs: session.stopAfterMs,
      startedAt: session.startedAt,
    };
  });
  if (!frozen || (frozen.energyMwh === null && frozen.afterMs === null)) return;
  const reached = readings.some((reading) => {
    const register = registerMwh(reading);
    const { startMwh, energyMwh } = frozen;
    return (
      register !== undefined && startMwh !== null && energyMwh !== null && register - startMwh >= energyMwh
    );
  });
  const late =
    frozen.afterMs !== null &&
    frozen.startedAt !== null &&
    ports.clock() >= frozen.startedAt + frozen.afterMs;
  if (!reached && !late) return;
  const session = await loadSession(ports, tenant, id);
  if (session.state !== "charging") return;
  const stopping = await beginStop(ports, session, reached ? "energy_limit" : "time_limit");
  await sendStop(ports, stopping);
}
