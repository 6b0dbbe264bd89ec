/** A sticker and its batch as items. Of a sticker there is one, with every place it stood for, so that a scan is one read. */
import type { Assignment, StickerBatch } from "@barq/domain/sticker";
import { list, mapOr, number, numberOr, text, textOr } from "./fields.ts";
import { stickerBatchKey, stickerKey } from "./keys.ts";
import type { Item, Value } from "./port.ts";

export interface Sticker {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  /** in order; the last one stands, unless it has ended */
  readonly assignments: readonly Assignment[];
  readonly revokedAt: number | null;
}

const placeOf = ({ station, connector, from, until }: Assignment): Value => ({
  station,
  connector,
  from,
  ...(until === null ? {} : { until }),
});

function assignmentOf(value: Value): Assignment {
  const fields = mapOr({ value }, "value");
  if (!fields) throw new Error("a stored assignment is not what was written");
  return {
    station: text(fields, "station"),
    connector: number(fields, "connector"),
    from: number(fields, "from"),
    until: numberOr(fields, "until"),
  };
}

export const stickerItem = (sticker: Sticker): Item => ({
  ...stickerKey(sticker.tenant, sticker.id),
  v: sticker.version,
  was: sticker.assignments.map(placeOf),
  ...(sticker.revokedAt === null ? {} : { revoked: sticker.revokedAt }),
});

export const stickerOf = (tenant: string, id: string, item: Item): Sticker => ({
  tenant,
  id,
  // The first stickers had one place, as fields of their own.
  version: numberOr(item, "v") ?? 0,
  assignments: item.was === undefined ? [assignmentOf({ ...item })] : list(item, "was").map(assignmentOf),
  revokedAt: numberOr(item, "revoked"),
});

export const batchItem = (tenant: string, batch: StickerBatch): Item => ({
  ...stickerBatchKey(tenant, batch.id),
  stickers: batch.stickers,
  at: batch.printedAt,
  ...(batch.slug === null ? {} : { slug: batch.slug }),
  ...(batch.revokedAt === null ? {} : { revoked: batch.revokedAt }),
});

export const batchOf = (item: Item): StickerBatch => ({
  id: item.sk,
  stickers: number(item, "stickers"),
  printedAt: number(item, "at"),
  slug: textOr(item, "slug"),
  revokedAt: numberOr(item, "revoked"),
});
