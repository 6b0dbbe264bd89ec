/**
 * Stickers: printed codes with an id of their own. They come in batches that are printed blank and bound on site. Beside the
 * picture stands the same id for those who type, with a check sign that finds every wrong sign and every two that changed
 * places.
 */
import type { Instant } from "./instant.ts";

/** Digits and capitals without 0, 1, I, L and O: 31 signs, a prime, so that weights tell every position apart. */
export const stickerSigns = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const batchLength = 6;
const numberLength = 2;
/** two signs count so many, from 1 on */
export const mostStickersOfBatch = stickerSigns.length ** numberLength - 1;

const bodyShape = /^[2-9a-hjkmnp-z]{8}$/;

/** Stickers that were printed together, and whose they are; with a station's own codes `slug` is what they are named by. */
export interface StickerBatch {
  readonly id: string;
  readonly stickers: number;
  readonly printedAt: Instant;
  readonly slug: string | null;
  readonly revokedAt: Instant | null;
}

/** From one instant to another a sticker stands for a connector. */
export interface Assignment {
  readonly station: string;
  readonly connector: number;
  readonly from: Instant;
  /** null: until further notice */
  readonly until: Instant | null;
}

/** What the sticker stood for at an instant. */
export const assignmentAt = (assignments: readonly Assignment[], at: Instant): Assignment | undefined =>
  assignments.findLast(({ from, until }) => from <= at && (until === null || at < until));

/** The sign that makes the weighted sum of all signs a multiple of 31. */
function checkSignOf(body: string): string {
  let sum = 0;
  for (const [place, sign] of [...body].entries()) sum += (place + 2) * stickerSigns.indexOf(sign);
  // The check sign weighs 1, which no other does.
  return stickerSigns.charAt((stickerSigns.length - (sum % stickerSigns.length)) % stickerSigns.length);
}

/**
 * What is printed beside the picture: `ABC-DEF-GHK`.
 * @param batch six signs; `n` counts from 1
 * @throws RangeError for a number that a batch cannot have
 */
export function typedCodeOf(batch: string, n: number): string {
  if (n < 1 || n > mostStickersOfBatch) throw new RangeError(`a batch has no sticker ${n}`);
  const [high, low] = [Math.floor(n / stickerSigns.length), n % stickerSigns.length];
  const body = `${batch.toUpperCase()}${stickerSigns.charAt(high)}${stickerSigns.charAt(low)}`;
  const code = body + checkSignOf(body);
  return `${code.slice(0, 3)}-${code.slice(3, 6)}-${code.slice(6)}`;
}

/** The id of a sticker of a batch: the eight signs before the check sign, in lower case as an address has them. */
export const stickerIdOf = ({ id, slug }: Pick<StickerBatch, "id" | "slug">, n: number): string =>
  slug === null ? typedCodeOf(id, n).replaceAll("-", "").slice(0, 8).toLowerCase() : `${slug}-${n}`;

export type TypedCode =
  | { readonly kind: "good"; readonly batch: string; readonly n: number }
  /** a sign too many, too few, or one that no code has */
  | { readonly kind: "malformed" }
  /** signs that codes have, in an order that no code has */
  | { readonly kind: "mistyped" };

/** Reads what somebody typed, with spaces, hyphens and small letters as they come. Never throws. */
export function readTypedCode(text: string): TypedCode {
  const signs = text
    .slice(0, 40)
    .toUpperCase()
    .replaceAll(/[\s.\-\u2010-\u2015]/g, "");
  const length = batchLength + numberLength;
  if (signs.length !== length + 1 || [...signs].some((sign) => !stickerSigns.includes(sign)))
    return { kind: "malformed" };
  const body = signs.slice(0, length);
  if (checkSignOf(body) !== signs.slice(length)) return { kind: "mistyped" };
  const placed = placeInBatch(body);
  return placed.n === 0 ? { kind: "mistyped" } : { kind: "good", ...placed };
}

const placeInBatch = (body: string): { readonly batch: string; readonly n: number } => {
  const [high = "", low = ""] = body.slice(batchLength);
  return {
    batch: body.slice(0, batchLength).toLowerCase(),
    n: stickerSigns.indexOf(high) * stickerSigns.length + stickerSigns.indexOf(low),
  };
};

/** The batch that a sticker was printed with; undefined for a station's own code, which is named by its station. */
export const batchOfSticker = (
  sticker: string,
): { readonly batch: string; readonly n: number } | undefined =>
  bodyShape.test(sticker) ? placeInBatch(sticker.toUpperCase()) : undefined;
