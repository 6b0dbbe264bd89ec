/** A stand-in for tests: raw calls as any client could make them. */
import type { Instant } from "@barq/domain/instant";
import type { StandIn } from "@barq/local/stripe/server";
import { startStripeStandIn } from "@barq/local/stripe/server";

const apiKey = "sk_test_bench";
const startAt: Instant = Date.parse("2026-11-24T15:00:00Z");

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** of a refusal: its code, or its type where it has none */
  readonly code: string | null;
  /** a text or number at a dotted path, as text; "null" and "undefined" as such */
  at(path: string): string;
}

export type Fields = Readonly<Record<string, string>>;

export async function call(
  base: string,
  method: string,
  path: string,
  fields: Fields = {},
  headers: Fields = {},
): Promise<Reply> {
  const form = new URLSearchParams(fields);
  const query = method === "GET" && form.size > 0 ? `?${form}` : "";
  const answer = await fetch(`${base}${path}${query}`, {
    method,
    redirect: "manual",
    headers: {
      authorization: `Bearer ${apiKey}`,
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
    ...(method === "POST" && { body: form.toString() }),
  });
  const text = await answer.text();
  const at = (wanted: string): string => {
    let value: unknown = text.startsWith("{") ? JSON.parse(text) : {};
    for (const name of wanted.split(".")) {
      value =
        typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
    }
    return String(value);
  };
  const code = [at("error.code"), at("error.type")].find((one) => one !== "undefined") ?? null;
  return { status: answer.status, text, headers: answer.headers, code, at };
}

export async function order(base: string, wish: object): Promise<Reply> {
  const answer = await fetch(`${base}/_control`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(wish),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return { status: answer.status, text, headers: answer.headers, code: null, at: () => "" };
}

/** The parameters of a page as the adapter sends them, with changes; an undefined one is left out. */
export function pageFields(
  changes: Readonly<Record<string, string | undefined>> = {},
  now: Instant = startAt,
): Fields {
  const all: Readonly<Record<string, string | undefined>> = {
    ui_mode: "hosted_page",
    mode: "payment",
    "allowed_payment_method_types[0]": "card",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "mad",
    "line_items[0][price_data][unit_amount]": "20000",
    "line_items[0][price_data][product_data][name]": "ABC234",
    success_url: "http://localhost:1/paid?cs={CHECKOUT_SESSION_ID}",
    cancel_url: "http://localhost:1/back",
    expires_at: String(Math.floor(now / 1000) + 3600),
    "metadata[sid]": "ses_1",
    "payment_intent_data[capture_method]": "manual",
    "payment_intent_data[metadata][sid]": "ses_1",
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export interface Bench {
  readonly base: string;
  readonly standIn: StandIn;
  now(): Instant;
  advance(ms: number): void;
  makePage(changes?: Readonly<Record<string, string | undefined>>): Promise<string>;
  submit(page: string, fields: Fields): Promise<Reply>;
  /** a page that is paid on: its intent */
  makeHold(card?: string): Promise<{ readonly page: string; readonly intent: string }>;
}

export async function startBench(
  options: { readonly webhook?: { url: string; secret: string }; readonly folder?: string } = {},
): Promise<Bench> {
  let now = startAt;
  const standIn = await startStripeStandIn({
    port: 0,
    folder: options.folder ?? null,
    clock: () => now,
    apiKey,
    webhook: options.webhook ?? null,
    tickMs: 20,
  });
  const { base } = standIn;
  const makePage: Bench["makePage"] = async (changes = {}) => {
    const made = await call(base, "POST", "/v1/checkout/sessions", pageFields(changes, now));
    if (made.status !== 200) throw new Error(made.text);
    return made.at("id");
  };
  const submit: Bench["submit"] = (page, fields) => call(base, "POST", `/c/pay/${page}`, fields);
  return {
    base,
    standIn,
    now: () => now,
    advance(ms) {
      now += ms;
    },
    makePage,
    submit,
    async makeHold(card = "4242 4242 4242 4242") {
      const page = await makePage();
      const paid = await submit(page, { outcome: "pay", card });
      if (paid.status !== 303) throw new Error(paid.text);
      const read = await call(base, "GET", `/v1/checkout/sessions/${page}`);
      return { page, intent: read.at("payment_intent") };
    },
  };
}
