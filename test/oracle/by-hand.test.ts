/** The second evaluator on cases small enough to be computed by hand. */
import { describe, expect, it } from "vitest";
import { compare, exact, sum, textOf, times } from "./exact.ts";
import type { IdleTerms, OcpiElement, OcpiTariff, UsedSession, UsedStretch } from "./ocpi.ts";
import type { Evaluation, Line } from "./second-evaluator.ts";
import { evaluate } from "./second-evaluator.ts";

const at = (text: string): number => Date.parse(text);
const orNull = (value: Line["measured"] | null): string | null => (value ? textOf(value) : null);
const totals = ({ exact: { beforeTax, tax, afterTax } }: Evaluation) => ({
  before_tax: orNull(beforeTax),
  tax: orNull(tax),
  after_tax: orNull(afterTax),
});

/** A quantity in Wh or s. */
const inUnits = (amount: Line["measured"]): string => textOf(times(amount, exact(1n, 1000n)));

const tariff = (elements: readonly OcpiElement[], more: Partial<OcpiTariff> = {}): OcpiTariff => ({
  country_code: "MA",
  party_id: "BRQ",
  id: "by-hand",
  currency: "MAD",
  tax_included: "YES",
  elements,
  last_updated: "2026-11-25T00:00:00Z",
  ...more,
});

const one = (
  type: OcpiElement["price_components"][number]["type"],
  price: number,
  restrictions: OcpiElement["restrictions"] = {},
  more: Partial<OcpiElement["price_components"][number]> = {},
): OcpiElement => ({ price_components: [{ type, price, vat: 20, step_size: 0, ...more }], restrictions });

function session(
  start: string,
  ...stretches: readonly (readonly [UsedStretch["kind"], number, bigint?])[]
): UsedSession {
  let from = at(start);
  const all = stretches.map(([kind, minutes, wh = 0n]): UsedStretch => {
    const to = from + minutes * 60_000;
    const stretch = { from, to, kind, energy_mwh: wh * 1000n };
    from = to;
    return stretch;
  });
  return { start: at(start), end: from, stretches: all };
}

describe("Morocco's three Sundays", () => {
  const night = tariff([one("TIME", 1, { start_time: "02:00", end_time: "03:00" })]);
  it.each([
    ["2026-03-22T00:00:00Z", "an hour that never came", []],
    ["2026-02-15T00:00:00Z", "an hour that came twice", ["7200"]],
    ["2026-02-16T00:00:00Z", "an hour like another", ["3600"]],
  ])("from %s on, a window of two to three is %s", (start, _what, seconds) => {
    const found = evaluate(night, "Africa/Casablanca", session(start, ["charging", 240]));
    expect(found.lines.map(({ measured }) => inUnits(measured))).toEqual(seconds);
  });

  it("an hour from half past one to half past one is an hour", () => {
    const found = evaluate(
      tariff([one("TIME", 6, { start_time: "01:00", end_time: "02:00" })]),
      "Africa/Casablanca",
      session("2026-09-20T00:30:00Z", ["charging", 60]),
    );
    expect(found.rounded.afterTax).toBe(600n);
  });
});

describe("idle terms of our own", () => {
  const idle = (terms: IdleTerms, elements = [one("PARKING_TIME", 60, {}, { step_size: 60 })]): OcpiTariff =>
    tariff(elements, { barq: { idle: terms } });
  const cost = (of: OcpiTariff, used: UsedSession): bigint | null =>
    evaluate(of, "Africa/Casablanca", used).rounded.afterTax;
  const parked = session(
    "2026-11-24T20:00:00Z",
    ["charging", 30, 5000n],
    ["parking", 25],
    ["charging", 5, 500n],
    ["parking", 20],
  );

  it("let the first ten minutes go, once a session", () => {
    expect(cost(idle({}), parked)).toBe(4500n);
    expect(cost(idle({ grace_s: 600 }), parked)).toBe(3500n);
    expect(cost(idle({ grace_s: 1800 }), parked)).toBe(1500n);
    expect(cost(idle({ grace_s: 7200 }), parked)).toBe(0n);
  });

  it("price their hours alone, over midnight too", () => {
    expect(cost(idle({ hours: { start_time: "08:00", end_time: "20:40" } }), parked)).toBe(1000n);
    expect(
      cost(
        idle({
          hours: [
            { start_time: "21:10", end_time: "06:00" },
            { start_time: "20:50", end_time: "20:55" },
          ],
        }),
        parked,
      ),
    ).toBe(1500n);
  });

  it("take a trickle for parking, and a station that withholds for nothing of the kind", () => {
    const trickle = session("2026-11-24T20:00:00Z", ["charging", 60, 100n], ["withheld", 60]);
    expect(cost(idle({}), trickle)).toBe(0n);
    expect(cost(idle({ threshold_w: 100 }), trickle)).toBe(0n);
    expect(cost(idle({ threshold_w: 101 }), trickle)).toBe(6000n);
  });

  it("stop at their cap, in the column in which the tariff quotes", () => {
    const cap = { amount: "20.00", currency: "MAD" };
    expect(cost(idle({ cap }), parked)).toBe(2000n);
    const beforeTax = { ...idle({ cap }), tax_included: "NO" } satisfies OcpiTariff;
    expect(cost(beforeTax, parked)).toBe(2400n);
    const capped = evaluate(beforeTax, "UTC", parked).idleCapped;
    expect([capped?.from, capped?.to].map((value) => value && textOf(value))).toEqual(["45", "20"]);
  });

  it("leave charging to its own step where all idling was free", () => {
    const both = [one("TIME", 60, {}, { step_size: 1800 }), one("PARKING_TIME", 60, {}, { step_size: 1800 })];
    expect(cost(idle({ grace_s: 7200 }, both), parked)).toBe(6000n);
    expect(cost(idle({}, both), parked)).toBe(3500n + 6000n);
  });
});

describe("price limits", () => {
  const kwh = (limits: Partial<OcpiTariff>, vat: number | null = 10): OcpiTariff =>
    tariff([one("ENERGY", 0.3, {}, { vat })], { tax_included: "NO", ...limits });
  const four = session("2026-11-24T10:00:00Z", ["charging", 60, 4000n]);
  const none = session("2026-11-24T10:00:00Z", ["charging", 60]);

  it("lift the tax with the base", () => {
    const found = evaluate(kwh({ min_price: { before_taxes: 3 } }), "UTC", four);
    expect(totals(found)).toEqual({ before_tax: "3", tax: "0.3", after_tax: "3.3" });
  });

  it("lift nothing by the tariff's only rate, and by none where it names two or none", () => {
    expect(totals(evaluate(kwh({ min_price: { before_taxes: 3 } }), "UTC", none)).after_tax).toBe("3.3");
    expect(totals(evaluate(kwh({ min_price: { before_taxes: 3 } }, null), "UTC", none)).after_tax).toBe("3");
  });

  it("are read in the words of 2.2.1 too", () => {
    const { tax_included: _, ...older } = kwh({ max_price: { excl_vat: 1, incl_vat: 1.05 } });
    expect(totals(evaluate(older, "UTC", four))).toEqual({ before_tax: "1", tax: "0.05", after_tax: "1.05" });
  });
});

describe("marks inside a step", () => {
  it("share energy exactly, and time at the nearest millisecond", () => {
    // 7 kWh in an hour: 1 kWh is reached after 514285.7 ms.
    const used = session("2026-11-24T10:00:00Z", ["charging", 60, 7000n]);
    const both = (restrictions: OcpiElement["restrictions"]): readonly OcpiElement[] => [
      one("ENERGY", 1, restrictions),
      one("TIME", 1, restrictions),
    ];
    const marked = tariff([...both({ max_kwh: 1 }), ...both({ min_kwh: 1 })]);
    const amounts = (crossing: "nearest_ms" | "first_ms"): readonly string[] =>
      evaluate(marked, "UTC", used, { crossing })
        .lines.map(({ measured }) => textOf(measured))
        .sort();
    expect(amounts("nearest_ms")).toEqual(["1000000", "3085714", "514286", "6000000"].sort());
    const whole = { ...used, stretches: used.stretches.map((s) => ({ ...s, energy_mwh: 8_000_000n })) };
    expect(
      evaluate(marked, "UTC", whole)
        .lines.map(({ measured }) => textOf(measured))
        .sort(),
    ).toEqual(["1000000", "3150000", "450000", "7000000"].sort());
  });

  it("follow a line of power down and up", () => {
    const used = session("2026-11-24T10:00:00Z", ["charging", 10, 1000n], ["charging", 10, 1000n]);
    const powered: UsedSession = {
      ...used,
      stretches: used.stretches.map((stretch, n) => ({
        ...stretch,
        power_mw: n === 0 ? { from: 20_000_000, to: 10_000_000 } : { from: 10_000_000, to: 20_000_000 },
      })),
    };
    const found = evaluate(tariff([one("TIME", 1, { min_power: 16 }), one("TIME", 2)]), "UTC", powered);
    expect(found.lines.map(({ measured }) => textOf(measured))).toEqual(["480000", "720000"]);
    expect(compare(sum(found.lines.map(({ measured }) => measured)), exact(1_200_000n))).toBe(0);
  });

  it("say where a current that nobody measured was asked for", () => {
    const found = evaluate(
      tariff([one("TIME", 1, { max_current: 32 }), one("TIME", 2)]),
      "UTC",
      session("2026-11-24T10:00:00Z", ["charging", 60]),
    );
    expect(found.isCurrentMissing).toBe(true);
    expect(found.rounded.afterTax).toBe(200n);
  });
});

describe("restrictions", () => {
  /** How many minutes of a session the first element prices, in Morocco. */
  const minutes = (restrictions: OcpiElement["restrictions"], used: UsedSession): number => {
    const found = evaluate(tariff([one("TIME", 1, restrictions)]), "Africa/Casablanca", used);
    return Number(inUnits(sum(found.lines.map(({ measured }) => measured)))) / 60;
  };
  const friday = session("2026-11-27T21:00:00Z", ["charging", 240]);

  it.each([
    ["a window over midnight", { start_time: "22:00", end_time: "00:30" }, 150],
    ["a window to the end of the day", { start_time: "22:00", end_time: "00:00" }, 120],
    ["a start alone", { start_time: "22:00" }, 120],
    ["an end alone", { end_time: "00:30" }, 30],
    ["equal ends", { start_time: "22:00", end_time: "22:00" }, 240],
    [
      "a weekday that ends at midnight",
      { start_time: "22:00", end_time: "06:00", day_of_week: ["FRIDAY"] },
      120,
    ],
    ["no weekday named", { day_of_week: [] }, 240],
    ["a first day", { start_date: "2026-11-28" }, 60],
    ["a day after the last", { end_date: "2026-11-28" }, 180],
    ["a day that never is", { start_date: "2026-11-28", end_date: "2026-11-28" }, 0],
    ["an age", { min_duration: 1800, max_duration: 5400 }, 60],
  ])("with %s price what they say", (_what, restrictions, expected) => {
    expect(minutes(restrictions, friday)).toBe(expected);
  });

  it("do not count a reservation as the session's age", () => {
    const after = session("2026-11-27T20:00:00Z", ["reserved", 60], ["charging", 30], ["withheld", 30]);
    expect(minutes({ max_duration: 2700 }, after)).toBe(45);
  });

  it("do not keep a dimension that they do not price from being found further on", () => {
    const both = [one("ENERGY", 1, { min_current: 10 }), one("FLAT", 2), one("FLAT", 3, { min_kwh: 0 })];
    const found = evaluate(tariff(both), "UTC", session("2026-11-27T10:00:00Z", ["charging", 10, 500n]));
    expect(found.lines.map(({ dimension, element }) => `${dimension} ${element}`)).toEqual(["FLAT 1"]);
  });

  it("take the first FLAT of the list, not the first of the day", () => {
    const flats = [one("FLAT", 5, { start_time: "23:00" }), one("FLAT", 7)];
    expect(evaluate(tariff(flats), "Africa/Casablanca", friday).rounded.afterTax).toBe(500n);
  });
});

describe("rounding of a price after tax", () => {
  it.each([
    [99.99, 8333n, 1666n],
    [10, 833n, 167n],
    [0.02, 2n, 0n],
  ])("takes the tax out of what is printed: %d", (price, net, tax) => {
    const found = evaluate(
      tariff([one("FLAT", price)]),
      "UTC",
      session("2026-11-27T10:00:00Z", ["charging", 1]),
    );
    expect(found.rounded).toEqual({ beforeTax: net, tax, afterTax: net + tax });
  });

  it("knows a currency of three decimals and one of none", () => {
    const used = session("2026-11-27T10:00:00Z", ["charging", 1]);
    const in_ = (currency: string) => evaluate(tariff([one("FLAT", 1.2345)], { currency }), "UTC", used);
    expect(in_("TND").rounded.afterTax).toBe(1235n);
    expect(in_("JPY").rounded.afterTax).toBe(1n);
  });
});
