/**
 * What a reconciliation finds is a row of the work queue: one for each thing that does not match, however often it is found,
 * with its first age. It leaves by a person's act, or by the next run that finds it matched, and both are on record.
 */
import type { Instant } from "@barq/domain/instant";
import { parseAmount } from "@barq/domain/money";
import type { BookName } from "@barq/domain/reconciliation";
import type { MisfitRow, ReconciliationResult } from "@barq/domain/reconciliation-result";
import { mapOr, number, numberOr, text } from "@barq/store/fields";
import { booksRows, workedKey, workKey, workPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import { actRow, actsOn } from "./person-act.ts";
import type { ReadPorts } from "./ports.ts";
import { rowResolved } from "./work-queue.ts";

type Needs = Pick<ReadPorts, "store" | "clock" | "identity">;

/** What the rows of a tenant are about, and which of them a run has found to match. */
export interface OpenMisfits {
  readonly rows: ReadonlyMap<string, Item>;
  /** told of everything that was looked at and matches; where only one question was answered, the rows that had asked it */
  fits(book: BookName, id: string, of?: readonly string[]): void;
  readonly fitting: ReadonlySet<string>;
}

const whyOf = (code: string): string => `books_${code}`;
const nameOf = (book: BookName, id: string): string => `${booksRows}${book}#${id}`;
/** For what a result counts and does not list. */
const beyondName = `${booksRows}beyond`;

/** Read before a run: only what waits already has to be remembered while the lists go by. */
export async function openMisfits(ports: Pick<ReadPorts, "store">, tenant: string): Promise<OpenMisfits> {
  const rows = new Map<string, Item>();
  for await (const item of ports.store.list(workPartition(tenant), { prefix: booksRows, strong: true }))
    rows.set(item.sk, item);
  const fitting = new Set<string>();
  return {
    rows,
    fitting,
    fits(book, id, of) {
      const name = nameOf(book, id);
      const row = rows.get(name);
      if (row && (of === undefined || of.some((why) => row.why === whyOf(why)))) fitting.add(name);
    },
  };
}

/**
 * Brings the queue in line with a run that has come to its end; done twice it changes nothing more.
 * @param run names the run on what it resolves
 */
export async function tellMisfits(
  ports: Needs,
  tenant: string,
  run: string,
  result: ReconciliationResult,
  open: OpenMisfits,
): Promise<void> {
  const now = ports.clock();
  const found = new Set<string>();
  for (const misfit of result.rows) {
    const name = nameOf(misfit.book, misfit.id);
    // A thing that is amiss twice is one case for one person: what was found first of it.
    if (found.has(name)) continue;
    found.add(name);
    await tell(ports, tenant, { name, ...worded(misfit), at: now }, open.rows.get(name));
  }
  const beyond = result.rows_count - result.rows.length;
  if (beyond > 0) {
    const facts = { run, count: `${beyond}` };
    const row = { name: beyondName, why: "books_beyond", session: {}, facts, at: now };
    await tell(ports, tenant, row, open.rows.get(beyondName));
  }
  for (const [name, row] of open.rows)
    if (open.fitting.has(name) && !found.has(name)) await matched(ports, tenant, run, row, now);
}

interface Told {
  readonly name: string;
  readonly why: string;
  readonly session: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, string>>;
  readonly at: Instant;
}

function worded(misfit: MisfitRow): Omit<Told, "name" | "at"> {
  const { day, book, id, state, session, reference, currency, there, here, difference, why } = misfit;
  return {
    why: whyOf(why),
    session: {
      ...(session === null ? {} : { session }),
      ...(reference === null ? {} : { reference }),
    },
    facts: { day, book, id, state, there, here, ...apartOf(difference, currency) },
  };
}

/** What lies between the two sides, without its sign; a currency of others' has no minor units that we know. */
function apartOf(difference: string, currency: string): Readonly<Record<string, string>> {
  const digits = difference.replace(/^-/, "");
  if (digits.includes(" ")) return { apart: digits };
  return { apart_minor: parseAmount(digits, currency).minor.toString(), currency };
}

const sameFacts = (item: Item, { why, facts }: Pick<Told, "why" | "facts">): boolean => {
  const known = mapOr(item, "facts") ?? {};
  const names = [...new Set([...Object.keys(known), ...Object.keys(facts)])];
  return text(item, "why") === why && names.every((name) => String(known[name]) === String(facts[name]));
};

/** A row that waits keeps its age and is told what is new of it; one that a person has seen comes back when it says something else. */
async function tell(ports: Needs, tenant: string, told: Told, waiting: Item | undefined): Promise<void> {
  const { name, why, facts, at, session } = told;
  const key = workKey(tenant, name);
  if (waiting) {
    if (sameFacts(waiting, told)) return;
    const guards = [{ field: "at", in: [number(waiting, "at")] }] as const;
    const { written } = await ports.store.commit([{ update: key, set: { ...session, why, facts }, guards }]);
    if (written) return;
  }
  if (await isSeen(ports, tenant, told)) return;
  await ports.store.commit([{ put: { ...key, ...session, why, at, facts }, guards: [{ absent: true }] }]);
}

/** Whether a person was the last to take it out of the queue, when it said just this. */
async function isSeen(ports: Needs, tenant: string, told: Told): Promise<boolean> {
  const last = (await actsOn(ports, tenant, told.name)).at(-1);
  if (last === undefined || last.by === reconciler) return false;
  const [row] = await ports.store.read([workedKey(tenant, number(last, "at"), told.name)], { strong: true });
  return row !== undefined && sameFacts(row, told);
}

const reconciler = "reconciliation";

/** Gone as every row goes: with who, which here is the run, and with an act of its own beside those of people. */
async function matched(ports: Needs, tenant: string, run: string, row: Item, at: Instant): Promise<void> {
  const done = {
    at,
    actor: reconciler,
    act: "matched",
    reason: run,
    note: null,
    key: `matched|${run}|${row.sk}|${numberOr(row, "at")}`,
    body: null,
  };
  await ports.store.commit([
    actRow(ports, tenant, { ...done, row: row.sk, before: { why: text(row, "why") }, after: {} }),
    ...rowResolved(tenant, row, done),
  ]);
}
