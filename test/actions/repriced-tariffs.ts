/** Tariffs of energy, time and a fee, with the dimension that a session always has, for properties of past sessions. */
import type { OcpiTariff } from "@barq/domain/tariff";
import fc from "fast-check";

const price = (most: number) => fc.integer({ min: 1, max: most }).map((n) => n / 100);

export const energyTariffs: fc.Arbitrary<OcpiTariff> = fc
  .record({
    energy: price(500),
    beyond: price(900),
    time: fc.option(price(1000), { nil: null }),
    flat: fc.option(price(500), { nil: null }),
    step: fc.constantFrom(1, 100, 1000),
    tax: fc.constantFrom("YES" as const, "NO" as const),
    vat: fc.constantFrom(10, 20),
    from: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
  })
  .map(({ energy, beyond, time, flat, step, tax, vat, from }): OcpiTariff => {
    const own = [
      { type: "ENERGY", price: energy, vat, step_size: step },
      ...(time === null ? [] : [{ type: "TIME", price: time, vat, step_size: 60 }]),
      ...(flat === null ? [] : [{ type: "FLAT", price: flat, vat, step_size: 1 }]),
    ];
    const far = { price_components: [{ type: "ENERGY", price: beyond, vat, step_size: step }] };
    return {
      ...{ id: "KWH", currency: "MAD", tax_included: tax },
      elements: [
        ...(from === null ? [] : [{ ...far, restrictions: { min_kwh: from } }]),
        { price_components: own },
      ],
    };
  });
