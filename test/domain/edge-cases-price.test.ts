/** The edge cases of pricing, each by its number in the table of what must be decided: first what goes wrong elsewhere. */
import { stretchesAfterStop } from "@barq/domain/after-stop";
import { creditCdr } from "@barq/domain/credit-cdr";
import type { OcpiElement, OcpiTariff } from "@barq/domain/ocpi-tariff";
import type { OpenPrice } from "@barq/domain/price";
import { priceUsage } from "@barq/domain/price";
import { readTariff } from "@barq/domain/tariff";
import type { Stretch, StretchKind, Usage } from "@barq/domain/usage";
import { stretch } from "@barq/domain/usage";
import { describe, expect, it } from "vitest";

const at = (text: string): number => Date.parse(text);
const casablanca = "Africa/Casablanca";

const element = (
  prices: Readonly<Record<string, number>>,
  restrictions?: OcpiElement["restrictions"],
  { vat = 20, step = 1 }: { readonly vat?: number | null; readonly step?: number } = {},
): OcpiElement => ({
  price_components: Object.entries(prices).map(([type, price]) => ({ type, price, vat, step_size: step })),
  ...(restrictions === undefined ? {} : { restrictions }),
});
const tariff = (elements: readonly OcpiElement[], more: Partial<OcpiTariff> = {}): OcpiTariff => ({
  id: "T",
  currency: "MAD",
  tax_included: "NO",
  elements,
  ...more,
});

const used = (stretches: readonly Stretch[]): Usage => ({
  startedAt: stretches[0]?.from ?? 0,
  endedAt: stretches.at(-1)?.to ?? 0,
  stretches,
});
/** One even stretch. */
const even = (from: string, to: string, energyWh: number, kind: StretchKind = "charging"): Stretch =>
  stretch(at(from), at(to), kind, BigInt(Math.round(energyWh * 1000)));

const price = (body: OcpiTariff, stretches: readonly Stretch[], zone = "UTC"): OpenPrice =>
  priceUsage(readTariff(body), used(stretches), zone);
const exact = (body: OcpiTariff, stretches: readonly Stretch[], zone = "UTC"): string | null =>
  price(body, stretches, zone).exact.beforeTax;
const minors = ({ beforeTax, tax, afterTax }: OpenPrice): string =>
  [beforeTax, tax, afterTax]
    .map((money) => money?.minor ?? "?")
    .join(" + ")
    .replace(/ \+ (?=[^+]*$)/, " = ");
const codes = ({ notes }: OpenPrice): readonly string[] => [...new Set(notes.map(({ code }) => code))];

const evening = tariff([
  element({ ENERGY: 1 }, { start_time: "07:00", end_time: "17:00" }),
  element({ ENERGY: 2 }),
]);

describe("time", () => {
  it("case 31: a period that crosses 17:00 is cut there, interpolated and marked; one that cannot be cut is priced at its start and flagged", () => {
    const crossing = even("2026-11-24T16:30:00Z", "2026-11-24T17:30:00Z", 10_000);
    const cut = price(evening, [crossing]);
    expect([cut.exact.beforeTax, codes(cut)]).toEqual(["15", ["period_cut"]]);
    expect(cut.lines.map(({ reason }) => reason).join()).toContain("by interpolation");
    const whole = price(evening, [{ ...crossing, statedMs: 1_800_000 }]);
    expect([whole.exact.beforeTax, codes(whole)]).toEqual(["10", ["period_not_cut"]]);
  });

  it("case 32: 17:00:00 belongs to the later element, and so do 1800 s and the last kWh", () => {
    expect(exact(evening, [even("2026-11-24T16:00:00Z", "2026-11-24T17:00:00Z", 1000)])).toBe("1");
    expect(exact(evening, [even("2026-11-24T17:00:00Z", "2026-11-24T18:00:00Z", 1000)])).toBe("2");
    const halfHour = tariff([element({ TIME: 0 }, { max_duration: 1800 }), element({ TIME: 3600 })]);
    const time = (to: string): string | null => exact(halfHour, [even("2026-11-24T09:00:00Z", to, 0)]);
    expect([time("2026-11-24T09:30:00Z"), time("2026-11-24T09:30:01Z")]).toEqual(["0", "1"]);
    const tenKwh = tariff([element({ ENERGY: 1 }, { max_kwh: 10 }), element({ ENERGY: 5 })]);
    const energy = (wh: number): string | null =>
      exact(tenKwh, [even("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", wh)]);
    expect([energy(10_000), energy(10_001)]).toEqual(["10", "10.005"]);
  });

  it("case 33: a threshold of 20 kWh between two readings is found by its energy, to the watt-hour", () => {
    const twenty = tariff([
      element({ ENERGY: 1, TIME: 0 }, { max_kwh: 20 }),
      element({ ENERGY: 3, TIME: 36 }),
    ]);
    const found = price(twenty, [even("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", 30_000)]);
    expect(found.lines.map(({ dimension, quantityText }) => `${dimension} ${quantityText}`)).toEqual([
      "ENERGY 20.000",
      "ENERGY 10.000",
      "TIME 2/3",
      "TIME 1/3",
    ]);
    expect(found.exact.beforeTax).toBe("62");
  });

  it("case 34: a Friday night's element stops at midnight, because the weekday is the instant's", () => {
    const night = tariff([
      element({ TIME: 1 }, { start_time: "22:00", end_time: "06:00", day_of_week: ["FRIDAY"] }),
      element({ TIME: 10 }),
    ]);
    // 2026-11-27 is a Friday: an hour before midnight and an hour after it.
    expect(exact(night, [even("2026-11-27T23:00:00Z", "2026-11-28T01:00:00Z", 0)])).toBe("11");
    // And Thursday's night is not Friday's, but Friday's first hours are.
    expect(exact(night, [even("2026-11-26T23:00:00Z", "2026-11-27T01:00:00Z", 0)])).toBe("11");
  });

  it("case 35: a doubled hour is two hours at that hour's price, and a missing hour is none", () => {
    const hour = (start_time: string, end_time: string) =>
      tariff([element({ TIME: 10 }, { start_time, end_time }), element({ TIME: 1 })]);
    const night = (day: string): readonly Stretch[] => [even(`${day}T00:00:00Z`, `${day}T06:00:00Z`, 0)];
    // 2026-02-15: 02:00 to 02:59 comes twice; 2026-03-22: never; 2026-09-20: 01:00 to 01:59 twice, for good.
    expect(exact(hour("02:00", "03:00"), night("2026-02-15"), casablanca)).toBe("24");
    expect(exact(hour("02:00", "03:00"), night("2026-03-22"), casablanca)).toBe("6");
    expect(exact(hour("01:00", "02:00"), night("2026-09-20"), casablanca)).toBe("24");
    const changed = [even("2026-09-20T00:30:00Z", "2026-09-20T01:30:00Z", 0)];
    expect(exact(tariff([element({ TIME: 7 })]), changed, casablanca)).toBe("7");
    // After the change an evening price begins at the evening's own hour.
    const peak = hour("18:00", "19:00");
    expect(exact(peak, [even("2026-11-06T17:00:00Z", "2026-11-06T18:00:00Z", 0)], casablanca)).toBe("1");
    expect(exact(peak, [even("2026-11-06T18:00:00Z", "2026-11-06T19:00:00Z", 0)], casablanca)).toBe("10");
  });
});

describe("steps", () => {
  const split = (prices: readonly number[], step: number, type: string) =>
    tariff([
      element({ [type]: prices[0] ?? 0 }, { end_time: "17:00" }, { vat: null, step }),
      element({ [type]: prices[1] ?? 0 }, undefined, { vat: null, step }),
    ]);

  it("case 36: the surplus is at the last price", () => {
    const energy = [
      even("2026-11-24T15:00:00Z", "2026-11-24T17:00:00Z", 4300),
      even("2026-11-24T17:00:00Z", "2026-11-24T18:00:00Z", 1100),
    ];
    expect(exact(split([0.2, 0.27], 500, "ENERGY"), energy)).toBe("1.184");
    const time = [even("2026-11-24T16:54:00Z", "2026-11-24T17:22:00Z", 0)];
    expect(exact(split([5, 7], 600, "TIME"), time)).toBe("3.3");
    const current = (amperes: number, from: string, to: string): Stretch => ({
      ...even(from, to, 3000),
      currentTenthMa: { kind: "range", least: amperes * 10_000, most: amperes * 10_000 },
    });
    const bands = tariff([
      element({ ENERGY: 2 }, { max_current: 20 }, { step: 10_000 }),
      element({ ENERGY: 5 }, { min_current: 20 }, { step: 10_000 }),
    ]);
    const thrice = [
      current(10, "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z"),
      current(40, "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"),
      current(10, "2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z"),
    ];
    expect(exact(bands, thrice)).toBe("29");
  });

  it("case 37: charging stays exact where parking is priced and rounded; parking without a price rounds nothing", () => {
    const both = tariff([element({ TIME: 1, PARKING_TIME: 2 }, undefined, { vat: null, step: 600 })]);
    const session = [
      even("2026-11-24T10:00:00Z", "2026-11-24T10:21:00Z", 0),
      even("2026-11-24T10:21:00Z", "2026-11-24T10:37:00Z", 0, "parking"),
    ];
    expect(exact(both, session)).toBe("61/60");
    const alone = tariff([element({ TIME: 1 }, undefined, { vat: null, step: 600 })]);
    expect(exact(alone, session)).toBe("0.5");
  });

  it("case 38: a step of 0 is none, a step of 1 is a real one", () => {
    const energy = [even("2026-11-24T10:00:00Z", "2026-11-24T10:05:00Z", 115.2)];
    const step = (size: number) => tariff([element({ ENERGY: 10 }, undefined, { vat: null, step: size })]);
    expect([0, 1, 25, 500].map((size) => exact(step(size), energy))).toEqual(["1.152", "1.16", "1.25", "5"]);
  });
});

describe("limits and taxes", () => {
  const hour = [even("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", 4000)];

  it("case 39: a floor and a ceiling scale every rate, and lines still add up", () => {
    const rates = [
      { price_components: [{ type: "ENERGY", price: 1, vat: 10, step_size: 1 }] },
      { price_components: [{ type: "FLAT", price: 1, vat: 20, step_size: 1 }] },
    ];
    const floor = price(tariff(rates, { min_price: { before_taxes: 10 } }), hour);
    // 4.00 at 10 % and 1.00 at 20 % doubled: 8.00 + 0.80 and 2.00 + 0.40.
    expect([minors(floor), floor.limitedBy]).toEqual(["1000 + 120 = 1120", "min_price"]);
    const ceiling = price(tariff(rates, { max_price: { before_taxes: 2.5, after_taxes: 2.7 } }), hour);
    expect([minors(ceiling), ceiling.limitedBy]).toEqual(["250 + 20 = 270", "max_price"]);
    for (const of of [floor, ceiling]) {
      const sum = of.lines.reduce((all, line) => all + (line.afterTax?.minor ?? 0n), 0n);
      expect(sum).toBe(of.afterTax?.minor);
      expect(of.lines.filter((line) => line.element === null)).toHaveLength(2);
    }
  });

  it("case 40: tax inside and no rate: the gross is known, and no tax is invented", () => {
    const inside = price(
      tariff([element({ TIME: 2.1 }, undefined, { vat: null })], { tax_included: "YES" }),
      hour,
    );
    expect([inside.exact, minors(inside)]).toEqual([
      { beforeTax: null, tax: null, afterTax: "2.1" },
      "? + ? = 210",
    ]);
  });

  it("case 41: no VAT and 0 % are two facts", () => {
    const taxes = price(
      tariff([
        { price_components: [{ type: "ENERGY", price: 1, vat: 0, step_size: 1 }] },
        { price_components: [{ type: "FLAT", price: 1, step_size: 1 }] },
      ]),
      hour,
    ).taxes.map(({ vatText }) => vatText);
    expect(taxes).toEqual(["0", null]);
  });

  it("case 42: a negative price or rate is refused when the tariff is made", () => {
    for (const body of [
      tariff([element({ ENERGY: -1 })]),
      tariff([element({ ENERGY: 1 }, undefined, { vat: -1 })]),
    ])
      expect(() => readTariff(body)).toThrow(expect.objectContaining({ code: "tariff_invalid" }));
  });

  it("case 43: of two flat fees the first active one is due, and a reservation has its own", () => {
    const two = tariff([
      element({ FLAT: 5 }, { start_time: "20:00", end_time: "21:00" }),
      element({ FLAT: 3 }),
      element({ FLAT: 2 }),
    ]);
    expect(exact(two, hour)).toBe("3");
    expect(exact(two, [even("2026-11-24T19:30:00Z", "2026-11-24T20:30:00Z", 0)])).toBe("5");
    const reserved = tariff([element({ FLAT: 2 }, { reservation: "RESERVATION" }), element({ FLAT: 0.5 })]);
    const session = [even("2026-11-24T08:47:00Z", "2026-11-24T09:00:00Z", 0, "reserved"), ...hour];
    expect(exact(reserved, session)).toBe("2.5");
  });

  it("case 44: a dimension that no element matches is free", () => {
    expect(exact(tariff([element({ TIME: 1 }, { start_time: "20:00", end_time: "21:00" })]), hour)).toBe("0");
  });
});

describe("what was not measured", () => {
  const from = "2026-11-24T09:00:00Z";
  const to = "2026-11-24T10:00:00Z";

  it("case 45: the mean power stands for a missing one and is flagged; nothing stands for a missing current", () => {
    const power = tariff([element({ ENERGY: 1 }, { max_power: 11 }), element({ ENERGY: 2 })]);
    const slow = price(power, [even(from, to, 10_000)]);
    const quick = price(power, [even(from, to, 12_000)]);
    expect([slow, quick].map((of) => [of.exact.beforeTax, codes(of)])).toEqual([
      ["10", ["power_from_energy"]],
      ["24", ["power_from_energy"]],
    ]);
    const current = tariff([element({ ENERGY: 1 }, { max_current: 16 }), element({ ENERGY: 2 })]);
    expect(codes(price(current, [even(from, to, 10_000)]))).toEqual(["current_missing"]);
  });

  it("case 46: trickle charge below the tariff's threshold is idle; what the station withholds never is", () => {
    const idle = tariff([element({ PARKING_TIME: 60 })], { barq: { idle: { threshold_w: 300 } } });
    expect(exact(idle, [even(from, to, 299)])).toBe("60");
    expect(exact(idle, [even(from, to, 300)])).toBe("0");
    expect(exact(idle, [even(from, to, 0, "withheld")])).toBe("0");
  });

  it("case 47: after the stop only our own terms price, to the unplugging, with grace, hours and cap, and no fault is idle", () => {
    const [ended, left] = [at("2026-11-24T10:00:00Z"), at("2026-11-24T12:00:00Z")];
    const charging = even(from, to, 10_000);
    const after = stretchesAfterStop(ended, left, [
      { at: ended, status: "Finishing" },
      { at: at("2026-11-24T11:00:00Z"), status: "Faulted" },
      { at: at("2026-11-24T11:30:00Z"), status: "Finishing" },
    ]);
    expect(after.map(({ kind, from: begin, to: end }) => `${kind} ${(end - begin) / 60_000}`)).toEqual([
      "parking 60",
      "withheld 30",
      "parking 30",
    ]);
    const idle = (terms: NonNullable<NonNullable<OcpiTariff["barq"]>["idle"]>) =>
      tariff([element({ PARKING_TIME: 60 })], { barq: { idle: terms } });
    const cost = (terms: Parameters<typeof idle>[0]): string | null =>
      exact(idle(terms), [charging, ...after]);
    expect(cost({})).toBe("90");
    expect(cost({ grace_s: 900 })).toBe("75");
    expect(cost({ hours: { start_time: "10:30", end_time: "11:45" } })).toBe("45");
    expect(cost({ cap: { amount: "20.00", currency: "MAD" } })).toBe("20");
    // An hour of charging and an hour and a half of idling: the half hour at fault is neither.
    const both = tariff([element({ TIME: 60, PARKING_TIME: 60 })], { barq: { idle: {} } });
    expect(exact(both, [charging, ...after])).toBe("150");
    expect(stretchesAfterStop(ended, null, [])).toEqual([]);
  });
});

describe("rounding", () => {
  const hours = (n: number): readonly Stretch[] => [
    even("2026-11-24T00:00:00Z", `2026-11-24T0${n}:00:00Z`, 1000 * n),
  ];

  it("case 48: three parts of 0.414 are 1.24, not 1.23", () => {
    const parts = tariff([element({ ENERGY: 0.138, TIME: 0.138, FLAT: 0.414 }, undefined, { vat: null })]);
    expect(minors(price(parts, hours(3)))).toBe("124 + 0 = 124");
  });

  it("case 49: 7.125 is 7.13, once", () => {
    const flat = tariff([element({ FLAT: 7.125 }, undefined, { vat: null })]);
    expect(minors(price(flat, hours(1)))).toBe("713 + 0 = 713");
  });
});

describe("corrections and reservations", () => {
  it("case 52: a wrong CDR is credited, never edited", () => {
    const credit = creditCdr({ id: "CDR-1", total_cost: { before_taxes: 9.5 } }, 0);
    expect(credit).toMatchObject({ credit_reference_id: "CDR-1", total_cost: { before_taxes: -9.5 } });
  });

  it("case 53: an expired reservation pays EXPIRES where it has the dimension, else RESERVATION, and no session's flat fee", () => {
    const reservation = (elements: readonly OcpiElement[]): string | null =>
      priceUsage(
        readTariff(tariff([...elements, element({ FLAT: 0.5 })])),
        {
          ...used([even("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", 0, "reserved")]),
          isExpiredReservation: true,
        },
        "UTC",
      ).exact.beforeTax;
    expect(
      reservation([
        element({ FLAT: 4 }, { reservation: "RESERVATION_EXPIRES" }),
        element({ TIME: 2 }, { reservation: "RESERVATION" }),
      ]),
    ).toBe("6");
    expect(
      reservation([
        element({ TIME: 9 }, { reservation: "RESERVATION_EXPIRES" }),
        element({ TIME: 3 }, { reservation: "RESERVATION" }),
      ]),
    ).toBe("9");
  });
});
