/** A credit CDR names what it undoes and turns its total to the last digit; the original stays as it was. */
import { buildCdr } from "@barq/domain/cdr";
import { creditCdr } from "@barq/domain/credit-cdr";
import { priceSession } from "@barq/domain/price";
import { describe, expect, it } from "vitest";
import { cdrFactsOf } from "./cdr-facts.ts";
import { tariffOf } from "./tariffs.ts";
import { charging, parking, usageOf } from "./usage.ts";

const tariff = tariffOf({ ENERGY: { price: 2.5 }, PARKING_TIME: { price: 60 }, FLAT: { price: 1, vat: 10 } });
const usage = usageOf(charging(12_345, 2467), parking(655));
const original = buildCdr(cdrFactsOf(tariff, usage, priceSession(tariff, usage, "UTC")));
const creditedAt = Date.parse("2026-11-25T10:00:00Z");

describe("a credit CDR", () => {
  it("is refused of a credit CDR: what was taken back is not taken back again", () => {
    expect(() => creditCdr(creditCdr(original, creditedAt), creditedAt)).toThrow("once");
  });

  it("names the original, keeps its data, and turns its total alone", () => {
    const before = JSON.stringify(original);
    const credit = creditCdr(original, creditedAt);
    expect(JSON.stringify(original)).toBe(before);
    const { id, credit: isCredit, credit_reference_id, total_cost, last_updated, ...rest } = credit;
    const { id: _, total_cost: __, last_updated: ___, ...data } = original;
    expect(rest).toEqual(data);
    expect({ isCredit, credit_reference_id, last_updated }).toEqual({
      isCredit: true,
      credit_reference_id: original.id,
      last_updated: "2026-11-25T10:00:00Z",
    });
    expect(String(id).length).toBeLessThanOrEqual(39);
    expect(id).not.toBe(original.id);
    expect(total_cost).toEqual({
      before_taxes: -35.73,
      taxes: [
        { name: "VAT", percentage: 20, amount: -6.96 },
        { name: "VAT", percentage: 10, amount: -0.09 },
      ],
    });
    expect(original.total_cost).toMatchObject({ before_taxes: 35.73 });
  });
});
