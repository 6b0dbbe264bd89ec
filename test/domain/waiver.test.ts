/** What the driver does not owe is a line of its own with its reason, and is given for the station's own doing alone. */
import { minute } from "@barq/domain/instant";
import type { Price } from "@barq/domain/price";
import { priceSession } from "@barq/domain/price";
import { readTariff } from "@barq/domain/tariff";
import type { Waiver } from "@barq/domain/waiver";
import { readWaiver, waiverOf } from "@barq/domain/waiver";
import { describe, expect, it } from "vitest";
import { bodyOf, tariffOf } from "./tariffs.ts";
import { charging, usageOf } from "./usage.ts";

const session = {
  stopReason: "Local",
  startedAt: 0,
  endedAt: minute,
  why: null,
  energyMwh: 1000n,
  thresholdMs: 2 * minute,
};
const flat: Waiver = { kind: "flat", why: "station_ended" };
const everything: Waiver = { kind: "everything", why: "no_energy" };

describe("a waiver", () => {
  it.each([
    "EmergencyStop",
    "HardReset",
    "SoftReset",
    "PowerLoss",
    "Reboot",
    "DeAuthorized",
    "GroundFault",
    "OvercurrentFault",
    "PowerQuality",
    "ImmediateReset",
    "Other",
  ])("is given for what the station itself ended soon after the start: %s", (stopReason) => {
    expect(waiverOf({ ...session, stopReason })).toEqual(flat);
  });

  it.each(["Local", "Remote", "EVDisconnected", "UnlockCommand", "", "other", null])(
    "is not given for what the driver ended, or nobody says: %s",
    (stopReason) => {
      expect(waiverOf({ ...session, stopReason })).toBeNull();
    },
  );

  it("is not given for an end that came no sooner than the policy's time", () => {
    const reboot = { ...session, stopReason: "Reboot" };
    expect(waiverOf({ ...reboot, endedAt: 2 * minute - 1 })).toEqual(flat);
    expect(waiverOf({ ...reboot, endedAt: 2 * minute })).toBeNull();
  });

  it("of everything is given where the vehicle took no energy, and only then", () => {
    const none = { ...session, energyMwh: 0n, why: "no_energy" };
    expect(waiverOf(none)).toEqual(everything);
    expect(waiverOf({ ...none, energyMwh: 1n })).toBeNull();
    expect(waiverOf({ ...none, why: "time_limit" })).toEqual(everything);
    expect(waiverOf({ ...none, why: "other" })).toBeNull();
  });

  it("is read as it was written, and anything else is none", () => {
    for (const waiver of [flat, everything]) expect(readWaiver({ ...waiver })).toEqual(waiver);
    for (const other of [
      null,
      undefined,
      { kind: "all", why: "no_energy" },
      { kind: "flat", why: "" },
      { kind: "", why: "station_ended" },
    ])
      expect(readWaiver(other)).toBeNull();
  });
});

describe("a price with a waiver", () => {
  const tariff = tariffOf({ ENERGY: { price: 2.5 }, FLAT: { price: 20 } });
  const rows = ({ lines }: Price): readonly (readonly [string, bigint, bigint, bigint, string])[] =>
    lines.map((line) => [
      line.dimension,
      line.beforeTax.minor,
      line.tax.minor,
      line.afterTax.minor,
      line.reason,
    ]);

  it("of the flat fee keeps the line of the fee, and takes it back", () => {
    const price = priceSession(tariff, usageOf(charging(1000, 60)), "UTC", flat);
    expect(rows(price)).toEqual([
      ["ENERGY", 208n, 42n, 250n, "1.000 kWh delivered"],
      ["FLAT", 1667n, 333n, 2000n, "once for the session"],
      ["WAIVER", -1667n, -333n, -2000n, "not due: the station ended the session soon after its start"],
    ]);
    expect([price.beforeTax.minor, price.tax.minor, price.afterTax.minor]).toEqual([208n, 42n, 250n]);
    expect(price.exact.afterTax).toBe("2.5");
    expect(price.lines[2]).toMatchObject({
      element: null,
      quantityText: "1",
      billedText: "1",
      unit: "session",
      priceText: null,
      vatText: "20",
      explained: { kind: "waiver", why: "station_ended" },
    });
  });

  it("of everything comes to nothing", () => {
    const price = priceSession(tariff, usageOf(charging(1000, 60)), "UTC", everything);
    expect(rows(price).at(-1)).toEqual([
      "WAIVER",
      -1875n,
      -375n,
      -2250n,
      "not due: the vehicle took no energy",
    ]);
    expect(price.afterTax.minor).toBe(0n);
  });

  it("is not raised to the least price again, and still not above the highest", () => {
    const body = bodyOf({ ENERGY: { price: 2.5 }, FLAT: { price: 20 } });
    const least = readTariff({ ...body, min_price: { before_taxes: 50 } });
    const raised = priceSession(least, usageOf(charging(1000, 60)), "UTC", flat);
    expect(rows(raised).map(([name, , , afterTax]) => [name, afterTax])).toEqual([
      ["ENERGY", 250n],
      ["FLAT", 2000n],
      ["MIN_PRICE", 3750n],
      ["WAIVER", -5750n],
    ]);
    expect(raised.limitedBy).toBeNull();
    const most = readTariff({ ...body, max_price: { before_taxes: 1 } });
    const lowered = priceSession(most, usageOf(charging(1000, 60)), "UTC", flat);
    expect(rows(lowered).map(([name, , , afterTax]) => [name, afterTax])).toEqual([
      ["ENERGY", 250n],
      ["FLAT", 2000n],
      ["MAX_PRICE", -2130n],
    ]);
    expect(lowered.limitedBy).toBe("max_price");
  });

  it("makes nothing dearer where the fee has a lower tax than the energy beside it", () => {
    const net = { taxIncluded: "NO" } as const;
    const body = bodyOf({ ENERGY: { price: 10, vat: 20 }, FLAT: { price: 10, vat: 0 } }, net);
    const capped = readTariff({ ...body, max_price: { before_taxes: 10 } });
    const usage = usageOf(charging(1000, 60));
    const waived = priceSession(capped, usage, "UTC", flat);
    // Ten of the twenty are due before tax, half of them at 20 %; without the fee the same ten would all be at 20 %.
    expect(priceSession(capped, usage, "UTC").afterTax.minor).toBe(1100n);
    expect(waived.afterTax.minor).toBe(1100n);
  });

  it("of a session of nothing is no line", () => {
    const price = priceSession(tariff, { startedAt: 0, endedAt: 0, stretches: [] }, "UTC", flat);
    expect(price.lines).toEqual([]);
    expect(price.afterTax.minor).toBe(0n);
  });
});
