/**
 * The guard at the door: looks at every reading before it is packed, and stops a session whose energy or time has reached
 * what was frozen at its start. What it needs to know of a session does not change while it charges, so it is kept.
 */

import { meterMwh, registersMwh } from "@barq/domain/energy-reading";
import type { Quirks } from "@barq/domain/quirk-profiles";
import { readingAsMeant, registerAsMeant } from "@barq/domain/quirk-profiles";
import type { Reading } from "@barq/domain/reading";
import type { TransactionId } from "@barq/stations/port";
import { bytes } from "@barq/store/fields";
import { meterPartition, packPrefix } from "@barq/store/keys";
import { decodePack } from "@barq/store/packs";
import type { StationPorts } from "./ports.ts";
import { loadSession } from "./session-store.ts";
import { readPast } from "./station-boots.ts";
import { beginStop, sendStop } from "./stop-station.ts";

/** The registers that were packed first; none while none are. */
async function firstRegisters(
  ports: StationPorts,
  tenant: string,
  id: string,
  quirks: Quirks | undefined,
): Promise<readonly bigint[]> {
  const first = { prefix: packPrefix, limit: 1 };
  for await (const pack of ports.store.list(meterPartition(tenant, id), first)) {
    return registersMwh(decodePack(bytes(pack, "z")).map((reading) => readingAsMeant(reading, quirks)));
  }
  return [];
}

const least = (registers: readonly bigint[]): bigint | null =>
  registers.reduce<bigint | null>((a, b) => (a === null || b < a ? b : a), null);

export async function guardLimit(
  ports: StationPorts,
  tenant: string,
  id: string,
  /** null: matched by the connector, the station said none of ours */
  transactionId: TransactionId | null,
  readings: readonly Reading[],
): Promise<void> {
  const frozen = await ports.cache.get(`limit|${tenant}|${id}`, async () => {
    const session = await loadSession(ports, tenant, id);
    if (session.startedAt === null) return undefined;
    // The limit must hold at a station that labels its kWh Wh, too.
    const { quirks } = await readPast(ports, tenant, session.station, session.startedAt);
    return {
      quirks,
      startMwh: meterMwh(registerAsMeant(session.meterStart, quirks)),
      energyMwh: session.stopEnergyMwh,
      afterMs: session.stopAfterMs,
      startedAt: session.startedAt,
      transactionId: session.transactionId,
    };
  });
  if (!frozen || (frozen.energyMwh === null && frozen.afterMs === null)) return;
  // Of a start that was told no, at another connector: another meter's.
  if (transactionId !== null && transactionId !== frozen.transactionId) return;
  const { startMwh, energyMwh, quirks } = frozen;
  const registers = registersMwh(readings.map((reading) => readingAsMeant(reading, quirks)));
  const isBelow = (register: bigint): boolean => startMwh === null || register < startMwh;
  // No start that these readings can be counted from: they are counted from the first one that was packed, and where they
  // lie below a start that is known, from the lowest: another register than the start's.
  const isAstray = energyMwh !== null && registers.some(isBelow);
  const packed = isAstray ? await firstRegisters(ports, tenant, id, quirks) : [];
  const from = !isAstray ? startMwh : startMwh === null ? (packed[0] ?? null) : least(packed);
  const reached =
    energyMwh !== null && from !== null && registers.some((register) => register - from >= energyMwh);
  const late =
    frozen.afterMs !== null &&
    frozen.startedAt !== null &&
    ports.clock() >= frozen.startedAt + frozen.afterMs;
  if (!reached && !late) return;
  const session = await loadSession(ports, tenant, id);
  if (session.state !== "charging") return;
  if (session.stopEnergyMwh !== frozen.energyMwh || session.stopAfterMs !== frozen.afterMs) {
    // A further hold has raised what was kept here: what it is now decides.
    ports.cache.drop(`limit|${tenant}|${id}`);
    return guardLimit(ports, tenant, id, transactionId, readings);
  }
  const stopping = await beginStop(ports, session, reached ? "energy_limit" : "time_limit");
  await sendStop(ports, stopping);
}
