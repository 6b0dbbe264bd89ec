/**
 * The boots of a station, one row each: evidence for a register that began anew, and the make by which its quirks are known.
 * A session is judged by the make of its own time, so that whoever computes it again finds the same.
 */
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import type { Quirks, StationMake } from "@barq/domain/quirk-profiles";
import { quirksNamed, quirksOf } from "@barq/domain/quirk-profiles";
import { number, numberOr, textOr } from "@barq/store/fields";
import { bootKey, bootPrefix, stationKey, stationPartition } from "@barq/store/keys";
import type { Change, Item } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

/** As long as anybody asks what a register did. */
const keptMs = 400 * day;
/** More boots than that since a session began say nothing more of it. */
const mostBoots = 100;

/** A boot, beside what the station's own item says of the last one. */
export function bootChange(
  tenant: string,
  station: string,
  at: Instant,
  { vendor, model, firmware }: StationMake,
): Change {
  return {
    put: {
      ...bootKey(tenant, station, at),
      at,
      x: Math.floor((at + keptMs) / 1000),
      ...(vendor === null ? {} : { vendor }),
      ...(model === null ? {} : { model }),
      ...(firmware === null ? {} : { firmware }),
    },
  };
}

interface StationPast {
  /** in order of time, from an instant on */
  readonly boots: readonly Instant[];
  /** what was known of the make that booted last before that instant */
  readonly quirks: Quirks | undefined;
}

/** What a station's boots say of a session that began at an instant. */
export async function readPast(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  station: string,
  since: Instant,
): Promise<StationPast> {
  const rows = async (): Promise<readonly Item[]> => {
    const found: Item[] = [];
    const newest = { prefix: bootPrefix, backwards: true, limit: mostBoots, strong: true };
    for await (const row of ports.store.list(stationPartition(tenant, station), newest)) {
      found.push(row);
      if (number(row, "at") <= since) break;
    }
    return found;
  };
  const [found, [meta]] = await Promise.all([rows(), ports.store.read([stationKey(tenant, station)])]);
  const make = found.at(-1) ?? meta;
  // What a person has chosen holds for sessions from then on, whatever the make would say.
  const chosen = meta && (numberOr(meta, "profileAt") ?? since + 1) <= since ? textOr(meta, "profile") : null;
  return {
    boots: found
      .map((row) => number(row, "at"))
      .filter((at) => at > since)
      .reverse(),
    quirks: chosen === null ? make && quirksOf(makeOf(make)) : quirksNamed(chosen),
  };
}

const makeOf = (row: Item): StationMake => ({
  vendor: textOr(row, "vendor"),
  model: textOr(row, "model"),
  firmware: textOr(row, "firmware"),
});
