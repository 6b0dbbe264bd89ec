/** A receipt says what was metered, what it costs and what became of the hold, in figures that add up. */
import type { Money } from "@barq/domain/money";
import { parseAmount } from "@barq/domain/money";
import { priceSession } from "@barq/domain/price";
import { pricedResult } from "@barq/domain/priced-result";
import type { Receipt } from "@barq/domain/receipt";
import { buildReceipt } from "@barq/domain/receipt";
import type { Session } from "@barq/domain/session";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aSession } from "../store/sessions.ts";
import { endedAt, startedAt } from "./readings.ts";
import { anyTariff, tariffOf } from "./tariffs.ts";
import { anyUsage, charging, parking, usageOf } from "./usage.ts";

const mad = (minor: bigint): Money => ({ minor, currency: "MAD" });
const hold = {
  holdAmount: mad(15_000n),
  page: null,
  intent: null,
  stands: false,
  captureBefore: null,
  brand: "visa",
  last4: "4242",
  released: true,
};

function receiptOf(other: Partial<Session> = {}, price = priceSession(everything, usual, "UTC")): Receipt {
  return buildReceipt({
    session: aSession({ state: "settled", startedAt, endedAt, hold, captured: 4689n, ...other }),
    priced: pricedResult(price, null),
    registerStartMwh: 1_000_000_000n,
    registerStopMwh: 1_012_345_000n,
    evidence: "start_stop",
    flags: [],
    location: { id: "LOC-1", name: "Anfa", address: "1, bd d'Anfa", city: "Casablanca" },
    issuer: { name: "Barq Recharge", lines: [] },
    brand: "Barq",
    labels: {},
  });
}

const everything = tariffOf({
  ENERGY: { price: 2.5 },
  TIME: { price: 6 },
  PARKING_TIME: { price: 60 },
  FLAT: { price: 1 },
});
const usual = usageOf(charging(12_345, 2467), parking(655));

describe("a receipt", () => {
  it("says what was held, taken and given back", () => {
    expect(receiptOf()).toMatchObject({
      hold: { amount: "150.00", currency: "MAD" },
      captured: { amount: "46.89" },
      released: { amount: "103.11" },
      receivable: null,
      written_off: null,
      card: { brand: "visa", last4: "4242" },
      statement: "BARQ* K7M2PQ",
    });
  });

  it("without a hold names none, and no card", () => {
    expect(receiptOf({ hold: null, captured: null })).toMatchObject({
      hold: null,
      captured: { amount: "0.00", currency: "MAD" },
      released: null,
      card: null,
    });
  });

  it("says the registers, and the energy as their difference", () => {
    expect(receiptOf().meter).toMatchObject({
      start_kwh: "1000.000",
      stop_kwh: "1012.345",
      energy_kwh: "12.345",
    });
  });

  it("bears the clock on the wall at the station, by the law of its day", () => {
    expect(receiptOf().local).toEqual({
      day: "2026-11-24",
      started: "15:00",
      offset: "+00:00",
      ended_day: "2026-11-24",
      ended: "16:00",
      ended_offset: "+00:00",
      zone: "Africa/Casablanca",
    });
    const summer = Date.parse("2026-07-31T23:30:00Z");
    expect(receiptOf({ startedAt: summer, endedAt: summer }).local).toMatchObject({
      day: "2026-08-01",
      started: "00:30",
      offset: "+01:00",
    });
  });

  it("has lines that add up to its total, whatever was sold", () => {
    fc.assert(
      fc.property(anyTariff(), anyUsage, (tariff, usage) => {
        const { currency } = tariff;
        const receipt = receiptOf({ currency, hold: null }, priceSession(tariff, usage, "UTC"));
        for (const column of ["before_tax", "tax", "after_tax"] as const) {
          const sum = receipt.lines.reduce(
            (all, line) => all + parseAmount(line[column].amount, currency).minor,
            0n,
          );
          expect(sum).toBe(parseAmount(receipt[column].amount, currency).minor);
        }
      }),
    );
  });
});
