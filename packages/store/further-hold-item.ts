/** A further hold as an item beside its session, with a version and a `due` of its own. */
import type { FurtherHold } from "@barq/domain/further-hold";
import { furtherHoldStates } from "@barq/domain/further-hold";
import { bigint, bigintOr, number, numberOr, text, textOr } from "./fields.ts";
import { assertKnownFormat, differing, present } from "./item-format.ts";
import { dueShard, dueValue, furtherHoldKey, furtherHoldPrefix, ownerOf } from "./keys.ts";
import type { Change, Item } from "./port.ts";

/** The whole item, each time: it is small and rare. */
function itemOf(hold: FurtherHold): Item {
  const fields = {
    v: hold.version,
    st: hold.state,
    a: hold.holdAmount.minor.toString(),
    cur: hold.holdAmount.currency,
    p: hold.page,
    i: hold.intent,
    b: hold.captureBefore,
    at: hold.createdAt,
    n: hold.attempt,
    tr: hold.tries,
    due: hold.due,
    d: hold.due === null ? null : dueValue(dueShard(hold.session)),
    cap: hold.captured?.toString() ?? null,
    rto: hold.raiseTo?.toString() ?? null,
  };
  return { ...present(fields), ...furtherHoldKey(hold.tenant, hold.session, hold.n) };
}

/** The first put of a hold. */
export const furtherHoldPut = (hold: FurtherHold): Change => ({
  put: itemOf(hold),
  guards: [{ absent: true }],
});

/** From the hold as it was read to what it is to be; the version rises by one. */
export const furtherHoldChange = (before: FurtherHold, after: FurtherHold): Change => ({
  update: furtherHoldKey(before.tenant, before.session, before.n),
  set: differing(itemOf(before), itemOf({ ...after, version: before.version + 1 })),
  guards: [{ version: before.version }],
});

export const isFurtherHold = (item: Item): boolean => item.sk.startsWith(furtherHoldPrefix);

/** @throws NewerItem */
export function readFurtherHold(item: Item): FurtherHold {
  assertKnownFormat(item);
  const state = furtherHoldStates.find((known) => known === item.st);
  if (!state) throw new Error("stored hold has no state");
  return {
    ...ownerOf(item),
    n: Number(item.sk.slice(furtherHoldPrefix.length)),
    version: number(item, "v"),
    state,
    holdAmount: { minor: bigint(item, "a"), currency: text(item, "cur") },
    page: textOr(item, "p"),
    intent: textOr(item, "i"),
    captureBefore: numberOr(item, "b"),
    createdAt: number(item, "at"),
    attempt: number(item, "n"),
    tries: number(item, "tr"),
    due: numberOr(item, "due"),
    captured: bigintOr(item, "cap"),
    raiseTo: bigintOr(item, "rto"),
  };
}
