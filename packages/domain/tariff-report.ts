/**
 * What will surprise in a tariff, said when it is made: everything here is lawful OCPI and is priced as it stands, but it may
 * not be what its author meant. What cannot be priced at all is refused in tariff.ts.
 */
import { conditionsOf } from "./conditions.ts";
import type { Restrictions } from "./restriction.ts";
import type { Component, Dimension, Element, Tariff } from "./tariff.ts";
import { dimensions, isForSession } from "./tariff.ts";

export const reportCodes = [
  "session_free",
  "dimension_free",
  "parking_free",
  "never_holds",
  "component_shadowed",
  "same_conditions",
  "needs_power_readings",
  "needs_current_readings",
  "whole_day",
  "weekday_at_midnight",
  "step_large",
  "flat_several",
  "idle_without_grace",
  "idle_without_price",
  "min_price_of_nothing",
  "tax_absent",
  "tax_zero",
  "tax_ignored",
  "component_not_allowed",
  "type_unknown",
  "more",
] as const;

export interface ReportRow {
  readonly code: (typeof reportCodes)[number];
  /** within the body, with dots: `elements.0.price_components.1` */
  readonly path: string;
  /** one English sentence for whoever made the tariff */
  readonly says: string;
}

/** OCPI's TariffType (2.2.1 and 2.3.0, mod_tariffs). */
const knownTypes = ["AD_HOC_PAYMENT", "PROFILE_CHEAP", "PROFILE_FAST", "PROFILE_GREEN", "REGULAR"];

/** `allowed`: what the law of the place lets be priced. Rows stand in the order of the tariff, what concerns all of it first. */
export function tariffReport(tariff: Tariff, allowed: readonly Dimension[]): readonly ReportRow[] {
  const { type } = tariff.source;
  const rows = [
    ...(type === undefined || type === null || knownTypes.includes(type)
      ? []
      : [
          row(
            "type_unknown",
            "type",
            `OCPI knows no tariff type ${type.slice(0, 40)}; it changes nothing here.`,
          ),
        ]),
    ...freeRows(tariff),
    ...tariff.elements.flatMap((element, n) => elementRows(tariff, element, n, allowed)),
    ...flatRows(tariff),
    ...idleRows(tariff),
    ...limitRows(tariff),
  ];
  if (rows.length <= mostRows) return rows;
  const left = rows.length - mostRows;
  return [...rows.slice(0, mostRows), row("more", "elements", `${left} more rows like these are left out.`)];
}

/** A tariff of a hundred elements says the same of each of them; nobody reads more than this. */
const mostRows = 100;

const row = (code: ReportRow["code"], path: string, says: string): ReportRow => ({ code, path, says });

/** Where a dimension's components stand, those for the session alone. */
function placesOf({ elements }: Tariff, dimension: Dimension): readonly Place[] {
  return elements.flatMap((element, n) => {
    const m = element.components.findIndex((each) => each.dimension === dimension);
    const component = element.components[m];
    return component && isForSession(element)
      ? [{ n, component, restrictions: element.restrictions, path: `elements.${n}.price_components.${m}` }]
      : [];
  });
}

interface Place {
  readonly n: number;
  readonly component: Component;
  readonly restrictions: Restrictions | null;
  readonly path: string;
}

const isPriced = (tariff: Tariff, dimension: Dimension): boolean =>
  placesOf(tariff, dimension).some(({ component }) => component.price > 0n);

/** Whether an element holds whatever happens; one that names every hour of every day does. */
const isAlways = (restrictions: Restrictions | null): boolean => conditionsOf(restrictions).length === 0;

function freeRows(tariff: Tariff): readonly ReportRow[] {
  const priced = dimensions.filter((dimension) => isPriced(tariff, dimension));
  if (priced.length === 0 && !tariff.minPrice)
    return [row("session_free", "elements", "Nothing in this tariff costs anything: every session is free.")];
  const open = priced.flatMap((dimension) => {
    const places = placesOf(tariff, dimension);
    const last = places.at(-1);
    return last && !places.some(({ restrictions }) => isAlways(restrictions))
      ? [
          row(
            "dimension_free",
            `elements.${last.n}`,
            `${dimension} is free whenever none of its elements holds: no element without restrictions prices it.`,
          ),
        ]
      : [];
  });
  const isIdleFree = priced.includes("TIME") && !priced.includes("PARKING_TIME");
  return [
    ...open,
    ...(isIdleFree
      ? [
          row(
            "parking_free",
            "elements",
            "TIME ends when the vehicle asks for no more power: the time after that is PARKING_TIME, and free here.",
          ),
        ]
      : []),
  ];
}

function elementRows(
  tariff: Tariff,
  element: Element,
  n: number,
  allowed: readonly Dimension[],
): readonly ReportRow[] {
  const path = `elements.${n}`;
  return [
    ...(element.restrictions ? restrictionRows(tariff, element.restrictions, n) : []),
    ...element.components.flatMap((component, m) => {
      const where = `${path}.price_components.${m}`;
      return [
        ...(allowed.includes(component.dimension)
          ? []
          : [
              row(
                "component_not_allowed",
                where,
                `${component.dimension} may not be priced in this country.`,
              ),
            ]),
        ...shadowRows(tariff, element, n, component.dimension, where),
        ...stepRows(component, where),
        ...taxRows(tariff, component, where),
      ];
    }),
  ];
}

/** Restrictions that can be read in two ways, that no instant meets, or that ask for readings that not every station sends. */
function restrictionRows(tariff: Tariff, of: Restrictions, n: number): readonly ReportRow[] {
  const path = `elements.${n}.restrictions`;
  const body = tariff.source.elements[n]?.restrictions;
  const { window, weekdays } = of;
  const isOverMidnight = window !== null && window.endMinute < window.startMinute;
  const isNamedTwice = (body?.start_time ?? null) !== null && body?.start_time === body?.end_time;
  return [
    ...(isNamedTwice
      ? [
          row(
            "whole_day",
            `${path}.end_time`,
            "Equal start and end times are the whole day here; OCPI leaves it open.",
          ),
        ]
      : []),
    ...(isOverMidnight && weekdays && weekdays.size < 7
      ? [
          row(
            "weekday_at_midnight",
            `${path}.day_of_week`,
            "The weekday is tested at the instant: hours over midnight end at midnight, and the early hours belong to the same weekday.",
          ),
        ]
      : []),
    ...emptyRanges(of).map((name) =>
      row(
        "never_holds",
        `${path}.${name}`,
        "Its upper end is not above its lower end: this element never holds.",
      ),
    ),
    ...(of.minMilliW === null && of.maxMilliW === null
      ? []
      : [
          row(
            "needs_power_readings",
            `${path}.${of.minMilliW === null ? "max_power" : "min_power"}`,
            "Where a station sends no readings of power, the mean power between two energy readings stands for it.",
          ),
        ]),
    ...(of.minTenthMa === null && of.maxTenthMa === null
      ? []
      : [
          row(
            "needs_current_readings",
            `${path}.${of.minTenthMa === null ? "max_current" : "min_current"}`,
            "Where a station sends no readings of current, a person has to price the session.",
          ),
        ]),
  ];
}

function emptyRanges(of: Restrictions): readonly string[] {
  const ranges: readonly (readonly [string, bigint | number | null, bigint | number | null])[] = [
    ["end_date", of.startDay, of.endDay],
    ["max_kwh", of.minMwh ?? 0n, of.maxMwh],
    ["max_power", of.minMilliW ?? 0, of.maxMilliW],
    ["max_current", of.minTenthMa ?? 0, of.maxTenthMa],
    ["max_duration", of.minMs ?? 0, of.maxMs],
  ];
  return ranges.flatMap(([name, least, most]) =>
    least !== null && most !== null && most <= least ? [name] : [],
  );
}

/** A component that never wins, because one before it always holds, or holds exactly when it does. */
function shadowRows(
  tariff: Tariff,
  element: Element,
  n: number,
  dimension: Dimension,
  path: string,
): readonly ReportRow[] {
  if (!isForSession(element)) return [];
  const before = placesOf(tariff, dimension).filter((place) => place.n < n);
  const always = before.find(({ restrictions }) => isAlways(restrictions));
  if (always)
    return [
      row(
        "component_shadowed",
        path,
        `It never applies: element ${always.n} prices ${dimension} without restrictions.`,
      ),
    ];
  const own = JSON.stringify(conditionsOf(element.restrictions));
  const same = before.find(({ restrictions }) => JSON.stringify(conditionsOf(restrictions)) === own);
  return same
    ? [row("same_conditions", path, `It never applies: element ${same.n} holds whenever this one does.`)]
    : [];
}

function stepRows({ dimension, stepSize, price }: Component, path: string): readonly ReportRow[] {
  if (dimension === "FLAT" || stepSize <= 1n || price === 0n) return [];
  const unit = dimension === "ENERGY" ? "Wh" : "s";
  return [
    row(
      "step_large",
      `${path}.step_size`,
      `The session's total is counted up to the next multiple of ${stepSize} ${unit}, once, at its end.`,
    ),
  ];
}

function taxRows({ taxIncluded }: Tariff, { vat, price }: Component, path: string): readonly ReportRow[] {
  if (taxIncluded === "N/A")
    return vat === null
      ? []
      : [row("tax_ignored", `${path}.vat`, "The tariff says that no tax applies, so this rate is not used.")];
  if (price === 0n) return [];
  if (vat === null)
    return [
      row("tax_absent", `${path}.vat`, "Without a rate no VAT applies to it, which is not the same as 0 %."),
    ];
  return vat === 0n
    ? [
        row(
          "tax_zero",
          `${path}.vat`,
          "0 % is a rate: receipts print VAT of 0 %. Leave it out where none applies.",
        ),
      ]
    : [];
}

function flatRows(tariff: Tariff): readonly ReportRow[] {
  const [, ...others] = placesOf(tariff, "FLAT");
  return others.map(({ path }) =>
    row(
      "flat_several",
      path,
      "A flat fee is due once: from the first element in the list that holds at any time.",
    ),
  );
}

function idleRows(tariff: Tariff): readonly ReportRow[] {
  const isIdlePriced = isPriced(tariff, "PARKING_TIME");
  const [first] = placesOf(tariff, "PARKING_TIME");
  const { idle } = tariff;
  if (!isIdlePriced) {
    const isMoved = idle !== null && idle.thresholdMilliW !== null && isPriced(tariff, "TIME");
    const says = isMoved
      ? "PARKING_TIME has no price: below the threshold of power a session costs no time."
      : "PARKING_TIME has no price, so terms on idle time change nothing.";
    return idle ? [row("idle_without_price", "barq.idle", says)] : [];
  }
  return (idle?.graceMs ?? 0) === 0 && first
    ? [
        row(
          "idle_without_grace",
          first.path,
          "Idle time costs from the first second; `barq.idle.grace_s` gives a driver time to come back.",
        ),
      ]
    : [];
}

function limitRows({ minPrice }: Tariff): readonly ReportRow[] {
  const least = [minPrice?.beforeTax ?? 0n, minPrice?.afterTax ?? 0n];
  return least.some((price) => price > 0n)
    ? [
        row(
          "min_price_of_nothing",
          "min_price",
          "A session that takes no energy costs the least price all the same.",
        ),
      ]
    : [];
}
