/** Bodies that nobody should send: each is refused as a problem with a code, nothing is written, nothing of it is logged. */
import { bodyLimits } from "@barq/functions/api/read-body";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { perKwh } from "../actions/world.ts";
import type { Answer, Ask, Bench, Json } from "./bench.ts";
import { createBench } from "./bench.ts";

let bench: Bench;
let operator: string;

beforeAll(async () => {
  bench = await createBench();
  operator = await bench.staff("operator");
});
beforeEach(() => {
  bench.written.length = 0;
});

interface Address {
  readonly path: string;
  readonly most: number;
  /** a body that would be taken */
  good(): Json;
  ask(): Ask;
}

const readings = [
  { timestamp: "2026-11-24T09:00:00Z", energy_wh: "0" },
  { timestamp: "2026-11-24T10:00:00Z", energy_wh: "10000" },
];
const place = { id: "L", address: "a", city: "c", country: "MAR", time_zone: "Africa/Casablanca" };

const addresses: readonly Address[] = [
  {
    path: "/v1/sessions",
    most: bodyLimits.driver,
    good: () => ({
      qr: bench.world.codeOf(1),
      locale: "en",
      limit: { amount: "100.00" },
      email: "a@example.com",
    }),
    ask: () => ({ headers: { "idempotency-key": "garbage" } }),
  },
  {
    path: "/v1/pricing/preview",
    most: bodyLimits.operator,
    good: () => ({ tariff: perKwh, readings, time_zone: "Africa/Casablanca" }),
    ask: () => ({}),
  },
  {
    path: "/v1/tariffs",
    most: bodyLimits.operator,
    good: () => ({ ...perKwh, id: "T" }),
    ask: () => ({ token: operator }),
  },
  { path: "/v1/locations", most: bodyLimits.operator, good: () => place, ask: () => ({ token: operator }) },
  {
    path: "/v1/stations",
    most: bodyLimits.operator,
    good: () => ({
      id: "S",
      location_id: "CAS-01",
      evses: [
        {
          uid: "1",
          connectors: [{ id: "1", standard: "IEC_62196_T2", power_type: "AC_3_PHASE", tariff_ids: ["KWH"] }],
        },
      ],
    }),
    ask: () => ({ token: operator }),
  },
];

const isJson = { "content-type": "application/json" };

function send(address: Address, more: Ask): Promise<Answer> {
  const own = address.ask();
  return bench.ask(address.path, {
    ...own,
    ...more,
    method: "POST",
    headers: { ...own.headers, ...more.headers },
  });
}

function expectRefused(answer: Answer, what: string, status = 400, code = "invalid_request"): void {
  expect({ what, status: answer.status, code: answer.body.code }).toEqual({ what, status, code });
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.body.request_id).toBe(answer.headers.get("x-request-id"));
  expect(bench.written).toEqual([]);
  expect(bench.log).toEqual([]);
}

/** Texts that are no body for any address. */
const texts: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>> = {
  "no body": "",
  "white space": "  \n",
  "broken JSON": '{"qr": ',
  "two bodies": "{}{}",
  "a word": "undefined",
  NaN: '{"qr": NaN}',
  "a comment": "{} // done",
  "single quotes": "{'qr': 'x'}",
  "a trailing comma": '{"qr":"x",}',
  "a form": "qr=x&limit=5",
  "a list instead of an object": "[]",
  "a list of objects": "[{}]",
  null: "null",
  true: "true",
  "a number": "42",
  "a text": '"qr"',
  "an empty object": "{}",
  "lists without end": "[".repeat(4000) + "]".repeat(4000),
  "objects without end": `${'{"a":'.repeat(1300)}1${"}".repeat(1300)}`,
  "a number beyond all numbers": '{"qr": 1e999}',
  "a number that has lost digits": '{"qr": 6304000000000000001}',
  "minus that": '{"a": [-1e999]}',
  "half a character": '{"qr": "\\ud800"}',
  "the other half as a name": '{"\\udfff": 1}',
  "bytes that are no UTF-8": new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  "an overlong NUL": new Uint8Array([0x22, 0xc0, 0x80, 0x22]),
  "UTF-16": new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
  "a prototype": '{"__proto__": {"qr": "x", "id": "x"}}',
  "a constructor": '{"constructor": {"prototype": {"id": "x"}}}',
};

describe("a body that is none", () => {
  for (const address of addresses) {
    it(`is refused at ${address.path}`, async () => {
      for (const [what, raw] of Object.entries(texts)) {
        expectRefused(await send(address, { raw, headers: isJson }), what);
      }
      expectRefused(await send(address, {}), "no body and no type");
    });
  }
});

describe("a body of another type than JSON", () => {
  for (const address of addresses) {
    it(`is refused at ${address.path}, though its text would do`, async () => {
      const raw = JSON.stringify(address.good());
      const types = [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/json",
        "application/jsonp",
        "application/json-seq",
        "*/*",
        "json",
        "",
      ];
      for (const type of types) {
        expectRefused(await send(address, { raw, headers: { "content-type": type } }), type);
      }
    });
  }
});

describe("a body that is too large", () => {
  for (const address of addresses) {
    it(`is refused at ${address.path} by one byte, and taken without it`, async () => {
      const text = JSON.stringify(address.good());
      const padded = (bytes: number): string => text + " ".repeat(bytes - text.length);
      const more = { raw: padded(address.most + 1), headers: isJson };
      expectRefused(await send(address, more), "one byte more", 413, "payload_too_large");
      const said = { raw: "{}", headers: { ...isJson, "content-length": `${address.most + 1}` } };
      expectRefused(await send(address, said), "said to be more", 413, "payload_too_large");
      const answer = await send(address, { raw: padded(address.most), headers: isJson });
      expect([200, 201]).toContain(answer.status);
    });
  }
});

/** Every place in a body, with the body as it is when something else stands there. */
function replaced(value: unknown, by: unknown): unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((each, n) => [by, ...replaced(each, by)].map((other) => value.with(n, other)));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, each]) =>
      [by, ...replaced(each, by)].map((other) => ({ ...value, [name]: other })),
    );
  }
  return [];
}

/** Numbers from the card networks' own pages for testers, as people write them. */
const cards: readonly unknown[] = [
  "4242424242424242",
  "4242 4242 4242 4242",
  "4242-4242-4242-4242",
  "my card is 5555555555554444.",
  "378282246310005",
  "3782 822463 10005",
  "6011111111111117",
  "30569309025904",
  "6304000000000000000",
  4242424242424242,
  -378282246310005,
  "4242 4242 4242 4242 12/28",
  "4242 4242 4242 4242 123",
  "exp 12 4242 4242 4242 4242",
  "4242\u00a04242\u00a04242\u00a04242",
  "\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12",
  "\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662",
  "\u06f4\u06f2\u06f4\u06f2 \u06f4\u06f2\u06f4\u06f2 \u06f4\u06f2\u06f4\u06f2 \u06f4\u06f2\u06f4\u06f2",
];

describe("a card's number", () => {
  for (const address of addresses) {
    it(`is refused at ${address.path} wherever it stands, and neither written, logged nor said again`, async () => {
      for (const card of cards) {
        const bodies = [
          ...replaced(address.good(), card),
          { ...address.good(), note: { deep: [card] } },
          { [String(card)]: 1 },
        ];
        for (const json of bodies) {
          const answer = await send(address, { json });
          expectRefused(answer, JSON.stringify(json));
          expect(answer.text).toContain("This looks like a card number.");
          expect(answer.text).not.toContain(String(card));
        }
      }
    });
  }

  it("is not seen in what only looks like one: phones, dates, coordinates, ids", async () => {
    const innocent = [
      "+212 522 12 34 56",
      "2026-11-24T15:00:00Z",
      "33.5731104, -7.5898434",
      "4242424242424241",
      "0000000000000000",
      "MA*BRQ*E0000000001*1",
      "ICE 001234567000089",
    ];
    for (const [n, name] of innocent.entries()) {
      const answer = await bench.ask("/v1/locations", {
        token: operator,
        json: { ...place, id: `I${n}`, name },
      });
      expect({ name, status: answer.status }).toEqual({ name, status: 201 });
    }
  });
});

describe("the provider's hook", () => {
  it("refuses what is unsigned, oversized or no UTF-8, and writes nothing", async () => {
    const hook = (raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
      bench.ask("/hooks/stripe", { method: "POST", raw, headers });
    for (const raw of Object.values(texts)) {
      const answer = await hook(raw, { "stripe-signature": "t=1,v1=00" });
      expect(answer.status).toBe(400);
    }
    expectRefused(await hook("{}"), "no signature", 400, "signature_invalid");
    expectRefused(await hook("x".repeat(bodyLimits.provider + 1)), "too much", 413, "payload_too_large");
  });
});
