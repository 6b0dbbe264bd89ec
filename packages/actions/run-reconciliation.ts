/**
 * The books' own rounds: reconciliations that were asked for are made, and each night asks for the day before. A clock of its
 * own does it, because a long list at the provider must not keep sessions waiting.
 */
import { dayNumberOf, isoDayOf } from "@barq/domain/civil-day";
import { minute } from "@barq/domain/instant";
import type { ReconciliationResult } from "@barq/domain/reconciliation-result";
import { backOffMs } from "@barq/domain/session";
import { canonicalBytes } from "@barq/evidence/canonical-json";
import { numberOr, text } from "@barq/store/fields";
import { booksShard, reconciliationKey, reconciliationsPartition } from "@barq/store/keys";
import type { Item, Key } from "@barq/store/port";
import { zoneOfBooks } from "./books-days.ts";
import type { OpenMisfits } from "./misfit-work.ts";
import { openMisfits, tellMisfits } from "./misfit-work.ts";
import type { BooksPorts, ReadPorts } from "./ports.ts";
import { reconcile } from "./reconcile.ts";
import { askedItem, fileOf, planItem, runOf } from "./reconciliation-run.ts";

/** Whoever has taken it up is given so long before another one tries. */
const leaseMs = 15 * minute;

/** Everything of the books that is due. What fails is tried again later; a plan that is days behind catches up day by day. */
export async function sweepBooks(ports: BooksPorts): Promise<{
  readonly done: number;
  readonly failed: readonly { readonly key: Key; readonly error: unknown }[];
}> {
  const failed: { key: Key; error: unknown }[] = [];
  let done = 0;
  for await (const key of ports.store.overdue(booksShard, ports.clock())) {
    const [item] = await ports.store.read([key], { strong: true });
    const due = item ? numberOr(item, "due") : null;
    if (!item || due === null || due > ports.clock()) continue;
    try {
      if (item.pk === reconciliationsPartition(tenantOf(item))) await runReconciliation(ports, item);
      else await followPlan(ports, item);
      done++;
    } catch (error) {
      failed.push({ key, error });
      await putOff(ports, item);
    }
  }
  return { done, failed };
}

const tenantOf = (item: Item): string => item.pk.split("|")[0] ?? "";

/** Later and later; whoever else has taken it up meanwhile keeps it. */
async function putOff(ports: BooksPorts, { pk, sk }: Item): Promise<void> {
  const [item] = await ports.store.read([{ pk, sk }], { strong: true });
  const due = item ? numberOr(item, "due") : null;
  if (!item || due === null) return;
  const tries = (numberOr(item, "tr") ?? 0) + 1;
  await ports.store.commit([
    {
      update: { pk, sk },
      set: { tr: tries, due: ports.clock() + backOffMs(tries) },
      guards: [{ field: "due", in: [due] }],
    },
  ]);
}

/** Does what was asked for. The same facts give the same bytes, and so the same file, however often it is done. */
async function runReconciliation(ports: BooksPorts, item: Item): Promise<void> {
  const tenant = tenantOf(item);
  const run = runOf(item);
  const { due } = item;
  if (run.state === "done" || typeof due !== "number") return;
  const lease = ports.clock() + leaseMs;
  const key = { pk: item.pk, sk: item.sk };
  const taken = await ports.store.commit([
    { update: key, set: { due: lease }, guards: [{ field: "due", in: [due] }] },
  ]);
  if (!taken.written) return;
  const open = await openMisfits(ports, tenant);
  const made = await reconcile(ports, tenant, run, undefined, open.fits);
  const { sha256, result } = await keepReconciliation(ports, tenant, made);
  // Before the run is done: whoever dies in between says it again, and a row is there once.
  await tellMisfits(ports, tenant, run.id, result, open);
  await ports.store.commit([
    {
      update: key,
      set: {
        sha: sha256,
        rows: result.rows_count,
        ...(result.first === null ? {} : { first: result.first }),
        due: null,
        d: null,
        tr: null,
      },
      guards: [{ field: "due", in: [lease] }],
    },
  ]);
}

/** The result as an immutable file: canonical JSON under its own hash. */
export async function keepReconciliation(
  ports: Pick<ReadPorts, "archive" | "identity">,
  tenant: string,
  result: ReconciliationResult,
): Promise<{ readonly sha256: string; readonly name: string; readonly result: ReconciliationResult }> {
  const bytes = canonicalBytes(result);
  const sha256 = ports.identity.sha256(bytes);
  const name = fileOf(tenant, result, sha256);
  if ((await ports.archive.put(name, bytes)) === "differs") throw new Error(`${name} holds other bytes`);
  return { sha256, name, result };
}

/** One that somebody made by hand: kept and listed beside those that were asked for, its misfits in the queue like theirs. */
export async function noteReconciliation(
  ports: Pick<ReadPorts, "archive" | "identity" | "store" | "clock">,
  tenant: string,
  result: ReconciliationResult,
  open: OpenMisfits,
): Promise<{ readonly id: string; readonly sha256: string; readonly name: string }> {
  const { sha256, name } = await keepReconciliation(ports, tenant, result);
  const { from, to, rows_count: rows, first } = result;
  const id = `${from}_${to}_${sha256.slice(0, 12)}`;
  await tellMisfits(ports, tenant, id, result, open);
  const facts = { from, to, at: ports.clock(), sha: sha256, rows, ...(first === null ? {} : { first }) };
  await ports.store.commit([
    { put: { ...reconciliationKey(tenant, id), ...facts }, guards: [{ absent: true }] },
  ]);
  return { id, sha256, name };
}

/** The plan's turn: the day that is over is asked for, and the next one planned, in one commit. */
async function followPlan(ports: BooksPorts, item: Item): Promise<void> {
  const tenant = tenantOf(item);
  const day = text(item, "next");
  const zone = await zoneOfBooks(ports, tenant);
  const next = isoDayOf((dayNumberOf(day) ?? 0) + 1);
  const asked = askedItem(tenant, `${day}_${day}_daily`, { from: day, to: day }, ports.clock());
  const there = (await ports.store.read([asked], { strong: true }))[0];
  await ports.store.commit([
    { put: planItem(tenant, next, zone), guards: [{ field: "next", in: [day] }] },
    ...(there ? [] : [{ put: asked, guards: [{ absent: true } as const] }]),
  ]);
}
