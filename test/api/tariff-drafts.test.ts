/** Drafts of tariffs: written and changed by people who may be at it at once, told in full, and refused where they are garbage. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Bench, Json } from "./bench.ts";
import { createBench, refusal, rival, rowsOf } from "./bench.ts";
import { energy } from "./ocpi-bodies.ts";
import { createPublishers, kwh } from "./publishers.ts";

let bench: Bench;
let people: ReturnType<typeof createPublishers>;

beforeEach(async () => {
  bench = await createBench();
  people = createPublishers(bench);
});

describe("a draft", () => {
  it("asked for twice is one draft, and its key makes no other", async () => {
    const [first, again] = [await people.drafted(kwh(5)), await people.drafted(kwh(5))];
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.id).toBe(first.body.id);
    expect(refusal(await people.drafted(kwh(6)))).toMatchObject({
      status: 422,
      code: "idempotency_key_reused",
    });
    expect(refusal(await people.drafted(kwh(5), "k1", "badr"))).toMatchObject({ status: 422 });
    const { body } = await bench.ask("/v1/tariff-drafts", { token: await people.tokenOf("eve", "auditor") });
    expect(rowsOf(body)).toHaveLength(1);
  });

  it("is not overwritten by whoever has not seen it, and a repeated change is the same", async () => {
    const { id } = await people.seenDraft();
    const { body } = await people.look(id);
    const mine = { tariff: kwh(6), reason: "higher", revision: body.revision };
    expect((await people.change(id, mine)).body).toMatchObject({ revision: 2 });
    expect((await people.change(id, mine)).body).toMatchObject({ revision: 2 });
    expect((await people.change(id, { ...mine, tariff: kwh(7) }, "chama")).status).toBe(409);
    expect((await people.change(id, { ...mine, tariff: kwh(7, { id: "OTHER" }) })).status).toBe(400);
  });

  it("tells what is wrong, what is unusual, and its price in three languages", async () => {
    const wrong = kwh(5, { elements: [{ price_components: [{ ...energy, price: -1, vat: 500 }] }] });
    const { body: bad } = await people.drafted(wrong, "bad");
    expect(bad).toMatchObject({
      report: {
        wrong: [
          { path: "elements.0.price_components.0.price" },
          { path: "elements.0.price_components.0.vat" },
        ],
      },
      plain_terms: null,
    });
    const restricted = (price: number, restrictions: Json) => ({
      price_components: [{ ...energy, price }],
      restrictions,
    });
    const odd = kwh(5, {
      tariff_alt_text: [{ language: "fr", text: "Hiver" }],
      elements: [
        restricted(45, { day_of_week: ["SATURDAY"] }),
        restricted(44, { start_time: "22:00", end_time: "06:00" }),
        {
          price_components: [
            { ...energy, price: 43 },
            { type: "PARKING_TIME", price: 60, vat: 20, step_size: 60 },
          ],
        },
        { price_components: [energy] },
      ],
    });
    const { body } = await people.drafted(odd, "odd");
    const rows = (body.report as Json).unusual;
    const codes = Array.isArray(rows) ? rows.map(({ code }: Json) => code) : [];
    for (const code of [
      "price_far",
      "dimension_added",
      "overlapping",
      "idle_without_cap",
      "text_missing",
      "component_shadowed",
      "idle_without_grace",
    ])
      expect(codes).toContain(code);
    expect(body.compared_with).toBe(1);
    expect(body.plain_terms).toMatchObject({
      en: expect.arrayContaining(["Energy (Saturday): MAD\u00a045.00 per kWh · VAT 20%"]),
      fr: expect.arrayContaining([expect.stringContaining("45,00\u00a0DH")]),
      ar: expect.arrayContaining([expect.stringContaining("45,00\u00a0درهم")]),
    });
  });

  it("of another operator is not there, and garbage is refused before anything is written", async () => {
    const { id, seen } = await people.seenDraft();
    const foreign = await bench.staff("operator", rival);
    for (const [path, json] of [
      [`/v1/tariff-drafts/${id}`, undefined],
      [`/v1/tariff-drafts/${id}/comparison`, undefined],
      [`/v1/tariff-drafts/${id}/approve`, { seen }],
      [`/v1/tariff-drafts/${id}/withdraw`, { reason: "not mine" }],
    ] as const)
      expect((await bench.ask(path, { token: foreign, ...(json ? { json } : {}) })).status).toBe(404);
    const written = bench.written.length;
    const token = await people.tokenOf("amal");
    const headers = { "idempotency-key": "g" };
    for (const json of [
      {},
      [],
      { tariff: {}, reason: "why" },
      { tariff: kwh(5) },
      { tariff: kwh(5), reason: "" },
      { tariff: kwh(5), reason: "why not", more: 1 },
      { tariff: kwh(5, { elements: [] }), reason: "why not" },
      {
        tariff: kwh(5, { elements: Array.from({ length: 101 }, () => ({ price_components: [energy] })) }),
        reason: "many",
      },
    ])
      expect((await bench.ask("/v1/tariff-drafts", { json, token, headers })).status).toBe(422);
    for (const json of [{}, { seen: "x" }, { seen, in_force_from: 3 }])
      expect((await people.approve(id, json)).status).toBe(400);
    for (const query of [
      "month=2026-13",
      "days=0",
      "days=100",
      "most=0",
      "cursor=%7B",
      "month=2026-10&days=3",
      "x=1",
    ])
      expect((await bench.ask(`/v1/tariff-drafts/${id}/comparison?${query}`, { token })).status).toBe(400);
    expect(bench.written).toHaveLength(written);
    expect(bench.log).toEqual([]);
  });

  it("of a hundred elements is told, approved and sold", async () => {
    const elements = Array.from({ length: 100 }, (_, n) => ({
      price_components: [{ ...energy, price: n }],
      ...(n < 99 ? { restrictions: { min_kwh: n, max_kwh: n + 1 } } : {}),
    }));
    const { id, seen } = await people.seenDraft(kwh(5, { elements }));
    expect((await people.look(id)).body).toMatchObject({ report: { wrong: [] } });
    expect((await people.approve(id, { seen })).status).toBe(200);
    expect(await people.soldNow()).toMatchObject({ version: 2 });
  });

  it("keeps nobody's name, and what each did and why", async () => {
    const { id, seen } = await people.seenDraft();
    await people.approve(id, { seen });
    const { body, text: whole } = await people.look(id);
    expect(whole).not.toMatch(/amal|badr/);
    expect(rowsOf(body, "acts")).toMatchObject([
      { act: "drafted", reason: "winter prices" },
      { act: "approved", reason: expect.stringContaining("in force from") },
    ]);
  });
});
