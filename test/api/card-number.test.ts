/** A card's number is refused wherever it stands in a body, however it is written, and kept nowhere (PCI DSS SAQ A). */
import { randomUUID } from "node:crypto";
import { keyPattern } from "@barq/functions/api/bodies/start";
import { holdsCardNumber } from "@barq/functions/api/card-number";
import { freshKey } from "@barq/functions/api/fresh-key";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Bench } from "./bench.ts";
import { createBench } from "./bench.ts";
import { addresses, expectRefused, place, send } from "./bodies.ts";

let bench: Bench;
let operator: string;

beforeAll(async () => {
  bench = await createBench();
  operator = await bench.staff("operator");
});
beforeEach(() => {
  bench.written.length = 0;
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
          ...replaced(address.good(bench), card),
          { ...address.good(bench), note: { deep: [card] } },
          { [String(card)]: 1 },
        ];
        for (const json of bodies) {
          const answer = await send(bench, address, { json });
          expectRefused(bench, answer, JSON.stringify(json));
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

describe("a UUID", () => {
  it("is no card's number, whatever its digits, and hides none beside it", () => {
    const ids = [
      "79510f56-9807-4290-9352-8efcf272ef77",
      ...Array.from({ length: 20_000 }, () => randomUUID()),
    ];
    expect(ids.filter((id) => holdsCardNumber(`key ${id}`))).toEqual([]);
    expect(holdsCardNumber(`${ids[0]} 4242 4242 4242 4242`)).toBe(true);
  });

  it("is not what a form's own key is made as: a thousand fresh keys are taken as they are", () => {
    const keys = Array.from({ length: 1000 }, () => freshKey());
    expect(keys.filter((key) => holdsCardNumber(key) || !keyPattern.test(key))).toEqual([]);
    expect(new Set(keys).size).toBe(1000);
  });
});
