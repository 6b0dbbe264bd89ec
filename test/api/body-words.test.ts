/** What is wrong with a body is said with its place, in words for people, and without what came. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Bench, Json } from "./bench.ts";
import { createBench, refusal } from "./bench.ts";
import { addresses, expectBodyRefused, place, send } from "./bodies.ts";

let bench: Bench;
let operator: string;

beforeAll(async () => {
  bench = await createBench();
  operator = await bench.staff("operator");
});
beforeEach(() => {
  bench.written.length = 0;
});

/** Every place in a body where an object stands, with the body as it is when a list stands there instead. */
function listed(value: unknown): unknown[] {
  if (Array.isArray(value))
    return value.flatMap((each, n) => listed(each).map((other) => value.with(n, other)));
  if (typeof value !== "object" || value === null) return [];
  const below = Object.entries(value).flatMap(([name, each]) =>
    listed(each).map((other) => ({ ...value, [name]: other })),
  );
  return [[], [value], ...below];
}

describe("a list where an object belongs", () => {
  for (const address of addresses) {
    it(`is refused at ${address.path}, also where every member could be left out`, async () => {
      const good = { ...address.good(bench), ...(address.path === "/v1/sessions" ? {} : { barq: {} }) };
      for (const json of listed(good))
        expectBodyRefused(bench, address, await send(bench, address, { json }), JSON.stringify(json));
    });
  }

  it("is said to be one, and where", async () => {
    const answer = await bench.ask("/v1/locations", { token: operator, json: { ...place, barq: [] } });
    expect(answer.body).toMatchObject({ errors: [{ path: "barq", expected: "an object" }] });
  });
});

describe("what is wrong with a body", () => {
  it("is said in words for people, with the place, and without what came", async () => {
    const qr = bench.world.codeOf(1);
    const wrong: readonly (readonly [Json, string, string])[] = [
      [{ qr, email: "amina canary" }, "email", "an e-mail address"],
      [{ qr, limit: { amount: "canary" } }, "limit.amount", 'a decimal such as "50.00"'],
      [{ qr, locale: "canary" }, "locale", 'one of "ar", "fr", "en"'],
      [{ qr, email: 4711 }, "email", "string"],
      [{ qr, tenant: "canary" }, "tenant", "no such member"],
      [{}, "qr", "to be there"],
    ];
    for (const [json, path, expected] of wrong) {
      const answer = await bench.start(json, "wrong");
      expect(answer.body).toMatchObject({ status: 400, errors: [{ path, expected }] });
      const said = expected === "to be there" ? "is missing" : `is not as expected (${expected})`;
      expect(answer.body.detail).toBe(`${path} ${said}.`);
      // A request's own id is random, and holds any four digits now and then.
      expect(JSON.stringify(refusal(answer))).not.toMatch(/canary|4711/);
    }
    const act = await bench.ask("/v1/work-queue/none/resolve", {
      token: operator,
      headers: { "idempotency-key": "wrong-act" },
      json: { act: "canary", reason: "seen to" },
    });
    expect(act.body).toMatchObject({
      errors: [
        {
          path: "act",
          expected: 'one of "settle", "release", "acknowledge", "retry", "give_up", "collect", "returned"',
        },
      ],
    });
    const long = await bench.start({ qr, ["x".repeat(5000)]: 1 }, "wrong");
    expect(long.text.length).toBeLessThan(600);
  });
});
