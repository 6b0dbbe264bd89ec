/**
 * What a session costs by an OCPI tariff, a second time and by another route than the product's: exact fractions of its own, a walk in
 * small steps instead of cutting at boundaries, and a zone database instead of the table of legal time. It imports nothing of the
 * product, so that the two can be wrong only apart. It knows good tariffs and whole sessions alone, and is slow.
 *
 * Two things the rules leave open are asked for, the first of each by default:
 * - `crossing`: where a mark of energy, power or current is crossed inside a millisecond, time is cut at the nearest whole one, half
 *   up, or at the first whole one that lies beyond it.
 * - `boundaryEnergy`: the energy at a whole millisecond is exact, or the energy since the start rounded to whole mWh, half up.
 */
import type { Component } from "./conditions.ts";
import { tariffOf } from "./conditions.ts";
import type { Exact } from "./exact.ts";
import { compare, exact, exactOf, minus, over, plus, sum, textOf, times, upTo, zero } from "./exact.ts";
import type { OcpiTariff, UsedSession } from "./ocpi.ts";
import type { Columns, Group, LimitedBy, MinorColumns } from "./taxes.ts";
import { columnsOf, limited, rounded, totalOf } from "./taxes.ts";
import type { Conventions, Dimension, Walked } from "./walk.ts";
import { Walk } from "./walk.ts";

export interface Line extends Columns {
  readonly element: number;
  readonly dimension: Dimension;
  /** mWh, ms, or 1 for FLAT */
  readonly measured: Exact;
  /** what step_size added, in the same unit */
  readonly surplus: Exact;
  readonly price: Exact;
  readonly vat: Exact | null;
  /** in the column in which the tariff quotes; of idle time after its cap */
  readonly quoted: Exact;
}

export interface Evaluation {
  /** before price limits */
  readonly lines: readonly Line[];
  /** idle time in the quoted column, where the tariff's cap lowered it */
  readonly idleCapped: { readonly from: Exact; readonly to: Exact } | null;
  readonly limitedBy: LimitedBy;
  readonly exact: Columns;
  readonly rounded: MinorColumns;
  /** one per tax rate, after price limits */
  readonly groups: readonly Group[];
  readonly isCurrentMissing: boolean;
}

const usual: Conventions = { crossing: "nearest_ms", boundaryEnergy: "exact" };
const [second, minute] = [1000, 60_000];

/** Walks second by second. Meant for sessions of up to three hours. */
export const evaluate = (
  tariff: OcpiTariff,
  zone: string,
  session: UsedSession,
  conventions: Partial<Conventions> = {},
): Evaluation => evaluateBy([second], tariff, zone, session, conventions);

/** Walks minute by minute, and by seconds where a minute is not quiet: for real sessions of hours and days. */
export const evaluateCoarse = (
  tariff: OcpiTariff,
  zone: string,
  session: UsedSession,
  conventions: Partial<Conventions> = {},
): Evaluation => evaluateBy([minute, second], tariff, zone, session, conventions);

/** Walks by steps of one's own, each a multiple of the next; none means millisecond by millisecond. */
export function evaluateBy(
  grainsMs: readonly number[],
  tariff: OcpiTariff,
  zone: string,
  session: UsedSession,
  conventions: Partial<Conventions> = {},
): Evaluation {
  const walked = new Walk(tariffOf(tariff), zone, session, { ...usual, ...conventions }).walk(grainsMs);
  const surplus = surplusOf(walked);
  const priced = walked.quantities.map((quantity): Priced => {
    const { element, dimension, component, amount } = quantity;
    const extra = walked.last.get(dimension) === quantity ? (surplus.get(dimension) ?? zero) : zero;
    const quoted = over(times(plus(amount, extra), component.price), unitsPerPrice(dimension));
    return { element, dimension, component, measured: amount, surplus: extra, quoted };
  });
  const { lines: capped, idleCapped } = idleCap(priced, tariff);
  const lines = capped.map(({ component, ...line }) => ({
    ...line,
    price: component.price,
    vat: component.vat,
    ...columnsOf(line.quoted, component.vat, tariff),
  }));
  const { groups, limitedBy } = limited(byRate(lines, tariff), tariff);
  return {
    lines,
    idleCapped,
    limitedBy,
    exact: totalOf(groups),
    rounded: rounded(groups, tariff),
    groups,
    isCurrentMissing: walked.isCurrentMissing,
  };
}

interface Priced {
  readonly element: number;
  readonly dimension: Dimension;
  readonly component: Component;
  readonly measured: Exact;
  readonly surplus: Exact;
  readonly quoted: Exact;
}

/** mWh in a kWh, ms in an hour. */
const unitsPerPrice = (dimension: Dimension): Exact =>
  exact(dimension === "FLAT" ? 1n : dimension === "ENERGY" ? 1_000_000n : 3_600_000n);

/** step_size in the units in which quantities are kept: Wh in mWh, s in ms. */
const milli = 1000n;

/**
 * What step_size adds, per dimension: once for ENERGY, once for TIME and PARKING_TIME together, where parking goes first and
 * leaves charging exact, and once for the reservation. The step is that of the component that priced the dimension's last quantity.
 */
function surplusOf({ quantities, last }: Walked): ReadonlyMap<Dimension, Exact> {
  const stepped: readonly Dimension[] = last.has("PARKING_TIME")
    ? ["ENERGY", "PARKING_TIME", "RESERVATION_TIME"]
    : ["ENERGY", "TIME", "RESERVATION_TIME"];
  return new Map(
    stepped.map((dimension) => {
      const rounding = last.get(dimension);
      const step = (rounding?.component.stepSize ?? 0n) * milli;
      const total = sum(quantities.filter((q) => q.dimension === dimension).map((q) => q.amount));
      // A CDR's hours give back whole seconds alone, so a few hundred ms of a clock begin no new step of time. Of the component
      // that carries the step no more is taken than it has.
      const counted = dimension === "ENERGY" ? total : nearest(total, milli);
      const added = step === 0n ? zero : minus(upTo(counted, step), total);
      const least = minus(zero, rounding?.amount ?? zero);
      return [dimension, compare(added, least) < 0 ? least : added];
    }),
  );
}

/** The nearest multiple, halves up. */
const nearest = (value: Exact, unit: bigint): Exact => {
  const { n, d } = over(value, exact(unit));
  return exact(((2n * n + d) / (2n * d)) * unit);
};

/** All idle time together costs at most the cap, in the quoted column; its lines shrink in one proportion. */
function idleCap(
  lines: readonly Priced[],
  tariff: OcpiTariff,
): Pick<Evaluation, "idleCapped"> & { lines: readonly Priced[] } {
  const { cap } = tariff.barq?.idle ?? {};
  const from = sum(lines.filter(isIdle).map(({ quoted }) => quoted));
  if (cap === undefined) return { lines, idleCapped: null };
  if (cap.currency !== tariff.currency) throw new Error("a cap in another currency");
  const to = exactOf(cap.amount);
  if (compare(from, to) <= 0) return { lines, idleCapped: null };
  const shrunk = lines.map((line) =>
    isIdle(line) ? { ...line, quoted: over(times(line.quoted, to), from) } : line,
  );
  return { lines: shrunk, idleCapped: { from, to } };
}

const isIdle = ({ dimension }: Priced): boolean => dimension === "PARKING_TIME";

/** Lines together by rate; where no tax applies at all, rates mean nothing. */
function byRate(lines: readonly Line[], tariff: OcpiTariff): readonly Group[] {
  const rateOf = ({ vat }: Line): Exact | null => (tariff.tax_included === "N/A" ? null : vat);
  const keyOf = (line: Line): string => {
    const rate = rateOf(line);
    return rate === null ? "none" : textOf(rate);
  };
  return [...Map.groupBy(lines, keyOf).values()].map((members) => ({
    rate: members[0] ? rateOf(members[0]) : null,
    ...totalOf(members),
  }));
}
