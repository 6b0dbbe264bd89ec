/**
 * Stations that knock and that nobody has registered: kept waiting and listed, so that a person of an operator can claim one.
 * Anybody may knock under any name, so the rows are bounded: some names to a slot, the latest stay, and all go after a day.
 */
import type { Instant } from "@barq/domain/instant";
import { day, second } from "@barq/domain/instant";
import { list, mapOr, number, numberOr, text } from "@barq/store/fields";
import { directoryKey } from "@barq/store/keys";
import { waitingKey, waitingPartition } from "@barq/store/network-keys";
import type { Item } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

export interface WaitingStation {
  readonly id: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** how often it knocked; those within some seconds of one another count once */
  readonly times: number;
}

const slots = 512;
const mostOfSlot = 4;
const keptMs = day;
const togetherMs = 5 * second;
/** As a station can be registered; what is called otherwise is nobody's. */
const possible = /^[A-Za-z0-9*_.:-]{1,28}$/;

/** Written down without its password: that of a station which is not ours is somebody else's secret. */
export async function noteWaiting(ports: ReadPorts, station: string): Promise<void> {
  if (!possible.test(station)) return;
  const now = ports.clock();
  const key = waitingKey(ports.identity.smallNumber(`waiting|${station}`) % slots);
  const [item] = await ports.store.read([key], { strong: true });
  const kept = waitingIn(item).filter(({ lastAt }) => lastAt > now - keptMs);
  const before = kept.find(({ id }) => id === station);
  if (before && now - before.lastAt < togetherMs) return;
  const one = { id: station, firstAt: before?.firstAt ?? now, lastAt: now, times: (before?.times ?? 0) + 1 };
  const stations = [one, ...kept.filter(({ id }) => id !== station)].slice(0, mostOfSlot);
  const version = item ? number(item, "v") : null;
  // Whoever loses knocks again: this is no more than a hint.
  await ports.store.commit([
    {
      put: {
        ...key,
        v: (version ?? 0) + 1,
        x: Math.floor((now + keptMs) / 1000),
        stations: stations.map((each) => ({ ...each })),
      },
      guards: [{ field: "v", in: [version] }],
    },
  ]);
}

/** The latest first; those that somebody has registered meanwhile are theirs, and no more listed. */
export async function listWaiting(
  ports: Pick<ReadPorts, "store" | "clock">,
): Promise<readonly WaitingStation[]> {
  const now = ports.clock();
  const found: WaitingStation[] = [];
  for await (const item of ports.store.list(waitingPartition, { prefix: "W#" }))
    found.push(...waitingIn(item).filter(({ lastAt }) => lastAt > now - keptMs));
  const latest = found.toSorted((one, other) => other.lastAt - one.lastAt).slice(0, mostShown);
  const known = latest.length === 0 ? [] : await ports.store.read(latest.map(({ id }) => directoryKey(id)));
  return latest.filter((_, n) => known[n] === undefined);
}

/** As many as one read of the directory takes. */
const mostShown = 100;

function waitingIn(item: Item | undefined): readonly WaitingStation[] {
  if (!item) return [];
  return list(item, "stations").flatMap((row) => {
    const fields = mapOr({ row }, "row");
    if (!fields || numberOr(fields, "lastAt") === null) return [];
    return [
      {
        id: text(fields, "id"),
        firstAt: number(fields, "firstAt"),
        lastAt: number(fields, "lastAt"),
        times: number(fields, "times"),
      },
    ];
  });
}
