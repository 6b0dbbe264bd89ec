/** A person at work in tests of actions: finds rows of the queue, and resolves them. */
import { listResolved } from "@barq/actions/list-work";
import type { ResolveRequest } from "@barq/actions/resolve-work";
import { resolveWork } from "@barq/actions/resolve-work";
import type { WorkRow } from "@barq/actions/work-row";
import { minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { auditPrefix, sessionPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { World } from "./world.ts";
import { chargingSession, createWorld } from "./world.ts";

export type Resolution = Pick<ResolveRequest, "act"> & Partial<ResolveRequest>;

/** The person whose key is new with every act, unless a key is given. */
export function personIn(world: World, actor = "person-1") {
  let count = 0;
  return {
    resolve: (row: string, of: Resolution): Promise<WorkRow> =>
      resolveWork(world.ports, world.tenant, {
        row,
        actor,
        reason: of.act === "settle" ? "meter_read" : of.act === "release" ? "station_fault" : "seen",
        note: null,
        key: `${actor}-${++count}`,
        body: of.act,
        evidence: null,
        ...of,
      }),
    /** Settles by what is stated; what is left out is the station's own. */
    settle: (row: string, evidence: Partial<NonNullable<ResolveRequest["evidence"]>>): Promise<WorkRow> =>
      resolveWork(world.ports, world.tenant, {
        row,
        actor,
        act: "settle",
        note: null,
        key: `${actor}-${++count}`,
        body: "settle",
        reason: evidence.reason ?? "meter_read",
        evidence: {
          reason: "meter_read",
          meterStart: null,
          meterStop: null,
          startedAt: null,
          endedAt: null,
          ...evidence,
        },
      }),
  };
}

/** The open row of a session that waits for this reason. */
export async function openRow(world: World, session: Pick<Session, "id">, why: string): Promise<WorkRow> {
  const rows = await world.work();
  const row = rows.find((each) => each.session === session.id && each.why === why);
  if (!row) throw new Error(`no row ${why} among ${rows.map((each) => each.why).join(", ")}`);
  return row;
}

export const resolvedRows = async (world: World): Promise<readonly WorkRow[]> =>
  (await listResolved(world.ports, world.tenant)).rows;

export async function actsOf(world: World, session: string): Promise<readonly Item[]> {
  const acts: Item[] = [];
  const kept = { prefix: auditPrefix };
  for await (const item of world.store.list(sessionPartition(world.tenant, session), kept)) acts.push(item);
  return acts;
}

/** An hour at the station with a reading every five minutes, to so many Wh. */
export async function charge(world: World, transactionId: number, wh: number): Promise<void> {
  for (let n = 1; n <= 12; n++) {
    world.advance(5 * minute);
    await world.meter(transactionId, 1_000_000 + Math.round((wh * n) / 12));
    await world.settleDown(1);
  }
}

/** A session whose Stop contradicts its readings (12 kWh by them, nothing by Start and Stop): in review, with its hold. */
export async function reviewed(
  world: World,
  of: { readonly stop?: string; readonly wh?: number } = {},
): Promise<Session> {
  const { session, transactionId } = await chargingSession(world);
  await charge(world, transactionId, of.wh ?? 12_000);
  await world.stop(transactionId, of.stop ?? "900000");
  await world.status("Available");
  await world.settleDown();
  const review = await world.session(session.id);
  if (review.state !== "review") throw new Error(`the session is ${review.state}`);
  return review;
}

export async function inReview(of: Parameters<typeof reviewed>[1] = {}) {
  const world = await createWorld();
  const session = await reviewed(world, of);
  return { world, session, person: personIn(world) };
}
