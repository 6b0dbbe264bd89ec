/** Addresses that nobody should ask: each is refused as a problem, none is a bug, and nothing is written. */

import { credentialOf } from "@barq/functions/api/credential";
import type { Route } from "@barq/functions/api/routes";
import { routes } from "@barq/functions/api/routes";
import { beforeAll, describe, expect, it } from "vitest";
import { startAt } from "../actions/world.ts";
import type { Answer, Bench } from "./bench.ts";
import { createBench } from "./bench.ts";

let bench: Bench;
let operator: string;

beforeAll(async () => {
  bench = await createBench();
  operator = await bench.staff("operator");
});

const table: Readonly<Record<string, Route>> = routes;

/** What could stand in an address instead of an id, a code or a token. */
const parts: readonly string[] = [
  "x",
  "%00",
  "ses_%00",
  "a%2Fb",
  "%2F",
  "..%2F..%2Fetc%2Fpasswd",
  "%5C..%5C",
  "%",
  "%zz",
  "%E0%A4%A",
  "%ED%A0%80",
  "%F0%9F%9A%97",
  "%F4%8F%BF%BF",
  "a%0D%0Ax-injected:%201",
  "a;b=c",
  "a%7Cb",
  "a%23b",
  "barq%7CS%23ses_x",
  "__proto__",
  "constructor",
  "%7B%24ne%3A1%7D",
  "'%20OR%201=1%20--",
  "4242424242424242",
  "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa",
  "SES_AAAAAAAAAAAAAAAAAAAAAAAAAA",
  "1.barq.k1.x.aaaaaaaaaaaaaaaaaaaaaaaaaa",
  `1.barq.constructor.x.${"a".repeat(26)}`,
  "1.barq.k1.__proto__.aaaaaaaaaaaaaaaaaaaaaaaaaa",
  "1..k1..",
  "1.barq%7Cx.k1.cas-dc-01-1.aaaaaaaaaaaaaaaaaaaaaaaaaa",
  "a".repeat(3000),
  "%E2%82%AC".repeat(900),
  "a".repeat(20_000),
];

function expectRefusal(answer: Answer, what: string): void {
  const { status } = answer;
  expect({ what: what.slice(0, 80), status, isRefusal: status >= 400 && status < 500 }).toMatchObject({
    isRefusal: true,
  });
  expect(answer.headers.get("x-injected")).toBeNull();
  expect(bench.written).toEqual([]);
  expect(bench.log).toEqual([]);
}

describe("a part of an address that is nobody's id", () => {
  for (const [name, route] of Object.entries(table)) {
    if (!/:\w/.test(route.path)) continue;
    it(`is refused by ${name}: ${route.method} ${route.path}`, async () => {
      for (const strange of parts) {
        const path = route.path.replace(/:\w+(\{.*\})?/, (_, pattern) =>
          pattern ? `${strange}.pdf` : strange,
        );
        const where = credentialOf(route.path);
        const answer = await bench.ask(path, {
          method: route.method,
          ...(where === "bearer" ? { token: operator } : {}),
          ...(where === "cookie" ? { cookie: operator } : {}),
        });
        expectRefusal(answer, strange);
        if (path.startsWith("/v1/")) {
          expect(answer.headers.get("content-type")).toBe("application/problem+json");
          expect(answer.body).toMatchObject({ status: answer.status, request_id: expect.any(String) });
          // What came in the address is not said again: an answer that repeats it is a way to put words in our mouth.
          expect(answer.text.length).toBeLessThan(600);
        }
      }
    });
  }
});

describe("an address that is none", () => {
  it("is 404 in the same words, whatever its form", async () => {
    const paths = [
      "//",
      "/v1",
      "/v1/",
      "/v1/sessions/",
      "/V1/sessions",
      "/v2/sessions",
      "/.env",
      "/admin",
      "/v1/sessions/x/unknown",
      "/v1%2Fsessions",
      "/openapi.json/",
      "/%",
      "/%00",
      "/index.php",
      "/hooks/other",
      "/.well-known/openid-configuration",
    ];
    for (const path of paths) {
      const answer = await bench.ask(path, { token: operator });
      expect({ path, status: answer.status, code: answer.body.code }).toEqual({
        path,
        status: 404,
        code: "not_found",
      });
      expect(answer.body.detail).toBe("There is nothing at this address.");
    }
  });

  it("is not found behind another either: dots are resolved before the table is asked", async () => {
    expect((await bench.ask("/v1/../health")).status).toBe(200);
    expect((await bench.ask("/v1/connectors/..%2F..%2Fhealth")).status).toBe(404);
  });
});

describe("a method that an address does not have", () => {
  it("is 405 with those it has", async () => {
    const allowed = async (method: string, path: string): Promise<string | null> => {
      const answer = await bench.ask(path, { method, token: operator });
      expect({ path, method, status: answer.status }).toEqual({ path, method, status: 405 });
      return answer.headers.get("allow");
    };
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
      expect(await allowed(method, "/v1/sessions")).toBe("GET, POST");
      expect(await allowed(method, "/v1/tariffs")).toBe("GET, POST");
      expect(await allowed(method, "/v1/work-queue")).toBe("GET");
      expect(await allowed(method, "/v1/sessions/x")).toBe("GET");
      expect(await allowed(method, "/hooks/stripe")).toBe("POST");
      expect(await allowed(method, "/q/x/start")).toBe("POST");
    }
    expect(await allowed("GET", "/v1/pricing/preview")).toBe("POST");
    expect(await allowed("GET", "/v1/sessions/x/stop")).toBe("POST");
    expect(await allowed("POST", "/health")).toBe("GET");
    expect(await allowed("HEAD", "/hooks/stripe")).toBe("POST");
  });

  it("is HEAD nowhere that GET is allowed: the same headers, and no body", async () => {
    const [get, head] = [await bench.ask("/health"), await bench.ask("/health", { method: "HEAD" })];
    expect(head).toMatchObject({ status: 200, text: "" });
    expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
    expect((await bench.ask("/v1/work-queue", { method: "HEAD" })).status).toBe(401);
  });

  it("cannot be chosen by a header or a parameter", async () => {
    const answer = await bench.ask("/v1/work-queue?_method=POST", {
      token: operator,
      headers: {
        "x-http-method-override": "DELETE",
        "x-original-url": "/v1/tariffs",
        "x-forwarded-prefix": "/x",
      },
    });
    expect(answer).toMatchObject({ status: 200, body: { items: [] } });
  });
});

describe("a question", () => {
  it("with words that search does not know, or none, is refused", async () => {
    const questions = [
      "",
      "?",
      "?reference=",
      "?reference=%00",
      "?reference=ABCDEF&tenant=rival",
      "?station=CAS-DC-01",
      "?day=2026-11-24",
      "?last4=4242",
      "?station=CAS-DC-01&day=today",
      "?station=a%7Cb&day=2026-11-24",
      "?station=a%23b&day=2026-11-24",
      "?reference=ABCDEF&__proto__=1",
      "?reference=ABCDEF&constructor=1",
      "?reference[]=ABCDEF",
      "?station=CAS-DC-01&day=2026-11-24&last4=42",
      `?reference=${"A".repeat(5000)}`,
      "?reference=%FF%FE",
    ];
    for (const question of questions) {
      const answer = await bench.ask(`/v1/sessions${question}`, { token: operator });
      expect({ question: question.slice(0, 60), status: answer.status, code: answer.body.code }).toEqual({
        question: question.slice(0, 60),
        status: 400,
        code: "invalid_request",
      });
    }
  });

  it("with a cursor that is not ours is refused, and never begins in somebody else's list", async () => {
    const b64 = (text: string): string => Buffer.from(text).toString("base64url");
    const cursors = [
      "!",
      "%00",
      "%F0%9F%9A%97",
      "a",
      b64("\u{1f697}"),
      b64("\u{10ffff}"),
      b64("a|b"),
      b64("a#b"),
      b64(""),
      b64("k".repeat(37)),
      b64("x\u0000"),
      "A".repeat(5000),
      "%7B%7D",
      "__proto__",
    ];
    for (const path of ["/v1/locations", "/v1/tariffs", "/v1/stations"]) {
      for (const cursor of cursors) {
        if (cursor === "") continue;
        const answer = await bench.ask(`${path}?cursor=${cursor}`, { token: operator });
        expect({ path, cursor: cursor.slice(0, 40), status: answer.status, code: answer.body.code }).toEqual({
          path,
          cursor: cursor.slice(0, 40),
          status: 400,
          code: "invalid_request",
        });
      }
      expect((await bench.ask(`${path}?cursor=`, { token: operator })).status).toBe(200);
    }
    expect(bench.log).toEqual([]);
  });

  it("for a CDR of another version than OCPI's two is refused", async () => {
    const { session } = await bench.world.start();
    bench.written.length = 0;
    for (const version of ["2.1.1", "", "__proto__", "2.3.0%00"]) {
      const answer = await bench.ask(`/v1/sessions/${session.id}/cdr?version=${version}`, {
        token: operator,
      });
      expect(answer.body).toMatchObject({ status: 400, code: "invalid_request" });
    }
  });
});

describe("the product's time", () => {
  it("is the one Clock's", async () => {
    expect((await bench.ask("/health")).body).toEqual({
      status: "ok",
      time: new Date(startAt).toISOString().replace(".000", ""),
    });
  });
});
