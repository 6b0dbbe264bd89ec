/** However a session is walked, and however its stretches are split, it comes to the same. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, isZero, minus, plus, same, sum, textOf, zero } from "./exact.ts";
import { anySession, anyTariff, anyZone } from "./generators.ts";
import type { UsedSession, UsedStretch } from "./ocpi.ts";
import type { Evaluation } from "./second-evaluator.ts";
import { evaluate, evaluateBy, evaluateCoarse } from "./second-evaluator.ts";

const plain = (found: Evaluation): string => {
  const text = (_: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}n` : value);
  const lines = found.lines
    .map((line) => ({
      at: `${line.element} ${line.dimension}`,
      measured: textOf(line.measured),
      surplus: textOf(line.surplus),
      quoted: textOf(line.quoted),
    }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const { beforeTax, tax, afterTax } = found.exact;
  const totals = [beforeTax, tax, afterTax].map((value) => value && textOf(value));
  return JSON.stringify({ lines, totals, rounded: found.rounded, limitedBy: found.limitedBy }, text);
};

const conventions = fc.record({
  crossing: fc.constantFrom("nearest_ms", "first_ms"),
  boundaryEnergy: fc.constantFrom("exact", "whole_mwh"),
});

describe("a walk", () => {
  it("by minutes comes to what a walk by seconds comes to", () => {
    fc.assert(
      fc.property(anyTariff(), anyZone, anySession(), conventions, (tariff, zone, session, how) => {
        expect(plain(evaluateCoarse(tariff, zone, session, how))).toBe(
          plain(evaluate(tariff, zone, session, how)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("by seconds comes to what asking at every single millisecond comes to", () => {
    const short = anySession({ maxStretchMs: 4000 });
    fc.assert(
      fc.property(anyTariff(), anyZone, short, conventions, (tariff, zone, session, how) => {
        expect(plain(evaluate(tariff, zone, session, how))).toBe(
          plain(evaluateBy([], tariff, zone, session, how)),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("is the same over two halves of a stretch as over the whole", () => {
    const halves = (
      { from, to, energy_mwh, ...rest }: UsedStretch,
      isWhole: boolean,
    ): readonly UsedStretch[] => {
      const stretch = { ...rest, power_mw: null, current_tenth_ma: null };
      const [end, middle] = [from + 2 * (to - from), to];
      if (isWhole) return [{ ...stretch, from, to: end, energy_mwh: 2n * energy_mwh }];
      return [
        { ...stretch, from, to: middle, energy_mwh },
        { ...stretch, from: middle, to: end, energy_mwh },
      ];
    };
    const doubled = (session: UsedSession, isWhole: boolean): UsedSession => {
      let at = session.start;
      const stretches = session.stretches.flatMap((stretch) => {
        const moved = { ...stretch, from: at, to: at + (stretch.to - stretch.from) };
        at += 2 * (stretch.to - stretch.from);
        return halves(moved, isWhole);
      });
      return { ...session, end: at, stretches };
    };
    fc.assert(
      fc.property(anyTariff(), anyZone, anySession(), (tariff, zone, session) => {
        const [whole, split] = [doubled(session, true), doubled(session, false)];
        expect(plain(evaluateCoarse(tariff, zone, split))).toBe(plain(evaluateCoarse(tariff, zone, whole)));
      }),
      { numRuns: 60 },
    );
  });
});

describe("an evaluation", () => {
  const evaluated = (check: (found: Evaluation, session: UsedSession) => void, numRuns = 150): void => {
    fc.assert(
      fc.property(anyTariff(), anyZone, anySession(), (tariff, zone, session) =>
        check(evaluateCoarse(tariff, zone, session), session),
      ),
      { numRuns },
    );
  };

  it("prices no more than was used, and nothing twice", () => {
    evaluated(({ lines }, { stretches }) => {
      const measured = (dimension: string) =>
        sum(lines.filter((line) => line.dimension === dimension).map((line) => line.measured));
      const used = stretches.reduce((all, { energy_mwh }) => all + energy_mwh, 0n);
      const lasted = stretches.reduce((all, { from, to }) => all + (to - from), 0);
      const time = sum(["TIME", "PARKING_TIME", "RESERVATION_TIME"].map(measured));
      expect(compare(measured("ENERGY"), { n: used, d: 1n })).toBeLessThanOrEqual(0);
      expect(compare(time, { n: BigInt(lasted), d: 1n })).toBeLessThanOrEqual(0);
      expect(lines.filter(({ dimension }) => dimension === "FLAT").length).toBeLessThanOrEqual(2);
    });
  });

  it("has columns that add up, exact and in minor units", () => {
    evaluated(({ exact: { beforeTax, tax, afterTax }, rounded, groups }) => {
      if (beforeTax && tax && afterTax) expect(isZero(minus(plus(beforeTax, tax), afterTax))).toBe(true);
      if (rounded.beforeTax !== null && rounded.tax !== null && rounded.afterTax !== null) {
        expect(rounded.beforeTax + rounded.tax).toBe(rounded.afterTax);
      }
      for (const group of groups) {
        if (group.beforeTax && group.tax && group.afterTax) {
          expect(same(plus(group.beforeTax, group.tax), group.afterTax)).toBe(true);
          expect(compare(group.tax, zero)).toBeGreaterThanOrEqual(0);
        }
      }
    });
  });
});
