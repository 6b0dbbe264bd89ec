/** Two evaluators that share nothing but the rules agree on every generated case, to the last digit. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySession, anyTariff, anyZone } from "../oracle/generators.ts";
import { sessionOf, workedExamples } from "../oracle/worked-examples.ts";
import { bothSides } from "./both-sides.ts";

describe("the product's price and the second evaluator's", () => {
  it("agree on every worked example", () => {
    for (const example of workedExamples) {
      const { product, evaluator } = bothSides(example.tariff, example.session.time_zone, sessionOf(example));
      expect({ id: example.id, ...product }).toEqual({ id: example.id, ...evaluator });
    }
  });

  it("agree on every tariff and every session", () => {
    fc.assert(
      fc.property(anyTariff(), anyZone, anySession(), (tariff, zone, session) => {
        const { product, evaluator } = bothSides(tariff, zone, session);
        expect(product).toEqual(evaluator);
      }),
      { numRuns: 1200 },
    );
  });
});
