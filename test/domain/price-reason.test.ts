/** The reason of a line says what was measured, what a step made of it, which conditions held and how often it was cut, to the letter. */
import type { Explained } from "@barq/domain/price-reason";
import { conditionTexts, reasonText, windowText } from "@barq/domain/price-reason";
import { readTariff } from "@barq/domain/tariff";
import { describe, expect, it } from "vitest";

type Component = Extract<Explained, { kind: "component" }>;
type Body = NonNullable<Parameters<typeof readTariff>[0]["elements"][number]["restrictions"]>;

function restrictionsOf(restrictions: Body, type = "TIME") {
  const [element] = readTariff({
    id: "T1",
    currency: "MAD",
    elements: [{ price_components: [{ type, price: 1, step_size: 1 }], restrictions }],
  }).elements;
  if (!element?.restrictions) throw new Error("nothing is restricted");
  return element.restrictions;
}

const of = (other: Partial<Component>): string =>
  reasonText({
    kind: "component",
    dimension: "ENERGY",
    measured: 12_345_500n,
    billed: 12_345_500n,
    stepSize: 500n,
    element: 3,
    restrictions: null,
    cuts: 0,
    ...other,
  });

describe("a line says", () => {
  it.each<readonly [string, Partial<Component>]>([
    ["12.3455 kWh delivered", {}],
    ["12.3455 kWh delivered, billed as 12.500 kWh by steps of 500 Wh", { billed: 12_500_000n }],
    ["90 s charging", { dimension: "TIME", measured: 90_000n, billed: 90_000n }],
    [
      "90.4 s charging, billed as 120 s by steps of 60 s",
      { dimension: "TIME", measured: 90_400n, billed: 120_000n, stepSize: 60n },
    ],
    [
      "90.045 s parked without asking for power",
      { dimension: "PARKING_TIME", measured: 90_045n, billed: 90_045n },
    ],
    ["0.1 s reserved", { dimension: "RESERVATION_TIME", measured: 100n, billed: 100n }],
    ["once for the session", { dimension: "FLAT", measured: 1n, billed: 1n }],
    [
      "once for the session; element 3 holds from 1.500 kWh",
      { dimension: "FLAT", measured: 1n, billed: 1n, restrictions: restrictionsOf({ min_kwh: 1.5 }) },
    ],
    [
      "once for the reservation; element 3 holds for a reservation",
      {
        dimension: "FLAT",
        measured: 1n,
        billed: 1n,
        restrictions: restrictionsOf({ reservation: "RESERVATION" }),
      },
    ],
    ["12.3455 kWh delivered; cut at 1 boundary between readings, by interpolation", { cuts: 1 }],
    ["12.3455 kWh delivered; cut at 2 boundaries between readings, by interpolation", { cuts: 2 }],
    [
      "12.3455 kWh delivered; element 3 holds below 20.000 kWh, on friday; cut at 1 boundary between readings, by interpolation",
      { restrictions: restrictionsOf({ max_kwh: 20, day_of_week: ["FRIDAY"] }), cuts: 1 },
    ],
  ])("%s", (text, explained) => {
    expect(of(explained)).toBe(text);
  });

  it.each<readonly [string, Explained]>([
    ["idle time costs no more than the tariff's cap", { kind: "idle_cap" }],
    ["raised to the tariff's least price", { kind: "min_price" }],
    ["lowered to the tariff's highest price", { kind: "max_price" }],
    ["not due: the station ended the session soon after its start", { kind: "waiver", why: "station_ended" }],
    ["not due: the vehicle took no energy", { kind: "waiver", why: "no_energy" }],
  ])("%s", (text, explained) => {
    expect(reasonText(explained)).toBe(text);
  });
});

describe("a condition says", () => {
  it.each<readonly [readonly string[], Body]>([
    [["from 09:05 to 21:30"], { start_time: "09:05", end_time: "21:30" }],
    [["from 22:00 to 00:00"], { start_time: "22:00", end_time: "00:00" }],
    [["from 00:00 to 06:00"], { end_time: "06:00" }],
    [["from 2026-11-24", "before 2026-12-01"], { start_date: "2026-11-24", end_date: "2026-12-01" }],
    [["from 2026-11-24"], { start_date: "2026-11-24" }],
    [["before 2026-12-01"], { end_date: "2026-12-01" }],
    [["from 0.500 kWh", "below 1.0001 kWh"], { min_kwh: 0.5, max_kwh: 1.0001 }],
    [["from 6.25 A", "below 32 A"], { min_current: 6.25, max_current: 32 }],
    [["from 3.7 kW", "below 22.0005 kW"], { min_power: 3.7, max_power: 22.0005 }],
    [["from 60 s", "below 3600 s"], { min_duration: 60, max_duration: 3600 }],
    [["below 60 s"], { max_duration: 60 }],
    [["on monday, sunday"], { day_of_week: ["SUNDAY", "MONDAY"] }],
    [["for a reservation"], { reservation: "RESERVATION" }],
    [["for a reservation that expired"], { reservation: "RESERVATION_EXPIRES" }],
    [
      ["from 09:00 to 10:00", "from 2.000 kWh", "below 3 kW"],
      { start_time: "09:00", end_time: "10:00", min_kwh: 2, max_power: 3 },
    ],
  ])("%s", (texts, body) => {
    expect(conditionTexts(restrictionsOf(body))).toEqual(texts);
  });

  it("the end of the day as midnight", () => {
    expect(windowText({ startMinute: 0, endMinute: 1440 })).toBe("00:00 to 00:00");
    expect(windowText({ startMinute: 1439, endMinute: 61 })).toBe("23:59 to 01:01");
  });
});
