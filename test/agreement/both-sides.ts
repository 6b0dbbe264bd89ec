/** The product's price and the second evaluator's, side by side: any difference in an exact amount, a line or a printed total. */

import type { OpenPrice } from "@barq/domain/price";
import { priceUsage } from "@barq/domain/price";
import { readTariff } from "@barq/domain/tariff";
import type { Stretch, Usage } from "@barq/domain/usage";
import type { Exact } from "../oracle/exact.ts";
import { textOf } from "../oracle/exact.ts";
import type { OcpiTariff, UsedSession, UsedStretch } from "../oracle/ocpi.ts";
import type { Evaluation } from "../oracle/second-evaluator.ts";
import { evaluateCoarse } from "../oracle/second-evaluator.ts";

const stretchOf = (of: UsedStretch): Stretch => ({
  from: of.from,
  to: of.to,
  kind: of.kind,
  energyMwh: of.energy_mwh,
  powerMilliW: of.power_mw ? { kind: "line", ...of.power_mw } : null,
  currentTenthMa: of.current_tenth_ma ? { kind: "line", ...of.current_tenth_ma } : null,
});

export const usageOf = (session: UsedSession): Usage => ({
  startedAt: session.start,
  endedAt: session.end,
  stretches: session.stretches.map(stretchOf),
  isExpiredReservation: session.expired_reservation === true,
});

const exactText = (value: Exact | null): string | null => value && textOf(value);

function ofEvaluator({ exact, rounded, lines, limitedBy }: Evaluation) {
  return {
    exact: [exact.beforeTax, exact.tax, exact.afterTax].map(exactText),
    printed: [rounded.beforeTax, rounded.tax, rounded.afterTax].map((minor) => minor?.toString() ?? null),
    limitedBy,
    lines: lines.map((line) => `${line.element} ${line.dimension} ${textOf(line.measured)}`).sort(),
  };
}

function ofProduct(price: OpenPrice) {
  const { exact, beforeTax, tax, afterTax } = price;
  return {
    exact: [exact.beforeTax, exact.tax, exact.afterTax],
    printed: [beforeTax, tax, afterTax].map((money) => money?.minor.toString() ?? null),
    limitedBy: price.limitedBy,
    lines: price.lines
      .flatMap(({ element, dimension, explained }) =>
        explained.kind === "component" ? [`${element} ${dimension} ${explained.measured}`] : [],
      )
      .sort(),
  };
}

export interface Sides {
  readonly product: ReturnType<typeof ofProduct>;
  readonly evaluator: ReturnType<typeof ofEvaluator>;
}

/** Both answers to one question, in the same words. */
export function bothSides(tariff: OcpiTariff, zone: string, session: UsedSession): Sides {
  return {
    product: ofProduct(priceUsage(readTariff(tariff), usageOf(session), zone)),
    evaluator: ofEvaluator(evaluateCoarse(tariff, zone, session, { boundaryEnergy: "whole_mwh" })),
  };
}
