/** The receivable as an item beside its session; what is not there is absent. */
import type { Collection, Receivable } from "@barq/domain/receivable";
import { collectionStates, isAsking, receivableStates } from "@barq/domain/receivable";
import { bigint, mapOr, number, numberOr, text, textOr } from "./fields.ts";
import { dueShard, dueValue, receivableKey } from "./keys.ts";
import type { Change, Item, Value } from "./port.ts";

type Fields = Record<string, Value>;

function collectionFields(of: Collection): Fields {
  const fields: Fields = { s: of.state, a: of.minor.toString(), n: of.attempt, t: of.tries };
  if (of.calledAt !== null) fields.ca = of.calledAt;
  if (of.intent !== null) fields.i = of.intent;
  if (of.collectedAt !== null) fields.at = of.collectedAt;
  if (of.why !== null) fields.w = of.why;
  return fields;
}

/** A state of its own while the card is asked: code that knows nothing of that must not take it for overdue. */
const stored = (receivable: Receivable): string => (isAsking(receivable) ? "asking" : receivable.state);

function fieldsOf(receivable: Receivable): Fields {
  const { version, owed, at, giveUpAt, due, collection, session } = receivable;
  const fields: Fields = {
    v: version,
    st: stored(receivable),
    minor: owed.minor.toString(),
    cur: owed.currency,
    at,
    gu: giveUpAt,
  };
  if (due !== null) {
    fields.due = due;
    fields.d = dueValue(dueShard(session));
  }
  if (collection) fields.co = collectionFields(collection);
  return fields;
}

export const receivableItem = (receivable: Receivable): Item => ({
  ...fieldsOf(receivable),
  ...receivableKey(receivable.tenant, receivable.session),
});

/** From the receivable as it was read to what it is to be, guarded by the version and state that were read. */
export function receivableChange(before: Receivable, after: Receivable): Change {
  const [old, now] = [fieldsOf(before), fieldsOf({ ...after, version: before.version + 1 })];
  // What a step that threw has counted ends with a step that did not.
  const set: Record<string, Value | null> = { tr: null };
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const value = now[name] ?? null;
    if (JSON.stringify(value) !== JSON.stringify(old[name] ?? null)) set[name] = value;
  }
  return {
    update: receivableKey(before.tenant, before.session),
    set,
    guards: [{ version: before.version }, { field: "st", in: [stored(before)] }],
  };
}

/** The receivable of an item that was read. */
export function readReceivable(item: Item): Receivable {
  const [tenant = "", session = ""] = item.pk.split("|S#");
  const state = receivableStates.find((known) => known === (item.st === "asking" ? "open" : item.st));
  if (!state) throw new Error("stored receivable has no state");
  const due = numberOr(item, "due");
  const collection = mapOr(item, "co");
  return {
    tenant,
    session,
    version: number(item, "v"),
    state,
    owed: { minor: bigint(item, "minor"), currency: text(item, "cur") },
    at: number(item, "at"),
    // Items of before are due when they are given up, and for nothing else.
    giveUpAt: numberOr(item, "gu") ?? due ?? number(item, "at"),
    due,
    collection: collection && readCollection(collection),
  };
}

function readCollection(fields: { readonly [name: string]: Value }): Collection {
  const state = collectionStates.find((known) => known === fields.s);
  if (!state) throw new Error("stored collection has no state");
  return {
    state,
    minor: bigint(fields, "a"),
    attempt: number(fields, "n"),
    tries: number(fields, "t"),
    calledAt: numberOr(fields, "ca"),
    intent: textOr(fields, "i"),
    collectedAt: numberOr(fields, "at"),
    why: textOr(fields, "w"),
  };
}
