/** What a session is searched by; unknown words are refused, so that a slip of the pen never lists something else. */
import * as v from "valibot";
import { idText } from "./ocpi.ts";

export const searchQuery = v.strictObject({
  reference: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9 -]{1,20}$/, "six signs"))),
  station: v.optional(idText),
  day: v.optional(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, "a day such as 2026-11-24"))),
  last4: v.optional(v.pipe(v.string(), v.regex(/^\d{4}$/, "four digits"))),
});

/** Which rows of the work queue: those that wait, or those that were resolved. */
export const workQuery = v.object({
  state: v.optional(v.picklist(["open", "resolved"])),
  cursor: v.optional(v.string()),
});
