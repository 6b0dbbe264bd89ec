/**
 * One request of the API: who asks, with which version, for what; then the key. The first answer under a key is kept for
 * 24 hours, 500s included, and replayed; a refusal of parameters spends no key (Stripe, "Idempotent requests").
 */
import { createHash } from "node:crypto";
import { keptAnswerS } from "./books.ts";
import { assertExpandable, expanded } from "./expansion.ts";
import type { Fault } from "./faults.ts";
import type { Form } from "./form.ts";
import { readForm } from "./form.ts";
import { check, textsAt } from "./parameters.ts";
import { invalid, StripeRefusal } from "./refusal.ts";
import type { Route } from "./routes.ts";
import { routeOf } from "./routes.ts";
import type { World } from "./world.ts";
import { apiVersion } from "./world.ts";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly authorization: string | undefined;
  readonly version: string | undefined;
  readonly key: string | undefined;
  readonly contentType: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const errorAnswer = (
  status: number,
  body: { readonly type: string; readonly message: string; readonly code?: string },
  headers: Readonly<Record<string, string>> = {},
): Answer => ({ status, body: JSON.stringify({ error: body }), headers });

const apiError = { type: "api_error", message: "An unknown error occurred." };

/** A failure that is kept would only be replayed. */
const spent = { "stripe-should-retry": "false" };

/** Who asks and for what: everything that is decided before a key is looked at. @throws StripeRefusal */
export function addressed(asked: Asked, apiKey: string): { readonly route: Route; readonly id: string } {
  const basic = `Basic ${Buffer.from(`${apiKey}:`).toString("base64")}`;
  if (asked.authorization !== `Bearer ${apiKey}` && asked.authorization !== basic) {
    throw new StripeRefusal(401, { type: "invalid_request_error", message: "Invalid API Key provided." });
  }
  if (asked.version !== undefined && asked.version !== apiVersion) {
    throw invalid(null, `Invalid Stripe API version: ${asked.version}`);
  }
  const found = routeOf(asked.method, asked.path);
  if (found) return found;
  throw new StripeRefusal(404, {
    type: "invalid_request_error",
    message: `Unrecognized request URL (${asked.method}: ${asked.path}).`,
  });
}

/** The parameters, held against the route. @throws StripeRefusal */
export function parametersOf(asked: Asked, route: Route): Form {
  const isForm = asked.contentType?.split(";")[0]?.trim() === "application/x-www-form-urlencoded";
  if (asked.method === "POST" && asked.body !== "" && !isForm) {
    throw invalid(null, "Requests are application/x-www-form-urlencoded.");
  }
  const form = readForm(asked.method === "POST" ? asked.body : asked.query);
  check(form, route.rules);
  assertExpandable(route.kind, route.isList, textsAt(form, "expand"));
  return form;
}

const fingerprintOf = (asked: Asked): string =>
  createHash("sha256").update(`${asked.method} ${asked.path}\n${asked.body}`).digest("hex");

/** The answer that is kept under the key, or a refusal because of it; undefined where the key is free. */
export function keptAnswer(world: World, inUse: ReadonlySet<string>, asked: Asked): Answer | undefined {
  const { key } = asked;
  if (key === undefined) return undefined;
  if (key.length > 255)
    throw invalid("idempotency_key_too_long", "Idempotency keys have at most 255 characters.");
  if (inUse.has(key)) {
    throw new StripeRefusal(409, {
      type: "invalid_request_error",
      code: "idempotency_key_in_use",
      message: "There is currently another in-progress request using this key.",
    });
  }
  const kept = world.books.find("kept_answer", key);
  if (!kept || kept.at + keptAnswerS <= world.books.nowS()) return undefined;
  if (kept.asked !== fingerprintOf(asked)) {
    throw new StripeRefusal(400, {
      type: "idempotency_error",
      message:
        "Keys for idempotent requests can only be used with the same parameters they were first used with.",
    });
  }
  const replayed = { "idempotent-replayed": "true" };
  const headers = kept.status < 500 ? replayed : { ...replayed, ...spent };
  return { status: kept.status, body: kept.body, headers };
}

/** Does the work in one turn, and keeps the answer under the key. @throws StripeRefusal */
export function work(
  world: World,
  asked: Asked,
  found: { readonly route: Route; readonly id: string },
  form: Form,
  fault: Fault | undefined,
): Answer {
  const { books } = world;
  const failsBefore = fault?.kind === "error500_before";
  const fails = failsBefore || fault?.kind === "error500_after";
  const done = failsBefore ? { status: 200, body: "" } : acted(world, found, form);
  const kept = !fails || fault?.kept !== false;
  const answer = fails ? errorAnswer(500, apiError, kept ? spent : {}) : { ...done, headers: {} };
  if (asked.key !== undefined && asked.method === "POST" && kept) {
    const { status } = answer;
    books.put("kept_answer", {
      id: asked.key,
      at: books.nowS(),
      asked: fingerprintOf(asked),
      status,
      body: answer.body,
    });
  }
  return answer;
}

/** A card that is declined is an answer as any other, kept under its key; other refusals did nothing and spend none. */
function acted(
  world: World,
  { route, id }: { readonly route: Route; readonly id: string },
  form: Form,
): { readonly status: number; readonly body: string } {
  try {
    const answer = expanded(world.books, route.kind, route.act(world, form, id), textsAt(form, "expand"));
    return { status: 200, body: JSON.stringify(answer) };
  } catch (error) {
    if (!(error instanceof StripeRefusal) || error.status !== 402) throw error;
    return { status: error.status, body: JSON.stringify({ error: error.body }) };
  }
}
