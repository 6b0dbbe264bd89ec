/** What the forms of the work queue and of drafts of tariffs send: one form an act. */
import * as v from "valibot";
import { keyPattern } from "./start.ts";
import { withdrawDraftBody } from "./tariff-draft.ts";

/** Acts on a row that move no money. */
export const workForm = v.strictObject({
  act: v.picklist(["acknowledge", "retry"]),
  key: v.pipe(v.string(), v.regex(keyPattern)),
  // Neither an address nor a number by which somebody can be called; and not nothing.
  reason: v.pipe(
    v.string(),
    v.maxLength(500),
    v.regex(/^(?:\d{1,5}|(?:\d{0,5}[^\d@])+\d{0,5})$/, "words without an e-mail address or a long number"),
  ),
});

/** A yes is the same yes under its `seen`, and withdrawn is withdrawn: these forms need no key. */
export const draftForm = v.union([
  v.strictObject({
    act: v.literal("approve"),
    seen: v.pipe(v.string(), v.regex(/^[a-z0-9]{26}$/i, "`seen` of a draft")),
    /** a field of a browser: a local time without an offset, or nothing for at once */
    from: v.pipe(
      v.string(),
      v.regex(/^(?:\d{4}-\d{2}-\d{2}T\d{2}:\d{2})?$/, "a local time such as 2026-12-01T00:00"),
    ),
  }),
  v.strictObject({ act: v.literal("withdraw"), reason: withdrawDraftBody.entries.reason }),
]);
