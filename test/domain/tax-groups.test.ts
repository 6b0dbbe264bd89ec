/** What is taxed at one rate: what is known of it, and what a price limit makes of every base and tax. */
import type { Fraction } from "@barq/domain/fraction";
import { fraction } from "@barq/domain/fraction";
import type { PriceLimit, Tariff } from "@barq/domain/tariff";
import type { TaxGroup } from "@barq/domain/tax-groups";
import { groupOf, totalOf, withinLimits } from "@barq/domain/tax-groups";
import { describe, expect, it } from "vitest";
import { always, elementsOf, priced } from "./tariff-terms.ts";

const twenty = 200_000n;
/** Amounts in minor units, a hundred to the major one. */
const of = (minor: number, parts = 1): Fraction => fraction(BigInt(minor), BigInt(parts));
const tariffOf = (
  tax_included: "YES" | "NO" | "N/A",
  limits: { readonly min?: PriceLimit; readonly max?: PriceLimit } = {},
  rates: readonly (number | null)[] = [20],
): Tariff => ({
  ...elementsOf(
    rates.map((vat) => always(priced("ENERGY", 1, { vat }))),
    { tax_included },
  ),
  minPrice: limits.min ?? null,
  maxPrice: limits.max ?? null,
});
/** A bound in minor units on the total before tax and on the one after it. */
const bound = (before: number | null, after: number | null = null): PriceLimit => {
  const scaled = (minor: number | null) => (minor === null ? null : BigInt(minor) * 100n);
  return { beforeTax: scaled(before), afterTax: scaled(after) };
};
const limited = (tariff: Tariff, groups: readonly TaxGroup[], ...isFloorDue: [] | [boolean]) =>
  withinLimits(tariff, groups, 100n, ...isFloorDue);
const textOf = (value: Fraction | null): string =>
  value === null
    ? "?"
    : value.denominator === 1n
      ? `${value.numerator}`
      : `${value.numerator}/${value.denominator}`;
/** "vat: before, after", with a mark where the tax is no longer by its rate, and the bound that had the last word. */
const spoken = ({ groups, by }: ReturnType<typeof limited>): readonly (string | null)[] => [
  ...groups.map(
    ({ vat, beforeTax, afterTax, isBound }) =>
      `${vat === null ? "none" : vat / 10_000n}: ${textOf(beforeTax)}, ${textOf(afterTax)}${isBound ? " bound" : ""}`,
  ),
  by,
];
const net = (vat: bigint | null, minor: number): TaxGroup => groupOf(tariffOf("NO"), vat, of(minor));
const unnamed = (minor: number): TaxGroup => groupOf(tariffOf("YES"), null, of(minor));

describe("a group", () => {
  it("whose tax is inside and not named has no base, and no tax is invented", () => {
    expect(groupOf(tariffOf("YES"), null, of(120))).toEqual({
      vat: null,
      kind: "unknown",
      beforeTax: null,
      afterTax: of(120),
      isBound: false,
    });
  });

  it("whose tax the law adds at the till has a base, and no tax is invented", () => {
    expect(groupOf({ ...tariffOf("NO"), currency: "USD" }, null, of(120))).toEqual({
      vat: null,
      kind: "unknown",
      beforeTax: of(120),
      afterTax: null,
      isBound: false,
    });
  });

  it("of nothing without a rate has no tax, whatever the tariff leaves unsaid", () => {
    expect(groupOf(tariffOf("YES"), null, of(0))).toEqual({
      vat: null,
      kind: "none",
      beforeTax: of(0),
      afterTax: of(0),
      isBound: false,
    });
    expect(groupOf(tariffOf("YES"), twenty, of(0)).kind).toBe("rate");
  });

  it("of nobody's tax names no rate", () => {
    expect(groupOf(tariffOf("N/A"), twenty, of(120))).toEqual({
      vat: null,
      kind: "none",
      beforeTax: of(120),
      afterTax: of(120),
      isBound: false,
    });
  });

  it("has its tax inside what is quoted, or on top of it", () => {
    expect(groupOf(tariffOf("YES"), twenty, of(120))).toMatchObject({
      beforeTax: of(100),
      afterTax: of(120),
    });
    expect(groupOf(tariffOf("NO"), twenty, of(120))).toMatchObject({ beforeTax: of(120), afterTax: of(144) });
  });

  it("of which a part is not known has no total there", () => {
    const groups = [groupOf(tariffOf("YES"), twenty, of(120)), unnamed(60)];
    expect([totalOf(groups, "beforeTax"), totalOf(groups, "afterTax")]).toEqual([null, of(180)]);
    expect(totalOf([], "beforeTax")).toEqual(of(0));
  });
});

describe("without a bound that is reached", () => {
  it("nothing moves: not an amount, not a group of nothing, not a rate", () => {
    const groups = [net(twenty, 0), net(0n, 0), net(null, 0)];
    for (const limits of [{}, { min: bound(0, 0), max: bound(0, 0) }])
      expect(limited(tariffOf("NO", limits), groups)).toEqual({ groups, by: null });
    const some = [net(twenty, 100), net(100_000n, 50)];
    const wide = { min: bound(150, 175), max: bound(150, 175) };
    expect(limited(tariffOf("NO", wide), some)).toEqual({ groups: some, by: null });
  });

  it("what is not known is bound by nothing", () => {
    const groups = [unnamed(120)];
    expect(limited(tariffOf("YES", { min: bound(500) }), groups)).toEqual({ groups, by: null });
    expect(limited(tariffOf("YES", { max: bound(5) }), groups)).toEqual({ groups, by: null });
  });

  it("a floor that a waiver lifts lifts nothing, and a ceiling stays", () => {
    const tariff = tariffOf("NO", { min: bound(500), max: bound(80) });
    expect(spoken(limited({ ...tariff, maxPrice: null }, [net(twenty, 100)], false))).toEqual([
      "20: 100, 120",
      null,
    ]);
    expect(spoken(limited(tariff, [net(twenty, 100)], false))).toEqual(["20: 80, 96", "max_price"]);
  });
});

describe("a bound on the total before tax", () => {
  it("moves every base and tax in one proportion", () => {
    const groups = [net(twenty, 100), net(100_000n, 50)];
    expect(spoken(limited(tariffOf("NO", { min: bound(300) }), groups))).toEqual([
      "20: 200, 240",
      "10: 100, 110",
      "min_price",
    ]);
    expect(spoken(limited(tariffOf("NO", { max: bound(75) }), groups))).toEqual([
      "20: 50, 60",
      "10: 25, 55/2",
      "max_price",
    ]);
  });

  it("leaves a tax that nobody knows unknown", () => {
    const group: TaxGroup = { ...unnamed(0), kind: "unknown", beforeTax: of(100), afterTax: null };
    expect(limited(tariffOf("NO", { min: bound(200) }), [group])).toEqual({
      groups: [{ ...group, beforeTax: of(200) }],
      by: "min_price",
    });
  });

  it("under a session that costs nothing is taxed at the one rate that the tariff names, on top", () => {
    for (const tax of ["YES", "NO"] as const)
      for (const rates of [[20], [20, 20], [20, null], [null, 20]])
        expect(spoken(limited(tariffOf(tax, { min: bound(100) }, rates), [net(twenty, 0)]))).toEqual([
          "20: 100, 120",
          "min_price",
        ]);
  });

  it("under a session that costs nothing has no tax where the tariff names several rates, or none, or nobody's", () => {
    for (const [tax, rates] of [
      ["YES", [20, 10]],
      ["NO", [null]],
      ["N/A", [20]],
    ] as const)
      expect(limited(tariffOf(tax, { min: bound(100) }, rates), [net(twenty, 0), net(0n, 0)])).toEqual({
        groups: [{ vat: null, kind: "none", beforeTax: of(100), afterTax: of(100), isBound: false }],
        by: "min_price",
      });
  });
});

describe("a bound on the total after tax", () => {
  it("has the last word, and what it moves is tax alone, shared in proportion", () => {
    // 100 + 20 and 100 + 10 under 215: of the tax of 30 half is left.
    const groups = [net(twenty, 100), net(100_000n, 100)];
    expect(spoken(limited(tariffOf("NO", { max: bound(200, 215) }), groups))).toEqual([
      "20: 100, 110 bound",
      "10: 100, 105 bound",
      "max_price",
    ]);
    expect(spoken(limited(tariffOf("NO", { min: bound(200, 290) }), groups))).toEqual([
      "20: 100, 160 bound",
      "10: 100, 130 bound",
      "min_price",
    ]);
    // Both, one after the other: the bases into theirs, then the tax.
    expect(spoken(limited(tariffOf("NO", { max: bound(100, 106) }), groups))).toEqual([
      "20: 50, 54 bound",
      "10: 50, 52 bound",
      "max_price",
    ]);
    expect(spoken(limited(tariffOf("NO", { min: bound(400), max: bound(500, 430) }), groups))).toEqual([
      "20: 200, 220 bound",
      "10: 200, 210 bound",
      "max_price",
    ]);
  });

  it("that takes all of the tax leaves a rate that is no longer its tax", () => {
    expect(spoken(limited(tariffOf("NO", { max: bound(100, 100) }), [net(twenty, 100)]))).toEqual([
      "20: 100, 100 bound",
      "max_price",
    ]);
  });

  it("moves no tax where there is none beside one", () => {
    const groups = [net(twenty, 100), net(0n, 50), net(null, 50)];
    expect(spoken(limited(tariffOf("NO", { max: bound(200, 210) }), groups))).toEqual([
      "20: 100, 110 bound",
      "0: 50, 50",
      "none: 50, 50",
      "max_price",
    ]);
  });

  it("without any tax to share by is shared by the bases", () => {
    expect(spoken(limited(tariffOf("NO", { min: bound(50, 100) }), [net(0n, 20), net(null, 30)]))).toEqual([
      "0: 20, 40 bound",
      "none: 30, 60 bound",
      "min_price",
    ]);
  });

  it("over bases of nothing is the first group's", () => {
    expect(spoken(limited(tariffOf("NO", { min: bound(0, 100) }), [net(0n, 0), net(null, 0)]))).toEqual([
      "0: 0, 100 bound",
      "none: 0, 0",
      "min_price",
    ]);
  });

  it("below the bases lowers them too, in one proportion, and leaves no tax", () => {
    const groups = [net(twenty, 60), net(0n, 40)];
    expect(spoken(limited(tariffOf("NO", { max: bound(null, 50) }), groups))).toEqual([
      "20: 30, 30 bound",
      "0: 20, 20",
      "max_price",
    ]);
  });

  it("binds a gross whose tax is inside and not named, beside one that is", () => {
    const groups = [groupOf(tariffOf("YES"), twenty, of(120)), unnamed(80)];
    expect(spoken(limited(tariffOf("YES", { max: bound(10, 100) }), groups))).toEqual([
      "20: 100, 60 bound",
      "none: ?, 40 bound",
      "max_price",
    ]);
    const nothing: TaxGroup = { ...unnamed(0), kind: "unknown", beforeTax: null };
    expect(limited(tariffOf("YES", { min: bound(10, 100) }), [nothing])).toEqual({
      groups: [nothing],
      by: "min_price",
    });
  });
});
