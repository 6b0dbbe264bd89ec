/** A station that has passed is another one with another meter, firmware or serial: its verdict holds no more. */
import type { Instant } from "@barq/domain/instant";
import { text } from "@barq/store/fields";
import { stationBodyKey } from "@barq/store/keys";
import type { StationRecord } from "./network.ts";
import { readStation } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

/** The record without its verdict, and why; as it is where it has none. */
export function withoutVerdict(record: StationRecord, why: string, at: Instant): StationRecord {
  if (record.commissioned === undefined) return record;
  const { commissioned: _, ...others } = record;
  return { ...others, again: { why, at } };
}

/** A boot of another firmware, or of another station under this one's name. */
export async function askAgainAfterBoot(
  ports: ReadPorts,
  tenant: string,
  station: string,
  booted: { readonly serial: string | null; readonly firmware: string | null },
): Promise<void> {
  const known = await readStation(ports, tenant, station);
  if (!known?.commissioned || changeIn(known, booted) === null) return;
  for (let race = 0; race < 5; race++) {
    const [item] = await ports.store.read([stationBodyKey(tenant, station)], { strong: true });
    if (!item) return;
    const json = text(item, "json");
    const record: StationRecord = JSON.parse(json);
    const why = changeIn(record, booted);
    if (why === null) return;
    const answer = await ports.store.commit([
      {
        update: stationBodyKey(tenant, station),
        set: { json: JSON.stringify(withoutVerdict(record, why, ports.clock())) },
        guards: [{ field: "json", in: [json] }],
      },
    ]);
    if (!answer.written) continue;
    ports.cache.drop(`station|${tenant}|${station}`);
    return;
  }
}

function changeIn(
  { commissioned }: StationRecord,
  { serial, firmware }: { readonly serial: string | null; readonly firmware: string | null },
): string | null {
  if (!commissioned) return null;
  if (commissioned.serial !== serial) return "serial_changed";
  return commissioned.firmware === firmware ? null : "firmware_changed";
}
