/** What is sent with support's acts: why, and words without anything personal. */
import { macroCodes } from "@barq/domain/macros";
import * as v from "valibot";

const codeText = v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/, "a code such as driver_asked"));

/** An address or a telephone number has no place in it; a card's number is refused at every door. */
const words = v.pipe(
  v.string(),
  v.maxLength(500),
  v.regex(/^(?:\d{0,5}[^\d@\r\n])+\d{0,5}$/, "words without an e-mail address or a long number"),
);

export const searchQuery = v.strictObject({ q: v.pipe(v.string(), v.maxLength(200)) });

export const actBody = v.strictObject({ reason: codeText, note: v.optional(words) });

export const noteBody = v.strictObject({ note: words, reason: v.optional(codeText) });

export const macroBody = v.strictObject({
  macro: v.picklist(macroCodes),
  locale: v.picklist(["ar", "fr", "en"]),
  note: v.optional(words),
});
