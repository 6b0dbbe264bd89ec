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

  it("whose tax nobody can know is refused: it could be priced, but never taken", async () => {
    for (const more of [
      { tax_included: "YES", elements: [{ price_components: [{ ...energy, vat: null }] }] },
      { tax_included: "NO", currency: "CAD", elements: [{ price_components: [{ ...energy, vat: null }] }] },
    ]) {
      const answer = await post("/v1/tariffs", tariff(more));
      expect({ more, ...answer.body }).toMatchObject({ more, status: 422, code: "tariff_unsupported" });
    }
    expect(bench.written).toEqual([]);
  });

  it("longer than the store can keep is refused before anything is written", async () => {
    const long = [{ language: "en", text: "x".repeat(400_000) }];
    const answer = await post("/v1/tariffs", tariff({ tariff_alt_text: long }));
    expect(answer.body).toMatchObject({ status: 413, code: "payload_too_large" });
    expect(bench.written).toEqual([]);
  });

  it("with everything that OCPI knows is taken, and our own idle terms beside it", async () => {
    const whole = tariff({
      min_price: { before_taxes: 1, after_taxes: 1.2 },
      max_price: { before_taxes: 100 },
      elements: [
        {
          price_components: [energy, { type: "FLAT", price: 1, vat: 10, step_size: 1 }],
          restrictions: { start_time: "22:00", end_time: "06:00", day_of_week: ["FRIDAY"], max_kwh: 20 },
        },
        { price_components: [energy] },
      ],
      barq: {
        idle: {
          grace_s: 900,
          hours: { start_time: "08:00", end_time: "20:00" },
          threshold_w: 500,
          cap: { amount: "50.00", currency: "MAD" },
        },
      },
    });
    expect((await post("/v1/tariffs", whole)).status).toBe(201);
  });

  it("with a hundred slips is answered with the path of each", async () => {
    const elements = Array.from({ length: 60 }, () => ({
      price_components: [{ ...energy, price: -1, vat: 500 }],
    }));
    const answer = await post("/v1/tariffs", tariff({ elements }));
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toHaveLength(100);
    expect(
      rowsOf(answer.body, "errors")
        .slice(0, 2)
        .map(({ path }) => path),
    ).toEqual(["elements.0.price_components.0.price", "elements.0.price_components.0.vat"]);
    expect(bench.written).toEqual([]);
  });

  it("that is nonsense is refused: unknown dimensions, negative or too fine prices, a component twice", async () => {
    const wrong: readonly (readonly [Json, number])[] = [
      [{ ...energy, type: "LIGHT" }, 422],
      [{ ...energy, price: -1 }, 422],
      [{ ...energy, price: 0.00001 }, 422],
      [{ ...energy, vat: -20 }, 422],
      [{ ...energy, step_size: -1 }, 422],
      [{ ...energy, step_size: 0.5 }, 422],
      [{ ...energy, price: "2.50" }, 422],
      [{ type: "ENERGY", vat: 20, step_size: 1 }, 422],
    ];
    for (const [component, status] of wrong) {
      const answer = await post("/v1/tariffs", tariff({ elements: [{ price_components: [component] }] }));
      expect({ component, status: answer.status }).toEqual({ component, status });
    }
    expect(
      (await post("/v1/tariffs", tariff({ elements: [{ price_components: [energy, energy] }] }))).status,
    ).toBe(422);
    expect((await post("/v1/tariffs", tariff({ elements: [] }))).status).toBe(422);
    expect(await post("/v1/tariffs", tariff({ currency: "XXX" }))).toMatchObject({
      status: 422,
      body: { code: "currency_unknown" },
    });
    expect((await post("/v1/tariffs", tariff({ start_date_time: "tomorrow" }))).status).toBe(422);
    expect(bench.written).toEqual([]);
  });
});
