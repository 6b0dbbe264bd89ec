/** Two evaluators that share nothing but the rules agree to the last digit, whatever the steps, restrictions, limits and rates. */
import fc from "fast-check";
import { bothSides } from "../agreement/both-sides.ts";
import { anySession, anyTariff, anyZone } from "../oracle/generators.ts";
import { guarantee, mustEqual } from "./guarantee.ts";

export const twoEvaluators = guarantee(
  {
    name: "two-evaluators",
    says: "the second evaluator comes to the same exact amounts, lines and totals",
    part: 600,
    weight: 1,
  },
  fc.record({ tariff: anyTariff(), zone: anyZone, session: anySession() }),
  ({ tariff, zone, session }) => {
    const { product, evaluator } = bothSides(tariff, zone, session);
    mustEqual(product, evaluator, "the product's side");
  },
);
