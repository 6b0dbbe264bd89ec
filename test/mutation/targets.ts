/** The files whose every expression must be missed by a test when it is changed: tariffs, prices, meters and money. */

export const targets = {
  money: ["money", "decimal", "fraction"],
  tariff: ["tariff", "restriction", "problems", "ocpi-tariff", "cdr-tariff"],
  price: [
    "price",
    "price-lines",
    "price-reason",
    "tax-groups",
    "quantities",
    "cut",
    "boundary",
    "matching",
    "worst-cost",
    "hold",
    "waiver",
  ],
  metering: ["metering", "register-line", "register-series", "segments", "energy-reading", "after-stop"],
} as const;

export type Target = keyof typeof targets;

/** From the root. */
export const pathOf = (name: string): string => `packages/domain/${name}.ts`;
