/** What must be true of every price, whatever the tariff and the session. */
import { fraction, isLess, plus, roundHalfAway } from "@barq/domain/fraction";
import { exponentOf } from "@barq/domain/money";
import type { Price } from "@barq/domain/price";
import { priceSession } from "@barq/domain/price";
import type { Tariff } from "@barq/domain/tariff";
import type { Stretch, Usage } from "@barq/domain/usage";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyTariff } from "./tariffs.ts";
import { anyUsage } from "./usage.ts";

const priced = (tariff: Tariff, usage: Usage): Price => priceSession(tariff, usage, "UTC");

const summed = (price: Price, pick: (line: Price["lines"][number]) => bigint): bigint =>
  price.lines.reduce((all, line) => all + pick(line), 0n);

/** An exact amount's text as a fraction of the minor unit. */
function minorsOf(text: string | null, currency: string) {
  if (text === null) throw new Error("this tax is known");
  const [above = "", below = "1"] = text.split("/");
  const [digits = "", part = ""] = above.split(".");
  return fraction(
    BigInt(digits + part) * 10n ** BigInt(exponentOf(currency)),
    10n ** BigInt(part.length) * BigInt(below),
  );
}

describe("every price", () => {
  it("has lines that add up to its totals, and no amount below zero", () => {
    fc.assert(
      fc.property(anyTariff(), anyUsage, (tariff, usage) => {
        const price = priced(tariff, usage);
        expect(summed(price, (line) => line.beforeTax.minor)).toBe(price.beforeTax.minor);
        expect(summed(price, (line) => line.tax.minor)).toBe(price.tax.minor);
        expect(summed(price, (line) => line.afterTax.minor)).toBe(price.afterTax.minor);
        for (const of of [price, ...price.lines]) {
          expect(of.beforeTax.minor + of.tax.minor).toBe(of.afterTax.minor);
          expect([of.beforeTax.minor, of.tax.minor].some((minor) => minor < 0n)).toBe(false);
        }
      }),
    );
  });

  it("is rounded once: the quoted column is the nearest, the other follows from what is printed", () => {
    fc.assert(
      fc.property(anyTariff(), anyUsage, (tariff, usage) => {
        const price = priced(tariff, usage);
        const isGross = tariff.taxIncluded === "YES";
        const [printed, exact] = isGross
          ? [price.afterTax.minor, price.exact.afterTax]
          : [price.beforeTax.minor, price.exact.beforeTax];
        expect(printed).toBe(roundHalfAway(minorsOf(exact, price.currency)));
        const rate = BigInt(Math.round(Number(price.vatText ?? "0") * 10));
        const other = isGross
          ? roundHalfAway(fraction(printed * 1000n, 1000n + rate))
          : printed + roundHalfAway(fraction(printed * rate, 1000n));
        expect(other).toBe(isGross ? price.beforeTax.minor : price.afterTax.minor);
      }),
    );
  });

  it("has lines within a minor unit of what they exactly are", () => {
    fc.assert(
      fc.property(anyTariff(), anyUsage, (tariff, usage) => {
        const price = priced(tariff, usage);
        for (const line of price.lines) {
          const alone = priced(
            {
              ...tariff,
              elements: tariff.elements.map(({ components, restrictions }) => ({
                restrictions,
                components: components.filter(
                  (component) =>
                    component.dimension === line.dimension ||
                    // Priced parking decides where the step of time falls.
                    (line.dimension === "TIME" && component.dimension === "PARKING_TIME"),
                ),
              })),
            },
            usage,
          );
          if (alone.lines.length !== 1) continue;
          const exact = minorsOf(
            tariff.taxIncluded === "YES" ? alone.exact.afterTax : alone.exact.beforeTax,
            price.currency,
          );
          const minor = tariff.taxIncluded === "YES" ? line.afterTax.minor : line.beforeTax.minor;
          const apart = plus(exact, fraction(-minor));
          expect(isLess(apart, fraction(1n)) && isLess(fraction(-1n), apart)).toBe(true);
        }
      }),
    );
  });
});

/** Everything but how the CDR's periods are told. */
const amounts = ({ periods: _, notes: __, ...rest }: Price) => rest;

describe("a price does not change", () => {
  const cut = (stretch: Stretch, share: number): readonly Stretch[] => {
    const middle = stretch.from + Math.floor((stretch.to - stretch.from) * share);
    const energyMwh = (stretch.energyMwh * BigInt(Math.round(share * 1000))) / 1000n;
    return [
      { ...stretch, to: middle, energyMwh },
      { ...stretch, from: middle, energyMwh: stretch.energyMwh - energyMwh },
    ];
  };

  it("when a stretch is split anywhere", () => {
    fc.assert(
      fc.property(
        anyTariff(),
        anyUsage,
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tariff, usage, n, share) => {
          const at = n % usage.stretches.length;
          const stretches = usage.stretches.flatMap((stretch, m) =>
            m === at ? cut(stretch, share) : [stretch],
          );
          expect(amounts(priced(tariff, { ...usage, stretches }))).toEqual(amounts(priced(tariff, usage)));
        },
      ),
    );
  });
});

describe("a price never falls", () => {
  const withMore = (usage: Usage, n: number, more: Partial<Stretch>): Usage => ({
    ...usage,
    stretches: usage.stretches.map((stretch, m) =>
      m === n % usage.stretches.length
        ? {
            ...stretch,
            energyMwh: stretch.energyMwh + (more.energyMwh ?? 0n),
            to: stretch.to + (more.to ?? 0),
          }
        : stretch,
    ),
  });

  it("when more energy is delivered", () => {
    fc.assert(
      fc.property(
        anyTariff(),
        anyUsage,
        fc.nat(),
        fc.bigInt({ min: 0n, max: 10n ** 8n }),
        (tariff, usage, n, energyMwh) => {
          const [less, more] = [usage, withMore(usage, n, { energyMwh })].map((of) => priced(tariff, of));
          expect((more?.afterTax.minor ?? 0n) >= (less?.afterTax.minor ?? 0n)).toBe(true);
        },
      ),
    );
  });

  it("when it takes longer, where time has no larger steps than a second", () => {
    fc.assert(
      fc.property(
        anyTariff({ steps: [0, 1] }),
        anyUsage,
        fc.nat(),
        fc.integer({ min: 0, max: 10 ** 7 }),
        (tariff, usage, n, to) => {
          const [less, more] = [usage, withMore(usage, n, { to })].map((of) => priced(tariff, of));
          expect((more?.afterTax.minor ?? 0n) >= (less?.afterTax.minor ?? 0n)).toBe(true);
        },
      ),
    );
  });
});
