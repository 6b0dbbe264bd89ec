/**
 * A reconciliation as something that was asked for: an item with a `due`, taken up by the sweeper, whose result is a file in
 * the archive that never changes. Every day the one before is asked for by itself.
 */
import { dayNumberOf, isoDayOf } from "@barq/domain/civil-day";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { hour, minute } from "@barq/domain/instant";
import { isoDay, startOfDay } from "@barq/domain/legal-time";
import type { ReconciliationResult } from "@barq/domain/reconciliation-result";
import { canonicalBytes } from "@barq/evidence/canonical-json";
import { number, numberOr, text, textOr } from "@barq/store/fields";
import {
  dueShard,
  dueValue,
  reconciliationAskKey,
  reconciliationKey,
  reconciliationPlanKey,
  reconciliationsPartition,
} from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { Page } from "./page.ts";
import { page } from "./page.ts";
import type { DeskPorts, ReadPorts } from "./ports.ts";
import type { Days } from "./reconcile.ts";
import { daysOf, reconcile, zoneOfBooks } from "./reconcile.ts";

export interface ReconciliationRun extends Days {
  readonly id: string;
  readonly state: "asked" | "done";
  readonly askedAt: Instant;
  /** of the archived result; null until it is done */
  readonly sha256: string | null;
  /** how many things did not match, and the first cent that did not fit */
  readonly rows: number | null;
  readonly first: string | null;
}

/** The night's payouts have arrived by then, and the list of what they carry is whole. */
const dailyAfterMidnightMs = 3 * hour;
/** Whoever has taken it up is given so long before another one tries. */
const leaseMs = 15 * minute;

const fileOf = (tenant: string, { from, to }: Days, sha256: string): string =>
  `${tenant}/reconciliations/${from}_${to}/${sha256}.json`;

const runOf = (item: Item): ReconciliationRun => {
  const sha256 = textOr(item, "sha");
  return {
    id: item.sk,
    from: text(item, "from"),
    to: text(item, "to"),
    state: sha256 === null ? "asked" : "done",
    askedAt: number(item, "at"),
    sha256,
    rows: numberOr(item, "rows"),
    first: textOr(item, "first"),
  };
};

const askedItem = (tenant: string, id: string, { from, to }: Days, at: Instant): Item => ({
  ...reconciliationKey(tenant, id),
  from,
  to,
  at,
  due: at,
  d: dueValue(dueShard(id)),
});

/**
 * Asks for a reconciliation; a repeat of the key finds the same one.
 * @throws Fault invalid_request for a period that is none or not over yet, idempotency_key_reused
 */
export async function askReconciliation(
  ports: DeskPorts,
  tenant: string,
  { from, to, key }: Days & { readonly key: string },
): Promise<ReconciliationRun> {
  const now = ports.clock();
  daysOf({ from, to });
  if (startOfDay(await zoneOfBooks(ports, tenant), to) > now)
    throw new Fault("invalid_request", `${to} has not begun yet.`);
  const hash = ports.identity.hashed(`reconciliation|${tenant}|${key}`);
  const item = askedItem(tenant, `${from}_${to}_${hash.slice(0, 12)}`, { from, to }, now);
  const asked = reconciliationAskKey(tenant, hash);
  const written = await ports.store.commit([
    { put: item, guards: [{ absent: true }] },
    { put: { ...asked, run: item.sk }, guards: [{ absent: true }] },
  ]);
  if (written.written) return runOf(item);
  const [first] = await ports.store.read([asked], { strong: true });
  if (!first || text(first, "run") !== item.sk)
    throw new Fault("idempotency_key_reused", "This key has asked for another period.");
  return showReconciliation(ports, tenant, item.sk);
}

/** Does what was asked for. The same facts give the same bytes, and so the same file, however often it is done. */
export async function runReconciliation(ports: DeskPorts, item: Item): Promise<void> {
  const [tenant = ""] = item.pk.split("|");
  const run = runOf(item);
  const { due } = item;
  if (run.state === "done" || typeof due !== "number") return;
  const lease = ports.clock() + leaseMs;
  const key = { pk: item.pk, sk: item.sk };
  const taken = await ports.store.commit([
    { update: key, set: { due: lease }, guards: [{ field: "due", in: [due] }] },
  ]);
  if (!taken.written) return;
  const { sha256, result } = await keepReconciliation(ports, tenant, await reconcile(ports, tenant, run));
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

/** One that somebody made by hand: kept and listed beside those that were asked for. */
export async function noteReconciliation(
  ports: Pick<ReadPorts, "archive" | "identity" | "store" | "clock">,
  tenant: string,
  result: ReconciliationResult,
): Promise<{ readonly id: string; readonly sha256: string; readonly name: string }> {
  const { sha256, name } = await keepReconciliation(ports, tenant, result);
  const { from, to, rows_count: rows, first } = result;
  const id = `${from}_${to}_${sha256.slice(0, 12)}`;
  const facts = { from, to, at: ports.clock(), sha: sha256, rows, ...(first === null ? {} : { first }) };
  await ports.store.commit([
    { put: { ...reconciliationKey(tenant, id), ...facts }, guards: [{ absent: true }] },
  ]);
  return { id, sha256, name };
}

/** From today on every day is reconciled when it is over; a tenant that has a plan keeps it. */
export async function planReconciliations(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  zone: string,
): Promise<void> {
  const next = isoDay(zone, ports.clock());
  await ports.store.commit([{ put: planItem(tenant, next, zone), guards: [{ absent: true }] }]);
}

/** The plan's turn: the day that is over is asked for, and the next one planned, in one commit. */
export async function followPlan(ports: DeskPorts, item: Item): Promise<void> {
  const [tenant = ""] = item.pk.split("|");
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

function planItem(tenant: string, day: string, zone: string): Item {
  const tomorrow = isoDayOf((dayNumberOf(day) ?? 0) + 1);
  const due = startOfDay(zone, tomorrow) + dailyAfterMidnightMs;
  return { ...reconciliationPlanKey(tenant), next: day, due, d: dueValue(dueShard(tenant)) };
}

/** Page by page, by their first days. */
export const listReconciliations = (
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  from?: string,
): Promise<Page<ReconciliationRun>> => page(ports, reconciliationsPartition(tenant), from, runOf);

/** @throws Fault not_found */
export async function showReconciliation(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  id: string,
): Promise<ReconciliationRun> {
  const [item] = await ports.store.read([reconciliationKey(tenant, id)], { strong: true });
  if (!item) throw new Fault("not_found", "There is no such reconciliation.");
  return runOf(item);
}

/** What it came to, as archived; null until it is done. */
export async function readResult(
  ports: Pick<ReadPorts, "archive">,
  tenant: string,
  run: ReconciliationRun,
): Promise<unknown> {
  if (run.sha256 === null) return null;
  const bytes = await ports.archive.get(fileOf(tenant, run, run.sha256));
  if (!bytes) throw new Error(`the result of ${run.id} is not in the archive`);
  return JSON.parse(new TextDecoder().decode(bytes));
}
