/**
 * A tariff as it is priced: elements in order, their components and restrictions, price limits, and how tax stands in it.
 * Read from an OCPI 2.2.1 or 2.3.0 body whose shape was checked at the door; what it may not mean is refused when the
 * tariff is made, with every path, so that no session is ever priced by half a tariff.
 */
import { Fault } from "./fault.ts";
import type { Instant } from "./instant.ts";
import { parseInstant } from "./instant.ts";
import { isCurrency, parseAmount } from "./money.ts";
import type { IdleBody, OcpiComponent, OcpiElement, OcpiLimit, OcpiTariff } from "./ocpi-tariff.ts";
import { Problems } from "./problems.ts";
import type { Restrictions, TimeWindow } from "./restriction.ts";
import { readRestrictions, readWindow } from "./restriction.ts";

export type { OcpiTariff } from "./ocpi-tariff.ts";

export const dimensions = ["ENERGY", "TIME", "PARKING_TIME", "FLAT"] as const;
export type Dimension = (typeof dimensions)[number];

export interface Component {
  readonly dimension: Dimension;
  /** ten-thousandths of the major unit, per kWh, per hour, or once */
  readonly price: bigint;
  /** ten-thousandths of a per cent; null: no VAT applicable, which is not 0 % */
  readonly vat: bigint | null;
  /** Wh for ENERGY, seconds for time; 0 means none */
  readonly stepSize: bigint;
}

export interface Element {
  readonly components: readonly Component[];
  /** null: it always holds */
  readonly restrictions: Restrictions | null;
}

/** A bound on the session's total, in ten-thousandths of the major unit; null: no bound on that total. */
export interface PriceLimit {
  readonly beforeTax: bigint | null;
  readonly afterTax: bigint | null;
}

/** Idle time as OCPI cannot say it (our extension). */
export interface IdleTerms {
  readonly graceMs: number;
  /** local hours in which idle time is priced; null: always */
  readonly hours: readonly TimeWindow[] | null;
  readonly thresholdMilliW: number | null;
  /** minor units, in the column in which prices stand */
  readonly capMinor: bigint | null;
}

export interface Tariff {
  readonly id: string;
  readonly version: number;
  readonly currency: string;
  readonly taxIncluded: "YES" | "NO" | "N/A";
  /** of OCPI: 2.3.0 where it says how tax stands in its prices */
  readonly ocpiVersion: "2.2.1" | "2.3.0";
  readonly elements: readonly Element[];
  readonly minPrice: PriceLimit | null;
  readonly maxPrice: PriceLimit | null;
  readonly idle: IdleTerms | null;
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
  readonly source: OcpiTariff;
}

/** No price per kWh, hour or session is larger in any currency we sell in. */
const mostPrice = 1_000_000;
const mostVatPercent = 100;
/** A step longer than a week, or larger than a truck's battery, is a slip of the pen. */
const mostStep = 10_000_000;
export const mostElements = 100;

function readComponent(body: OcpiComponent, path: string, problems: Problems): Component {
  const dimension = dimensions.find((known) => known === body.type);
  if (!dimension) problems.add(`${path}.type`, dimensions.join(", "));
  return {
    dimension: dimension ?? "FLAT",
    price: problems.decimal(body.price, `${path}.price`, mostPrice),
    vat:
      body.vat === undefined || body.vat === null
        ? null
        : problems.decimal(body.vat, `${path}.vat`, mostVatPercent),
    stepSize: BigInt(problems.integer(body.step_size, `${path}.step_size`, mostStep)),
  };
}

function readElement(body: OcpiElement, path: string, problems: Problems): Element {
  const where = `${path}.price_components`;
  const components = body.price_components.map((each, n) => readComponent(each, `${where}.${n}`, problems));
  if (components.length === 0) problems.add(where, "at least one price component");
  for (const [n, { type }] of body.price_components.entries()) {
    if (body.price_components.findIndex((each) => each.type === type) < n)
      problems.add(`${where}.${n}.type`, "one component of a dimension in an element");
  }
  const restrictions = readRestrictions(body.restrictions, `${path}.restrictions`, problems);
  if (restrictions?.reservation && components.some(({ dimension }) => !isReservable(dimension)))
    problems.add(where, "TIME and FLAT alone under a reservation");
  return { components, restrictions };
}

/** Reservations are priced by time and once (OCPI mod_tariffs, ReservationRestrictionType). */
const isReservable = (dimension: Dimension): boolean => dimension === "TIME" || dimension === "FLAT";

function readLimit(body: OcpiLimit | null | undefined, path: string, problems: Problems): PriceLimit | null {
  if (!body) return null;
  const read = (value: number | null | undefined, name: string): bigint | null =>
    value === null || value === undefined
      ? null
      : problems.decimal(value, `${path}.${name}`, mostPrice * 100);
  const isOlder = (body.excl_vat ?? null) !== null;
  const beforeTax = isOlder ? read(body.excl_vat, "excl_vat") : read(body.before_taxes, "before_taxes");
  const afterTax = isOlder ? read(body.incl_vat, "incl_vat") : read(body.after_taxes, "after_taxes");
  if (beforeTax === null) problems.add(path, "before_taxes (excl_vat in OCPI 2.2.1)");
  if (beforeTax !== null && afterTax !== null && afterTax < beforeTax)
    problems.add(path, "a bound after tax that is not below the one before tax");
  return { beforeTax, afterTax };
}

function readIdle(
  body: IdleBody | null | undefined,
  { currency, path }: { readonly currency: string; readonly path: string },
  problems: Problems,
): IdleTerms | null {
  if (!body) return null;
  const listed = body.hours === null || body.hours === undefined ? null : [body.hours].flat();
  const hours = listed?.flatMap(({ start_time, end_time }, n) => {
    const window = readWindow(start_time, end_time, `${path}.hours.${n}`, problems);
    return window ? [window] : [];
  });
  return {
    graceMs: problems.integer(body.grace_s ?? 0, `${path}.grace_s`, mostStep) * 1000,
    hours: hours && hours.length > 0 ? hours : null,
    thresholdMilliW:
      body.threshold_w === null || body.threshold_w === undefined
        ? null
        : problems.integer(body.threshold_w, `${path}.threshold_w`, mostStep) * 1000,
    capMinor: readCap(body.cap, currency, `${path}.cap`, problems),
  };
}

function readCap(cap: IdleBody["cap"], currency: string, path: string, problems: Problems): bigint | null {
  if (!cap || !isCurrency(currency)) return null;
  if (cap.currency !== currency) {
    problems.add(`${path}.currency`, `${currency}, the tariff's currency`);
    return null;
  }
  try {
    return parseAmount(cap.amount, currency).minor;
  } catch {
    problems.add(`${path}.amount`, `an amount in ${currency}`);
    return null;
  }
}

/** @throws Fault tariff_invalid with every path that is wrong (the first hundred), currency_unknown */
export function readTariff(source: OcpiTariff): Tariff {
  const problems = new Problems();
  const { currency } = source;
  const taxIncluded = source.tax_included ?? "NO";
  const instantOf = (text: string | null | undefined, path: string): Instant | null => {
    if (text === undefined || text === null) return null;
    const at = parseInstant(text);
    if (at === undefined) problems.add(path, "a date and time such as 2026-11-24T00:00:00Z");
    return at ?? null;
  };
  if (source.elements.length === 0) problems.add("elements", "at least one element");
  if (source.elements.length > mostElements) problems.add("elements", `at most ${mostElements} elements`);
  const elements = source.elements
    .slice(0, mostElements)
    .map((each, n) => readElement(each, `elements.${n}`, problems));
  const tariff: Tariff = {
    id: source.id,
    version: 1,
    currency,
    taxIncluded,
    ocpiVersion: (source.tax_included ?? null) === null ? "2.2.1" : "2.3.0",
    elements,
    minPrice: readLimit(source.min_price, "min_price", problems),
    maxPrice: readLimit(source.max_price, "max_price", problems),
    idle: readIdle(source.barq?.idle, { currency, path: "barq.idle" }, problems),
    validFrom: instantOf(source.start_date_time, "start_date_time"),
    validUntil: instantOf(source.end_date_time, "end_date_time"),
    source,
  };
  assertLimits(tariff, problems);
  if (tariff.validFrom !== null && tariff.validUntil !== null && tariff.validUntil <= tariff.validFrom)
    problems.add("end_date_time", "later than start_date_time");
  if (!isCurrency(currency) && problems.list.length === 0)
    throw new Fault("currency_unknown", `Currency ${currency} is not supported.`, {
      errors: [{ path: "currency", expected: "a currency that is sold in here" }],
    });
  const [first] = problems.list;
  if (first)
    throw new Fault("tariff_invalid", `${first.path} is not as expected (${first.expected}).`, {
      errors: problems.list,
    });
  return tariff;
}

function assertLimits({ minPrice, maxPrice }: Tariff, problems: Problems): void {
  const isAbove = (least: bigint | null | undefined, most: bigint | null | undefined): boolean =>
    least !== null && least !== undefined && most !== null && most !== undefined && least > most;
  if (isAbove(minPrice?.beforeTax, maxPrice?.beforeTax) || isAbove(minPrice?.afterTax, maxPrice?.afterTax))
    problems.add("min_price", "at most max_price");
}

/** What is known of the tax on what a component prices. */
export type TaxKind = "rate" | "none" | "unknown";

/** Where prices are quoted without sales tax, which law adds at the till by a rate that no tariff names. */
const taxedAtTheTill: ReadonlySet<string> = new Set(["USD", "CAD"]);

/**
 * OCPI 2.2.1: an absent VAT is "no VAT applicable". 2.3.0: tax that is inside but not named, or that law adds on top, is
 * unknown, and no rate is invented (pricing 7).
 */
export function taxKindOf({ taxIncluded, ocpiVersion, currency }: Tariff, vat: bigint | null): TaxKind {
  if (taxIncluded === "N/A") return "none";
  if (vat !== null) return "rate";
  if (taxIncluded === "YES") return "unknown";
  return ocpiVersion === "2.3.0" && taxedAtTheTill.has(currency) ? "unknown" : "none";
}

/** Elements that price the session itself; those under a reservation price the reservation alone. */
export const isForSession = ({ restrictions }: Element): boolean =>
  (restrictions?.reservation ?? null) === null;
