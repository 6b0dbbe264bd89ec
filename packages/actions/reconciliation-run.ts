/**
 * A reconciliation as something that was asked for: an item with a `due` in a shard of its own, whose result is a file in the
 * archive that never changes. Every day the one before is asked for by itself. The work is done in run-reconciliation.ts.
 */
import { dayNumberOf, isoDayOf } from "@barq/domain/civil-day";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { hour } from "@barq/domain/instant";
import { isoDay, startOfDay } from "@barq/domain/legal-time";
import { number, numberOr, text, textOr } from "@barq/store/fields";
import {
  booksShard,
  dueValue,
  reconciliationAskKey,
  reconciliationKey,
  reconciliationPlanKey,
  reconciliationsPartition,
} from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { Days } from "./books-days.ts";
import { daysOf, zoneOfBooks } from "./books-days.ts";
import type { Page } from "./page.ts";
import { page } from "./page.ts";
import type { ReadPorts } from "./ports.ts";

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
export const fileOf = (tenant: string, { from, to }: Days, sha256: string): string =>
  `${tenant}/reconciliations/${from}_${to}/${sha256}.json`;

export const runOf = (item: Item): ReconciliationRun => {
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

export const askedItem = (tenant: string, id: string, { from, to }: Days, at: Instant): Item => ({
  ...reconciliationKey(tenant, id),
  from,
  to,
  at,
  due: at,
  d: dueValue(booksShard),
});

/**
 * Asks for a reconciliation; a repeat of the key finds the same one.
 * @throws Fault invalid_request for a period that is none or not over yet, idempotency_key_reused
 */
export async function askReconciliation(
  ports: ReadPorts,
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
    throw new Fault(
      "idempotency_key_reused",
      "This Idempotency-Key has asked for another period. Take a new one.",
    );
  return showReconciliation(ports, tenant, item.sk);
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

/** `day` is the next one that is reconciled by itself. */
export function planItem(tenant: string, day: string, zone: string): Item {
  const tomorrow = isoDayOf((dayNumberOf(day) ?? 0) + 1);
  const due = startOfDay(zone, tomorrow) + dailyAfterMidnightMs;
  return { ...reconciliationPlanKey(tenant), next: day, due, d: dueValue(booksShard) };
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
