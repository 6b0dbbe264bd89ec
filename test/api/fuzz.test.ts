/**
 * Bodies made from /openapi.json, as they are and spoilt: never a 5xx, every refusal a problem with a code and the
 * request's id, nothing written by what is refused, and nothing logged.
 */
import { isoText, minute } from "@barq/domain/instant";
import type { JsonSchema } from "@barq/functions/api/json-schema";
import { statuses } from "@barq/functions/api/problem";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { perKwh, startAt } from "../actions/world.ts";
import type { Answer, Ask, Bench, Json } from "./bench.ts";
import { createBench } from "./bench.ts";
import type { Known } from "./schema-values.ts";
import { valuesOf } from "./schema-values.ts";

let bench: Bench;
let operator: string;
let schemas: ReadonlyMap<string, JsonSchema>;
let known: Known;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const at = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((from, name) => (isObject(from) ? from[name] : undefined), value);

/** A register that was read every half hour. */
const register = (...energyWh: readonly string[]) =>
  energyWh.map((energy_wh, n) => ({ timestamp: isoText(startAt + n * 30 * minute), energy_wh }));

beforeAll(async () => {
  bench = await createBench();
  operator = await bench.staff("operator");
  const { body } = await bench.ask("/openapi.json");
  const paths = isObject(body.paths) ? Object.entries(body.paths) : [];
  schemas = new Map(
    paths.flatMap(([path, item]) => {
      const schema = at(item, "post", "requestBody", "content", "application/json", "schema");
      return isObject(schema) ? [[path, schema] as const] : [];
    }),
  );
  known = {
    qr: [bench.world.codeOf(1), bench.world.codeOf(2)],
    location_id: ["CAS-01"],
    tariff_ids: [["KWH"], [], ["KWH", "NONE"]],
    currency: ["MAD", "TND", "JPY"],
    time_zone: ["Africa/Casablanca", "UTC", "Etc/Unknown", "constructor", "__proto__", "toString"],
    type: ["ENERGY", "TIME", "PARKING_TIME", "FLAT"],
    price: [2.5, 0.0001],
    vat: [20],
    step_size: [0, 1, 300],
    tariff: [perKwh, { ...perKwh, tax_included: "NO" }],
    elements: [perKwh.elements],
    restrictions: [null, {}, { min_kwh: 5 }],
    timestamp: [
      "2026-11-24T09:00:00Z",
      "2026-11-24T10:00:00+01:00",
      "0001-01-01T00:00:00Z",
      "9999-12-31T23:59:59Z",
    ],
    start_date_time: ["2026-11-24T09:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"],
    end_date_time: ["2026-11-24T10:00:00Z", "9999-12-31T23:59:59Z"],
    volume: [0, 1, 0.25, 99_999, 9e15],
    readings: [register("0", "1500.5", "12000"), register("7", "7")],
    limit: [{ amount: "100.00" }, { energy_kwh: "20" }, { amount: "0" }, { energy_kwh: "999999999" }],
  };
});

/** What stands nowhere in good JSON of ours. */
const strange: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e15,
  0.1 + 0.2,
  "",
  " ",
  "\u0000",
  "\ud800",
  "x".repeat(300),
  "constructor",
  "4242 4242 4242 4242",
  [],
  [[]],
  {},
  { $ne: 1 },
  { length: 3 },
  "2026-13-45T99:99:99Z",
];

/** The value with something else in one place, chosen by the steps. */
function spoilt(value: unknown, steps: readonly number[], by: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return by;
  if (Array.isArray(value) && value.length > 0) {
    const n = step % value.length;
    return value.map((each, m) => (m === n ? spoilt(each, rest, by) : each));
  }
  if (!isObject(value)) return by;
  const names = Object.keys(value);
  const name = names[step % (names.length + 1)];
  if (name === undefined)
    return Object.fromEntries([...Object.entries(value), ["__proto__", by], [`x${step}`, by]]);
  if (rest.length === 0 && step % 3 === 0)
    return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));
  return { ...value, [name]: spoilt(value[name], rest, by) };
}

/** The text of a body, with what JSON.stringify would never write. */
function spoiltText(text: string, how: number): string {
  const ways = [
    text.slice(0, 40),
    text.replace(/:\d+/, ":1e999"),
    text.replace('"', "'"),
    `${text}${text}`,
    text.replace("{", '{"__proto__":{"id":"x"},'),
  ];
  return ways[how] ?? text;
}

const bodyOf = (path: string): fc.Arbitrary<string> => {
  const schema = schemas.get(path);
  if (!schema) throw new Error(`/openapi.json has no body of ${path}`);
  const values = valuesOf(schema, known);
  const spoiled = fc
    .tuple(values, fc.array(fc.nat(20), { maxLength: 5 }), fc.constantFrom(...strange))
    .map(([value, steps, by]) => spoilt(value, steps, by));
  return fc
    .tuple(fc.oneof(values, spoiled), fc.constantFrom(...Array(20).keys()))
    .map(([value, how]) => spoiltText(JSON.stringify(value) ?? "", how));
};

const codes = new Set<unknown>([...Object.keys(statuses), "method_not_allowed"]);

function expectSound(answer: Answer, before: number): void {
  expect({ status: answer.status, log: bench.log.splice(0) }).toEqual({ status: answer.status, log: [] });
  expect(answer.status).toBeLessThan(500);
  if (answer.status < 400) return;
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(codes.has(answer.body.code)).toBe(true);
  expect(answer.body).toMatchObject({
    status: answer.status,
    request_id: answer.headers.get("x-request-id"),
  });
  expect(bench.written.length).toBe(before);
}

async function fuzz(path: string, of: (n: number) => Ask): Promise<ReadonlyMap<number, number>> {
  const seen = new Map<number, number>();
  let n = 0;
  await fc.assert(
    fc.asyncProperty(bodyOf(path), async (raw) => {
      const before = bench.written.length;
      const ask = of(n++);
      const headers = { "content-type": "application/json", ...ask.headers };
      const answer = await bench.ask(path, { ...ask, method: "POST", raw, headers });
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
      expectSound(answer, before);
    }),
    { numRuns: 200 },
  );
  return seen;
}

describe("any body at all", () => {
  it("starts a session or is refused", async () => {
    const seen = await fuzz("/v1/sessions", (n) => ({ headers: { "idempotency-key": `fuzz-${n}` } }));
    expect(seen.get(201)).toBeGreaterThan(0);
    expect(seen.get(400)).toBeGreaterThan(0);
  });

  it("is priced or refused", async () => {
    const seen = await fuzz("/v1/pricing/preview", () => ({}));
    expect(seen.get(200)).toBeGreaterThan(0);
    expect(seen.get(400)).toBeGreaterThan(0);
  });

  for (const path of ["/v1/tariffs", "/v1/locations", "/v1/stations"]) {
    it(`is taken at ${path} or refused`, async () => {
      const seen = await fuzz(path, () => ({ token: operator }));
      expect(seen.get(400)).toBeGreaterThan(0);
    });
  }
});

describe("any address at all", () => {
  const anyPart = fc.oneof(
    fc.string({ maxLength: 40, unit: "binary" }).map((text) => encodeURIComponent(text.toWellFormed())),
    fc.webPath({ size: "small" }).map((path) => path.slice(1)),
    fc.stringMatching(/^[%\w.-]{1,30}$/),
    fc.stringMatching(/^1\.[a-z0-9-]{1,8}\.[a-z0-9]{1,8}\.[a-z0-9-]{1,8}\.[a-z2-7]{26}$/),
  );

  it("is answered or refused, and changes nothing", async () => {
    const patterns = [
      "/v1/connectors/@",
      "/v1/sessions/@",
      "/v1/sessions/@/cdr",
      "/v1/locations?cursor=@",
      "/v1/sessions?reference=@",
      "/v1/sessions?station=@&day=@",
      "/@",
      "/v1/@",
      "/v1/sessions?@=@",
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...patterns), anyPart, async (pattern, part) => {
        const before = bench.written.length;
        const answer = await bench.ask(
          pattern.replaceAll("@", () => part),
          { token: operator },
        );
        expectSound(answer, before);
        expect(bench.written.length).toBe(before);
      }),
      { numRuns: 300 },
    );
  });
});
