/**
 * Who takes more energy never pays less, where nothing in the tariff rewards it: no price below zero, no step above one, no
 * restriction on power, current or duration, none on energy but for the price of energy itself, and a bound on the total only where
 * there is one rate (a bound scales bases and taxes together, so that energy at a lower rate makes the whole cheaper after tax).
 */
import type { Fraction } from "@barq/domain/fraction";
import { fraction, isLess, minus, times } from "@barq/domain/fraction";
import { exponentOf } from "@barq/domain/money";
import { priceUsage } from "@barq/domain/price";
import type { Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import type { Usage } from "@barq/domain/usage";
import fc from "fast-check";
import { anyRestrictions, byClock, decimal } from "../oracle/any-restrictions.ts";
import { anyZone } from "../oracle/generators.ts";
import type { OcpiComponent, OcpiElement, OcpiTariff } from "../oracle/ocpi.ts";
import { minorsOf } from "./amounts.ts";
import { soldUsage } from "./cases.ts";
import { guarantee, must } from "./guarantee.ts";

const anyComponent = (type: OcpiComponent["type"], rates: readonly number[]): fc.Arbitrary<OcpiComponent> =>
  fc.record({
    type: fc.constant(type),
    price: decimal(0, 10),
    vat: fc.constantFrom(...rates),
    step_size: fc.constantFrom(0, 1),
  });

const anyComponents = (rates: readonly number[]): fc.Arbitrary<readonly OcpiComponent[]> =>
  fc
    .subarray(["ENERGY", "TIME", "PARKING_TIME", "FLAT"] as const, { minLength: 1 })
    .chain((types) => fc.tuple(...types.map((type) => anyComponent(type, rates))));

/** By the clock, whatever is priced. */
const byTheClock = (rates: readonly number[]): fc.Arbitrary<OcpiElement> =>
  fc.record({ price_components: anyComponents(rates), restrictions: anyRestrictions(byClock) });

/** Energy by how much was taken. */
const byTheKwh = (rates: readonly number[]): fc.Arbitrary<OcpiElement> =>
  fc.record({
    price_components: anyComponent("ENERGY", rates).map((component) => [component]),
    restrictions: fc
      .tuple(decimal(0, 15), decimal(16, 30), fc.constantFrom("both", "min", "max"))
      .map(([min_kwh, max_kwh, ends]) => ({
        ...(ends !== "max" && { min_kwh }),
        ...(ends !== "min" && { max_kwh }),
      })),
  });

const anyLimits = fc
  .record({ least: fc.option(decimal(0, 20)), most: fc.option(decimal(21, 60)) })
  .map(({ least, most }) => ({
    ...(least !== null && { min_price: { before_taxes: least } }),
    ...(most !== null && { max_price: { before_taxes: most, after_taxes: Math.ceil(most) + 5 } }),
  }));

const plainTariff: fc.Arbitrary<OcpiTariff> = fc
  .record({
    rates: fc.constantFrom([20], [0], [10, 20], [0, 20]),
    taxIncluded: fc.constantFrom<("YES" | "NO" | "N/A")[]>("YES", "NO", "N/A"),
    currency: fc.constantFrom("MAD", "TND", "JPY"),
    isByKwh: fc.boolean(),
  })
  .chain(({ rates, taxIncluded, currency, isByKwh }) =>
    fc
      .record({
        restricted: fc.array(isByKwh ? byTheKwh(rates) : byTheClock(rates), { maxLength: 4 }),
        last: anyComponents(rates),
        limits: rates.length === 1 ? anyLimits : fc.constant({}),
      })
      .map(({ restricted, last, limits }) => ({
        country_code: "MA",
        party_id: "BRQ",
        id: "plain",
        currency,
        tax_included: taxIncluded,
        ...limits,
        elements: [...restricted, { price_components: last }],
        last_updated: "2026-11-25T00:00:00Z",
      })),
  );

/**
 * What may be lost, in minor units: every cut inside a stretch is brought to a whole mWh, which may take one from a dearer piece and
 * give it to a cheaper one; and a step of a Wh is filled up at the price of the last piece, with up to a Wh less than before.
 */
function mayBeLost(tariff: Tariff, cuts: number): Fraction {
  const components = tariff.elements.flatMap((element) => element.components);
  const priced = components.filter(({ dimension }) => dimension === "ENERGY");
  const dearest = priced.reduce((most, { price }) => (price > most ? price : most), 0n);
  const stepMwh = priced.some(({ stepSize }) => stepSize > 0n) ? 1000n : 0n;
  // Twice the price is more than any tax on it.
  const perMwh = fraction(dearest * 2n * 10n ** BigInt(exponentOf(tariff.currency)), 10_000n * 1_000_000n);
  return times(perMwh, fraction(stepMwh + BigInt(cuts)));
}

export const moreEnergy = guarantee(
  {
    name: "more-energy",
    says: "more energy never costs less where nothing in the tariff rewards it",
    part: 1500,
    weight: 5,
  },
  fc.record({
    body: plainTariff,
    zone: anyZone,
    usage: soldUsage,
    n: fc.nat(),
    more: fc.bigInt({ min: 1n, max: 10n ** 8n }),
  }),
  ({ body, zone, usage, n, more }) => {
    const tariff = readTariff(body);
    const stretches = usage.stretches.map((stretch, m) =>
      m === n % usage.stretches.length ? { ...stretch, energyMwh: stretch.energyMwh + more } : stretch,
    );
    const exactOf = (of: Usage) => {
      const { exact, notes } = priceUsage(tariff, of, zone);
      return { afterTax: minorsOf(exact.afterTax, tariff.currency), notes };
    };
    const [less, dearer] = [exactOf(usage), exactOf({ ...usage, stretches })];
    if (!less.afterTax || !dearer.afterTax) throw new Error("this tax is known");
    const cuts = dearer.notes.filter(({ code }) => code === "period_cut").length;
    const lost = mayBeLost(tariff, cuts);
    must(
      !isLess(dearer.afterTax, minus(less.afterTax, lost)),
      `${more} mWh more cost less: ${fc.stringify(dearer.afterTax)} after ${fc.stringify(less.afterTax)}`,
    );
  },
);
