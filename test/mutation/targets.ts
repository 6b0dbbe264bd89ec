/** The files whose every expression must be missed by a test when it is changed: tariffs, prices, meters and money. */

export const targets = {
  amounts: ["money", "decimal", "fraction"],
  tariffs: ["tariff", "restriction", "problems", "cdr-tariff"],
  prices: [
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
  meters: [
    "metering",
    "energy-source",
    "energy-curve",
    "energy-reading",
    "one-register",
    "register-line",
    "register-series",
    "session-readings",
    "connector-states",
    "measured-line",
    "stretches",
    "plausibility",
    "quirk-profiles",
    "after-stop",
  ],
} as const;

export type Target = keyof typeof targets;

/** From the root. */
export const pathOf = (name: string): string => `packages/domain/${name}.ts`;
