/** Lists as Stripe pages them: newest first, by cursor, 1 to 100 at a time. */
import type { Shelf } from "./books.ts";
import type { Form } from "./form.ts";
import type { Rules } from "./parameters.ts";
import { branchAt, textAt, wholeAt } from "./parameters.ts";
import { invalid } from "./refusal.ts";

const instant = { is: "whole" } as const;

export const listRules: Rules = {
  limit: { is: "whole", least: 1, most: 100 },
  starting_after: { is: "text" },
  ending_before: { is: "text" },
  expand: { is: "list", of: { is: "text" } },
};

export const createdRange: Rules[string] = {
  is: "either",
  first: instant,
  second: { is: "fields", fields: { gt: instant, gte: instant, lt: instant, lte: instant } },
};
export const createdRule: Rules = { created: createdRange };

/** @throws StripeRefusal when the cursor is unknown */
export function listOf<T extends { readonly id: string; readonly created: number }>(
  shelf: Shelf<T>,
  form: Form,
  url: string,
  wanted: (value: T) => boolean,
): { object: "list"; data: readonly T[]; has_more: boolean; url: string } {
  const limit = wholeAt(form, "limit") ?? 10;
  const after = textAt(form, "starting_after");
  const before = textAt(form, "ending_before");
  if (after !== null && before !== null) {
    throw invalid("parameters_exclusive", "Only one of starting_after and ending_before may be given.");
  }
  const { from, to } = rangeAt(form, "created");
  const place = (cursor: string): number => {
    const found = shelf.placeOf.get(cursor);
    if (found === undefined)
      throw invalid("resource_missing", `No such object: '${cursor}'`, "starting_after");
    return found;
  };
  const step = before === null ? -1 : 1;
  const start =
    before !== null ? place(before) + 1 : after === null ? shelf.ids.length - 1 : place(after) - 1;
  const data: T[] = [];
  let more = false;
  for (let n = start; n >= 0 && n < shelf.ids.length; n += step) {
    const value = shelf.byId.get(shelf.ids[n] ?? "");
    if (!value) continue;
    // Objects come about in the order of time, so whatever is older than asked for ends the search.
    if (step === -1 && value.created < from) break;
    if (value.created < from || value.created > to || !wanted(value)) continue;
    if (data.length === limit) {
      more = true;
      break;
    }
    data.push(value);
  }
  return { object: "list", data: step === 1 ? data.reverse() : data, has_more: more, url };
}

/** From one second to another, both in it. */
export function rangeAt(form: Form, name: string): { readonly from: number; readonly to: number } {
  const exact = wholeAt(form, name);
  if (exact !== null) return { from: exact, to: exact };
  const range = branchAt(form, name);
  const gt = wholeAt(range, "gt");
  const lt = wholeAt(range, "lt");
  return {
    from: Math.max(wholeAt(range, "gte") ?? 0, gt === null ? 0 : gt + 1),
    to: Math.min(
      wholeAt(range, "lte") ?? Number.MAX_SAFE_INTEGER,
      lt === null ? Number.MAX_SAFE_INTEGER : lt - 1,
    ),
  };
}
