/** What is asked of stickers: how many are printed, where one is stuck, why one is withdrawn. */
import { mostStickersOfBatch } from "@barq/domain/sticker";
import * as v from "valibot";

const words = v.pipe(v.string(), v.minLength(3), v.maxLength(200));

export const stickerBatchBody = v.strictObject({
  stickers: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostStickersOfBatch)),
});

export const bindBody = v.strictObject({
  station: v.pipe(v.string(), v.minLength(1), v.maxLength(48)),
  connector: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99)),
  /** the sticker that comes off, by its id, its typed code or what is scanned of it */
  replaces: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(300))),
  /** where it stood for another connector, or takes another sticker's place */
  reason: v.optional(words),
});

export const revokeBody = v.strictObject({ reason: words });
