/**
 * What a route takes. A form is held against it before anything is done: unknown names, missing ones, wrong types and
 * names that exclude one another are refused as Stripe refuses them, and here rather than in production.
 */
import type { Form } from "./form.ts";
import { invalid } from "./refusal.ts";

type Rule =
  | { readonly is: "text"; readonly most?: number }
  | { readonly is: "whole"; readonly least?: number; readonly most?: number }
  | { readonly is: "one_of"; readonly values: readonly string[] }
  | { readonly is: "flag" }
  | { readonly is: "metadata" }
  | { readonly is: "list"; readonly of: Rule }
  | { readonly is: "fields"; readonly fields: Rules }
  | { readonly is: "either"; readonly first: Rule; readonly second: Rule };

export interface Rules {
  readonly [name: string]: Rule & { readonly required?: true };
}

/** Names that were taken away, with the code that says so (changelog of 2026-07-29 and 2026-09-30). */
const removed: Readonly<Record<string, { readonly code: string; readonly message: string }>> = {
  payment_method_types: {
    code: "payment_method_types_no_longer_supported",
    message:
      "The payment_method_types parameter is no longer supported. Use allowed_payment_method_types instead.",
  },
};

/** @throws StripeRefusal parameter_unknown, parameter_missing and what else Stripe says of a form */
export function check(form: Form, rules: Rules, above = ""): void {
  for (const [name, value] of form) {
    const path = above === "" ? name : `${above}[${name}]`;
    const gone = Object.hasOwn(removed, name) && above === "" ? removed[name] : undefined;
    if (gone) throw invalid(gone.code, gone.message, path);
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw invalid("parameter_unknown", `Received unknown parameter: ${path}`, path);
    checkOne(value, rule, path);
  }
  for (const [name, rule] of Object.entries(rules)) {
    if (!rule.required || form.has(name)) continue;
    const path = above === "" ? name : `${above}[${name}]`;
    throw invalid("parameter_missing", `Missing required param: ${path}.`, path);
  }
}

function checkOne(value: string | Form, rule: Rule, path: string): void {
  if (rule.is === "either") {
    checkOne(value, typeof value === "string" ? rule.first : rule.second, path);
    return;
  }
  if (rule.is === "fields" || rule.is === "list" || rule.is === "metadata") {
    // An empty text takes all metadata away (Stripe, "Metadata").
    if (rule.is === "metadata" && value === "") return;
    if (typeof value === "string") {
      const wanted = rule.is === "list" ? "array" : "hash";
      throw invalid(`parameter_invalid_${wanted}`, `Invalid ${wanted}`, path);
    }
    if (rule.is === "fields") check(value, rule.fields, path);
    else if (rule.is === "list") checkList(value, rule.of, path);
    else checkMetadata(value, path);
    return;
  }
  if (typeof value !== "string") throw invalid("parameter_invalid_string", "Invalid string", path);
  checkText(value, rule, path);
}

function checkText(
  value: string,
  rule: Extract<Rule, { is: "text" | "whole" | "one_of" | "flag" }>,
  path: string,
): void {
  if (value === "") {
    throw invalid("parameter_invalid_empty", `You passed an empty string for '${path}'.`, path);
  }
  switch (rule.is) {
    case "text":
      if (value.length > (rule.most ?? 5000)) throw invalid(null, `Invalid string: too long`, path);
      return;
    case "whole": {
      if (!/^-?\d{1,12}$/.test(value)) {
        throw invalid("parameter_invalid_integer", `Invalid integer: ${value}`, path);
      }
      const whole = Number(value);
      if (whole < (rule.least ?? 0) || whole > (rule.most ?? 999_999_999_999)) {
        throw invalid("parameter_invalid_integer", `Out of range: ${value}`, path);
      }
      return;
    }
    case "one_of":
      if (!rule.values.includes(value)) {
        throw invalid(null, `Invalid ${path}: must be one of ${rule.values.join(", ")}`, path);
      }
      return;
    case "flag":
      if (value !== "true" && value !== "false") throw invalid(null, `Invalid boolean: ${value}`, path);
  }
}

function checkList(value: Form, of: Rule, path: string): void {
  let next = 0;
  for (const [index, entry] of value) {
    if (index !== String(next++)) throw invalid("parameter_invalid_array", "Invalid array", path);
    checkOne(entry, of, `${path}[${index}]`);
  }
}

/** Stripe, "Metadata": 50 names, 40 characters a name, 500 a value. */
function checkMetadata(value: Form, path: string): void {
  if (value.size > 50) throw invalid(null, "Metadata can have up to 50 keys.", path);
  for (const [name, text] of value) {
    if (typeof text !== "string" || name.length > 40 || text.length > 500) {
      throw invalid(null, "Metadata names have at most 40 characters, values 500.", `${path}[${name}]`);
    }
  }
}

/** Refuses two names that exclude one another. @throws StripeRefusal parameters_exclusive */
export function exclusive(form: Form, one: string, others: readonly string[]): void {
  const other = others.find((name) => form.has(name));
  if (form.has(one) && other !== undefined) {
    throw invalid("parameters_exclusive", `You may only specify one of these parameters: ${one}, ${other}.`);
  }
}

/** The branch below a name; an empty one where there is none. */
export function branchAt(form: Form, ...path: readonly string[]): Form {
  let branch: string | Form | undefined = form;
  for (const part of path) branch = typeof branch === "object" ? branch.get(part) : undefined;
  return typeof branch === "object" ? branch : new Map();
}

export function textAt(form: Form, name: string): string | null {
  const value = form.get(name);
  return typeof value === "string" ? value : null;
}

/** A whole number that has been checked. */
export function wholeAt(form: Form, name: string): number | null {
  const value = textAt(form, name);
  return value === null ? null : Number(value);
}

export function textsAt(form: Form, name: string): readonly string[] {
  return [...branchAt(form, name).values()].filter((value) => typeof value === "string");
}

export function metadataAt(form: Form, ...path: readonly string[]): Readonly<Record<string, string>> {
  const pairs = [...branchAt(form, ...path)].flatMap(([name, value]) =>
    typeof value === "string" && value !== "" ? [[name, value] as const] : [],
  );
  return Object.fromEntries(pairs);
}
