/**
 * Starts are paused, or a maintenance is planned, in one act, and resumed in one. What has begun goes on: a session whose hold
 * was asked for before may still be paid and charge, because its driver was told so. Two people at once are put in order by
 * the row that both write.
 */
import type { Closure, PauseScope, Sentence } from "@barq/domain/closure";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { day, minute } from "@barq/domain/instant";
import { text, textOr } from "@barq/store/fields";
import { stickerBatchKey, tariffKey } from "@barq/store/keys";
import { closureKey, closurePrefix, closuresKey, closuresPartition } from "@barq/store/network-keys";
import type { Guard } from "@barq/store/port";
import { closuresOf } from "./closed-places.ts";
import { readLocation, readStation } from "./network.ts";
import type { Page } from "./page.ts";
import type { PauseReason } from "./pause-words.ts";
import { defaultSentences } from "./pause-words.ts";
import type { ReadPorts } from "./ports.ts";

export interface CloseRequest {
  readonly kind: Closure["kind"];
  readonly scope: PauseScope;
  readonly of: string | null;
  readonly reason: PauseReason;
  /** the person's own words, for people at work alone */
  readonly note: string;
  readonly sentence: Partial<Sentence>;
  /** null: now */
  readonly from: Instant | null;
  readonly until: Instant | null;
  /** the Idempotency-Key: a repeat answers what it made */
  readonly key: string;
  /** opaque */
  readonly by: string;
}

/** One of them for good: what it closed, who did it, and who ended it. */
export interface ClosureRecord extends Closure {
  readonly reason: PauseReason;
  readonly note: string;
  readonly by: string;
  readonly at: Instant;
  readonly ended: { readonly at: Instant; readonly by: string; readonly note: string } | null;
  /** of the body that made it */
  readonly fingerprint: string;
}

/** The row is read with every scan, so that it stays small. */
const mostOpen = 100;
const mostRaces = 10;
const farthestMs = 366 * day;
/** A person's clock is not ours. */
const lateMs = 5 * minute;

/** @throws Fault not_found, invalid_request, idempotency_key_reused, state_conflict, busy */
export async function closePlaces(
  ports: ReadPorts,
  tenant: string,
  request: CloseRequest,
): Promise<ClosureRecord> {
  const { kind, key, by, ...asked } = request;
  const id = ports.identity.hashed(`${kind}|${tenant}|${key}`).slice(0, 20);
  const fingerprint = ports.identity.fingerprint(asked);
  const now = ports.clock();
  const earlier = await findClosure(ports, tenant, kind, id);
  if (earlier) return repeated(earlier, fingerprint);
  const times = timesOf(request, now);
  await assertThere(ports, tenant, request);
  const { scope, of, reason, note } = request;
  const sentence = { ...defaultSentences[reason], ...request.sentence };
  const closure: Closure = { id, kind, scope, of, ...times, sentence };
  const record: ClosureRecord = { ...closure, reason, note, by, at: now, ended: null, fingerprint };
  const made = await writeNow(ports, tenant, (open) => {
    if (open.length >= mostOpen)
      throw new Fault(
        "state_conflict",
        "Too many pauses and windows are open. End some that are not needed.",
      );
    return {
      open: [...open.filter((one) => one.id !== id), closure],
      record,
      guards: [{ absent: true }],
    };
  });
  // Somebody else was first with this very key: what they made is answered, if it is the same.
  return made ?? repeated(await loadClosure(ports, tenant, kind, id), fingerprint);
}

/** Ended by a person; one that is over, or was ended before, is answered as it is. @throws Fault not_found, busy */
export async function reopenPlaces(
  ports: ReadPorts,
  tenant: string,
  kind: Closure["kind"],
  id: string,
  { note, by }: { readonly note: string; readonly by: string },
): Promise<ClosureRecord> {
  const before = await loadClosure(ports, tenant, kind, id);
  const now = ports.clock();
  if (before.ended || (before.until !== null && before.until <= now)) return before;
  const record: ClosureRecord = { ...before, ended: { at: now, by, note } };
  const done = await writeNow(ports, tenant, (open) => ({
    open: open.filter((one) => one.id !== id),
    record,
    guards: [{ field: "json", in: [JSON.stringify(before)] }],
  }));
  // Somebody else has ended it a moment before.
  return done ?? loadClosure(ports, tenant, kind, id);
}

/** The open ones first, the newest of each before the others. */
export async function listClosures(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  kind: Closure["kind"],
  from?: string,
): Promise<Page<ClosureRecord>> {
  const now = ports.clock();
  const all: { readonly place: string; readonly record: ClosureRecord }[] = [];
  for await (const item of ports.store.list(closuresPartition(tenant), { prefix: closurePrefix[kind] })) {
    const record = recordOf(text(item, "json"));
    const age = (999_999_999_999_999 - record.at).toString().padStart(15, "0");
    all.push({ place: `${isOver(record, now) ? 1 : 0}.${age}.${record.id}`, record });
  }
  all.sort((a, b) => (a.place < b.place ? -1 : 1));
  const rest = from === undefined ? all : all.filter(({ place }) => place >= from);
  return {
    rows: rest.slice(0, 100).map(({ record }) => record),
    next: rest[100]?.place ?? null,
  };
}

export const isOver = ({ ended, until }: ClosureRecord, now: Instant): boolean =>
  ended !== null || (until !== null && until <= now);

const recordOf = (json: string): ClosureRecord => {
  const record: ClosureRecord = JSON.parse(json);
  return record;
};

/** @param id as it came: nobody else's is ever found */
export async function findClosure(
  { store }: Pick<ReadPorts, "store">,
  tenant: string,
  kind: Closure["kind"],
  id: string,
): Promise<ClosureRecord | undefined> {
  const [item] = await store.read([closureKey(tenant, kind, id)], { strong: true });
  return item && recordOf(text(item, "json"));
}

async function loadClosure(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  kind: Closure["kind"],
  id: string,
): Promise<ClosureRecord> {
  const found = await findClosure(ports, tenant, kind, id);
  if (!found) throw new Fault("not_found", "There is no such pause.");
  return found;
}

function repeated(earlier: ClosureRecord, fingerprint: string): ClosureRecord {
  if (earlier.fingerprint === fingerprint) return earlier;
  throw new Fault(
    "idempotency_key_reused",
    "This Idempotency-Key was used before with another body. Take a new one.",
  );
}

interface Written {
  readonly open: readonly Closure[];
  readonly record: ClosureRecord;
  readonly guards: readonly Guard[];
}

/** The row of what is open and the record, in one commit; undefined where the record was somebody else's. */
async function writeNow(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  change: (open: readonly Closure[]) => Written,
): Promise<ClosureRecord | undefined> {
  const key = closuresKey(tenant);
  for (let race = 0; race < mostRaces; race++) {
    const [row] = await ports.store.read([key], { strong: true });
    const now = ports.clock();
    const standing = closuresOf(row).filter(({ until }) => until === null || until > now);
    const { open, record, guards } = change(standing);
    const answer = await ports.store.commit([
      {
        update: key,
        set: { json: JSON.stringify(open) },
        guards: [{ field: "json", in: [row ? textOr(row, "json") : null] }],
      },
      { put: { ...closureKey(tenant, record.kind, record.id), json: JSON.stringify(record) }, guards },
    ]);
    if (answer.written) return record;
    if (answer.change === 1) return undefined;
  }
  throw new Fault("busy", "Others are pausing and resuming at this moment. Please try again.");
}

function timesOf(
  { kind, from, until }: CloseRequest,
  now: Instant,
): { from: Instant; until: Instant | null } {
  const begins = Math.max(from ?? now, now);
  if (from !== null && from < now - lateMs)
    throw new Fault("invalid_request", "It cannot begin in the past. Leave `from` out to begin now.");
  if (begins > now + farthestMs || (until ?? 0) > now + farthestMs)
    throw new Fault("invalid_request", "It cannot lie more than a year ahead.");
  if (until !== null && until <= begins)
    throw new Fault("invalid_request", "It must end after it begins, and not in the past.");
  if (kind === "maintenance" && until === null)
    throw new Fault("invalid_request", "A maintenance window has an end.");
  return { from: begins, until };
}

/** What is somebody else's is answered like what does not exist. @throws Fault not_found */
async function assertThere(ports: ReadPorts, tenant: string, { scope, of }: CloseRequest): Promise<void> {
  if (scope === "operator" || scope === "provider") return;
  const id = of ?? "";
  const key = { tariff: tariffKey, batch: stickerBatchKey };
  const there =
    scope === "location"
      ? await readLocation(ports, tenant, id)
      : scope === "station"
        ? await readStation(ports, tenant, id)
        : (await ports.store.read([key[scope](tenant, id)]))[0];
  if (!there) throw new Fault("not_found", `There is no ${scope} ${id}.`);
}
