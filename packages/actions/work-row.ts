/** A row of the work queue as people see it: why it waits, what it is about, what to do, and what was done. */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { heldOf } from "@barq/domain/session";
import { bigintOr, mapOr, number, numberOr, text, textOr } from "@barq/store/fields";
import { sessionKey, workKey } from "@barq/store/keys";
import type { Item, Key } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import type { ReadPorts } from "./ports.ts";
import type { WorkAct } from "./work-acts.ts";
import { actsFor, nextStepOf } from "./work-acts.ts";

export interface WorkRow {
  /** what it is asked for by */
  readonly id: string;
  readonly why: string;
  /** since when it waits */
  readonly at: Instant;
  readonly session: string | null;
  readonly reference: string | null;
  readonly station: string | null;
  readonly connector: number | null;
  readonly nextStep: string;
  readonly facts: Readonly<Record<string, string>>;
  /** what can be done with it now; nothing with what is resolved */
  readonly acts: readonly WorkAct[];
  /** the money it is about, and what of that is meant */
  readonly amount: Money | null;
  readonly amountIs: "owed" | "captured" | "held" | "refund" | "difference" | null;
  readonly sessionState: Session["state"] | null;
  /** when the hold of the session lapses, by the provider's word */
  readonly captureBefore: Instant | null;
  readonly resolved: Resolved | null;
}

export interface Resolved {
  readonly at: Instant;
  readonly by: string;
  readonly act: string;
  readonly reason: string;
  readonly note: string | null;
  /** what the act came to, where it came to money */
  readonly energyMwh: bigint | null;
  readonly amount: Money | null;
}

/** Ids go into addresses, where `#` ends one: ids of sessions are told by a dot, all others are encoded. */
export const workId = (what: string): string =>
  /^ses_[a-z0-9]+#[\w#]+$/.test(what)
    ? what.replaceAll("#", ".")
    : `~${Buffer.from(what).toString("base64url")}`;

/** What the queue knows the row by. @throws Fault not_found for what is no id of a row */
export function workName(id: string): string {
  const what = id.startsWith("~")
    ? Buffer.from(id.slice(1), "base64url").toString()
    : id.replaceAll(".", "#");
  // No row has such a name, and a key of the store is neither empty nor that long.
  if (what === "" || what.length > longestName)
    throw new Fault("not_found", "There is no such row in the work queue.");
  return what;
}

const longestName = 300;

export const openKey = (tenant: string, id: string): Key => workKey(tenant, workName(id));

/** The sessions of some rows, in one read. */
export async function sessionsOf(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  items: readonly Item[],
): Promise<ReadonlyMap<string, Session>> {
  const ids = [...new Set(items.flatMap((item) => textOr(item, "session") ?? []))];
  if (ids.length === 0) return new Map();
  const found = await ports.store.read(ids.map((id) => sessionKey(tenant, id)));
  return new Map(found.flatMap((item, n) => (item ? [[ids[n] ?? "", readSession(item)] as const] : [])));
}

export function rowOf(item: Item, session: Session | undefined): WorkRow {
  const why = text(item, "why");
  const resolved = resolvedOf(item);
  return {
    id: workId(textOr(item, "row") ?? item.sk),
    why,
    at: number(item, "at"),
    session: textOr(item, "session"),
    reference: textOr(item, "reference"),
    station: textOr(item, "station"),
    connector: numberOr(item, "connector"),
    nextStep: nextStepOf(why),
    facts: factsOf(item),
    // The card is still being asked: nobody else ends it meanwhile.
    acts: resolved || factsOf(item).collection === "unclear" ? [] : actsFor(why, session),
    ...amountOf(item, why, session),
    sessionState: session?.state ?? null,
    captureBefore: session?.hold?.stands ? session.hold.captureBefore : null,
    resolved,
  };
}

const factsOf = (item: Item): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(mapOr(item, "facts") ?? {}).map(([name, fact]) => [name, String(fact)]));

function amountOf(
  item: Item,
  why: string,
  session: Session | undefined,
): Pick<WorkRow, "amount" | "amountIs"> {
  const { amount_minor: minor, apart_minor: apart, currency: named } = factsOf(item);
  if (minor !== undefined && named !== undefined && /^\d+$/.test(minor))
    return { amount: { minor: BigInt(minor), currency: named }, amountIs: "refund" };
  if (apart !== undefined && named !== undefined && /^\d+$/.test(apart))
    return { amount: { minor: BigInt(apart), currency: named }, amountIs: "difference" };
  if (!session) return { amount: null, amountIs: null };
  const { currency, sealed, receivable } = session;
  const captured = /^\d+$/.exec(factsOf(item).captured ?? "")?.[0];
  if (captured !== undefined) return { amount: { minor: BigInt(captured), currency }, amountIs: "captured" };
  if (why === "receivable_open" && receivable !== null) {
    // Where a part was collected, the rest is what it is about.
    const open = /^\d+$/.exec(factsOf(item).open_minor ?? "")?.[0];
    return { amount: { minor: open === undefined ? receivable : BigInt(open), currency }, amountIs: "owed" };
  }
  if (sealed) return { amount: { minor: sealed.total, currency }, amountIs: "owed" };
  return session.hold?.stands
    ? { amount: heldOf(session), amountIs: "held" }
    : { amount: null, amountIs: null };
}

function resolvedOf(item: Item): Resolved | null {
  const done = mapOr(item, "done");
  if (!done) return null;
  const minor = bigintOr(done, "minor");
  const currency = textOr(done, "cur");
  return {
    at: number(done, "at"),
    by: text(done, "by"),
    act: text(done, "act"),
    reason: text(done, "reason"),
    note: textOr(done, "note"),
    energyMwh: bigintOr(done, "mwh"),
    amount: minor === null || currency === null ? null : { minor, currency },
  };
}
