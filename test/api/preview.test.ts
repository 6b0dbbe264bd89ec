/** POST /v1/pricing/preview: what a tariff makes of readings or of a CDR, exactly, line by line, with the reason for each. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Answer, Bench, Json } from "./bench.ts";
import { createBench, rowsOf, textOf } from "./bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
});

const preview = (json: unknown): Promise<Answer> => bench.ask("/v1/pricing/preview", { json });

const component = (type: string, price: number, more: Json = {}): Json => ({
  type,
  price,
  vat: 20,
  step_size: 1,
  ...more,
});
const tariff = (components: readonly Json[], more: Json = {}): Json => ({
  id: "T",
  currency: "MAD",
  tax_included: "NO",
  elements: [{ price_components: components }],
  ...more,
});
const readings = (...rows: readonly (readonly [string, string, string?])[]): readonly Json[] =>
  rows.map(([time, energy_wh, state]) => ({
    timestamp: `2026-11-24T${time}:00Z`,
    energy_wh,
    ...(state === undefined ? {} : { state }),
  }));
const cdr = (more: Json = {}): Json => ({
  id: "CDR-1",
  country_code: "MA",
  party_id: "BRQ",
  session_id: "S-1",
  start_date_time: "2026-11-24T09:00:00Z",
  end_date_time: "2026-11-24T11:00:00Z",
  charging_periods: [
    {
      start_date_time: "2026-11-24T09:00:00Z",
      dimensions: [
        { type: "ENERGY", volume: 12.345 },
        { type: "TIME", volume: 1.5 },
      ],
    },
    { start_date_time: "2026-11-24T10:30:00Z", dimensions: [{ type: "PARKING_TIME", volume: 0.5 }] },
  ],
  ...more,
});

/** "12.34" as 1234n: sums are checked without floats. */
const minor = (row: Json, name: string): bigint => BigInt(textOf(row, name).replace(".", ""));

describe("a question that cannot be priced", () => {
  it("is refused with the path of what is wrong, and says again nothing of what came", async () => {
    const t = tariff([component("ENERGY", 2.5)]);
    const two = readings(["09:00", "0"], ["10:00", "1000"]);
    const wrong: readonly (readonly [unknown, number, string])[] = [
      [{}, 422, "tariff"],
      [{ tariff: t }, 422, "cdr"],
      [{ readings: two }, 422, "tariff"],
      [{ tariff: t, readings: two, cdr: cdr() }, 422, "readings"],
      [{ tariff: t, readings: two.slice(1) }, 422, "readings"],
      [{ tariff: t, readings: [] }, 422, "readings"],
      [{ tariff: t, readings: [two[0], { timestamp: "2026-11-24T10:00:00Z" }] }, 422, "readings.1.energy_wh"],
      [{ tariff: t, readings: [two[0], { ...two[1], energy_wh: 1000 }] }, 422, "readings.1.energy_wh"],
      [{ tariff: t, readings: [two[0], { ...two[1], energy_wh: "-1" }] }, 422, "readings.1.energy_wh"],
      [{ tariff: t, readings: [two[0], { ...two[1], energy_wh: "1e3" }] }, 422, "readings.1.energy_wh"],
      [{ tariff: t, readings: [two[0], { ...two[1], state: "asleep" }] }, 422, "readings.1.state"],
      [{ tariff: t, readings: [two[0], { ...two[1], canary: 1 }] }, 422, "readings.1.canary"],
      [{ tariff: t, readings: [two[0], { ...two[1], timestamp: "canary" }] }, 422, "readings.1.timestamp"],
      [{ tariff: t, readings: [two[1], two[0]] }, 422, "readings.1.timestamp"],
      [{ tariff: t, readings: readings(["09:00", "5"], ["10:00", "4"]) }, 422, "readings.1.energy_wh"],
      [{ tariff: { ...t, elements: undefined }, readings: two }, 422, "tariff.elements"],
      [{ tariff: { ...t, elements: [{}] }, cdr: cdr() }, 422, "tariff.elements.0.price_components"],
      [{ tariff: { ...t, currency: "mad" }, cdr: cdr() }, 422, "tariff.currency"],
      [{ tariff: t, cdr: cdr({ charging_periods: [] }) }, 422, "cdr.charging_periods"],
      [{ tariff: t, cdr: cdr({ start_date_time: 5 }) }, 422, "cdr.start_date_time"],
      [{ tariff: t, cdr: cdr({ start_date_time: "canary" }) }, 422, "cdr.start_date_time"],
      [{ tariff: t, cdr: cdr({ end_date_time: "2026-11-24T08:00:00Z" }) }, 422, "cdr.end_date_time"],
      [
        { tariff: t, cdr: cdr({ charging_periods: [{ start_date_time: "x", dimensions: [] }] }) },
        422,
        "cdr.charging_periods.0.start_date_time",
      ],
      [{ tariff: t, readings: two, time_zone: "Europe/Atlantis" }, 422, "time_zone"],
      [{ tariff: t, readings: two, time_zone: "constructor" }, 422, "time_zone"],
      [{ tariff: tariff([component("ENERGY", 0.00001)]), readings: two }, 422, "tariff"],
      [{ tariff: { ...t, min_price: 5 }, readings: two }, 422, "tariff.min_price"],
      [{ tariff: { ...t, currency: "XXX" }, readings: two }, 422, "tariff"],
      [{ tariff: { ...t, barq: { idle: { grace_s: -1 } } }, readings: two }, 422, "tariff.barq.idle.grace_s"],
    ];
    for (const [json, status, path] of wrong) {
      const answer = await preview(json);
      const errors = answer.body.errors === undefined ? [] : rowsOf(answer.body, "errors");
      const paths = [answer.body.path, ...errors.map((error) => error.path)];
      expect({ json, status: answer.status, path: paths.includes(path) ? path : paths }).toEqual({
        json,
        status,
        path,
      });
      expect(textOf(answer.body, "detail").replace(/canary(?= is)/, "")).not.toContain("canary");
    }
    expect(bench.log).toEqual([]);
  });

  it("is told in the words of the form that was meant, each fault once", async () => {
    const t = tariff([component("ENERGY", 2.5)]);
    const two = readings(["09:00", "0"], ["10:00", "1000"]);
    const wantsInstant = "a date and time such as 2026-11-24T09:00:00Z";
    const wrong: readonly (readonly [unknown, Readonly<Record<string, string>>])[] = [
      [{ tariff: t, readings: {} }, { readings: "a list" }],
      [{ tariff: t, readings: [] }, { readings: "at least two readings" }],
      [{ tariff: t, readings: [two[0], 7] }, { "readings.1": "an object" }],
      [
        { tariff: t, readings: two.map((reading) => ({ ...reading, energy_wh: 5 })) },
        {
          "readings.0.energy_wh": 'a decimal in a text, such as "1500.5"',
          "readings.1.energy_wh": 'a decimal in a text, such as "1500.5"',
        },
      ],
      [
        { tariff: t, cdr: { charging_periods: [{ dimensions: [] }] } },
        {
          "cdr.start_date_time": "to be there",
          "cdr.end_date_time": "to be there",
          "cdr.charging_periods.0.start_date_time": "to be there",
        },
      ],
      // What cannot be read is neither early nor late.
      [
        { tariff: t, readings: [{ ...two[0], timestamp: "noon" }, two[1]], time_zone: "Africa/Casablanca" },
        { "readings.0.timestamp": wantsInstant },
      ],
      [
        { tariff: t, readings: [two[0], { ...two[1], timestamp: "noon" }, two[1]] },
        { "readings.1.timestamp": wantsInstant },
      ],
      [{ tariff: t, cdr: cdr({ start_date_time: "noon" }) }, { "cdr.start_date_time": wantsInstant }],
      [{ tariff: t, cdr: cdr({ end_date_time: "noon" }) }, { "cdr.end_date_time": wantsInstant }],
    ];
    for (const [json, expected] of wrong) {
      const { body } = await preview(json);
      const told = rowsOf(body, "errors").map(({ path, expected: words }) => [path, words]);
      expect(Object.fromEntries(told)).toEqual(expected);
    }
  });

  it("is refused where a volume is none: negative, too fine, or longer than any session", async () => {
    const volumes: readonly (readonly [string, number])[] = [
      ["ENERGY", -1],
      ["ENERGY", 1e-7],
      ["TIME", -0.5],
      ["TIME", 1e12],
      ["PARKING_TIME", 100_001],
    ];
    for (const [type, volume] of volumes) {
      const periods = [
        {
          start_date_time: "2026-11-24T09:00:00Z",
          dimensions: [
            { type: "TIME", volume: 1 },
            { type, volume },
          ],
        },
      ];
      const answer = await preview({
        tariff: tariff([component("ENERGY", 1)]),
        cdr: cdr({ charging_periods: periods }),
      });
      expect({ asked: [type, volume], ...answer.body }).toMatchObject({
        asked: [type, volume],
        status: 422,
        errors: [{ path: "cdr.charging_periods.0.dimensions.1.volume" }],
      });
    }
  });
});

describe("readings", () => {
  it("are priced exactly: fractions where decimals would not end, rounded once, and lines that add up", async () => {
    const { status, body } = await preview({
      tariff: tariff([
        component("ENERGY", 3.3333),
        component("TIME", 1),
        component("PARKING_TIME", 7),
        component("FLAT", 2.55),
      ]),
      readings: readings(
        ["09:00", "1000000"],
        ["09:40", "1012345", "suspended_ev"],
        ["10:00", "1012345.5", "finishing"],
      ),
      time_zone: "Africa/Casablanca",
    });
    expect(status).toBe(200);
    const lines = rowsOf(body, "lines");
    expect(lines.map(({ dimension, quantity, price, vat }) => ({ dimension, quantity, price, vat }))).toEqual(
      [
        { dimension: "ENERGY", quantity: "12.3455", price: "3.3333", vat: "20" },
        { dimension: "TIME", quantity: "2/3", price: "1", vat: "20" },
        { dimension: "PARKING_TIME", quantity: "1/3", price: "7", vat: "20" },
        { dimension: "FLAT", quantity: "1", price: "2.55", vat: "20" },
      ],
    );
    // 12.3455 kWh are billed as 12346 Wh (step_size 1): 41.1529218 + 2/3 + 7/3 + 2.55 = 46.7029218.
    expect(body.exact).toEqual({ before_tax: "46.7029218", tax: "9.34058436", after_tax: "56.04350616" });
    const sum = (name: string) => lines.reduce((all, line) => all + minor(line, name), 0n);
    expect([sum("before_tax"), sum("tax")]).toEqual([4670n, 934n]);
    expect(lines.every((line) => textOf(line, "reason").length > 0)).toBe(true);
    expect(body).toMatchObject({
      cdr: {
        total_cost: { before_taxes: 46.7 },
        total_energy: 12.3455,
        total_time: 1,
        total_parking_time: 0.3333,
      },
      notes: [],
    });
  });

  it("whose price does not end are a fraction to the last digit", async () => {
    const { body } = await preview({
      tariff: tariff([component("TIME", 1)], { tax_included: "YES" }),
      readings: readings(["09:00", "0"], ["09:20", "0"]),
    });
    expect(body.exact).toEqual({ before_tax: "5/18", tax: "1/18", after_tax: "1/3" });
    expect(body.lines).toMatchObject([{ before_tax: "0.28", tax: "0.05" }]);
  });

  it("without a time zone are read as UTC, with a note that says so", async () => {
    const { body } = await preview({
      tariff: tariff([component("ENERGY", 1)]),
      readings: readings(["09:00", "0"], ["10:00", "1"]),
    });
    expect(body.notes).toEqual([{ code: "time_zone_utc", path: "time_zone" }]);
  });

  it("of nothing cost nothing: no line but what is due once, and a CDR of zero", async () => {
    const { body } = await preview({
      tariff: tariff([component("ENERGY", 2.5)]),
      readings: readings(["09:00", "7"], ["09:00", "7"]),
    });
    expect(body).toMatchObject({
      lines: [],
      exact: { before_tax: "0", tax: "0", after_tax: "0" },
      cdr: { total_energy: 0 },
    });
  });

  it("cost the same whoever asks, and however often they are sent", async () => {
    const json = {
      tariff: tariff([component("ENERGY", 2.5)]),
      readings: readings(["09:00", "0"], ["10:00", "12345"]),
    };
    const first = await preview(json);
    expect((await preview(json)).text).toBe(first.text);
    expect((await bench.ask("/v1/pricing/preview", { json, token: await bench.staff("auditor") })).text).toBe(
      first.text,
    );
    expect(bench.written).toEqual([]);
  });
});

describe("a CDR", () => {
  it("is priced by its own periods, and keeps what its sender says of place, token and ids", async () => {
    const token = { uid: "TAG", type: "RFID", contract_id: "C" };
    const { status, body } = await preview({
      tariff: tariff([component("ENERGY", 4.5), component("PARKING_TIME", 10)], { tax_included: "YES" }),
      cdr: cdr({ cdr_token: token, cdr_location: { id: "L" } }),
      time_zone: "UTC",
    });
    expect(status).toBe(200);
    // 12.345 kWh at 4.50 is 55.5525, half an hour at 10 is 5: 60.5525 with tax.
    expect(body.exact).toMatchObject({ after_tax: "60.5525" });
    expect(body).toMatchObject({
      cdr: {
        id: "CDR-1",
        session_id: "S-1",
        country_code: "MA",
        party_id: "BRQ",
        cdr_token: token,
        cdr_location: { id: "L" },
        currency: "MAD",
        total_energy: 12.345,
        total_time: 2,
        total_parking_time: 0.5,
        total_cost: { before_taxes: 50.46, taxes: [{ name: "VAT", percentage: 20, amount: 10.09 }] },
      },
    });
    expect(
      rowsOf(body, "lines").reduce((all, line) => all + minor(line, "before_tax") + minor(line, "tax"), 0n),
    ).toBe(6055n);
  });

  it("is answered in the version of its tariff: 2.2.1 has no tax_included, and its prices are without VAT", async () => {
    const { tax_included: _, ...older } = tariff([component("ENERGY", 4.5)]);
    const { body } = await preview({ tariff: older, cdr: cdr() });
    expect(body).toMatchObject({ cdr: { total_cost: { excl_vat: 55.55, incl_vat: 66.66 } } });
  });

  it("with a dimension that is not priced says which, and prices the rest", async () => {
    const periods = [
      {
        start_date_time: "2026-11-24T09:00:00Z",
        dimensions: [
          { type: "ENERGY_EXPORT", volume: 1 },
          { type: "ENERGY", volume: 10 },
        ],
      },
    ];
    const { body } = await preview({
      tariff: tariff([component("ENERGY", 1)]),
      cdr: cdr({ charging_periods: periods }),
      time_zone: "UTC",
    });
    expect(body).toMatchObject({
      exact: { before_tax: "10" },
      notes: [{ code: "dimension_not_priced", path: "cdr.charging_periods.0.dimensions.0" }],
    });
  });
});
