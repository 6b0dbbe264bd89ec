/** The lines of a price add up to its totals in every column, and so do its tax rates; what is unknown is unknown everywhere. */
import type { Money } from "@barq/domain/money";
import type { OpenPrice } from "@barq/domain/price";
import { anyCase, priceOf } from "./cases.ts";
import { guarantee, must, mustEqual } from "./guarantee.ts";

const columns = ["beforeTax", "tax", "afterTax"] as const;
type Column = (typeof columns)[number];

const sumOf = (of: readonly Readonly<Record<Column, Money | null>>[], column: Column): bigint | null =>
  of.reduce<bigint | null>((all, each) => {
    const money = each[column];
    return all === null || money === null ? null : all + money.minor;
  }, 0n);

function addUp(price: OpenPrice): void {
  for (const column of columns) {
    const total = price[column]?.minor ?? null;
    mustEqual(sumOf(price.lines, column), total, `the lines' ${column}`);
    mustEqual(sumOf(price.taxes, column), total, `the rates' ${column}`);
  }
  for (const { beforeTax, tax, afterTax } of [price, ...price.lines, ...price.taxes]) {
    if (!beforeTax || !tax || !afterTax) continue;
    must(beforeTax.minor + tax.minor === afterTax.minor, "a base and its tax are not what is paid");
  }
  for (const line of price.lines) {
    // An adjustment takes away; a component never does.
    if (line.element === null) continue;
    must(
      columns.every((column) => (line[column]?.minor ?? 0n) >= 0n),
      "a component of less than nothing",
    );
  }
}

export const linesAddUp = guarantee(
  {
    name: "lines-add-up",
    says: "lines and rates add up to the total, in every column",
    part: 1500,
    weight: 5,
  },
  anyCase,
  (of) => addUp(priceOf(of)),
);
