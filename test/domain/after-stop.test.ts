/** The time between the end of the energy and the unplugging, and how soon its cap is reached. */
import { capReachedAfterMs, pricesAfterStop, stretchesAfterStop } from "@barq/domain/after-stop";
import { hour, minute } from "@barq/domain/instant";
import type { OcpiTariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import { describe, expect, it } from "vitest";
import type { Parts } from "./tariffs.ts";
import { bodyOf } from "./tariffs.ts";

type Idle = NonNullable<NonNullable<OcpiTariff["barq"]>["idle"]>;

const tariffOf = (parts: Parts, idle: Idle | null, more: Partial<OcpiTariff> = {}) =>
  readTariff({ ...bodyOf(parts), ...more, ...(idle ? { barq: { idle } } : {}) });
const cap = { amount: "12.00", currency: "MAD" };
describe("what follows the end of the energy", () => {
  it("is priced where our idle terms and a price of parking stand together", () => {
    expect(pricesAfterStop(tariffOf({ ENERGY: { price: 2 }, PARKING_TIME: { price: 60 } }, {}))).toBe(true);
  });

  it("is not priced by a plain tariff, by other prices, or by a price of nothing", () => {
    expect(pricesAfterStop(tariffOf({ ENERGY: { price: 2 }, PARKING_TIME: { price: 60 } }, null))).toBe(
      false,
    );
    expect(pricesAfterStop(tariffOf({ ENERGY: { price: 2 }, TIME: { price: 60 } }, {}))).toBe(false);
    expect(pricesAfterStop(tariffOf({ ENERGY: { price: 2 }, PARKING_TIME: { price: 0 } }, {}))).toBe(false);
  });
});

describe("the cap of idle time", () => {
  const parked = { PARKING_TIME: { price: 60 }, ENERGY: { price: 2 } };

  it("is reached after its amount over the price of an hour, and a second for what rounds, and the grace", () => {
    expect(capReachedAfterMs(tariffOf(parked, { cap, grace_s: 600 }), 100n)).toBe(
      12 * minute + 1000 + 10 * minute,
    );
    expect(capReachedAfterMs(tariffOf({ PARKING_TIME: { price: 6 } }, { cap }), 100n)).toBe(2 * hour + 1000);
  });

  it("is reached last by the cheapest price of parking, and other prices do not count", () => {
    const [first] = bodyOf({ PARKING_TIME: { price: 60 } }).elements;
    const [second] = bodyOf({ PARKING_TIME: { price: 12 }, ENERGY: { price: 1 } }).elements;
    if (!first || !second) throw new Error("two elements");
    for (const elements of [
      [first, second],
      [second, first],
    ])
      expect(capReachedAfterMs(tariffOf({}, { cap }, { elements }), 100n)).toBe(hour + 1000);
  });

  it("is never known without one, by hours of the day, by a price of nothing, or under restrictions", () => {
    const hours = { start_time: "08:00", end_time: "20:00" };
    const [element] = bodyOf(parked).elements;
    if (!element) throw new Error("one element");
    const restricted = [{ ...element, restrictions: { min_duration: 60 } }, element];
    const none = [
      tariffOf(parked, null),
      tariffOf(parked, { grace_s: 60 }),
      tariffOf(parked, { cap, hours }),
      tariffOf({ ENERGY: { price: 2 } }, { cap }),
      tariffOf({ PARKING_TIME: { price: 0 } }, { cap }),
      tariffOf({}, { cap }, { elements: restricted }),
    ];
    expect(none.map((tariff) => capReachedAfterMs(tariff, 100n))).toEqual(none.map(() => null));
  });
});

describe("the stretches after the end of the energy", () => {
  const at = (n: number): number => n * minute;
  const rows = (leftAt: number | null, ...statuses: (readonly [number, string])[]) =>
    stretchesAfterStop(
      at(10),
      leftAt,
      statuses.map(([n, status]) => ({ at: at(n), status })),
    ).map(({ from, to, kind, statedMs }) => [from / minute, to / minute, kind, statedMs ?? null]);

  it("are none where the vehicle was not seen to leave, or left with the end", () => {
    expect([rows(null), rows(at(10)), rows(at(9))]).toEqual([[], [], []]);
  });

  it("are idle from the end to the leaving, where nothing was said or the cable was in", () => {
    expect(rows(at(30))).toEqual([[10, 30, "parking", null]]);
    expect(rows(at(30), [5, "Charging"], [10, "Finishing"])).toEqual([[10, 30, "parking", null]]);
  });

  it.each(["Faulted", "Unavailable", "SuspendedEVSE"])("are nobody's while the connector is %s", (status) => {
    expect(rows(at(40), [20, "Finishing"], [25, status], [32, status], [35, "Finishing"])).toEqual([
      [10, 25, "parking", null],
      [25, 35, "withheld", 0],
      [35, 40, "parking", null],
    ]);
    // What held at the end of the energy is what was said last until then.
    expect(rows(at(40), [3, "Finishing"], [10, status], [20, "Finishing"])).toEqual([
      [10, 20, "withheld", 0],
      [20, 40, "parking", null],
    ]);
    expect(rows(at(40), [3, status], [9, "Finishing"])).toEqual([[10, 40, "parking", null]]);
  });

  it("are put in order of time, and end with the leaving whatever was said then", () => {
    expect(rows(at(40), [35, "Finishing"], [25, "Faulted"], [4, "Faulted"], [5, "Finishing"])).toEqual([
      [10, 25, "parking", null],
      [25, 35, "withheld", 0],
      [35, 40, "parking", null],
    ]);
    expect(rows(at(40), [40, "Faulted"], [50, "Faulted"])).toEqual([[10, 40, "parking", null]]);
  });
});
