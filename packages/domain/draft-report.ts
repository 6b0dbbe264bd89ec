/**
 * What is unusual in a tariff before it is sold, beside the version that is sold now: everything that tariff-report.ts says,
 * elements that hold together, prices that are far from the last ones, idle time without a cap, texts that are missing.
 */
import { fraction, isLess, times } from "./fraction.ts";
import { canHoldTogether } from "./overlap.ts";
import { rateText } from "./price.ts";
import type { ReportRow } from "./report-row.ts";
import { Report } from "./report-row.ts";
import type { Dimension, Tariff } from "./tariff.ts";
import { dimensions, isForSession } from "./tariff.ts";
import { tariffReport } from "./tariff-report.ts";

interface Beside {
  /** the version that a new one follows; null: it is the first */
  readonly last: Tariff | null;
  /** what the law of the place lets be priced */
  readonly allowed: readonly Dimension[];
  /** how far a price may be from the last version's */
  readonly farPercent: number;
}

export function draftReport(tariff: Tariff, { last, allowed, farPercent }: Beside): readonly ReportRow[] {
  const report = new Report();
  if (last) reportChange(report, tariff, last, farPercent);
  reportOverlaps(report, tariff);
  const isIdlePriced = pricesOf(tariff, "PARKING_TIME").some(({ price }) => price > 0n);
  if (isIdlePriced && (tariff.idle?.capMinor ?? null) === null && !tariff.maxPrice)
    report.add(
      "idle_without_cap",
      "barq.idle.cap",
      "Idle time costs without end: barq.idle.cap says at most how much, max_price what a session costs at most.",
    );
  const told = new Set((tariff.source.tariff_alt_text ?? []).map(({ language }) => language));
  const missing = ["ar", "fr", "en"].filter((language) => !told.has(language));
  if (missing.length > 0)
    report.add("text_missing", "tariff_alt_text", `It has no text of its own in ${missing.join(", ")}.`);
  if (tariff.validUntil !== null)
    report.add(
      "ends",
      "end_date_time",
      "After this its connectors have no price, unless a version follows it.",
    );
  return [...report.rows, ...tariffReport(tariff, allowed)];
}

interface Priced {
  readonly price: bigint;
  readonly path: string;
}

const pricesOf = ({ elements }: Tariff, dimension: Dimension): readonly Priced[] =>
  elements.flatMap((element, n) =>
    isForSession(element)
      ? element.components.flatMap((component, m) =>
          component.dimension === dimension
            ? [{ price: component.price, path: `elements.${n}.price_components.${m}.price` }]
            : [],
        )
      : [],
  );

const highestOf = (all: readonly Priced[]): Priced | undefined =>
  all.toSorted((a, b) => (a.price < b.price ? 1 : a.price > b.price ? -1 : 0))[0];

/** Slips of the pen are a digit too many, a price of another dimension, prices with tax for those without. */
function reportChange(report: Report, tariff: Tariff, last: Tariff, farPercent: number): void {
  for (const name of ["currency", "taxIncluded"] as const)
    if (tariff[name] !== last[name])
      report.add(
        "terms_other",
        name === "currency" ? name : "tax_included",
        `It was ${last[name]} in version ${last.version}, and prices mean something else now.`,
      );
  if (tariff.currency !== last.currency) return;
  for (const dimension of dimensions) {
    const [was, is] = [highestOf(pricesOf(last, dimension)), highestOf(pricesOf(tariff, dimension))];
    const [before, now] = [was?.price ?? 0n, is?.price ?? 0n];
    if (before === 0n && now > 0n)
      report.add(
        "dimension_added",
        is?.path ?? "elements",
        `${dimension} costs nothing in version ${last.version}.`,
      );
    else if (before > 0n && now === 0n)
      report.add(
        "dimension_gone",
        is?.path ?? "elements",
        `${dimension} costs up to ${rateText(before)} in version ${last.version}, and nothing here.`,
      );
    else if (isFar(before, now, farPercent))
      report.add(
        "price_far",
        is?.path ?? "elements",
        `${dimension} costs up to ${rateText(now)} here, and ${rateText(before)} in version ${last.version}.`,
      );
  }
}

/** More than so many per cent dearer, or cheaper, than before. */
function isFar(before: bigint, now: bigint, percent: number): boolean {
  const apart = now > before ? now - before : before - now;
  return isLess(times(fraction(before), fraction(BigInt(percent), 100n)), fraction(apart));
}

/** Two elements with conditions that may hold at once: the first in the list counts, and not every author means that. */
function reportOverlaps(report: Report, { elements }: Tariff): void {
  for (const dimension of dimensions) {
    const own = elements.flatMap((element, n) =>
      isForSession(element) && element.components.some((component) => component.dimension === dimension)
        ? [{ n, restrictions: element.restrictions }]
        : [],
    );
    for (const [place, { n, restrictions }] of own.entries()) {
      if (!restrictions) continue;
      const other = own
        .slice(0, place)
        .find((before) => before.restrictions && canHoldTogether(before.restrictions, restrictions));
      if (other)
        report.add(
          "overlapping",
          `elements.${n}.restrictions`,
          `It may hold while element ${other.n} does, and then element ${other.n} prices ${dimension}.`,
        );
    }
  }
}
