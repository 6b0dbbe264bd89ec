/** Tariffs and sessions of the second evaluator's generators, as the engine takes them. */
import type { OpenPrice } from "@barq/domain/price";
import { isKnown, priceUsage } from "@barq/domain/price";
import type { Tariff } from "@barq/domain/tariff";
import { isForSession, readTariff, taxKindOf } from "@barq/domain/tariff";
import type { Usage } from "@barq/domain/usage";
import fc from "fast-check";
import { usageOf } from "../agreement/both-sides.ts";
import { anySession, anyTariff, anyZone } from "../oracle/generators.ts";
import type { OcpiTariff } from "../oracle/ocpi.ts";

export interface Case {
  readonly tariff: OcpiTariff;
  readonly zone: string;
  readonly usage: Usage;
}

/** Every tariff there is, over every session. */
export const anyCase: fc.Arbitrary<Case> = fc.record({
  tariff: anyTariff(),
  zone: anyZone,
  usage: anySession().map(usageOf),
});

export const priceOf = ({ tariff, zone, usage }: Case): OpenPrice =>
  priceUsage(readTariff(tariff), usage, zone);

/** Tariffs that are sold here: the tax of all they price is known, and nothing is reserved. */
export const soldTariff: fc.Arbitrary<OcpiTariff> = anyTariff({ reservation: false }).filter((body) => {
  const tariff = readTariff(body);
  return tariff.elements.every(({ components }) =>
    components.every(({ vat }) => taxKindOf(tariff, vat) !== "unknown"),
  );
});

/** A session that is not reserved, and what it cost after tax in minor units. */
export const soldUsage: fc.Arbitrary<Usage> = anySession({ reservation: false }).map(usageOf);

export function costOf(tariff: Tariff, usage: Usage, zone: string): bigint {
  const price = priceUsage(tariff, usage, zone);
  if (!isKnown(price) || !tariff.elements.every(isForSession)) throw new Error("such a tariff is not sold");
  return price.afterTax.minor;
}

export const energyOf = ({ stretches }: Usage): bigint =>
  stretches.reduce((all, { energyMwh }) => all + energyMwh, 0n);

export const lengthOf = ({ startedAt, endedAt }: Usage): number => endedAt - startedAt;
