/** Stickers as the interface tells them. */
import type { PrintedCode } from "@barq/actions/print-stickers";
import type { PrintedSticker } from "@barq/actions/sticker-place";
import { isoText } from "@barq/domain/instant";
import type { StickerBatch } from "@barq/domain/sticker";
import { assignmentAt } from "@barq/domain/sticker";
import { number, text, textOr } from "@barq/store/fields";
import type { Item } from "@barq/store/port";

export const batchJson = (batch: StickerBatch) => ({
  id: batch.id,
  stickers: batch.stickers,
  /** a station's own codes are a batch, too */
  station_codes: batch.slug,
  printed_at: isoText(batch.printedAt),
  revoked_at: batch.revokedAt === null ? null : isoText(batch.revokedAt),
});

export const codeJson = ({ id, qr, typed }: PrintedCode, origin: string) => ({
  id,
  typed,
  url: `${origin}/q/${qr}`,
});

export function stickerJson(
  id: string,
  { sticker, batch }: PrintedSticker,
  of: { readonly qr: string; readonly acts: readonly Item[]; readonly now: number },
) {
  const assignments = sticker?.assignments ?? [];
  const standing = assignmentAt(assignments, of.now);
  const revokedAt = sticker?.revokedAt ?? batch?.revokedAt ?? null;
  return {
    id,
    qr: of.qr,
    batch: batch?.id ?? null,
    state: revokedAt !== null ? "revoked" : standing ? "bound" : "blank",
    station: standing?.station ?? null,
    connector: standing?.connector ?? null,
    revoked_at: revokedAt === null ? null : isoText(revokedAt),
    assignments: assignments.map(({ station, connector, from, until }) => ({
      ...{ station, connector, from: isoText(from) },
      until: until === null ? null : isoText(until),
    })),
    acts: of.acts.map((act) => ({
      at: isoText(number(act, "at")),
      act: text(act, "act"),
      by: text(act, "by"),
      reason: textOr(act, "reason"),
    })),
  };
}
