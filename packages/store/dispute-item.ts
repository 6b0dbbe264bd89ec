/** A dispute as an item beside its session: short field names, nothing that is not there. */
import type { Dispute } from "@barq/domain/dispute";
import { disputeBookings, disputeStandings } from "@barq/domain/dispute";
import { bigint, bigintOr, list, number, numberOr, text } from "./fields.ts";
import { assertKnownFormat, differing } from "./item-format.ts";
import { disputeKey, disputePrefix, dueShard, dueValue, ownerOf } from "./keys.ts";
import type { Change, Item } from "./port.ts";

export function disputeItem(dispute: Dispute): Item {
  const { evidenceDueBy, givenAt, asked, decidedAt, due, tries } = dispute;
  return {
    ...disputeKey(dispute.tenant, dispute.session, dispute.id),
    v: dispute.version,
    st: dispute.standing,
    said: dispute.said,
    why: dispute.reason,
    a: dispute.disputedAmount.minor.toString(),
    cur: dispute.disputedAmount.currency,
    bk: dispute.booked,
    ...(dispute.bookedMinor === 0n ? {} : { bm: dispute.bookedMinor.toString() }),
    ...(evidenceDueBy === null ? {} : { by: evidenceDueBy }),
    ...(givenAt === null ? {} : { ga: givenAt }),
    ...(asked === null ? {} : { ask: [asked.who, asked.at, asked.key] }),
    ...(dispute.attempt === 0 ? {} : { n: dispute.attempt }),
    at: dispute.openedAt,
    ...(decidedAt === null ? {} : { dc: decidedAt }),
    ...(due === null ? {} : { due, d: dueValue(dueShard(dispute.id)) }),
    ...(tries === 0 ? {} : { tr: tries }),
  };
}

/** The change from the dispute as it was read (undefined: there was none) to what it is to be; the version rises by one. */
export function disputeChange(before: Dispute | undefined, after: Dispute): Change {
  const item = disputeItem({ ...after, version: (before?.version ?? 0) + 1 });
  if (!before) return { put: item, guards: [{ absent: true }] };
  return {
    update: disputeKey(before.tenant, before.session, before.id),
    set: differing(disputeItem(before), item),
    guards: [{ version: before.version }],
  };
}

/** @throws NewerItem */
export function readDispute(item: Item): Dispute {
  assertKnownFormat(item);
  const standing = disputeStandings.find((known) => known === item.st);
  const booked = disputeBookings.find((known) => known === item.bk);
  if (!standing || !booked) throw new Error("stored dispute has no standing");
  const asked = item.ask === undefined ? null : list(item, "ask");
  return {
    ...ownerOf(item),
    id: item.sk.slice(disputePrefix.length),
    version: number(item, "v"),
    standing,
    said: text(item, "said"),
    reason: text(item, "why"),
    disputedAmount: { minor: bigint(item, "a"), currency: text(item, "cur") },
    booked,
    bookedMinor: bigintOr(item, "bm") ?? 0n,
    evidenceDueBy: numberOr(item, "by"),
    givenAt: numberOr(item, "ga"),
    asked: asked && { who: String(asked[0]), at: Number(asked[1]), key: String(asked[2]) },
    attempt: numberOr(item, "n") ?? 0,
    openedAt: number(item, "at"),
    decidedAt: numberOr(item, "dc"),
    due: numberOr(item, "due"),
    tries: numberOr(item, "tr") ?? 0,
  };
}
