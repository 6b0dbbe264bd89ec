/** Tariffs for tests, in few words, and any tariff that can be priced. */
import type { Dimension, OcpiTariff, Tariff } from "@barq/domain/tariff";
import { dimensions, readTariff } from "@barq/domain/tariff";
import fc from "fast-check";

interface Part {
  readonly price: number;
  readonly step?: number;
  readonly vat?: number | null;
}

export type Parts = Partial<Readonly<Record<Dimension, Part>>>;

interface Terms {
  readonly taxIncluded?: "YES" | "NO" | "N/A";
  readonly currency?: string;
  readonly vat?: number | null;
}

/** The OCPI body of a tariff with one element; prices include 20 % unless something else is said. */
export function bodyOf(parts: Parts, terms: Terms = {}): OcpiTariff {
  const { taxIncluded = "YES", currency = "MAD", vat = 20 } = terms;
  return {
    id: "T1",
    currency,
    tax_included: taxIncluded,
    elements: [
      {
        price_components: dimensions.flatMap((type) => {
          const part = parts[type];
          return part ? [{ type, price: part.price, step_size: part.step ?? 1, vat: part.vat ?? vat }] : [];
        }),
      },
    ],
  };
}

export const tariffOf = (parts: Parts, terms: Terms = {}): Tariff => readTariff(bodyOf(parts, terms));

const part = (mostPrice: number, steps: readonly number[]): fc.Arbitrary<Part | undefined> =>
  fc.option(
    fc.record({
      price: fc.integer({ min: 0, max: mostPrice * 10_000 }).map((scaled) => scaled / 10_000),
      step: fc.constantFrom(...steps),
    }),
    { nil: undefined },
  );

interface TariffShape {
  readonly steps?: readonly number[];
  readonly currencies?: readonly string[];
}

/** Any tariff the engine prices: some of the four dimensions, with steps, tax inside or on top, a rate or none. */
export const anyTariff = ({
  steps = [0, 1, 60, 500, 900],
  currencies = ["MAD", "TND", "JPY"],
}: TariffShape = {}): fc.Arbitrary<Tariff> =>
  fc
    .record({
      ENERGY: part(9, steps),
      TIME: part(90, steps),
      PARKING_TIME: part(90, steps),
      FLAT: part(20, [1]),
      terms: fc.record({
        taxIncluded: fc.constantFrom<("YES" | "NO" | "N/A")[]>("YES", "NO", "N/A"),
        currency: fc.constantFrom(...currencies),
        vat: fc.constantFrom(0, 5.5, 7, 10, 20, 100),
      }),
    })
    .map(({ terms, ...parts }) => {
      const priced = Object.entries(parts).filter(([, value]) => value !== undefined);
      return tariffOf(priced.length > 0 ? Object.fromEntries(priced) : { FLAT: { price: 0 } }, terms);
    });
