/**
 * A password that two stations use: connections that take turns within a minute, or serials that come back. Each looks like
 * one station alone, so what is seen is told to a person, and nothing is refused for it.
 */
import { day, minute } from "@barq/domain/instant";
import { numberOr, textOr } from "@barq/store/fields";
import { stationKey } from "@barq/store/keys";
import type { Change, Item } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";
import { stationWork, toldOnce } from "./work-queue.ts";

const liveMs = minute;
const seriesMs = 10 * minute;
/** A link that breaks unnoticed takes its own place once or twice, not so often in a row. */
const mostTurns = 5;

/** A connection takes the place of one that nobody has seen close. */
export async function noteTurn(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  station: string,
): Promise<void> {
  const now = ports.clock();
  const key = stationKey(tenant, station);
  const [meta] = await ports.store.read([key], { strong: true });
  if (!meta || textOr(meta, "conn") === null || now - (numberOr(meta, "connAt") ?? 0) >= liveMs) return;
  const isSeries = now - (numberOr(meta, "turnAt") ?? 0) < seriesMs;
  const turns = (isSeries ? (numberOr(meta, "turns") ?? 0) : 0) + 1;
  const told = turns === mostTurns ? await shared(ports, tenant, station, { turns }) : [];
  await ports.store.commit([{ update: key, set: { turns, turnAt: now } }, ...told]);
}

/** What is to be written beside a boot whose serial is not that of the boot before. */
export async function serialChanges(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  station: string,
  meta: Item | undefined,
  serial: string | null,
): Promise<{ readonly set: Readonly<Record<string, string | number>>; readonly told: readonly Change[] }> {
  const before = meta ? textOr(meta, "serial") : null;
  if (!meta || before === null || serial === null || before === serial) return { set: {}, told: [] };
  const now = ports.clock();
  const cameBack =
    textOr(meta, "otherSerial") === serial && now - (numberOr(meta, "otherSerialAt") ?? 0) < day;
  return {
    set: { otherSerial: before, otherSerialAt: now },
    told: cameBack ? await shared(ports, tenant, station, { serials: `${serial}, ${before}` }) : [],
  };
}

const shared = (
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  station: string,
  facts: Readonly<Record<string, string | number>>,
): Promise<readonly Change[]> =>
  toldOnce(ports, stationWork(tenant, station, "PASSWORD", "password_shared", ports.clock(), facts));
