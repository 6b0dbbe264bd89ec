/** A floor under a session that costs nothing is taxed at the tariff's one rate; of several rates none is chosen. */
import { priceSession } from "@barq/domain/price";
import { readTariff } from "@barq/domain/tariff";
import { expect, it } from "vitest";
import { charging, usageOf } from "./usage.ts";

const pricedAt = (currency: string, rates: readonly number[]) => {
  const tariff = readTariff({
    id: "T1",
    currency,
    tax_included: "NO",
    min_price: { before_taxes: 10 },
    elements: rates.map((vat) => ({
      price_components: [{ type: "ENERGY", price: 0, step_size: 1, vat }],
      restrictions: { end_date: "2024-01-01" },
    })),
  });
  const { beforeTax, tax, afterTax, taxes } = priceSession(tariff, usageOf(charging(1000, 60)), "UTC");
  const rate = taxes.map(({ vatText }) => vatText);
  return { rate, amounts: [beforeTax.minor, tax.minor, afterTax.minor] };
};

it("a floor under nothing is taxed at the tariff's only rate", () => {
  expect(pricedAt("MAD", [20, 20])).toEqual({ rate: ["20"], amounts: [1000n, 200n, 1200n] });
});

it("a floor under nothing is without tax where the tariff has several rates, wherever it is sold", () => {
  for (const currency of ["MAD", "CAD", "USD"])
    expect(pricedAt(currency, [10, 20])).toEqual({ rate: [null], amounts: [1000n, 0n, 1000n] });
});
