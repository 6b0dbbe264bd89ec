/**
 * The price of a session: one pure function for the quote, the live view, the CDR and whoever recomputes it. Exact inside,
 * rounded once per tax rate at the total. Every amount that is not a component's own (an idle cap, a price limit, a waiver)
 * is a line of its own with its reason.
 */
import { decimalText, exactKwhText } from "./decimal.ts";
import type { Fraction } from "./fraction.ts";
import { fraction, fractionText, isLess, minus, ratio, sum, times } from "./fraction.ts";
import type { Money } from "./money.ts";
import { exponentOf } from "./money.ts";
import type { Printed } from "./price-lines.ts";
import { combined, nothing, printed, sharedOut } from "./price-lines.ts";
import type { Explained } from "./price-reason.ts";
import { reasonText } from "./price-reason.ts";
import type { Period, PricedDimension, Quantities, Quantity } from "./quantities.ts";
import { quantitiesOf } from "./quantities.ts";
import type { Tariff } from "./tariff.ts";
import type { LimitName, TaxGroup } from "./tax-groups.ts";
import { groupOf, isGross, totalOf, withinLimits } from "./tax-groups.ts";
import type { Usage } from "./usage.ts";
import type { Waiver } from "./waiver.ts";

/** What changes a total without being a component's price. */
export type Adjustment = "IDLE_CAP" | "MIN_PRICE" | "MAX_PRICE" | "WAIVER";

export interface PriceLine<M extends Money | null = Money> {
  /** null for an adjustment */
  readonly element: number | null;
  readonly dimension: PricedDimension | Adjustment;
  /** what was measured, in kWh, hours (as a fraction where it does not end) or times */
  readonly quantityText: string;
  /** what step_size made of it, in the same unit */
  readonly billedText: string;
  readonly unit: "kWh" | "h" | "session";
  /** per unit, four decimals as in the tariff; null for an adjustment */
  readonly priceText: string | null;
  readonly vatText: string | null;
  readonly beforeTax: M;
  readonly tax: M;
  readonly afterTax: M;
  readonly explained: Explained;
  readonly reason: string;
}

/** What one rate comes to. */
export interface TaxTotal<M extends Money | null = Money> {
  readonly vatText: string | null;
  /** the tax is base times rate, which a bound on the total after tax may have undone */
  readonly isByRate: boolean;
  readonly beforeTax: M;
  readonly tax: M;
  readonly afterTax: M;
}

export interface Price<M extends Money | null = Money> {
  readonly currency: string;
  readonly lines: readonly PriceLine<M>[];
  readonly taxes: readonly TaxTotal<M>[];
  readonly beforeTax: M;
  readonly tax: M;
  readonly afterTax: M;
  /** the rate where there is exactly one */
  readonly vatText: string | null;
  /** in the major unit, a decimal or a fraction; null: cannot be known from the tariff */
  readonly exact: {
    readonly beforeTax: string | null;
    readonly tax: string | null;
    readonly afterTax: string | null;
  };
  readonly limitedBy: LimitName | null;
  readonly periods: readonly Period[];
  readonly notes: Quantities["notes"];
}

/** A price of which a part may not be known. */
export type OpenPrice = Price<Money | null>;

/**
 * The price of a tariff that is sold here: its tax is always known.
 * @throws Error (a bug) where the tax cannot be known; such a tariff is refused when it is made
 */
export function priceSession(
  tariff: Tariff,
  usage: Usage,
  zone: string,
  waiver: Waiver | null = null,
): Price {
  const price = priceUsage(tariff, usage, zone, waiver);
  if (isKnown(price)) return price;
  throw new Error(`the tax of tariff ${tariff.id} cannot be known`);
}

export function isKnown(price: OpenPrice): price is Price {
  const isWhole = ({
    beforeTax,
    tax,
    afterTax,
  }: Pick<OpenPrice, "beforeTax" | "tax" | "afterTax">): boolean =>
    beforeTax !== null && tax !== null && afterTax !== null;
  return isWhole(price) && price.lines.every(isWhole) && price.taxes.every(isWhole);
}

/** Without a stretch there is nothing to price, a flat fee included: it is due when some part of a session is (OCPI mod_tariffs). */
export function priceUsage(
  tariff: Tariff,
  usage: Usage,
  zone: string,
  waiver: Waiver | null = null,
): OpenPrice {
  const minorPerMajor = 10n ** BigInt(exponentOf(tariff.currency));
  const used = quantitiesOf(tariff, usage, zone);
  const amounts = used.quantities.map((quantity) => amountOf(quantity, minorPerMajor));
  const natural = stage(tariff, used.quantities, amounts);
  const capped = capIdle(tariff, used.quantities, amounts);
  const afterCap = stage(tariff, used.quantities, capped);
  const limited = withinLimits(tariff, afterCap, minorPerMajor);
  const isStarted = used.periods.length > 0;
  const due = isStarted ? limited : { groups: afterCap, by: null };
  const gross = isGross(tariff);
  const comesTo = (groups: readonly TaxGroup[]): bigint =>
    groups.reduce((all, group) => all + (printed(group, gross).afterTax ?? 0n), 0n);
  const waived = waiver && isStarted ? forgive(waiver, tariff, used.quantities, capped, minorPerMajor) : due;
  // Under a bound before tax, what is left may be taxed higher than what is given up: a waiver makes nothing dearer.
  const forgiven = comesTo(waived.groups) > comesTo(due.groups) ? due : waived;
  const printedOf = (groups: readonly TaxGroup[]): ReadonlyMap<string, Printed> =>
    new Map(groups.map((group) => [`${group.vat}`, printed(group, gross)]));
  const [first, second] = [printedOf(natural), printedOf(afterCap)];
  const [third, last] = [printedOf(due.groups), printedOf(forgiven.groups)];
  const { currency } = tariff;
  const lines = [
    ...linesOf(tariff, used.quantities, amounts, natural, first),
    ...adjustments(currency, "IDLE_CAP", first, second, { kind: "idle_cap" }),
    ...(due.by ? adjustments(currency, limitLine[due.by], second, third, { kind: due.by }) : []),
    ...(waiver ? adjustments(currency, "WAIVER", third, last, { kind: "waiver", why: waiver.why }) : []),
  ];
  const taxes = forgiven.groups.map(
    (group): TaxTotal<Money | null> => ({
      vatText: group.vat === null ? null : rateText(group.vat),
      isByRate: !group.isBound,
      ...moneyOf(last.get(`${group.vat}`) ?? nothing, currency),
    }),
  );
  const total = [...last.values()].reduce((all, each) => combined(all, each, 1n), nothing);
  return {
    currency,
    lines,
    taxes,
    ...moneyOf(total, currency),
    vatText: taxes.length === 1 ? (taxes[0]?.vatText ?? null) : null,
    exact: exactOf(forgiven.groups, minorPerMajor),
    limitedBy: forgiven.by,
    periods: used.periods,
    notes: used.notes,
  };
}

/** In minor units, exact, in the column in which the tariff's prices stand. */
function amountOf({ component, dimension, billed }: Quantity, minorPerMajor: bigint): Fraction {
  const price = component.price * billed * minorPerMajor;
  if (dimension === "FLAT") return fraction(price, 10_000n);
  return fraction(price, dimension === "ENERGY" ? 10_000n * 1_000_000n : 10_000n * 3_600_000n);
}

const rateKey = (tariff: Tariff, vat: bigint | null): bigint | null =>
  tariff.taxIncluded === "N/A" ? null : vat;

/** Amounts grouped by rate, in the order in which the rates first appear; a session of nothing has the tariff's own rate. */
function stage(
  tariff: Tariff,
  quantities: readonly Quantity[],
  amounts: readonly Fraction[],
): readonly TaxGroup[] {
  const byRate = new Map<string, { vat: bigint | null; amounts: Fraction[] }>();
  const rates = quantities.length > 0 ? quantities.map(({ component }) => component.vat) : ownRates(tariff);
  for (const [n, each] of rates.entries()) {
    const vat = rateKey(tariff, each);
    const group = byRate.get(`${vat}`) ?? { vat, amounts: [] };
    group.amounts.push(amounts[n] ?? fraction(0n));
    byRate.set(`${vat}`, group);
  }
  return [...byRate.values()].map((group) => groupOf(tariff, group.vat, sum(group.amounts)));
}

const ownRates = ({ elements }: Tariff): readonly (bigint | null)[] => [
  elements[0]?.components[0]?.vat ?? null,
];

/** All idle time of a session costs at most the cap; its amounts shrink in one proportion. */
function capIdle(
  { idle }: Tariff,
  quantities: readonly Quantity[],
  amounts: readonly Fraction[],
): readonly Fraction[] {
  if (idle?.capMinor === null || idle?.capMinor === undefined) return amounts;
  const cap = fraction(idle.capMinor);
  const isIdle = (n: number): boolean => quantities[n]?.dimension === "PARKING_TIME";
  const idling = sum(amounts.filter((_, n) => isIdle(n)));
  if (!isLess(cap, idling)) return amounts;
  return amounts.map((amount, n) => (isIdle(n) ? times(amount, ratio(cap, idling)) : amount));
}

/** As if no flat fee and no least price stood in the tariff, or nothing at all. */
function forgive(
  { kind }: Waiver,
  tariff: Tariff,
  quantities: readonly Quantity[],
  amounts: readonly Fraction[],
  minorPerMajor: bigint,
): ReturnType<typeof withinLimits> {
  const due = amounts.map((amount, n) =>
    kind === "everything" || quantities[n]?.dimension === "FLAT" ? fraction(0n) : amount,
  );
  return withinLimits(tariff, stage(tariff, quantities, due), minorPerMajor, false);
}

function linesOf(
  tariff: Tariff,
  quantities: readonly Quantity[],
  amounts: readonly Fraction[],
  groups: readonly TaxGroup[],
  totals: ReadonlyMap<string, Printed>,
): readonly PriceLine<Money | null>[] {
  const shared = new Map<number, Printed>();
  for (const group of groups) {
    const own = quantities.flatMap(({ component }, n) =>
      `${rateKey(tariff, component.vat)}` === `${group.vat}` ? [n] : [],
    );
    const parts = sharedOut(
      group,
      totals.get(`${group.vat}`) ?? nothing,
      own.map((n) => amounts[n] ?? fraction(0n)),
      isGross(tariff),
    );
    for (const [n, part] of parts.entries()) shared.set(own[n] ?? 0, part);
  }
  return quantities.map((quantity, n) => {
    const explained = explainedOf(tariff, quantity);
    const vat = rateKey(tariff, quantity.component.vat);
    return {
      element: quantity.element,
      dimension: quantity.dimension,
      ...measuresOf(quantity),
      priceText: rateText(quantity.component.price),
      vatText: vat === null ? null : rateText(vat),
      ...moneyOf(shared.get(n) ?? nothing, tariff.currency),
      explained,
      reason: reasonText(explained),
    };
  });
}

function measuresOf({
  dimension,
  measured,
  billed,
}: Quantity): Pick<PriceLine, "quantityText" | "billedText" | "unit"> {
  if (dimension === "FLAT") return { quantityText: "1", billedText: "1", unit: "session" };
  if (dimension === "ENERGY")
    return { quantityText: exactKwhText(measured), billedText: exactKwhText(billed), unit: "kWh" };
  const hours = (ms: bigint): string => fractionText(fraction(ms, 3_600_000n));
  return { quantityText: hours(measured), billedText: hours(billed), unit: "h" };
}

function explainedOf({ elements }: Tariff, quantity: Quantity): Explained {
  return {
    kind: "component",
    dimension: quantity.dimension,
    measured: quantity.measured,
    billed: quantity.billed,
    stepSize: quantity.component.stepSize,
    element: quantity.element,
    restrictions: elements[quantity.element]?.restrictions ?? null,
    cuts: quantity.cuts,
  };
}

/** A line for every rate whose printed amount the stage changed. */
const limitLine = { min_price: "MIN_PRICE", max_price: "MAX_PRICE" } as const;

function adjustments(
  currency: string,
  dimension: Adjustment,
  before: ReadonlyMap<string, Printed>,
  after: ReadonlyMap<string, Printed>,
  explained: Explained,
): readonly PriceLine<Money | null>[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const change = combined(after.get(key) ?? nothing, before.get(key) ?? nothing, -1n);
    if ([change.beforeTax, change.tax, change.afterTax].every((part) => (part ?? 0n) === 0n)) return [];
    return [
      {
        element: null,
        dimension,
        quantityText: "1",
        billedText: "1",
        unit: "session" as const,
        priceText: null,
        vatText: key === "null" ? null : rateText(BigInt(key)),
        ...moneyOf(change, currency),
        explained,
        reason: reasonText(explained),
      },
    ];
  });
}

function moneyOf(amounts: Printed, currency: string): Record<"beforeTax" | "tax" | "afterTax", Money | null> {
  const of = (minor: bigint | null): Money | null => (minor === null ? null : { minor, currency });
  return { beforeTax: of(amounts.beforeTax), tax: of(amounts.tax), afterTax: of(amounts.afterTax) };
}

function exactOf(groups: readonly TaxGroup[], minorPerMajor: bigint): OpenPrice["exact"] {
  const perMajor = fraction(1n, minorPerMajor);
  const [before, after] = [totalOf(groups, "beforeTax"), totalOf(groups, "afterTax")];
  const textOf = (value: Fraction | null): string | null => value && fractionText(times(value, perMajor));
  return {
    beforeTax: textOf(before),
    tax: textOf(before && after && minus(after, before)),
    afterTax: textOf(after),
  };
}

/** Four decimals without the zeros at the end: "2.5", "20". */
export const rateText = (value: bigint): string => decimalText(value, 4).replace(/\.?0+$/, "");
