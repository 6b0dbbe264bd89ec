/** A tariff in plain terms, a location's own words, and the report on a tariff, through the API. */
import { createTariff } from "@barq/actions/create-tariff";
import { locationOf, readLocation } from "@barq/actions/network";
import { locationKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { chargeAndStop, chargingSession } from "../actions/world.ts";
import { hundred } from "../domain/tariff-terms.ts";
import { createBench, rowsOf, textOf } from "./bench.ts";
import { driverOf } from "./driver.ts";
import { energy, location, tariff } from "./ocpi-bodies.ts";

const label = (of: string) => ({ fr: `${of} fr`, ar: `${of} ع`, en: `${of} en` });

describe("a location's own words", () => {
  it("are refused where a language is missing, a name is none of a tariff's, or would break a line", async () => {
    const bench = await createBench();
    const token = await bench.staff("operator");
    const wrong = [
      { labels: { ENERGY: { fr: "a", en: "b" } } },
      { labels: { ENERGY: { ...label("x"), de: "c" } } },
      { labels: { WATER: label("x") } },
      { labels: { ENERGY: { ...label("x"), ar: "" } } },
      { labels: { ENERGY: { ...label("x"), fr: " a" } } },
      { labels: { ENERGY: { ...label("x"), fr: "a\nb" } } },
      { labels: { ENERGY: { ...label("x"), fr: "a\u202eb" } } },
      { labels: { ENERGY: { ...label("x"), fr: "x".repeat(61) } } },
      { labels: { IDLE_CAP: label("x") } },
      { labels: [] },
      { accounts: { ENERGY: "" } },
      { accounts: { ENERGY: "71 24" } },
      { accounts: { ENERGY: 71_243 } },
      { accounts: { ENERGY: "x".repeat(21) } },
      { account: {} },
    ];
    for (const barq of wrong) {
      const answer = await bench.ask("/v1/locations", { json: location({ barq }), token });
      expect({ barq, status: answer.status, code: answer.body.code }).toEqual({
        barq,
        status: 400,
        code: "invalid_request",
      });
    }
    expect(bench.written).toEqual([]);
  });

  it("are kept with the accounts, and shown as they were sent", async () => {
    const bench = await createBench();
    const token = await bench.staff("operator");
    const barq = {
      hold: { amount: "180.00", currency: "MAD" },
      labels: { ENERGY: label("Service"), RESERVATION_FLAT: label("Réservation") },
      accounts: { ENERGY: "71243", PARKING_TIME: "71.24-3" },
    };
    const made = await bench.ask("/v1/locations", { json: location({ barq }), token });
    expect(made).toMatchObject({ status: 201, body: { barq } });
    expect(await readLocation(bench.world.ports, bench.world.tenant, "RBA-01")).toMatchObject({
      labels: barq.labels,
      accounts: barq.accounts,
    });
  });

  it("of a location that was written before there were any are none", () => {
    expect(locationOf('{"id":"L","name":"n"}')).toMatchObject({ labels: {}, accounts: {}, id: "L" });
  });

  it("stand on the connector, the pages, the receipt and its lines", async () => {
    const bench = await createBench();
    const { world } = bench;
    const own = await readLocation(world.ports, world.tenant, "CAS-01");
    const labels = { ENERGY: label("Service de recharge") };
    await world.store.commit([
      { update: locationKey(world.tenant, "CAS-01"), set: { json: JSON.stringify({ ...own, labels }) } },
    ]);
    world.ports.cache.drop(`location|${world.tenant}|CAS-01`);
    const { session, transactionId } = await chargingSession(world);
    const shown = await bench.ask(`/v1/connectors/${world.codeOf(2)}`);
    expect(shown.body).toMatchObject({ tariff: { terms: [{ label: labels.ENERGY }] } });
    expect((await bench.ask(`/q/${world.codeOf(2)}?lang=ar`)).text).toContain("Service de recharge ع");
    await chargeAndStop(world, transactionId, 20_000);
    const driver = await driverOf(bench, session);
    const receipt = await driver.get("receipt");
    expect(rowsOf(receipt.body, "lines")).toMatchObject([
      {
        dimension: "ENERGY",
        label: labels.ENERGY,
        reason: "20.000 kWh delivered",
        why: {
          kind: "component",
          dimension: "ENERGY",
          measured: "20.000",
          billed: "20.000",
          unit: "kWh",
          step: null,
          element: 0,
          conditions: [],
          cuts: 0,
          idle: null,
        },
      },
    ]);
    const cookie = await bench.driver(await world.session(session.id));
    expect((await bench.ask(`/s/${session.id}?lang=fr`, { cookie })).text).toContain(
      "Service de recharge fr",
    );
    const page = new URL(textOf(receipt.body, "receipt_url")).pathname;
    expect((await bench.ask(`${page}?lang=en`)).text).toContain("Service de recharge en");
    expect(bench.log).toEqual([]);
  });
});

describe("a connector", () => {
  it("tells every price with its conditions, idle terms, limits, and an example from now on", async () => {
    const parking = { type: "PARKING_TIME", price: 60, vat: 20, step_size: 1 };
    const bench = await createBench({
      tariff: {
        id: "KWH",
        currency: "MAD",
        tax_included: "YES",
        max_price: { before_taxes: 250, after_taxes: 300 },
        elements: [
          { price_components: [energy], restrictions: { start_time: "08:00", end_time: "23:00" } },
          { price_components: [{ ...energy, price: 1.5 }, parking] },
        ],
        barq: { idle: { grace_s: 600, threshold_w: 500, cap: { amount: "50.00", currency: "MAD" } } },
      },
    });
    const { body } = await bench.ask(`/v1/connectors/${bench.world.codeOf(1)}`);
    expect(body.tariff).toMatchObject({
      terms: [
        {
          element: 0,
          dimension: "ENERGY",
          price: "2.50",
          unit: "kWh",
          price_per_minute: null,
          vat: "20",
          conditions: ["from 08:00 to 23:00"],
          when: [{ kind: "times", from: "08:00", to: "23:00" }],
          now: true,
        },
        { element: 1, dimension: "ENERGY", price: "1.50", conditions: [], when: [], now: false },
        {
          element: 1,
          dimension: "PARKING_TIME",
          price: "60.00",
          unit: "hour",
          price_per_minute: "1.00",
          now: null,
        },
      ],
      idle: { grace_s: 600, hours: null, threshold_w: "500", cap: { amount: "50.00", currency: "MAD" } },
      min_price: null,
      max_price: { before_tax: "250.00", after_tax: "300.00", currency: "MAD" },
      example: {
        energy_kwh: "20.000",
        duration_s: 3600,
        depends_on_time: true,
        cost: { amount: "50.00", currency: "MAD" },
      },
    });
  });

  it("is answered with a tariff of a hundred elements too, and so is its page", async () => {
    const bench = await createBench({
      tariff: {
        id: "KWH",
        currency: "MAD",
        tax_included: "YES",
        elements: hundred.map(({ restrictions, ...element }) => ({
          ...element,
          restrictions: { ...restrictions, min_current: null, max_current: null },
        })),
      },
    });
    const code = bench.world.codeOf(1);
    const shown = await bench.ask(`/v1/connectors/${code}`);
    expect(shown.status).toBe(200);
    expect(shown.text.match(/"element":/g)).toHaveLength(400);
    expect((await bench.ask(`/q/${code}?lang=ar`)).status).toBe(200);
    expect(bench.log).toEqual([]);
  });
});

describe("a tariff that is made", () => {
  it("is answered with what will surprise in it, and sold as it stands", async () => {
    const bench = await createBench();
    const token = await bench.staff("operator");
    const parking = { type: "PARKING_TIME", price: 60, vat: 0, step_size: 60 };
    const json = tariff({ elements: [{ price_components: [energy, parking] }] });
    const made = await bench.ask("/v1/tariffs", { json, token });
    expect(made.status).toBe(201);
    expect(rowsOf(made.body, "report").map(({ code, path }) => [code, path])).toEqual([
      ["step_large", "elements.0.price_components.1.step_size"],
      ["tax_zero", "elements.0.price_components.1.vat"],
      ["idle_without_grace", "elements.0.price_components.1"],
    ]);
    const ordinary = await bench.ask("/v1/tariffs", { json: tariff({ id: "PLAIN" }), token });
    expect(ordinary.body.report).toEqual([]);
    const listed = await bench.ask("/v1/tariffs", { token });
    expect(listed.text).not.toContain('"report"');
  });

  it("is told what its country does not let be priced, by the policy that is in force", async () => {
    const bench = await createBench();
    const { world } = bench;
    const inForce = { countries: ["MA"], displayOrder: null, from: 0 };
    const body = {
      id: "PARK",
      currency: "MAD",
      tax_included: "YES" as const,
      elements: [{ price_components: [energy, { type: "TIME", price: 6, vat: 20, step_size: 1 }] }],
    };
    const policy = (from: number) => ({
      ...world.ports.policy,
      jurisdictions: [
        { ...inForce, allowedComponents: ["ENERGY", "TIME"] as const },
        { ...inForce, from, allowedComponents: ["TIME"] as const },
      ],
    });
    const told = async (from: number) =>
      (await createTariff({ ...world.ports, policy: policy(from) }, world.tenant, body)).report.map(
        ({ code }) => code,
      );
    expect(await told(world.now())).toEqual(["parking_free", "component_not_allowed"]);
    expect(await told(world.now() + 1)).toEqual(["parking_free"]);
  });
});
