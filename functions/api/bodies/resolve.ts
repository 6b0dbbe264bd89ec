/** How a person resolves a row of the work queue: which act, why, and what the act has to be told. */
import { decisionReasons } from "@barq/domain/decision";
import * as v from "valibot";
import { shortText } from "./ocpi.ts";

const registerText = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}(?:\.\d{1,3})?$/, 'Wh as a decimal such as "1250.5"'),
);
const when = v.pipe(
  v.string(),
  v.maxLength(40),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[0-9.Z:+-]*$/, "a date and time such as 2026-11-24T15:00:00Z"),
);
/** In the person's own words; nothing of the driver belongs here. */
const words = shortText(500);
const codeText = v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/, "a code such as station_fault"));

export const resolveBody = v.union([
  v.strictObject({
    act: v.literal("settle"),
    reason: v.picklist(decisionReasons),
    meter_start_wh: v.optional(registerText),
    meter_stop_wh: v.optional(registerText),
    started_at: v.optional(when),
    ended_at: v.optional(when),
    note: v.optional(words),
  }),
  v.strictObject({ act: v.literal("release"), reason: codeText, note: v.optional(words) }),
  v.strictObject({
    act: v.picklist(["acknowledge", "retry", "give_up"]),
    reason: words,
    note: v.optional(words),
  }),
  // Where the money can be found again: the bank's or the provider's own name for it.
  v.strictObject({
    act: v.picklist(["collect", "returned"]),
    reason: words,
    reference: shortText(100),
    note: v.optional(words),
  }),
]);
