/** What the forms of the work queue and of drafts of tariffs send: one form an act. */
import * as v from "valibot";
import { keyPattern } from "./start.ts";
import { noteOf } from "./support-form.ts";
import { withdrawDraftBody } from "./tariff-draft.ts";

/** Acts on a row that move no money. */
export const workForm = v.strictObject({
  act: v.picklist(["acknowledge", "retry"]),
  key: v.pipe(v.string(), v.regex(keyPattern)),
  reason: noteOf(500, 1),
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
