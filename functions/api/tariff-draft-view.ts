/** Drafts of tariffs on the wire: what they are, what there is to say about them, and what past sessions would have cost. */
import type { LookedAt } from "@barq/actions/look-at-draft";
import type { Days, RepriceCursor, RepricePage } from "@barq/actions/reprice-past";
import { Fault } from "@barq/domain/fault";
import { isoText } from "@barq/domain/instant";
import { amountOf } from "@barq/domain/money";
import type { TariffDraft } from "@barq/domain/tariff-draft";
import { tariffLines } from "@barq/pages/tariff-lines";
import { number, text } from "@barq/store/fields";
import type { Item } from "@barq/store/port";

export const draftJson = (draft: TariffDraft) => ({
  id: draft.id,
  state: draft.state,
  tariff_id: draft.tariff,
  revision: draft.revision,
  sha256: draft.sha256,
  authors: draft.authors,
  reason: draft.reason,
  created_at: isoText(draft.at),
  changed_at: isoText(draft.changedAt),
  approved: draft.approved && {
    by: draft.approved.by,
    at: isoText(draft.approved.at),
    version: draft.approved.version,
    in_force_from: isoText(draft.approved.from),
  },
  withdrawn: draft.withdrawn && {
    by: draft.withdrawn.by,
    at: isoText(draft.withdrawn.at),
    reason: draft.withdrawn.reason,
  },
});

export const lookedJson = ({ draft, ...looked }: LookedAt, acts: readonly Item[]) => ({
  ...draftJson(draft),
  tariff: looked.body,
  report: { wrong: looked.wrong, unusual: looked.unusual },
  /** null where it could not be sold */
  plain_terms: looked.tariff && {
    ar: tariffLines(looked.tariff, "ar"),
    fr: tariffLines(looked.tariff, "fr"),
    en: tariffLines(looked.tariff, "en"),
  },
  compared_with: looked.last?.version ?? null,
  planned: looked.planned && {
    version: looked.planned.version,
    in_force_from: isoText(looked.planned.from),
  },
  /** an approval names it, so that nothing else is approved than what is shown here */
  seen: looked.seen,
  acts: acts.map((act) => ({
    at: isoText(number(act, "at")),
    act: text(act, "act"),
    by: text(act, "by"),
    reason: text(act, "reason"),
    revision: number(act, "rev"),
  })),
});

export function comparisonJson(days: Days, currency: string, { repriced, next }: RepricePage) {
  const money = (minor: bigint) => amountOf({ minor, currency });
  return {
    ...days,
    sessions: repriced.priced,
    was: money(repriced.thenMinor),
    would_be: money(repriced.nowMinor),
    difference: money(repriced.nowMinor - repriced.thenMinor),
    dearer: repriced.dearer,
    cheaper: repriced.cheaper,
    same: repriced.same,
    largest: repriced.largest.map(({ id, reference, thenMinor, nowMinor }) => ({
      session: id,
      reference,
      was: money(thenMinor),
      would_be: money(nowMinor),
      difference: money(nowMinor - thenMinor),
    })),
    unpriced: repriced.unpriced,
    next_cursor:
      next && Buffer.from(JSON.stringify([next.station, next.day, next.skip])).toString("base64url"),
  };
}

/** @throws Fault invalid_request for what is no cursor of ours */
export function repriceCursorOf(cursor: string | undefined): RepriceCursor | null {
  if (cursor === undefined || cursor === "") return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const [station, day, skip]: readonly unknown[] = Array.isArray(read) ? read : [];
    if (
      typeof station === "string" &&
      /^[\x21-\x7e]{1,48}$/.test(station) &&
      typeof day === "string" &&
      /^\d{4}-\d{2}-\d{2}$/.test(day) &&
      typeof skip === "number" &&
      Number.isSafeInteger(skip) &&
      skip >= 0
    )
      return { station, day, skip };
  } catch {
    // It is refused below, whatever is wrong with it.
  }
  throw new Fault(
    "invalid_request",
    "This is no cursor of a comparison. Leave it out to begin at the first page.",
  );
}
