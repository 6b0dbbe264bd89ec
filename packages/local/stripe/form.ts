/** Forms as the SDK encodes them: `line_items[0][price_data][currency]=mad`, lists by index or with empty brackets. */
import { invalid } from "./refusal.ts";

/** A form is a tree; a list is a branch whose names are indexes. */
export type Form = ReadonlyMap<string, string | Form>;

type Growing = Map<string, string | Growing>;

const nameShape = /^[^[\]]+(?:\[[^[\]]*\])*$/;
const deepest = 8;

/** @throws StripeRefusal for names that are no names, and for one that is sent twice */
export function readForm(text: string): Form {
  const form: Growing = new Map();
  for (const [name, value] of new URLSearchParams(text)) {
    const parts = nameShape.test(name) ? name.replaceAll("]", "").split("[") : [];
    const last = parts.pop();
    if (last === undefined || parts.length > deepest)
      throw invalid(null, `Invalid parameter name: ${name}`, name);
    let branch = form;
    for (const part of parts) branch = grown(branch, part, name);
    const leaf = last === "" ? String(branch.size) : last;
    if (branch.has(leaf)) throw invalid(null, `Parameter ${name} was sent twice.`, name);
    branch.set(leaf, value);
  }
  return form;
}

function grown(branch: Growing, part: string, name: string): Growing {
  const there = branch.get(part);
  if (there === undefined) {
    const fresh: Growing = new Map();
    branch.set(part, fresh);
    return fresh;
  }
  if (typeof there === "string") throw invalid(null, `Parameter ${name} is text and more.`, name);
  return there;
}
