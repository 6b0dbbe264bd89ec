/** Tariffs through the API: versions that are never changed, and nothing that could be priced by half. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Answer, Bench, Json } from "./bench.ts";
import { createBench, rowsOf } from "./bench.ts";
import { energy, tariff } from "./ocpi-bodies.ts";

let bench: Bench;
let token: string;

beforeEach(async () => {
  bench = await createBench();
  token = await bench.staff("operator");
});

const post = (path: string, json: Json): Promise<Answer> => bench.ask(path, { json, token });
const list = async (path: string): Promise<readonly Json[]> =>
  rowsOf((await bench.ask(path, { token })).body);

describe("a tariff", () => {
  it("of the same id is its next version, and the connector sells by it at once", async () => {
    expect(await post("/v1/tariffs", tariff())).toMatchObject({
      status: 201,
      body: { ...tariff(), version: 1 },
    });
    const dearer = tariff({ elements: [{ price_components: [{ ...energy, price: 3.25 }] }] });
    expect(await post("/v1/tariffs", dearer)).toMatchObject({ status: 201, body: { version: 2 } });
    expect((await post("/v1/tariffs", dearer)).body.version).toBe(3);
    expect(await list("/v1/tariffs")).toMatchObject([{ ...dearer, id: "AC-2026" }, { id: "KWH" }]);
    const before = await bench.ask(`/v1/connectors/${bench.world.codeOf(1)}`);
    expect(before.body).toMatchObject({ tariff: { version: 1, terms: [{ price: "4.50" }] } });
    await post(
      "/v1/tariffs",
      tariff({ id: "KWH", elements: [{ price_components: [{ ...energy, price: 0.0025 }] }] }),
    );
    const after = await bench.ask(`/v1/connectors/${bench.world.codeOf(1)}`);
    expect(after.body).toMatchObject({ tariff: { version: 2, terms: [{ price: "0.0025" }] } });
  });

  it("made five times at once has five versions, each of them once", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => post("/v1/tariffs", tariff())));
    expect(answers.map(({ body }) => body.version).sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it("that we cannot price in full is refused, with the member named, and nothing is kept of it", async () => {
    const element = { price_components: [energy] };
    const members: readonly (readonly [string, Json])[] = [
      [
        "restrictions",
        { elements: [{ ...element, restrictions: { start_time: "08:00", end_time: "20:00" } }] },
      ],
      ["restrictions", { elements: [{ ...element, restrictions: { max_kwh: 10 } }, element] }],
      ["min_price", { min_price: { excl_vat: 5 } }],
      ["min_price", { min_price: 0 }],
      ["max_price", { max_price: { excl_vat: 50, incl_vat: 60 } }],
      [
        "several VAT rates",
        { elements: [{ price_components: [energy, { type: "FLAT", price: 5, vat: 10, step_size: 1 }] }] },
      ],
      [
        "several VAT rates",
        { elements: [{ price_components: [energy, { type: "TIME", price: 5, step_size: 1 }] }] },
      ],
      [
        "tax_included without a VAT rate",
        { tax_included: "YES", elements: [{ price_components: [{ ...energy, vat: null }] }] },
      ],
      ["barq.idle", { barq: { idle: { grace_s: 900, cap: { amount: "50.00", currency: "MAD" } } } }],
    ];
    for (const [member, more] of members) {
      const answer = await post("/v1/tariffs", tariff(more));
      expect({ more, ...answer.body }).toMatchObject({
        more,
        status: 422,
        code: "tariff_unsupported",
        member,
      });
      expect(answer.body.detail).toContain(member);
    }
    expect(bench.written).toEqual([]);
    const free = await post(
      "/v1/tariffs",
      tariff({ min_price: null, elements: [{ ...element, restrictions: {} }] }),
    );
    expect(free.status).toBe(201);
  });

  it("that is nonsense is refused: unknown dimensions, negative or too fine prices, a component twice", async () => {
    const wrong: readonly (readonly [Json, number])[] = [
      [{ ...energy, type: "LIGHT" }, 422],
      [{ ...energy, price: -1 }, 422],
      [{ ...energy, price: 0.00001 }, 422],
      [{ ...energy, vat: -20 }, 422],
      [{ ...energy, step_size: -1 }, 422],
      [{ ...energy, step_size: 0.5 }, 422],
      [{ ...energy, price: "2.50" }, 400],
      [{ type: "ENERGY", vat: 20, step_size: 1 }, 400],
    ];
    for (const [component, status] of wrong) {
      const answer = await post("/v1/tariffs", tariff({ elements: [{ price_components: [component] }] }));
      expect({ component, status: answer.status }).toEqual({ component, status });
    }
    expect(
      (await post("/v1/tariffs", tariff({ elements: [{ price_components: [energy, energy] }] }))).status,
    ).toBe(422);
    expect((await post("/v1/tariffs", tariff({ elements: [] }))).status).toBe(400);
    expect(await post("/v1/tariffs", tariff({ currency: "XXX" }))).toMatchObject({
      status: 422,
      body: { code: "currency_unknown" },
    });
    expect((await post("/v1/tariffs", tariff({ start_date_time: "tomorrow" }))).status).toBe(422);
    expect(bench.written).toEqual([]);
  });
});
