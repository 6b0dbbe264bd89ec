/**
 * A tariff as it is priced: elements in order, their components, and how tax stands in them. Read from an OCPI 2.2.1 or
 * 2.3.0 body whose shape was checked at the door. What the engine does not price yet is refused when the tariff is made,
 * with the member's name, so that no session is ever priced by half a tariff.
 */
import { parseDecimal } from "./decimal.ts";
import { Fault } from "./fault.ts";
import type { Instant } from "./instant.ts";
import { parseInstant } from "./instant.ts";
import { exponentOf } from "./money.ts";

export const dimensions = ["ENERGY", "TIME", "PARKING_TIME", "FLAT"] as const;
export type Dimension = (typeof dimensions)[number];

interface OcpiComponent {
  readonly type: string;
  readonly price: number;
  readonly vat?: number | null | undefined;
  readonly step_size: number;
}

/** The members of an OCPI Tariff (mod_tariffs) that say what it costs. */
export interface OcpiTariff {
  readonly id: string;
  readonly currency: string;
  readonly type?: string | null | undefined;
  readonly tariff_alt_text?:
    | readonly { readonly language: string; readonly text: string }[]
    | null
    | undefined;
  readonly min_price?: unknown;
  readonly max_price?: unknown;
  /** required in 2.3.0, absent in 2.2.1, where prices exclude VAT */
  readonly tax_included?: "YES" | "NO" | "N/A" | null | undefined;
  readonly elements: readonly {
    readonly price_components: readonly OcpiComponent[];
    readonly restrictions?: Readonly<Record<string, unknown>> | null | undefined;
  }[];
  readonly start_date_time?: string | null | undefined;
  readonly end_date_time?: string | null | undefined;
}

export interface Component {
  readonly dimension: Dimension;
  /** ten-thousandths of the major unit, per kWh, per hour, or once */
  readonly price: bigint;
  /** ten-thousandths of a per cent; null: no VAT applicable, which is not 0 % */
  readonly vat: bigint | null;
  /** Wh for ENERGY, seconds for time; 0 means none */
  readonly stepSize: bigint;
}

export interface Tariff {
  readonly id: string;
  readonly version: number;
  readonly currency: string;
  readonly taxIncluded: "YES" | "NO" | "N/A";
  readonly elements: readonly { readonly components: readonly Component[] }[];
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
  readonly source: OcpiTariff;
}

const unsupported = (what: string): Fault =>
  new Fault("tariff_unsupported", `This tariff has ${what}, which cannot be priced yet.`, { member: what });
const invalid = (why: string): Fault => new Fault("tariff_invalid", why);

/** A JSON number as OCPI's four decimals. Its text is exact up to 15 digits. */
function fourDecimals(value: number, name: string): bigint {
  const scaled = parseDecimal(String(value), 4);
  if (scaled === undefined) throw invalid(`${name} is ${value}; OCPI has at most four decimals.`);
  return scaled;
}

function readComponent(component: OcpiComponent): Component {
  const dimension = dimensions.find((known) => known === component.type);
  if (!dimension) throw invalid(`"${component.type}" is no dimension of a price component.`);
  const price = fourDecimals(component.price, "price");
  if (price < 0n) throw invalid("A price may not be negative.");
  const vat =
    component.vat === undefined || component.vat === null ? null : fourDecimals(component.vat, "vat");
  if (vat !== null && vat < 0n) throw invalid("A VAT rate may not be negative.");
  if (!Number.isSafeInteger(component.step_size) || component.step_size < 0) {
    throw invalid("step_size is a whole number, 0 or more.");
  }
  return { dimension, price, vat, stepSize: BigInt(component.step_size) };
}

/** @throws Fault tariff_invalid, tariff_unsupported, currency_unknown */
export function readTariff(source: OcpiTariff): Tariff {
  exponentOf(source.currency);
  if (source.min_price !== undefined && source.min_price !== null) throw unsupported("min_price");
  if (source.max_price !== undefined && source.max_price !== null) throw unsupported("max_price");
  if (source.elements.length === 0) throw invalid("A tariff needs at least one element.");
  const elements = source.elements.map((element) => {
    if (element.restrictions && Object.keys(element.restrictions).length > 0)
      throw unsupported("restrictions");
    const components = element.price_components.map(readComponent);
    if (components.length === 0) throw invalid("An element needs at least one price component.");
    if (new Set(components.map((component) => component.dimension)).size !== components.length) {
      throw invalid("An element may have one component of a dimension.");
    }
    return { components };
  });
  const rates = new Set(
    elements.flatMap((element) => element.components.map((component) => `${component.vat}`)),
  );
  if (rates.size > 1) throw unsupported("several VAT rates");
  const taxIncluded = source.tax_included ?? "NO";
  if (taxIncluded === "YES" && rates.has("null")) throw unsupported("tax_included without a VAT rate");
  const instantOf = (text: string | null | undefined): Instant | null => {
    if (text === undefined || text === null) return null;
    const at = parseInstant(text);
    if (at === undefined) throw invalid(`"${text}" is no date and time.`);
    return at;
  };
  return {
    id: source.id,
    version: 1,
    currency: source.currency,
    taxIncluded,
    elements,
    validFrom: instantOf(source.start_date_time),
    validUntil: instantOf(source.end_date_time),
    source,
  };
}

/**
 * The component that prices a dimension: the first element in list order that has one (pricing rule of OCPI mod_tariffs:
 * different dimensions may come from different elements). Undefined: the dimension is free.
 */
export function componentFor(
  tariff: Tariff,
  dimension: Dimension,
): { readonly element: number; readonly component: Component } | undefined {
  for (const [element, { components }] of tariff.elements.entries()) {
    const component = components.find((candidate) => candidate.dimension === dimension);
    if (component) return { element, component };
  }
  return undefined;
}
