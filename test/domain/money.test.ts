/** Money is whole minor units with a currency, and an amount on the wire comes back to the letter. */
import { add, amountOf, amountText, exponentOf, money, parseAmount } from "@barq/domain/money";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const exponents: readonly (readonly [string, number])[] = [
  ["MAD", 2],
  ["EUR", 2],
  ["XOF", 0],
  ["JPY", 0],
  ["TND", 3],
  ["BHD", 3],
];

describe("an amount", () => {
  for (const [currency, decimals] of exponents) {
    it(`in ${currency} has ${decimals} decimals, never one more or fewer`, () => {
      expect(exponentOf(currency)).toBe(decimals);
      const text = amountText({ minor: 1_234_567n, currency });
      expect(text.split(".")[1]?.length ?? 0).toBe(decimals);
      expect(() => parseAmount(`1.${"0".repeat(decimals + 1)}`, currency)).toThrow(/at most/);
    });

    it(`in ${currency} is read back to the minor unit it was written from`, () => {
      fc.assert(
        fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), (minor) => {
          const amount = amountOf({ minor, currency });
          expect(parseAmount(amount.amount, amount.currency)).toEqual({ minor, currency });
        }),
      );
    });
  }

  it("keeps every digit that a float would lose", () => {
    expect(parseAmount("90071992547409.93", "MAD").minor).toBe(9_007_199_254_740_993n);
    expect(parseAmount("0.07", "MAD").minor).toBe(7n);
    expect(parseAmount("1.1", "MAD").minor + parseAmount("2.2", "MAD").minor).toBe(330n);
  });

  it.each(["", " ", "1,50", "1.", ".5", "1e3", "+1", "0x10", "NaN", "1.005", "1 000", "--1", "1.0\n", "١٫٥"])(
    'is refused where it says "%s"',
    (text) => {
      expect(() => parseAmount(text, "MAD")).toThrow(expect.objectContaining({ code: "amount_invalid" }));
    },
  );

  it.each(["", "mad", "XXX", "constructor", "__proto__", "toString"])(
    'in the currency "%s" is refused and never guessed',
    (currency) => {
      expect(() => parseAmount("1", currency)).toThrow(
        expect.objectContaining({
          code: "currency_unknown",
          message: `Currency ${currency} is not supported.`,
        }),
      );
    },
  );
});

describe("two amounts", () => {
  const mad = { minor: 500n, currency: "MAD" };
  const eur = { minor: 500n, currency: "EUR" };

  it("of two currencies are never added", () => {
    expect(() => add(mad, eur)).toThrow(/currencies/);
  });

  it("of one currency are added exactly", () => {
    expect(add(mad, mad)).toEqual(money(1000n, "MAD"));
  });
});
