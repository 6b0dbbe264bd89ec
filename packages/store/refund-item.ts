/** The refund as an item beside its session: short field names, nothing that is not there. */
import type { Refund } from "@barq/domain/refund";
import { everyRefundReason, refundStates } from "@barq/domain/refund";
import { bigint, bigintOr, list, number, numberOr, text, textOr } from "./fields.ts";
import { assertKnownFormat, differing, present } from "./item-format.ts";
import { dueShard, dueValue, ownerOf, refundKey } from "./keys.ts";
import type { Change, Item, Value } from "./port.ts";

/** The fields that may change from step to step. */
function changing(refund: Refund): Record<string, Value> {
  const { creditNote: note } = refund;
  return present({
    v: refund.version,
    st: refund.state,
    si: refund.since,
    due: refund.due,
    d: refund.due === null ? null : dueValue(dueShard(refund.id)),
    tr: refund.tries || null,
    ap: refund.approvedBy,
    n: refund.attempt || null,
    ca: refund.calledAt,
    pid: refund.providerId,
    why: refund.why,
    jn: refund.entry,
    cn: note && [
      note.number,
      note.issuedAt,
      note.receipt ?? "",
      note.beforeTax.toString(),
      note.tax.toString(),
    ],
  });
}

export const refundItem = (refund: Refund): Item => ({
  ...changing(refund),
  ...refundKey(refund.tenant, refund.session, refund.id),
  a: refund.refundAmount.minor.toString(),
  cur: refund.refundAmount.currency,
  ...(refund.hold === 1 ? {} : { h: refund.hold }),
  ...(refund.group === null ? {} : { gp: refund.group }),
  ...(refund.tax === null ? {} : { tx: refund.tax.toString() }),
  rs: refund.reason,
  fp: refund.fingerprint,
  at: refund.askedAt,
  by: refund.askedBy,
});

/** From the refund as it was read to what it is to be, guarded by the version and state that were read. */
export function refundChange(before: Refund, after: Refund): Change {
  return {
    update: refundKey(before.tenant, before.session, before.id),
    set: differing(changing(before), changing({ ...after, version: before.version + 1 })),
    guards: [{ version: before.version }, { field: "st", in: [before.state] }],
  };
}

/** The refund of an item that was read. @throws NewerItem */
export function readRefund(item: Item): Refund {
  assertKnownFormat(item);
  const state = refundStates.find((known) => known === item.st);
  const reason = everyRefundReason.find((known) => known === item.rs);
  if (!state || !reason) throw new Error("stored refund has no state or no reason of ours");
  const note = item.cn === undefined ? null : list(item, "cn").map(String);
  return {
    ...ownerOf(item),
    id: item.sk.slice("R#".length),
    version: number(item, "v"),
    state,
    since: number(item, "si"),
    due: numberOr(item, "due"),
    tries: numberOr(item, "tr") ?? 0,
    refundAmount: { minor: bigint(item, "a"), currency: text(item, "cur") },
    hold: numberOr(item, "h") ?? 1,
    group: textOr(item, "gp"),
    tax: bigintOr(item, "tx"),
    reason,
    fingerprint: text(item, "fp"),
    askedAt: number(item, "at"),
    askedBy: text(item, "by"),
    approvedBy: textOr(item, "ap"),
    attempt: numberOr(item, "n") ?? 0,
    calledAt: numberOr(item, "ca"),
    providerId: textOr(item, "pid"),
    why: textOr(item, "why"),
    creditNote: note && {
      number: note[0] ?? "",
      issuedAt: Number(note[1]),
      receipt: note[2] || null,
      beforeTax: BigInt(note[3] ?? "0"),
      tax: BigInt(note[4] ?? "0"),
    },
    entry: numberOr(item, "jn"),
  };
}
