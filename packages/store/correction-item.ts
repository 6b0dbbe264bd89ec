/** A correction as an item beside its session. */
import type { Correction } from "@barq/domain/correction";
import { correctionStates } from "@barq/domain/correction";
import { refundReasons } from "@barq/domain/refund";
import { list, number, numberOr, text, textOr } from "./fields.ts";
import { assertKnownFormat, differing, present } from "./item-format.ts";
import { correctionKey, correctionPrefix, dueShard, dueValue, ownerOf } from "./keys.ts";
import type { Change, Item } from "./port.ts";

/** The whole item: corrections are few, and each is written three times at most. */
function correctionItem(correction: Correction): Item {
  const { corrected } = correction;
  const optional = {
    due: correction.due,
    d: correction.due === null ? null : dueValue(dueShard(correction.id)),
    me: correction.meterStop,
    ea: correction.endedAt,
    why: correction.why,
    sl: corrected && [
      corrected.n,
      corrected.sha256,
      ...[corrected.energyMwh, corrected.beforeTax, corrected.tax, corrected.total].map(String),
      corrected.credits,
    ],
  };
  return {
    ...present(optional),
    v: correction.version,
    st: correction.state,
    si: correction.since,
    fp: correction.fingerprint,
    at: correction.askedAt,
    by: correction.askedBy,
    rs: correction.reason,
    ...correctionKey(correction.tenant, correction.session, correction.id),
  };
}

export const correctionAsked = (correction: Correction): Change => ({
  put: correctionItem(correction),
  guards: [{ absent: true }],
});

/** From the correction as it was read to what it is to be. */
export const correctionChange = (before: Correction, after: Correction): Change => ({
  update: correctionKey(before.tenant, before.session, before.id),
  set: differing(correctionItem(before), correctionItem({ ...after, version: before.version + 1 })),
  guards: [{ version: before.version }],
});

/** @throws NewerItem */
export function readCorrection(item: Item): Correction {
  assertKnownFormat(item);
  const state = correctionStates.find((known) => known === item.st);
  const reason = refundReasons.find((known) => known === item.rs);
  if (!state || !reason) throw new Error("stored correction has no state or no reason of ours");
  const sealed = item.sl === undefined ? null : list(item, "sl").map(String);
  const part = (n: number): bigint => BigInt(sealed?.[n] ?? "0");
  return {
    ...ownerOf(item),
    id: item.sk.slice(correctionPrefix.length),
    version: number(item, "v"),
    state,
    since: number(item, "si"),
    due: numberOr(item, "due"),
    fingerprint: text(item, "fp"),
    askedAt: number(item, "at"),
    askedBy: text(item, "by"),
    reason,
    meterStop: textOr(item, "me"),
    endedAt: numberOr(item, "ea"),
    why: textOr(item, "why"),
    corrected: sealed && {
      n: Number(sealed[0]),
      sha256: sealed[1] ?? "",
      energyMwh: part(2),
      beforeTax: part(3),
      tax: part(4),
      total: part(5),
      credits: sealed[6] ?? "",
    },
  };
}
