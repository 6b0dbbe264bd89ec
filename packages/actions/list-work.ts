/** What a person has to look at, the oldest first, and what people have resolved, the newest first. */
import { Fault } from "@barq/domain/fault";
import { number } from "@barq/store/fields";
import { workedKey, workedPartition, workPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import { parkedTypes } from "./inbox.ts";
import type { Page } from "./page.ts";
import { page } from "./page.ts";
import { actsOn } from "./person-act.ts";
import type { ReadPorts } from "./ports.ts";
import { nextStepOf } from "./work-acts.ts";
import type { WorkRow } from "./work-row.ts";
import { openKey, rowOf, sessionsOf, workName } from "./work-row.ts";

const pageSize = 100;

/**
 * A page of the open rows. The queue is what people have left to do, so it is read whole: only then the oldest is the first.
 * @param from where the page begins, as the page before it said
 */
export async function listWork(ports: ReadPorts, tenant: string, from?: string): Promise<Page<WorkRow>> {
  const open: { readonly place: string; readonly item: Item }[] = [];
  for await (const item of ports.store.list(workPartition(tenant)))
    open.push({ place: `${number(item, "at").toString().padStart(15, "0")}#${item.sk}`, item });
  open.sort((a, b) => (a.place < b.place ? -1 : 1));
  const first = from === undefined ? 0 : open.findIndex(({ place }) => place >= from);
  const rest = first < 0 ? [] : open.slice(first);
  const shown = rest.slice(0, pageSize).map(({ item }) => item);
  const rows = await rowsOf(ports, tenant, shown);
  // Events that nobody knows are no operator's own: everybody on the deployment sees their types, on the first page.
  const parked = from === undefined ? (await parkedTypes(ports.store)).map(parkedRow) : [];
  return {
    rows: [...rows, ...parked].sort((a, b) => a.at - b.at),
    next: rest[pageSize]?.place ?? null,
  };
}

function parkedRow({ type, at, event, isStuck }: Awaited<ReturnType<typeof parkedTypes>>[number]): WorkRow {
  const why = isStuck ? "event_stuck" : "unknown_event";
  return {
    ...rowOf({ pk: "", sk: `${event}#${why}`, why, at }, undefined),
    nextStep: isStuck ? `${nextStepOf(why)} Event: ${event}.` : `${nextStepOf(why)} Type: ${type}.`,
    acts: [],
  };
}

export async function listResolved(ports: ReadPorts, tenant: string, from?: string): Promise<Page<WorkRow>> {
  const found = await page(ports, workedPartition(tenant), from, (item) => item);
  return { rows: await rowsOf(ports, tenant, found.rows), next: found.next };
}

async function rowsOf(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  items: readonly Item[],
): Promise<readonly WorkRow[]> {
  const sessions = await sessionsOf(ports, tenant, items);
  return items.map((item) => rowOf(item, sessions.get(String(item.session))));
}

/** One row: as it waits, else as it was resolved last. @throws Fault not_found */
export async function showWork(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  id: string,
): Promise<WorkRow> {
  const [open] = await ports.store.read([openKey(tenant, id)], { strong: true });
  const last = open ? undefined : (await actsOn(ports, tenant, workName(id))).at(-1);
  const row = open ? await shown(ports, tenant, open) : last && (await resolvedBy(ports, tenant, id, last));
  if (!row) throw new Fault("not_found", "There is no such row in the work queue.");
  return row;
}

/** The row as an act on it has left it; undefined where the act has left it in the queue. */
export async function resolvedBy(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  id: string,
  act: Item,
): Promise<WorkRow | undefined> {
  const key = workedKey(tenant, number(act, "at"), workName(id));
  const [item] = await ports.store.read([key], { strong: true });
  return item && shown(ports, tenant, item);
}

async function shown(ports: Pick<ReadPorts, "store">, tenant: string, item: Item): Promise<WorkRow> {
  const sessions = await sessionsOf(ports, tenant, [item]);
  return rowOf(item, sessions.get(String(item.session)));
}
