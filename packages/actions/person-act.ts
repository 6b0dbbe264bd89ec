/**
 * What a person at work did, and why: a row beside the session (or the station) in the commit of the act itself. The hash of
 * its Idempotency-Key tells a repeat from a second act.
 */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { list, text } from "@barq/store/fields";
import {
  auditKey,
  auditPrefix,
  booksActsPartition,
  booksRows,
  sessionPartition,
  stationPartition,
} from "@barq/store/keys";
import type { Change, Item, Value } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

export interface PersonAct {
  /** the issuer's opaque id of whoever acts, or `policy` */
  readonly actor: string;
  readonly act: string;
  /** a code, or the person's own words */
  readonly reason: string;
  readonly note: string | null;
  /** the Idempotency-Key as it came; it is kept as a hash */
  readonly key: string;
  /** what was asked for, as it came */
  readonly body: unknown;
}

/** Where the acts on a row of the work queue are written down: with its session or object of a book, else with its station. */
export function actsPartition(tenant: string, row: string): string {
  if (row.startsWith(booksRows)) return booksActsPartition(tenant, row);
  const [of = ""] = row.split("#");
  return of.startsWith("ses_") ? sessionPartition(tenant, of) : stationPartition(tenant, of);
}

const keyHash = (ports: Pick<ReadPorts, "identity">, key: string): string =>
  ports.identity.sha256(`act|${key}`).slice(0, 32);

/** The row of an act on a row of the queue, with what was before it and after it. */
export function actRow(
  ports: Pick<ReadPorts, "identity">,
  tenant: string,
  of: PersonAct & {
    readonly row: string;
    /** rows that end with it */
    readonly also?: readonly string[];
    readonly at: Instant;
    readonly before: Readonly<Record<string, Value>>;
    readonly after: Readonly<Record<string, Value>>;
  },
): Change {
  const hash = keyHash(ports, of.key);
  const { sk } = auditKey(tenant, "", of.at, `work#${hash.slice(0, 12)}`);
  return {
    put: {
      pk: actsPartition(tenant, of.row),
      sk,
      at: of.at,
      rows: [of.row, ...(of.also ?? [])],
      act: of.act,
      by: of.actor,
      reason: of.reason,
      ...(of.note === null ? {} : { note: of.note }),
      key: hash,
      fp: ports.identity.fingerprint(of.body),
      before: of.before,
      after: of.after,
    },
    guards: [{ absent: true }],
  };
}

/** The acts on a row, in order. */
export async function actsOn(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  row: string,
): Promise<readonly Item[]> {
  const acts: Item[] = [];
  const kept = { prefix: auditPrefix, strong: true };
  for await (const item of ports.store.list(actsPartition(tenant, row), kept))
    if (item.rows !== undefined && list(item, "rows").includes(row)) acts.push(item);
  return acts;
}

/** Whether the act is on record: a commit that lost may have lost to its own repeat. */
export async function isDone(
  ports: Pick<ReadPorts, "store" | "identity">,
  tenant: string,
  row: string,
  act: Pick<PersonAct, "key" | "body">,
): Promise<boolean> {
  return repeatOf(ports, await actsOn(ports, tenant, row), act) !== undefined;
}

/** The act that this key has done before; undefined where it has done none. @throws Fault idempotency_key_reused */
export function repeatOf(
  ports: Pick<ReadPorts, "identity">,
  acts: readonly Item[],
  { key, body }: Pick<PersonAct, "key" | "body">,
): Item | undefined {
  const hash = keyHash(ports, key);
  const done = acts.find((item) => text(item, "key") === hash);
  if (done && text(done, "fp") !== ports.identity.fingerprint(body))
    throw new Fault("idempotency_key_reused", "This Idempotency-Key was used for another request.");
  return done;
}
