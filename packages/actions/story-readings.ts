/** The packs of a session as its story tells them: one event for all readings that were packed as of an instant. */
import type { Instant } from "@barq/domain/instant";
import type { StoryEvent } from "@barq/domain/story";
import { bigintOr, bytes, numberOr } from "@barq/store/fields";
import { packPrefix } from "@barq/store/keys";
import type { StoredReading } from "@barq/store/packs";
import { decodePack } from "@barq/store/packs";
import type { Item } from "@barq/store/port";
import { isMeters } from "./event-evidence.ts";

export interface Packs {
  readonly timelyEvents: readonly StoryEvent[];
  readonly lateEvents: readonly StoryEvent[];
  /** of the meter, late ones too */
  readonly count: number;
  /** what counts, each reading once, in the order of the packs */
  readonly timely: readonly StoredReading[];
}

interface Heard {
  readonly count: number;
  /** null where nothing is proved yet */
  readonly energyMwh: bigint | null;
}

export function packsOf(packs: readonly Item[]): Packs {
  const [timely, late] = [new Map<Instant, Heard>(), new Map<Instant, Heard>()];
  const once = new Map<string, StoredReading>();
  let all = 0;
  for (const pack of packs) {
    const readings = decodePack(bytes(pack, "z"));
    const isTimely = pack.sk.startsWith(packPrefix);
    if (isTimely) for (const reading of readings) once.set(JSON.stringify(reading), reading);
    const count = readings.filter(isMeters).length;
    const at = numberOr(pack, "t");
    all += count;
    // A connector's state that came alone is no reading.
    if (count === 0 || at === null) continue;
    const heard = isTimely ? timely : late;
    const before = heard.get(at) ?? { count: 0, energyMwh: null };
    const energyMwh = bigintOr(pack, "e") ?? before.energyMwh;
    const isMore = before.energyMwh === null || (energyMwh !== null && energyMwh > before.energyMwh);
    heard.set(at, { count: before.count + count, energyMwh: isMore ? energyMwh : before.energyMwh });
  }
  return {
    timelyEvents: eventsOf(timely, false),
    lateEvents: eventsOf(late, true),
    count: all,
    timely: [...once.values()],
  };
}

const eventsOf = (heard: ReadonlyMap<Instant, Heard>, late: boolean): readonly StoryEvent[] =>
  [...heard].map(([at, of]) => ({ at, code: "readings", ...of, late }));
