/**
 * A connector's meter gives way to another: the new one is added with its day, register and key, and none that was there is
 * changed, for sessions are judged by the meter of their own time.
 */
import { Fault } from "@barq/domain/fault";
import { isoText } from "@barq/domain/instant";
import type { Meter } from "@barq/domain/meter";
import { text } from "@barq/store/fields";
import { stationBodyKey } from "@barq/store/keys";
import type { StationRecord } from "./network.ts";
import type { NewMeter } from "./new-meter.ts";
import { meterOf } from "./new-meter.ts";
import type { ReadPorts } from "./ports.ts";

/** More than any connector sees in its life; the station's record stays one item. */
const mostMeters = 50;

/**
 * All meters of the connector in the order in which they were put in.
 * @throws Fault not_found, invalid_request (not after the meter before, or in the future), state_conflict, busy
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
    const meters = withMeter(record, connector, added);
    const changed: StationRecord = {
      ...record,
      connectors: record.connectors.map((each) => (each.number === connector ? { ...each, meters } : each)),
    };
    const answer = await ports.store.commit([
      {
        update: stationBodyKey(tenant, station),
        set: { json: JSON.stringify(changed) },
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

function withMeter(record: StationRecord, number: number, added: Meter): readonly Meter[] {
  const connector = record.connectors.find((each) => each.number === number);
  if (!connector) throw new Fault("not_found", `Station ${record.id} has no connector ${number}.`);
  const meters = connector.meters ?? [];
  const last = meters.at(-1);
  if (last && added.from <= last.from)
    throw new Fault(
      "invalid_request",
      `The meter before was put in at ${isoText(last.from)}; another comes after it.`,
    );
  if (meters.length >= mostMeters)
    throw new Fault("state_conflict", `A connector has at most ${mostMeters} meters in its life.`);
  return [...meters, added];
}
