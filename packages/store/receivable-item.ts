/** The receivable as an item beside its session; what is not there is absent. */
import type { Collection, Receivable } from "@barq/domain/receivable";
import { collectionStates, isAsking, receivableStates } from "@barq/domain/receivable";
import { bigint, mapOr, number, numberOr, text, textOr } from "./fields.ts";
import { assertKnownFormat, differing, present } from "./item-format.ts";
import { dueShard, dueValue, ownerOf, receivableKey } from "./keys.ts";
import type { Change, Item, Value } from "./port.ts";

type Fields = Record<string, Value>;

const collectionFields = (of: Collection): Fields =>
  present({
    s: of.state,
    a: of.minor.toString(),
    n: of.attempt,
    t: of.tries,
    ca: of.calledAt,
    i: of.intent,
    at: of.collectedAt,
    w: of.why,
  });

/** A state of its own while the card is asked: code that knows nothing of that must not take it for overdue. */
const stored = (receivable: Receivable): string => (isAsking(receivable) ? "asking" : receivable.state);

function fieldsOf(receivable: Receivable): Fields {
  const { version, owed, at, giveUpAt, due, collection, session } = receivable;
  return present({
    v: version,
    st: stored(receivable),
    minor: owed.minor.toString(),
    cur: owed.currency,
    at,
    gu: giveUpAt,
    due,
    d: due === null ? null : dueValue(dueShard(session)),
    co: collection && collectionFields(collection),
  });
}

export const receivableItem = (receivable: Receivable): Item => ({
  ...fieldsOf(receivable),
  ...receivableKey(receivable.tenant, receivable.session),
});

/** From the receivable as it was read to what it is to be, guarded by the version and state that were read. */
export function receivableChange(before: Receivable, after: Receivable): Change {
  const changed = differing(fieldsOf(before), fieldsOf({ ...after, version: before.version + 1 }));
  return {
    update: receivableKey(before.tenant, before.session),
    // What a step that threw has counted ends with a step that did not.
    set: { tr: null, ...changed },
    guards: [{ version: before.version }, { field: "st", in: [stored(before)] }],
  };
}

/** The receivable of an item that was read. @throws NewerItem */
export function readReceivable(item: Item): Receivable {
  assertKnownFormat(item);
  const state = receivableStates.find((known) => known === (item.st === "asking" ? "open" : item.st));
  if (!state) throw new Error("stored receivable has no state");
  const due = numberOr(item, "due");
  const collection = mapOr(item, "co");
  return {
    ...ownerOf(item),
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
