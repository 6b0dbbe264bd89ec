/** Bodies as they come in: their size, type and form are judged here, before any field is looked at. */
import { Fault } from "@barq/domain/fault";
import type { Context } from "hono";
import type { BaseIssue, BaseSchema, InferOutput } from "valibot";
import { safeParse } from "valibot";
import { holdsCardNumber } from "./card-number.ts";
import type { DoorEnv } from "./door.ts";

/** In bytes. Tariffs, questions for a price and a provider's events may be long; everything else is short. */
export const bodyLimits = { short: 8 * 1024, long: 1_000_000 } as const;
const deepest = 32;

type Schema = BaseSchema<unknown, unknown, BaseIssue<unknown>>;

/** The body's text. @throws Fault payload_too_large, invalid_request (not UTF-8) */
export async function textBody(c: Context<DoorEnv>, most: number): Promise<string> {
  const tooLarge = new Fault("payload_too_large", `A body here has at most ${most} bytes.`);
  if (Number(c.req.header("content-length") ?? 0) > most) throw tooLarge;
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > most) throw tooLarge;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Fault("invalid_request", "The body is not UTF-8.");
  }
}

/** Of a body that can be read and still not be used: what is wrong with the tariff, or with what is to be priced. */
type FormFault = "invalid_request" | "tariff_invalid" | "unpriceable";

/**
 * The body by its schema, and as it came (for the fingerprint of a repeat). What does not fit the schema is `wrongForm`.
 * @throws Fault payload_too_large, invalid_request, wrongForm
 */
export async function jsonBody<S extends Schema>(
  c: Context<DoorEnv>,
  schema: S,
  most: number,
  wrongForm: FormFault = "invalid_request",
): Promise<{ readonly body: InferOutput<S>; readonly raw: unknown }> {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new Fault("invalid_request", "The body must be JSON, sent with Content-Type: application/json.");
  }
  const text = await textBody(c, most);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new Fault("invalid_request", "The body is not JSON.");
  }
  assertPlain(raw, 0, wrongForm === "invalid_request");
  return { body: bySchema(schema, raw, wrongForm), raw };
}

/** A form's fields, each of them once. @throws Fault payload_too_large, invalid_request */
export async function formBody<S extends Schema>(
  c: Context<DoorEnv>,
  schema: S,
  most: number,
): Promise<{ readonly body: InferOutput<S>; readonly raw: Readonly<Record<string, string>> }> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header("content-type") ?? "")) {
    throw new Fault("invalid_request", "This form is sent as application/x-www-form-urlencoded.");
  }
  const raw = Object.fromEntries(new URLSearchParams(await textBody(c, most)));
  assertPlain(raw, 0);
  return { body: bySchema(schema, raw), raw };
}

/** What is expected of a member that is not there. */
const missing = "to be there";

/** @throws Fault `wrongForm` with what was expected where; what came is never repeated */
export function bySchema<S extends Schema>(
  schema: S,
  value: unknown,
  wrongForm: FormFault = "invalid_request",
): InferOutput<S> {
  const result = safeParse(schema, value);
  const list = result.success ? listForObject(value, result.output) : undefined;
  if (result.success && list === undefined) return result.output;
  const errors = list
    ? [{ path: list.join("."), expected: "an object" }]
    : nearestIssues(schema, value, result.issues ?? []).map((issue) => ({
        path: (issue.path ?? []).map((item) => String(item.key).slice(0, 60)).join("."),
        expected: expectedOf(issue),
      }));
  const first = errors[0];
  throw new Fault(
    wrongForm,
    !first
      ? "The body is not as expected."
      : first.expected === missing
        ? `${first.path || "The body"} is missing.`
        : `${first.path || "The body"} is not as expected (${first.expected}).`,
    { errors },
  );
}

/** Where a list was sent for an object: valibot lets it pass as one without members. */
function listForObject(sent: unknown, read: unknown): readonly string[] | undefined {
  if (Array.isArray(sent) !== Array.isArray(read)) return [];
  if (typeof sent !== "object" || sent === null || typeof read !== "object" || read === null)
    return undefined;
  const members = new Map(Object.entries(read));
  for (const [name, member] of Object.entries(sent)) {
    const below = members.has(name) ? listForObject(member, members.get(name)) : undefined;
    if (below) return [name, ...below];
  }
  return undefined;
}

/** The schema's own words where it has some: the library's say again what came. */
function expectedOf({ message, expected, received }: BaseIssue<unknown>): string {
  if (received === "undefined") return missing;
  if (!message.startsWith("Invalid ")) return message;
  if (!expected) return "another value";
  const choices = choicesIn(expected);
  return kindsInWords.get(expected) ?? (choices.length > 1 ? `one of ${choices.join(", ")}` : expected);
}

/** The library says a choice as `("ar" | "fr")`, and a choice of one as `"ar"`. */
const choicesIn = (expected: string): readonly string[] => expected.match(/"[^"]*"/g) ?? [];

/** The library's names that are no words of JSON. */
const kindsInWords: ReadonlyMap<string, string> = new Map([
  ["never", "no such member"],
  ["Array", "a list"],
  ["Object", "an object"],
]);

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && "~run" in value;

/** Where a body may have several forms, what keeps it from the one it is nearest to; a union alone only says "no". */
function nearestIssues(
  schema: Schema,
  value: unknown,
  issues: readonly BaseIssue<unknown>[],
): readonly BaseIssue<unknown>[] {
  const forms = "options" in schema && Array.isArray(schema.options) ? schema.options.filter(isSchema) : [];
  const tries = forms.map((form) => safeParse(form, value).issues ?? []);
  const nearest = tries.toSorted((a, b) => misnamed(a) - misnamed(b) || a.length - b.length)[0];
  return (nearest && nearest.length > 0 ? nearest : issues)
    .slice(0, 100)
    .map((issue) => ({ ...issue, expected: choicesOfAll(tries, issue) ?? issue.expected }));
}

/** A member that names the form and is refused by every one: what all of them would take, not what the nearest would. */
function choicesOfAll(
  tries: readonly (readonly BaseIssue<unknown>[])[],
  { path }: BaseIssue<unknown>,
): string | undefined {
  if (tries.length < 2 || path?.length !== 1) return undefined;
  const ofEach = tries.map((issues) => {
    const own = issues.find((issue) => issue.path?.length === 1 && issue.path[0].key === path[0]?.key);
    return choicesIn(own?.expected ?? "");
  });
  return ofEach.every((choices) => choices.length > 0) ? `(${ofEach.flat().join(" | ")})` : undefined;
}

/** How many of the body's own members are missing or of another form: their names say which form was meant. */
const misnamed = (issues: readonly BaseIssue<unknown>[]): number =>
  issues.filter(
    ({ path, expected, received }) =>
      path?.length === 1 && (received === "undefined" || expected === "never"),
  ).length;

/** What no field may hold: a card's number, half a character, a number that is none, nesting without end. */
function assertPlain(value: unknown, depth: number, judgesNumbers = true): void {
  if (depth > deepest)
    throw new Fault("invalid_request", `The body is nested deeper than ${deepest} levels.`);
  if (typeof value === "number") {
    // Beyond this a JSON number has lost digits already, and what is left means something else than what was sent.
    if (judgesNumbers && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
      throw new Fault("invalid_request", "A number in the body is too large.");
    }
    if (Number.isInteger(value)) assertPlain(String(value), depth);
  } else if (typeof value === "string") {
    if (!value.isWellFormed()) throw new Fault("invalid_request", "A text in the body is not well formed.");
    if (holdsCardNumber(value)) {
      throw new Fault(
        "invalid_request",
        "This looks like a card number. Cards are entered on the payment page alone; nothing was kept.",
      );
    }
  } else if (Array.isArray(value)) {
    for (const each of value) assertPlain(each, depth + 1, judgesNumbers);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      assertPlain(name, depth);
      assertPlain(each, depth + 1, judgesNumbers);
    }
  }
}
