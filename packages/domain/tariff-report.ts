/**
 * What will surprise in a tariff, said when it is made: everything here is lawful OCPI and is priced as it stands, but it may
 * not be what its author meant. What cannot be priced at all is refused in tariff.ts.
 */
import { conditionsOf } from "./conditions.ts";
import { coversEverything } from "./coverage.ts";
import type { ReportRow } from "./report-row.ts";
import { Report } from "./report-row.ts";
import type { Restrictions } from "./restriction.ts";
import { reportRestrictions } from "./restriction-report.ts";
import type { Component, Dimension, Tariff } from "./tariff.ts";
import { dimensions, isForSession } from "./tariff.ts";

/** OCPI's TariffType (2.2.1 and 2.3.0, mod_tariffs). */
const knownTypes = ["AD_HOC_PAYMENT", "PROFILE_CHEAP", "PROFILE_FAST", "PROFILE_GREEN", "REGULAR"];

/** A component of a dimension that prices sessions, and where it stands. */
interface Place {
  readonly element: number;
  readonly component: Component;
  readonly restrictions: Restrictions | null;
  readonly path: string;
}

/** `allowed`: what the law of the place lets be priced. */
export function tariffReport(tariff: Tariff, allowed: readonly Dimension[]): readonly ReportRow[] {
  const report = new Report();
  const { type } = tariff.source;
  if (type && !knownTypes.includes(type))
    report.add("type_unknown", "type", "OCPI knows no such type of a tariff; it changes nothing here.");
  const places = new Map(dimensions.map((dimension) => [dimension, placesOf(tariff, dimension)]));
  reportFree(report, tariff, places);
  for (const [n, { restrictions, components }] of tariff.elements.entries()) {
    if (restrictions) reportRestrictions(report, tariff, restrictions, n);
    for (const [m, component] of components.entries()) {
      const path = `elements.${n}.price_components.${m}`;
      if (!allowed.includes(component.dimension))
        report.add(
          "component_not_allowed",
          path,
          `${component.dimension} may not be priced in this country.`,
        );
      reportComponent(report, tariff, component, path);
    }
  }
  for (const [dimension, own] of places) reportShadows(report, dimension, own);
  reportIdle(report, tariff, places);
  if ([tariff.minPrice?.beforeTax, tariff.minPrice?.afterTax].some((price) => (price ?? 0n) > 0n))
    report.add(
      "min_price_of_nothing",
      "min_price",
      "A session that takes no energy costs the least price all the same.",
    );
  return report.rows;
}

type Places = ReadonlyMap<Dimension, readonly Place[]>;

const placesOf = ({ elements }: Tariff, dimension: Dimension): readonly Place[] =>
  elements.flatMap((each, element) => {
    const m = each.components.findIndex((component) => component.dimension === dimension);
    const component = each.components[m];
    if (!component || !isForSession(each)) return [];
    const path = `elements.${element}.price_components.${m}`;
    return [{ element, component, restrictions: each.restrictions, path }];
  });

const isPriced = (places: Places, dimension: Dimension): boolean =>
  places.get(dimension)?.some(({ component }) => component.price > 0n) ?? false;

const areAlways = (places: readonly Place[]): boolean =>
  coversEverything(places.map(({ restrictions }) => restrictions));

function reportFree(report: Report, { minPrice }: Tariff, places: Places): void {
  const priced = dimensions.filter((dimension) => isPriced(places, dimension));
  if (priced.length === 0 && !minPrice)
    report.add("session_free", "elements", "Nothing in this tariff costs anything: every session is free.");
  for (const dimension of priced) {
    const own = places.get(dimension) ?? [];
    const last = own.at(-1);
    if (last && !areAlways(own))
      report.add(
        "dimension_free",
        last.path,
        `${dimension} is free whenever none of its elements holds: one without restrictions at the end would price it.`,
      );
  }
  if (priced.includes("TIME") && !priced.includes("PARKING_TIME"))
    report.add(
      "parking_free",
      "elements",
      "TIME ends when the vehicle asks for no more power: what comes after is PARKING_TIME, and free here.",
    );
}

function reportComponent(report: Report, { taxIncluded }: Tariff, component: Component, path: string): void {
  const { dimension, stepSize, vat, price } = component;
  if (dimension !== "FLAT" && stepSize > 1n && price > 0n)
    report.add(
      "step_large",
      `${path}.step_size`,
      `A session's total is counted up to the next multiple of ${stepSize} ${dimension === "ENERGY" ? "Wh" : "s"}.`,
    );
  if (taxIncluded === "N/A") {
    if (vat !== null)
      report.add(
        "tax_ignored",
        `${path}.vat`,
        "The tariff says that no tax applies, so this rate is not used.",
      );
  } else if (vat === null && price > 0n)
    report.add("tax_absent", `${path}.vat`, "Without a rate no VAT applies, which is not the same as 0 %.");
  else if (vat === 0n && price > 0n)
    report.add("tax_zero", `${path}.vat`, "0 % is a rate and is printed. Leave it out where no VAT applies.");
}

/** Components that never win: those before them hold at any time, or one of them exactly when they do. */
function reportShadows(report: Report, dimension: Dimension, own: readonly Place[]): void {
  const shadowedFrom = firstShadowed(own);
  const seen = new Map<string, number>();
  for (const [n, { element, restrictions, path }] of own.entries()) {
    const conditions = JSON.stringify(conditionsOf(restrictions));
    const same = seen.get(conditions);
    if (n >= shadowedFrom)
      report.add(
        "component_shadowed",
        path,
        `It never applies: at any time an element before it prices ${dimension}.`,
      );
    else if (same !== undefined)
      report.add("same_conditions", path, `It never applies: element ${same} holds whenever this one does.`);
    else seen.set(conditions, element);
    if (dimension === "FLAT" && n > 0)
      report.add(
        "flat_several",
        path,
        "A flat fee is due once: the first in the list that holds at any time.",
      );
  }
}

/** How many of them leave no moment to the next one. What is covered stays covered, so it is looked for by halves. */
function firstShadowed(own: readonly Place[]): number {
  let [low, high] = [0, own.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (areAlways(own.slice(0, middle + 1))) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}

function reportIdle(report: Report, { idle }: Tariff, places: Places): void {
  const [first] = places.get("PARKING_TIME") ?? [];
  if (first && isPriced(places, "PARKING_TIME")) {
    if ((idle?.graceMs ?? 0) === 0)
      report.add(
        "idle_without_grace",
        first.path,
        "Idle time costs from its first second; barq.idle.grace_s gives a driver time to come back.",
      );
  } else if (idle)
    report.add(
      "idle_without_price",
      "barq.idle",
      idle.thresholdMilliW !== null && isPriced(places, "TIME")
        ? "PARKING_TIME has no price: below the threshold of power a session's time costs nothing."
        : "PARKING_TIME has no price, so terms on idle time change nothing.",
    );
}
