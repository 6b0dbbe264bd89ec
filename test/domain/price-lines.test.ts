/** The one rounding: once at the total of a rate, and lines that add up to it, none with a tax below zero. */
import type { Fraction } from "@barq/domain/fraction";
import { fraction } from "@barq/domain/fraction";
import type { Printed } from "@barq/domain/price-lines";
import { combined, nothing, printed, sharedOut } from "@barq/domain/price-lines";
import type { TaxGroup } from "@barq/domain/tax-groups";
import { describe, expect, it } from "vitest";

const of = (minor: number): Fraction => fraction(BigInt(Math.round(minor * 1000)), 1000n);
const group = (before: number | null, after: number | null, other: Partial<TaxGroup> = {}): TaxGroup => ({
  vat: 200_000n,
  kind: "rate",
  beforeTax: before === null ? null : of(before),
  afterTax: after === null ? null : of(after),
  isBound: false,
  ...other,
});
/** Before tax, tax, after tax. */
const spoken = ({ beforeTax, tax, afterTax }: Printed): string =>
  [beforeTax, tax, afterTax].map((minor) => minor ?? "?").join(" ");
const amounts = (before: number | null, tax: number | null, after: number | null): Printed => {
  const minor = (value: number | null) => (value === null ? null : BigInt(value));
  return { beforeTax: minor(before), tax: minor(tax), afterTax: minor(after) };
};

describe("a rate's total", () => {
  it("of which a column is not known is printed without it, and without a tax", () => {
    const unknown = { vat: null, kind: "unknown" } as const;
    expect(spoken(printed(group(null, 10.5, unknown), true))).toBe("? ? 11");
    expect(spoken(printed(group(10.5, null, unknown), false))).toBe("11 ? ?");
    expect(spoken(printed(group(10.5, 12.5, unknown), false))).toBe("11 ? 13");
    expect(spoken(printed(group(10.5, null), false))).toBe("11 ? ?");
    expect(spoken(printed(group(null, 12.5), true))).toBe("? ? 13");
  });

  it("is rounded in the column in which it is quoted, and the other follows from what is printed", () => {
    // 8332.5 before and 9999 after: the gross stands, and 9999 / 1.2 is 8332.5.
    expect(spoken(printed(group(8332.5, 9999), true))).toBe("8333 1666 9999");
    expect(spoken(printed(group(10.4, 12.48), true))).toBe("10 2 12");
    expect(spoken(printed(group(10.4, 12.48), false))).toBe("10 2 12");
    expect(spoken(printed(group(12.5, 15), false))).toBe("13 3 16");
    expect(spoken(printed(group(12.5, 15), true))).toBe("13 2 15");
  });

  it("that a bound made is rounded in both columns, whatever its rate", () => {
    expect(spoken(printed(group(100, 107.5, { isBound: true }), true))).toBe("100 8 108");
    expect(spoken(printed(group(100, 107.5, { isBound: true }), false))).toBe("100 8 108");
  });

  it("without tax is the same in both columns, and so is one without a rate", () => {
    expect(spoken(printed(group(7.5, 7.5, { vat: null, kind: "none" }), true))).toBe("8 0 8");
    expect(spoken(printed(group(7.5, 7.5, { kind: "none" }), false))).toBe("8 0 8");
    expect(spoken(printed(group(7.5, 7.5, { vat: null }), true))).toBe("8 0 8");
    expect(spoken(printed(group(7.5, 7.5, { vat: null }), false))).toBe("8 0 8");
  });
});

describe("two printed amounts", () => {
  it("are added and taken from each other column by column, and what is unknown stays unknown", () => {
    const [a, b] = [amounts(10, 2, 12), amounts(5, 1, 6)];
    expect([combined(a, b, 1n), combined(a, b, -1n), combined(nothing, b, -1n)].map(spoken)).toEqual([
      "15 3 18",
      "5 1 6",
      "-5 -1 -6",
    ]);
    const open = amounts(null, null, 6);
    expect([combined(a, open, 1n), combined(open, a, -1n), combined(open, open, 1n)].map(spoken)).toEqual([
      "? ? 18",
      "? ? -6",
      "? ? 12",
    ]);
  });
});

describe("lines", () => {
  const share = (of_: TaxGroup, total: Printed, quoted: readonly number[], gross: boolean) =>
    sharedOut(of_, total, quoted.map(of), gross).map(spoken);

  it("of a gross follow their exact amounts in both columns, and none has a net above its gross", () => {
    expect(share(group(10, 12), amounts(10, 2, 12), [6, 3.6, 2.4], true)).toEqual([
      "5 1 6",
      "3 1 4",
      "2 0 2",
    ]);
    expect(share(group(1.251, 1.5), amounts(2, 0, 2), [1.3, 0.2], true)).toEqual(["2 0 2", "0 0 0"]);
  });

  it("of a gross whose tax nobody knows have the gross alone", () => {
    const unknown = { vat: null, kind: "unknown" } as const;
    expect(share(group(null, 12, unknown), amounts(null, null, 12), [6, 6], true)).toEqual([
      "? ? 6",
      "? ? 6",
    ]);
  });

  it("of a net have their share of the tax on top", () => {
    expect(share(group(10, 12), amounts(10, 2, 12), [5, 5], false)).toEqual(["5 1 6", "5 1 6"]);
    expect(share(group(10, 12), amounts(10, 2, 12), [9.5, 0.5], false)).toEqual(["10 2 12", "0 0 0"]);
  });

  it("of a net whose tax nobody knows have the net alone", () => {
    const unknown = { vat: null, kind: "unknown" } as const;
    expect(share(group(12, null, unknown), amounts(12, null, null), [6, 6], false)).toEqual([
      "6 ? ?",
      "6 ? ?",
    ]);
  });

  it("without a rate, or without tax, have none", () => {
    for (const other of [{ vat: null }, { kind: "none" }, { vat: null, kind: "none" }] as const)
      for (const gross of [true, false])
        expect(share(group(12, 12, other), amounts(12, 0, 12), [7, 5], gross)).toEqual(["7 0 7", "5 0 5"]);
  });
});
