/** What a station sends twice, or in another order, is the same session: meter and price do not change by a letter. */
import { computeSession } from "@barq/domain/computation";
import type { MeterFacts } from "@barq/domain/metering";
import { readTariff } from "@barq/domain/tariff";
import fc from "fast-check";
import { anyFacts } from "../domain/any-facts.ts";
import { anyZone } from "../oracle/generators.ts";
import { soldTariff } from "./cases.ts";
import { guarantee, mustEqual } from "./guarantee.ts";

/** The facts, and the same with every reading sent twice and all of them in another order. */
const anyTelling: fc.Arbitrary<readonly [MeterFacts, MeterFacts]> = anyFacts.chain((facts) => {
  const twice = [...facts.readings, ...facts.readings];
  return fc
    .shuffledSubarray(twice, { minLength: twice.length })
    .map((readings) => [facts, { ...facts, readings }] as const);
});

export const shuffledReadings = guarantee(
  {
    name: "shuffled-readings",
    says: "readings sent twice and in another order change neither what was metered nor its price",
    part: 1000,
    weight: 5,
  },
  fc.record({ telling: anyTelling, tariff: soldTariff, zone: anyZone }),
  ({ telling, tariff: body, zone }) => {
    const tariff = readTariff(body);
    const [first, second] = telling.map((facts) =>
      computeSession({ tariff, zone, facts, leftAt: null, waiverFor: () => null }),
    );
    mustEqual(second, first, "told again");
  },
);
