/** What a session is searched by; unknown words are refused, so that a slip of the pen never lists something else. */
import * as v from "valibot";
import { idText } from "./ocpi.ts";

export const searchQuery = v.strictObject({
  reference: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9 -]{1,20}$/, "six signs"))),
  station: v.optional(idText),
  day: v.optional(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, "a day such as 2026-11-24"))),
  last4: v.optional(v.pipe(v.string(), v.regex(/^\d{4}$/, "four digits"))),
});
