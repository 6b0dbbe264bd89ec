/**
 * The few numbers that tell whether money is stuck: the oldest step, the oldest hold, energy without a price, what is owed; and
 * whether somebody is trying cards out.
 */
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { bigint, number, text } from "@barq/store/fields";
import { meterPartition, packPrefix, workedPartition } from "@barq/store/keys";
import { runningOf } from "./pack-readings.ts";
import type { ReadPorts } from "./ports.ts";
import type { Declines } from "./report-declines.ts";
import { reportDeclines } from "./report-declines.ts";
import { openHolds } from "./report-holds.ts";
import { readStanding } from "./standing.ts";
import { rowOf } from "./work-row.ts";

export interface Metrics {
  readonly at: Instant;
  readonly steps: { readonly waiting: number; readonly overdue: number; readonly oldestMs: number };
  readonly holds: {
    readonly count: number;
    readonly amounts: readonly Money[];
    readonly oldestHeldAt: Instant | null;
    readonly firstLapsesAt: Instant | null;
  };
  /** of sessions in review: energy that flowed and has no price yet */
  readonly unbilled: {
    readonly sessions: number;
    readonly energyMwh: bigint;
    /** sessions of which not even that is known */
    readonly unknown: number;
  };
  readonly receivables: {
    readonly count: number;
    readonly amounts: readonly Money[];
    readonly oldestAt: Instant | null;
  };
  /** in the last thirty days: sessions given free, with what they would have cost where that is known */
  readonly givenFree: { readonly sessions: number; readonly amounts: readonly Money[] };
  readonly work: { readonly open: number; readonly oldestAt: Instant | null };
  readonly declines: Declines;
}

export async function reportMetrics(
  ports: Pick<ReadPorts, "store" | "clock" | "policy">,
  tenant: string,
): Promise<Metrics> {
  const now = ports.clock();
  const [standing, declines] = await Promise.all([
    readStanding(ports, tenant),
    reportDeclines(ports, tenant),
  ]);
  const { sessions, receivables, rows, dues } = standing;
  const holds = openHolds(standing);
  const overdue = dues.filter((due) => due <= now);
  const unpriced = sessions.filter(({ state, sealed }) => state === "review" && !sealed);
  const energies = await Promise.all(unpriced.map((session) => energyOf(ports, session)));
  return {
    at: now,
    steps: {
      waiting: dues.length,
      overdue: overdue.length,
      oldestMs: overdue.reduce((most, due) => Math.max(most, now - due), 0),
    },
    holds: {
      count: holds.length,
      amounts: sums(holds.map(({ holdAmount }) => holdAmount)),
      oldestHeldAt: earliest(holds.map(({ heldAt }) => heldAt)),
      firstLapsesAt: earliest(holds.map(({ captureBefore }) => captureBefore)),
    },
    unbilled: {
      sessions: unpriced.length,
      energyMwh: energies.reduce<bigint>((sum, energy) => sum + (energy ?? 0n), 0n),
      unknown: energies.filter((energy) => energy === null).length,
    },
    receivables: {
      count: receivables.length,
      amounts: sums(
        receivables.map((item) => ({ minor: bigint(item, "minor"), currency: text(item, "cur") })),
      ),
      oldestAt: earliest(receivables.map((item) => number(item, "at"))),
    },
    givenFree: await givenFree(ports, tenant, now - givenFreeMs),
    work: { open: rows.length, oldestAt: earliest(rows.map((row) => number(row, "at"))) },
    declines,
  };
}

const givenFreeMs = 30 * day;

/** By the acts of people, newest first. A review has several rows, and is given free once. */
async function givenFree(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  since: Instant,
): Promise<Metrics["givenFree"]> {
  const by = new Map<string, Money | null>();
  for await (const item of ports.store.list(workedPartition(tenant))) {
    const { session, resolved } = rowOf(item, undefined);
    if (!resolved || resolved.at < since) break;
    if (resolved.act === "release" && session !== null) by.set(session, resolved.amount);
  }
  return { sessions: by.size, amounts: sums([...by.values()].filter((amount) => amount !== null)) };
}

/** What the last pack of readings says; null where there is none. */
async function energyOf(ports: Pick<ReadPorts, "store">, { tenant, id }: Session): Promise<bigint | null> {
  const newest = { prefix: packPrefix, backwards: true, limit: 1 };
  for await (const pack of ports.store.list(meterPartition(tenant, id), newest))
    return runningOf(pack).energyMwh;
  return null;
}

function sums(amounts: readonly Money[]): readonly Money[] {
  const by = new Map<string, bigint>();
  for (const { minor, currency } of amounts) by.set(currency, (by.get(currency) ?? 0n) + minor);
  return [...by].map(([currency, minor]) => ({ minor, currency }));
}

const earliest = (instants: readonly (Instant | null)[]): Instant | null =>
  instants.reduce((first, at) => (at !== null && (first === null || at < first) ? at : first), null);
