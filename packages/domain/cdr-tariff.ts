/** The tariff inside a CDR, in the words of the CDR's own version of OCPI. */
import { decimalText } from "./decimal.ts";
import { fraction } from "./fraction.ts";
import type { OcpiLimit } from "./ocpi-tariff.ts";
import type { Tariff } from "./tariff.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * 2.3.0 says how tax stands in its prices; in 2.2.1 they are always before tax. Empty where a price has no four decimals
 * before tax: it cannot be said there, and half a tariff would be a wrong one.
 */
export function tariffsOf(tariff: Tariff, version: "2.2.1" | "2.3.0"): readonly Json[] {
  const { source, taxIncluded } = tariff;
  const { tax_included: _, min_price, max_price, ...rest } = source;
  const body = {
    ...rest,
    ...(min_price && { min_price: limitOf(min_price, version) }),
    ...(max_price && { max_price: limitOf(max_price, version) }),
  };
  if (version === "2.3.0") return [{ ...body, tax_included: taxIncluded }];
  if (taxIncluded !== "YES") return [body];
  const elements = netElements(tariff);
  return elements === null ? [] : [{ ...body, elements }];
}

function limitOf(limit: OcpiLimit, version: "2.2.1" | "2.3.0"): Json {
  const before = limit.before_taxes ?? limit.excl_vat;
  const after = limit.after_taxes ?? limit.incl_vat;
  const isKnown = after !== null && after !== undefined;
  return version === "2.3.0"
    ? { before_taxes: before, ...(isKnown && { after_taxes: after }) }
    : { excl_vat: before, ...(isKnown && { incl_vat: after }) };
}

function netElements({ source, elements }: Tariff): readonly Json[] | null {
  const net = elements.map(({ components }) =>
    components.map(({ price, vat }) => fraction(price * 1_000_000n, 1_000_000n + (vat ?? 0n))),
  );
  if (net.flat().some((price) => price.denominator !== 1n)) return null;
  return source.elements.map((element, n) => ({
    ...element,
    price_components: element.price_components.map((component, m) => ({
      ...component,
      price: Number(decimalText(net[n]?.[m]?.numerator ?? 0n, 4)),
    })),
  }));
}
