/** Bodies that nobody should send: each is refused as a problem with a code, nothing is written, nothing of it is logged. */
import { bodyLimits } from "@barq/functions/api/read-body";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Bench } from "./bench.ts";
import { createBench } from "./bench.ts";
import { addresses, expectBodyRefused, expectRefused, isJson, send } from "./bodies.ts";

let bench: Bench;

beforeAll(async () => {
  bench = await createBench();
});
beforeEach(() => {
  bench.written.length = 0;
});

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
        expectBodyRefused(bench, address, await send(bench, address, { raw, headers: isJson }), what);
      }
      expectRefused(bench, await send(bench, address, {}), "no body and no type");
    });
  }
});

describe("a body of another type than JSON", () => {
  for (const address of addresses) {
    it(`is refused at ${address.path}, though its text would do`, async () => {
      const raw = JSON.stringify(address.good(bench));
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
        expectRefused(bench, await send(bench, address, { raw, headers: { "content-type": type } }), type);
      }
    });
  }
});

describe("a body that is too large", () => {
  for (const address of addresses) {
    it(`is refused at ${address.path} by one byte, and taken without it`, async () => {
      const text = JSON.stringify(address.good(bench));
      const padded = (bytes: number): string => text + " ".repeat(bytes - text.length);
      const more = { raw: padded(address.most + 1), headers: isJson };
      expectRefused(bench, await send(bench, address, more), "one byte more", 413, "payload_too_large");
      const said = { raw: "{}", headers: { ...isJson, "content-length": `${address.most + 1}` } };
      expectRefused(bench, await send(bench, address, said), "said to be more", 413, "payload_too_large");
      const answer = await send(bench, address, { raw: padded(address.most), headers: isJson });
      expect([200, 201]).toContain(answer.status);
    });
  }
});

describe("the page's form", () => {
  it("refuses what is too large, of another type, or holds a card's number, and shows none of it again", async () => {
    const path = `/q/${bench.world.codeOf(1)}/start`;
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const ask = (raw: string, headers: Record<string, string> = form) =>
      bench.ask(path, { method: "POST", raw, headers });
    const answers = [
      [413, await ask(`key=k&email=${"x".repeat(bodyLimits.short)}`)],
      [400, await ask('{"key":"k"}', isJson)],
      [400, await ask("key=k&limit=4242+4242+4242+4242")],
      [400, await ask("key=k&__proto__=x&constructor=y")],
      [400, await ask("key=%00")],
      [400, await ask("key=k&email=%FF%FE")],
    ] as const;
    for (const [status, answer] of answers) {
      expect(answer.status).toBe(status);
      expect(answer.text).not.toMatch(/4242 4242|xxxxx/);
    }
    expect(bench.written).toEqual([]);
    expect(bench.log).toEqual([]);
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
    expectRefused(bench, await hook("{}"), "no signature", 400, "signature_invalid");
    expectRefused(bench, await hook("x".repeat(bodyLimits.long + 1)), "too much", 413, "payload_too_large");
  });
});
