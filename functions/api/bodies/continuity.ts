/** Which station's registers, and from when to when. */
import * as v from "valibot";
import { idText } from "./ocpi.ts";

const dayText = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, "a day such as 2026-11-24"));

export const continuityQuery = v.strictObject({
  station: idText,
  /** the first day and the last, in UTC; the last 31 days where they are not given */
  from: v.optional(dayText),
  to: v.optional(dayText),
});
