/** What is asked of drafts of tariffs: a body with its reason, a yes to what was seen, the days to compare. */
import * as v from "valibot";
import { tariffBody } from "./tariff.ts";

const words = v.pipe(v.string(), v.minLength(3), v.maxLength(500));

export const tariffDraftBody = v.strictObject({ tariff: tariffBody, reason: words });

export const changeDraftBody = v.strictObject({
  tariff: tariffBody,
  reason: words,
  /** of the draft as it was looked at */
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

export const approveDraftBody = v.strictObject({
  /** `seen` of the draft as it was looked at */
  seen: v.pipe(v.string(), v.regex(/^[a-z0-9]{26}$/i, "`seen` of a draft")),
  /** absent: when the tariff itself begins, else at once */
  in_force_from: v.optional(v.pipe(v.string(), v.maxLength(40))),
});

export const withdrawDraftBody = v.strictObject({ reason: words });

const digits = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,4}$/, `a number from ${least} to ${most}`),
    v.transform(Number),
    v.minValue(least, `a number from ${least} to ${most}`),
    v.maxValue(most, `a number from ${least} to ${most}`),
  );

export const comparisonQuery = v.strictObject({
  month: v.optional(v.pipe(v.string(), v.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "a month such as 2026-10"))),
  days: v.optional(digits(1, 92)),
  most: v.optional(digits(1, 500)),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(400))),
});
