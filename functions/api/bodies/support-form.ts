/** What the forms of a session's story send: one form an act, each under a key of its own. */
import { macroCodes } from "@barq/domain/macros";
import { refundReasons } from "@barq/domain/refund";
import * as v from "valibot";
import { keyPattern } from "./start.ts";

const key = v.pipe(v.string(), v.regex(keyPattern));
const reason = v.picklist(["driver_asked", "station_fault", "test", "other"]);
/** Neither an address nor a number by which somebody can be called; nothing written is nothing. */
const noteOf = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(most),
    v.regex(/^(?:\d{0,5}[^\d@])*\d{0,5}$/, "words without an e-mail address or a long number"),
  );
const note = noteOf(500);
const someNote = v.pipe(
  v.string(),
  v.maxLength(500),
  v.regex(/^(?:\d{0,5}[^\d@])+\d{0,5}$/, "words without an e-mail address or a long number"),
);

/** Acts that move no money. */
export const supportForm = v.union([
  v.strictObject({ act: v.literal("stop"), key, reason, note }),
  v.strictObject({ act: v.literal("resend"), key, reason, note }),
  v.strictObject({ act: v.literal("note"), key, note: someNote }),
  v.strictObject({ act: v.literal("macro"), key, macro: v.picklist(macroCodes) }),
  v.strictObject({ act: v.literal("unlock"), key, reason, note }),
  v.strictObject({ act: v.literal("reset"), key, reason, note, in_session: v.optional(v.literal("yes")) }),
]);

export const moneyForm = v.union([
  v.strictObject({ act: v.literal("release"), key, reason, note }),
  v.strictObject({
    act: v.literal("refund"),
    key,
    reason: v.picklist(refundReasons),
    amount: v.pipe(v.string(), v.maxLength(20)),
    note: noteOf(200),
  }),
]);
