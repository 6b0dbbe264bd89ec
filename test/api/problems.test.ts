/**
 * How a refusal looks, and how a bug does: stable codes with their statuses for the one, a request's id and nothing else
 * for the other. What a bug says may quote what somebody typed; none of it gets into the log.
 */
import { Fault } from "@barq/domain/fault";
import { money } from "@barq/domain/money";
import { problemOf, statuses } from "@barq/functions/api/problem";
import { createReadApp } from "@barq/functions/api/read-app";
import type { Store } from "@barq/store/port";
import { describe, expect, it } from "vitest";
import type { Answer } from "./bench.ts";
import { createBench, read } from "./bench.ts";

/** The doors' store, with a bug in its reading. */
async function askWithBug(
  thrown: unknown,
): Promise<{ readonly answer: Answer; readonly log: readonly string[] }> {
  const bench = await createBench();
  const store: Store = { ...bench.ports.store, read: () => Promise.reject(thrown) };
  const log: string[] = [];
  const app = createReadApp({
    ports: { ...bench.ports, store },
    who: bench.who,
    log: (line) => log.push(line),
  });
  const answer = await read(
    await app.request(`/v1/connectors/${bench.world.codeOf(1)}?email=amina@canary.example`),
  );
  return { answer, log };
}

describe("a bug", () => {
  it("tells its caller the request's id and nothing else, and the log where it was", async () => {
    const { answer, log } = await askWithBug(new TypeError("cannot read properties of undefined"));
    expect(answer.status).toBe(500);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toEqual({
      type: "/docs#internal",
      title: "Internal",
      status: 500,
      code: "internal",
      request_id: answer.headers.get("x-request-id"),
    });
    expect(log).toHaveLength(1);
    const line: Record<string, unknown> = JSON.parse(log[0] ?? "{}");
    expect(line).toMatchObject({
      level: "error",
      at: "read",
      method: "GET",
      request_id: answer.body.request_id,
      name: "TypeError",
      message: "cannot read properties of undefined",
    });
    expect(JSON.stringify(line.frames)).toContain("test/api/problems.test.ts");
    expect(log[0]).not.toContain("/v1/connectors");
  });

  const canaries: Readonly<Record<string, string>> = {
    "an e-mail address": "no driver amina.canary@example.com here",
    "an e-mail address in brackets": "bounced: <amina.canary@example.com>",
    "an encoded e-mail address": "GET /x?email=amina.canary%40example.com failed",
    "a card's number": "card 4242424242424242 was declined",
    "a card's number in groups": "card 4242 4242 4242 4242 (CVC 123) declined",
    "a card's number with dashes": "card 4242-4242-4242-4242",
    "a phone number": "call +212 612 34 56 78 back",
    "a phone number with points": "call 06.12.34.56.78 back",
    "a name in double quotes": 'no row for "Amina Canary"',
    "a name in single quotes": "no row for 'Amina Canary'",
    "a name after an apostrophe": "can't find 'Amina Canary'",
    "a name with an apostrophe": "can't find 'Amina O'Canary' here",
    "a name in backquotes": "no row for `Amina Canary`",
    "a name in guillemets": "pas de ligne pour « Amina Canary »",
    "a name in curly quotes": "no row for “Amina Canary” or ‘Amina Canary’",
    "a quote in a quote": 'bad value "she said \\"Amina Canary\\" twice"',
    "a quote that was cut off": 'Unexpected token in "{\\"name\\":\\"Amina Canary',
    "a single quote that was cut off": "Unexpected 'Amina Canary",
    "lines that look like a stack":
      "first line\n    at Amina Canary <amina.canary@example.com>\n    at 4242424242424242",
    "JSON without quotes at the end": '{"email": "amina.canary@example.com", "name": "Amina Canary"}',
    "a token": "bad token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJDYW5hcnkifQ.c2lnbmF0dXJl",
  };

  it("says nothing personal in the log, however its message quotes it", async () => {
    for (const [what, message] of Object.entries(canaries)) {
      const { answer, log } = await askWithBug(new Error(message, { cause: new Error(message) }));
      expect({ what, status: answer.status, logged: log.length }).toEqual({ what, status: 500, logged: 1 });
      for (const text of [log[0] ?? "", answer.text]) {
        expect(`${what}: ${text}`).not.toMatch(/canary|amina|example\.com|eyJ/i);
        const said = text.replace(/"request_id":"[^"]*"/, "").replace(/"frames":\[.*?\]/, "");
        expect(`${what}: ${said}`).not.toMatch(/4242|612|12\.34|34 56/);
      }
    }
  });

  it("that throws something else than an error is answered like any other", async () => {
    for (const thrown of [
      "amina.canary@example.com",
      null,
      undefined,
      4242,
      { code: "not_found", status: 200 },
    ]) {
      const { answer, log } = await askWithBug(thrown);
      expect(answer.body).toMatchObject({ status: 500, code: "internal" });
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(log).toHaveLength(1);
      expect(log[0]).not.toMatch(/canary|4242/);
    }
  });

  it("that only looks like a refusal is none: its text and its status are not said", async () => {
    const lookalike = Object.assign(new Error("secret words"), {
      code: "not_found",
      status: 404,
      details: {},
    });
    const { answer } = await askWithBug(lookalike);
    expect(answer).toMatchObject({ status: 500, body: { code: "internal" } });
    expect(answer.text).not.toContain("secret");
  });
});

describe("a refusal", () => {
  // That every code has a status is the compiler's to say: `satisfies Record<FaultCode, number>` in problem.ts.
  const codes = Object.keys(statuses).filter((code): code is keyof typeof statuses => code in statuses);

  it("of every code has one shape: type, title, status, code, detail, request_id", () => {
    for (const code of codes) {
      const { status, headers, body } = problemOf(new Fault(code, "Words for the caller."), "request-1");
      expect(status).toBe(statuses[code]);
      expect(status >= 400 && status < 600 && status !== 500).toBe(true);
      expect(headers["content-type"]).toBe("application/problem+json");
      expect(body).toEqual({
        type: `/docs#${code}`,
        title: expect.stringMatching(/^[A-Z][a-z ]+$/),
        status,
        code,
        detail: "Words for the caller.",
        request_id: "request-1",
      });
    }
  });

  it("that has to do with time or tokens says so in its headers", () => {
    const headersOf = (code: keyof typeof statuses, details = {}) =>
      problemOf(new Fault(code, "x", details), "r").headers;
    for (const code of codes) {
      const waits = [429, 503].includes(statuses[code]) || code === "receipt_not_ready";
      expect({ code, waits: "retry-after" in headersOf(code) }).toEqual({ code, waits });
      expect("www-authenticate" in headersOf(code)).toBe(statuses[code] === 401);
    }
    expect(headersOf("too_many_requests", { retry_after_s: 600 })["retry-after"]).toBe("600");
  });

  it("shows its facts as the wire has them, and never instead of its own members", () => {
    const facts = {
      least: money(5025n, "MAD"),
      since: Date.parse("2026-11-24T09:00:00Z"),
      big: 12_345_678_901_234_567_890n,
      status: 200,
      code: "fine",
      request_id: "another",
      retry_after_s: 7,
    };
    const { body } = problemOf(new Fault("limit_too_small", "Too small.", facts), "request-1");
    expect(JSON.parse(JSON.stringify(body))).toEqual({
      type: "/docs#limit_too_small",
      title: "Limit too small",
      status: 422,
      code: "limit_too_small",
      detail: "Too small.",
      request_id: "request-1",
      least: { amount: "50.25", currency: "MAD" },
      since: "2026-11-24T09:00:00Z",
      big: "12345678901234567890",
    });
  });

  it("on the wire names the request, by the gateway's id where there is one", async () => {
    const { apps } = await createBench();
    const env = { requestContext: { requestId: "gateway-1" } };
    const answer = await read(await apps.read.request("/v1/work-queue", {}, env));
    expect(answer.body).toMatchObject({ status: 401, request_id: "gateway-1" });
    expect(answer.headers.get("x-request-id")).toBe("gateway-1");
    const own = await read(await apps.read.request("/v1/work-queue"));
    expect(own.body.request_id).toMatch(/^[0-9a-f-]{36}$/);
  });
});
