/** Headers that every answer carries, good or bad: nothing is cached, framed, run, or told to the next page. */
import { createReadApp } from "@barq/functions/api/read-app";
import { isLoopback, securityHeaders } from "@barq/functions/api/security-headers";
import { createWho } from "@barq/functions/api/who";
import { beforeAll, describe, expect, it } from "vitest";
import type { Answer, Ask, Bench } from "./bench.ts";
import { createBench, read } from "./bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
});

/** Directives of a Content-Security-Policy by their names. */
const policyOf = (answer: Answer): ReadonlyMap<string, string> =>
  new Map(
    (answer.headers.get("content-security-policy") ?? "").split(";").map((directive) => {
      const [name = "", ...values] = directive.trim().split(" ");
      return [name, values.join(" ")] as const;
    }),
  );

function expectSafe(answer: Answer, what: string): void {
  const { headers } = answer;
  const found = Object.fromEntries(
    ["cache-control", "x-content-type-options", "referrer-policy", "strict-transport-security"].map(
      (name) => [name, headers.get(name)],
    ),
  );
  expect({ what, ...found }).toEqual({
    what,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
  });
  const policy = policyOf(answer);
  expect({ what, source: policy.get("default-src") }).toEqual({ what, source: "'none'" });
  expect({ what, ancestors: policy.get("frame-ancestors") }).toEqual({ what, ancestors: "'none'" });
  expect({ what, base: policy.get("base-uri") }).toEqual({ what, base: "'none'" });
  expect(headers.get("content-security-policy")).not.toMatch(/unsafe|\*|script-src/);
  expect(headers.get("x-request-id")).toMatch(/^[\w-]{8,}$/);
  // Nobody else's page may read an answer, and nothing says what we run on.
  for (const name of ["access-control-allow-origin", "server", "x-powered-by", "set-cookie"]) {
    expect({ what, name, value: headers.get(name) }).toEqual({ what, name, value: null });
  }
}

describe("security headers", () => {
  it("stand on every answer of the API: good, refused, not found, not allowed, too large, not JSON", async () => {
    const token = await bench.staff("operator");
    const json = { "content-type": "application/json" };
    const asks: readonly (readonly [string, Ask])[] = [
      ["/health", {}],
      ["/openapi.json", {}],
      ["/docs", {}],
      ["/.well-known/jwks.json", {}],
      [`/v1/connectors/${bench.world.codeOf(1)}`, {}],
      ["/v1/connectors/forged", {}],
      ["/v1/work-queue", { token }],
      ["/v1/work-queue", {}],
      ["/v1/work-queue", { token: "x.y.z" }],
      ["/v1/tariffs", { method: "DELETE" }],
      [
        "/v1/tariffs",
        {
          method: "OPTIONS",
          headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
        },
      ],
      ["/v1/work-queue", { method: "HEAD", token }],
      ["/nowhere", {}],
      ["/v1/sessions", { method: "POST", raw: "{", headers: json }],
      [
        "/v1/sessions",
        { method: "POST", raw: "x".repeat(9000), headers: { ...json, "idempotency-key": "k" } },
      ],
      ["/v1/pricing/preview", { raw: "{}", headers: json }],
      ["/hooks/stripe", { raw: "{}" }],
      ["/v1/sessions/ses_aaaa/receipt.pdf", { token }],
    ];
    for (const [path, ask] of asks) expectSafe(await bench.ask(path, ask), `${ask.method ?? "GET"} ${path}`);
  });

  it("stand on a start, whose token would be worth keeping", async () => {
    const started = await bench.start({ qr: bench.world.codeOf(1) }, "headers");
    expect(started.status).toBe(201);
    expectSafe(started, "a start");
  });

  it("stand on a bug", async () => {
    const broken = {
      ...bench.ports,
      store: { ...bench.ports.store, read: () => Promise.reject(new Error("bug")) },
    };
    const app = createReadApp({ ports: broken, who: bench.who, log: () => undefined });
    const answer = await read(await app.request(`/v1/connectors/${bench.world.codeOf(1)}`));
    expect(answer.status).toBe(500);
    expectSafe(answer, "a bug");
  });

  it("let a page of ours apply its own styles and nothing else", async () => {
    const docs = await bench.ask("/docs");
    expect(docs.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(policyOf(docs).get("style-src")).toMatch(/^'sha256-[\w+/]{43}='( 'sha256-[\w+/]{43}=')*$/);
    expect(docs.text).not.toMatch(/<script|\son\w+=|javascript:/i);
  });

  it("promise TLS for a year, but not for a laptop, where nobody has a certificate", async () => {
    const hosts = [
      "http://localhost:8787",
      "https://localhost",
      "http://127.0.0.1:8787",
      "https://[::1]",
      "https://barq.localhost",
    ];
    for (const origin of hosts)
      expect(securityHeaders(origin)).not.toHaveProperty("strict-transport-security");
    expect(securityHeaders("https://localhost.example")).toHaveProperty("strict-transport-security");
    expect(isLoopback("127.0.0.1.example")).toBe(false);
    expect(isLoopback("notlocalhost")).toBe(false);
  });
});

describe("a door without an issuer", () => {
  it("lets in nobody at work, whatever their token", async () => {
    const { access, receipt } = bench.keys;
    const who = createWho({
      origin: bench.ports.origin,
      access,
      receipt,
      documents: { keys: [] },
      staff: null,
      store: bench.ports.store,
      clock: bench.world.now,
      receiptTokenMs: 1000,
    });
    const app = createReadApp({ ports: bench.ports, who });
    const headers = { authorization: `Bearer ${await bench.staff("operator")}` };
    expect((await app.request("/v1/work-queue", { headers })).status).toBe(401);
  });
});
