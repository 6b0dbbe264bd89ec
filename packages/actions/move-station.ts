/**
 * A station goes to another location from an instant on. Sessions under way keep the place in which they began; whoever starts afterwards has
 * the new place's legal time, hold policy and receipts, and the price that its connectors have.
 */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { day, minute } from "@barq/domain/instant";
import { number, text, textOr } from "@barq/store/fields";
import { placementKey, stationBodyKey, stationPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { StationRecord } from "./network.ts";
import { readLocation } from "./network.ts";
import { noteNetwork } from "./network-row.ts";
import type { ReadPorts } from "./ports.ts";

export interface MoveRequest {
  readonly location: string;
  /** null: now */
  readonly from: Instant | null;
  readonly reason: string;
  /** opaque */
  readonly by: string;
}

export interface Placed {
  readonly from: Instant;
  readonly location: string;
  /** null: where it was made */
  readonly by: string | null;
  readonly reason: string | null;
}

const farthestMs = 366 * day;
/** A person's clock is not ours. */
const lateMs = 5 * minute;
const mostRaces = 5;

/**
 * Every place of the station, in order of time. Where it stands there already, or is to stand there from that very instant on, nothing
 * changes. @throws Fault not_found, invalid_request, state_conflict, busy
 */
export async function moveStation(
  ports: ReadPorts,
  tenant: string,
  station: string,
  { location, from, reason, by }: MoveRequest,
): Promise<readonly Placed[]> {
  for (let race = 0; race < mostRaces; race++) {
    const [item] = await ports.store.read([stationBodyKey(tenant, station)], { strong: true });
    if (!item) throw new Fault("not_found", `There is no station ${station}.`);
    if (!(await readLocation(ports, tenant, location)))
      throw new Fault("not_found", `There is no location ${location}.`);
    const now = ports.clock();
    if (from !== null && (from < now - lateMs || from > now + farthestMs))
      throw new Fault(
        "invalid_request",
        "A station moves now or within a year: where it stood before is not changed.",
      );
    const at = Math.max(from ?? now, now);
    const placed = await listPlacements(ports, tenant, station);
    if (placed.findLast((one) => one.from <= at)?.location === location) return placed;
    if (placed.some((one) => one.from === at))
      throw new Fault("state_conflict", "Somebody else moves it to another place at that very instant.");
    const json = text(item, "json");
    const record: StationRecord = JSON.parse(json);
    // Both who move it at once write the record, so that the second one sees what the first has done.
    const moved: StationRecord = {
      ...record,
      moves: [...(record.moves ?? []), { from: at, location }].sort((a, b) => a.from - b.from),
    };
    const answer = await ports.store.commit([
      {
        update: stationBodyKey(tenant, station),
        set: { json: JSON.stringify(moved) },
        guards: [{ field: "json", in: [json] }],
      },
      {
        put: { ...placementKey(tenant, station, at), from: at, location, by, reason, at: now },
        guards: [{ absent: true }],
      },
    ]);
    if (!answer.written) continue;
    for (const name of ["placements", "station"]) ports.cache.drop(`${name}|${tenant}|${station}`);
    for (const each of placed) ports.cache.drop(`at|${tenant}|${each.location}`);
    ports.cache.drop(`at|${tenant}|${location}`);
    await noteNetwork(ports, tenant, station);
    return listPlacements(ports, tenant, station);
  }
  throw new Fault("busy", "This station is being changed by somebody else. Please try again.");
}

export async function listPlacements(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  station: string,
): Promise<readonly Placed[]> {
  const rows = ports.store.list(stationPartition(tenant, station), { prefix: "AT#", strong: true });
  return (await Array.fromAsync(rows)).map(placedOf);
}

const placedOf = (row: Item): Placed => ({
  from: number(row, "from"),
  location: text(row, "location"),
  by: textOr(row, "by"),
  reason: textOr(row, "reason"),
});
