/**
 * A connector's meter gives way to another: the new one is added with its day, register and key, and none that was there is
 * changed, for sessions are judged by the meter of their own time.
 */
import { isDeepStrictEqual } from "node:util";
import { Fault } from "@barq/domain/fault";
import { isoText } from "@barq/domain/instant";
import type { Meter } from "@barq/domain/meter";
import { text } from "@barq/store/fields";
import { stationBodyKey } from "@barq/store/keys";
import { withoutVerdict } from "./commission-again.ts";
import type { StationRecord } from "./network.ts";
import type { NewMeter } from "./new-meter.ts";
import { meterOf } from "./new-meter.ts";
import type { ReadPorts } from "./ports.ts";

/** The station's record is one item, of which DynamoDB takes 400 KB with its keys and names. */
const mostBytes = 350_000;

/**
 * All meters of the connector in the order in which they were put in. A repeat to the letter changes nothing.
 * @throws Fault not_found, invalid_request (not after the meter before, or in the future), already_exists, state_conflict, busy
 */
export async function exchangeMeter(
  ports: ReadPorts,
  tenant: string,
  station: string,
  { connector, meter }: { readonly connector: number; readonly meter: NewMeter },
): Promise<readonly Meter[]> {
  const added = meterOf(meter, ports.clock());
  if (added.from > ports.clock())
    throw new Fault("invalid_request", "A meter is told of when it has been put in: its time lies ahead.");
  for (let attempt = 0; attempt < 5; attempt++) {
    const [item] = await ports.store.read([stationBodyKey(tenant, station)], { strong: true });
    if (!item) throw new Fault("not_found", `There is no station ${station}.`);
    const json = text(item, "json");
    const record: StationRecord = JSON.parse(json);
    const before = metersOf(record, connector);
    // A write whose answer was lost comes back as a lost guard: then the winner was ourselves.
    if (isDeepStrictEqual(before.at(-1), added)) return before;
    assertFollows(before.at(-1), added);
    const meters = [...before, added];
    const changed: StationRecord = {
      ...withoutVerdict(record, "meter_exchanged", ports.clock()),
      connectors: record.connectors.map((each) => (each.number === connector ? { ...each, meters } : each)),
    };
    const after = JSON.stringify(changed);
    if (new TextEncoder().encode(after).length > mostBytes)
      throw new Fault("state_conflict", "The record of this station is full: it cannot hold another meter.");
    const answer = await ports.store.commit([
      {
        update: stationBodyKey(tenant, station),
        set: { json: after },
        guards: [{ field: "json", in: [json] }],
      },
    ]);
    if (answer.written) {
      ports.cache.drop(`station|${tenant}|${station}`);
      return meters;
    }
  }
  throw new Fault("busy", "This station is being changed by somebody else. Please try again.");
}

function metersOf(record: StationRecord, number: number): readonly Meter[] {
  const connector = record.connectors.find((each) => each.number === number);
  if (!connector) throw new Fault("not_found", `Station ${record.id} has no connector ${number}.`);
  return connector.meters ?? [];
}

function assertFollows(last: Meter | undefined, added: Meter): void {
  if (!last) return;
  const since = `has been in place since ${isoText(last.from)}`;
  if (last.serial === added.serial) throw new Fault("already_exists", `Meter ${last.serial} ${since}.`);
  if (added.from <= last.from)
    throw new Fault("invalid_request", `Meter ${last.serial} ${since}; another comes after it.`);
}
